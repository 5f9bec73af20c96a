//! Refusals by a rule, as facts.

use jiff::Timestamp;

use crate::review::{DispositionKind, Obstacle};
use crate::{CommentId, StateCode, SubmissionId};

/// Why a command was refused. Nothing happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// R3: only members do this.
    #[error("{state} is not a member")]
    NotAMember {
        /// The state that asked.
        state: StateCode,
    },
    /// R3: only the lead member or the chair does this.
    #[error("{state} is neither the lead member nor in the chair")]
    NotLeadMemberOrChair {
        /// The state that asked.
        state: StateCode,
    },
    /// Only the lead member does this.
    #[error("{state} is not the lead member")]
    NotLeadMember {
        /// The state that asked.
        state: StateCode,
    },
    /// R9: members give no partner input.
    #[error("{state} is a member; members give no partner input")]
    MembersGiveNoInput {
        /// The state that asked.
        state: StateCode,
    },
    /// R9: only invited states lodge.
    #[error("{state} is not invited to this consultation")]
    NotAnInvitedState {
        /// The state that asked.
        state: StateCode,
    },
    /// R8: only the submitting state changes its submission.
    #[error("{state} is not the submitting state")]
    NotTheSubmittingState {
        /// The state that asked.
        state: StateCode,
    },
    /// R16: an operator or the chair enters input; while it is sealed, an operator only.
    #[error("only an operator or the chair enters input; while a consultation is sealed, only an operator")]
    MayNotEnter,
    /// There is no such proposal.
    #[error("no such proposal")]
    ProposalNotFound,
    /// There is no such submission.
    #[error("no such submission")]
    SubmissionNotFound,
    /// Fields that break their rule; at least one.
    #[error("{} field(s) break a rule", .0.len())]
    Content(Vec<ContentError>),
    /// The caller decided on an older or newer version than the present one.
    #[error("the present version is {present}")]
    StaleVersion {
        /// The present stream version; 0 if there is none.
        present: u64,
    },
    /// R3: a proposal that was withdrawn stays so.
    #[error("the proposal was withdrawn")]
    ProposalWithdrawn {
        /// When.
        at: Timestamp,
    },
    /// R5: one consultation at a time.
    #[error("a consultation is open until {closes_at}")]
    ConsultationAlreadyOpen {
        /// When it closes.
        closes_at: Timestamp,
    },
    /// No consultation was ever opened.
    #[error("no consultation was opened")]
    NoConsultation,
    /// R6: a closed consultation is not reopened, extended or closed again.
    #[error("the consultation closed at {closed_at}")]
    ConsultationClosed {
        /// When it closed.
        closed_at: Timestamp,
    },
    /// The clock came too early; nothing is due.
    #[error("nothing is due before {closes_at}")]
    NotYetDue {
        /// When something is.
        closes_at: Timestamp,
    },
    /// R8: one submission per state and consultation; it is revised, not repeated.
    #[error("the state has lodged already")]
    AlreadyLodged {
        /// The submission to revise.
        submission: SubmissionId,
    },
    /// R16: what a state lodged itself is not overwritten by an entry.
    #[error("the state lodged itself")]
    LodgedByTheState,
    /// It was withdrawn before.
    #[error("the submission was withdrawn")]
    AlreadyWithdrawn {
        /// When.
        at: Timestamp,
    },
    /// R16: there is no entry that awaits confirmation.
    #[error("nothing awaits confirmation")]
    NothingToConfirm,
    /// R12, R23: a text under silence takes neither input nor changes.
    #[error("the text is under silence until {until}")]
    UnderSilence {
        /// Until when.
        until: Timestamp,
    },
    /// R12: an adopted text takes neither input nor changes.
    #[error("the text was adopted at {at}")]
    AlreadyAdopted {
        /// When.
        at: Timestamp,
    },
    /// R23: what needs a silence found none that is kept.
    #[error("the text is not under silence")]
    NotUnderSilence,
    /// R23: an act on a silence came at or after its instant.
    #[error("the silence ended at {until}")]
    SilenceOver {
        /// When.
        until: Timestamp,
    },
    /// R23: comments that stood at close have neither a published disposition nor a reason to be left open.
    #[error("{} comment(s) have neither a published disposition nor a reason to be left open", .0.len())]
    GateNotMet(Vec<OpenComment>),
    /// R24: nothing is adopted yet.
    #[error("the text is not adopted")]
    NotAdopted,
    /// R24: partners associate themselves until the key event begins.
    #[error("associations ended when the key event began, at {at}")]
    KeyEventBegan {
        /// When.
        at: Timestamp,
    },
    /// R15d: there is no such comment, or it is not the caller's to know of.
    #[error("no such comment")]
    CommentNotFound,
    /// Comments were withdrawn meanwhile; only those who could read them are told.
    #[error("{} comment(s) were withdrawn", .0.len())]
    CommentsWithdrawn(Vec<CommentId>),
    /// The caller decided on another version of a comment's review than the present one.
    #[error("the present version is {present}")]
    StaleReview {
        /// The present version; 0 if nothing was done with it.
        present: u64,
        /// Who proposed what is proposed now, what, and when.
        proposed: Option<(StateCode, DispositionKind, Timestamp)>,
    },
    /// R17: what is answered with another comment cannot itself stand for others, and the other way round.
    #[error("a comment that repeats another is not itself repeated")]
    DuplicateChain {
        /// The comment that would be in the middle.
        comment: CommentId,
    },
    /// R18: a view needs a disposition that is proposed.
    #[error("no disposition is proposed")]
    NothingProposed(Vec<CommentId>),
    /// R20: some of the comments named cannot be published now.
    #[error("{} of the dispositions cannot be published", .0.len())]
    NotPublishable(Vec<(CommentId, Obstacle)>),
    /// R20: nothing can be published now.
    #[error("there is nothing to publish")]
    NothingToPublish,
    /// R21: only a published disposition is answered.
    #[error("no disposition of the comment is published")]
    NothingPublished,
    /// R19: one package at a time.
    #[error("a package is under silence until {until}")]
    PackageAlreadyOpen {
        /// Until when.
        until: Timestamp,
    },
    /// R19: some of the comments named cannot go under silence.
    #[error("{} of the comments cannot go under silence", .0.len())]
    NotForSilence(Vec<(CommentId, Obstacle)>),
    /// R19: there is nothing to put under silence.
    #[error("there is nothing to put under silence")]
    NothingForSilence,
    /// R19: no package is under silence.
    #[error("no package is under silence")]
    NoPackage,
    /// R19: comments that are not in the package.
    #[error("{} of the comments are not in the package", .0.len())]
    NotInPackage(Vec<CommentId>),
    /// R13: a state stands behind its own submission already.
    #[error("the submission is the state's own")]
    OwnSubmission,
    /// R13: a state leaves what it joined, or what speaks for a group that it belongs to.
    #[error("the state neither aligned itself with this nor belongs to a group that it speaks for")]
    NothingToLeave,
}

/// A comment that keeps a text from going under silence, as the member that asked sees it (R23, R15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenComment {
    /// The comment.
    pub comment: CommentId,
    /// `FJI-001`, or `DEL-7F3A` under a label.
    pub number: String,
    /// The label of its paragraph; none for a general comment.
    pub paragraph: Option<String>,
}

/// A field that breaks its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentError {
    /// JSON Pointer (RFC 6901) into the request.
    pub pointer: String,
    /// Which rule.
    pub code: ContentCode,
    /// What is wrong and how to mend it.
    pub detail: String,
}

impl ContentError {
    /// A field error.
    #[must_use]
    pub fn new(pointer: impl Into<String>, code: ContentCode, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            detail: detail.into(),
        }
    }
}

macro_rules! content_codes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        /// Which rule of content a field breaks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ContentCode { $($(#[$doc])* $variant),+ }

        impl ContentCode {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code in `errors[].code`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

content_codes! {
    /// A text is required here.
    Empty = "empty",
    /// The text or list is longer than its cap.
    TooLong = "too_long",
    /// The register has no such code at this instant.
    UnknownCode = "unknown_code",
    /// The state does not belong to this group.
    NotInGroup = "not_in_group",
    /// The state is not invited to the consultation as a partner.
    NotInvited = "not_invited",
    /// The state is not the group's spokesperson and states no mandate to speak for it.
    MandateMissing = "mandate_missing",
    /// The revision has no such paragraph.
    UnknownParagraph = "unknown_paragraph",
    /// The proposal has no such revision.
    UnknownRevision = "unknown_revision",
    /// The quoted words do not occur in the paragraph.
    QuoteNotFound = "quote_not_found",
    /// A quote needs a paragraph.
    QuoteWithoutParagraph = "quote_without_paragraph",
    /// The comment named by id or number is not one of this submission's.
    UnknownComment = "unknown_comment",
    /// The same thing is named twice.
    Duplicate = "duplicate",
    /// The instant is too early.
    TooEarly = "too_early",
    /// The instant is too late.
    TooLate = "too_late",
    /// The state is not a partner.
    NotAPartner = "not_a_partner",
    /// Members are never invited.
    MemberInvited = "member_invited",
    /// Nobody is invited.
    NobodyInvited = "nobody_invited",
    /// A label may not look like an id.
    LabelLooksLikeId = "label_looks_like_id",
    /// Not 64 hexadecimal digits.
    InvalidDigest = "invalid_digest",
    /// The value does not fit the others.
    Invalid = "invalid",
}
