//! What can be asked for. Each command carries every outside fact it needs: who, when, fresh ids.

use jiff::Timestamp;

use crate::proposal::BeforeClose;
use crate::register::{DatedFact, Names};
use crate::submission::{CommentType, Position, ProposedWording, Translation};
use crate::text::Quote;
use crate::{
    Attribution, Audience, CommentId, LanguageTag, ParagraphId, ProposalId, RegisterCode, StateCode, SubmissionId,
};

/// Anything that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Bring the register to a file's truth.
    ApplyRegister(ApplyRegister),
    /// Put a proposal forward.
    TableProposal(TableProposal),
    /// Give a proposal a new text.
    CirculateRevision(CirculateRevision),
    /// Invite input.
    OpenConsultation(OpenConsultation),
    /// Move the closing instant later.
    ExtendConsultation(ExtendConsultation),
    /// Move the closing instant earlier, with notice.
    CloseConsultation(CloseConsultation),
    /// Record that the clock closed a consultation.
    CloseDueConsultation(CloseDueConsultation),
    /// Take a proposal back.
    WithdrawProposal(WithdrawProposal),
    /// Lodge a state's input.
    LodgeSubmission(LodgeSubmission),
    /// Revise it.
    ReviseSubmission(ReviseSubmission),
    /// Withdraw it.
    WithdrawSubmission(WithdrawSubmission),
    /// Put in input that came by another channel.
    EnterSubmission(EnterSubmission),
    /// Confirm an entry.
    ConfirmSubmission(ConfirmSubmission),
}

impl Command {
    /// The proposal to load, where the command names one.
    #[must_use]
    pub fn proposal(&self) -> Option<ProposalId> {
        match self {
            Self::CirculateRevision(command) => Some(command.proposal),
            Self::OpenConsultation(command) => Some(command.proposal),
            Self::ExtendConsultation(command) => Some(command.proposal),
            Self::CloseConsultation(command) => Some(command.proposal),
            Self::CloseDueConsultation(command) => Some(command.proposal),
            Self::WithdrawProposal(command) => Some(command.proposal),
            Self::LodgeSubmission(command) => Some(command.proposal),
            Self::EnterSubmission(command) => Some(command.proposal),
            Self::TableProposal(command) => Some(command.proposal),
            Self::ApplyRegister(_)
            | Self::ReviseSubmission(_)
            | Self::WithdrawSubmission(_)
            | Self::ConfirmSubmission(_) => None,
        }
    }

    /// The submission to load, where the command names one.
    #[must_use]
    pub fn submission(&self) -> Option<SubmissionId> {
        match self {
            Self::ReviseSubmission(command) => Some(command.submission),
            Self::WithdrawSubmission(command) => Some(command.submission),
            Self::ConfirmSubmission(command) => Some(command.submission),
            _ => None,
        }
    }

    /// The state whose submission in the current consultation is to be loaded, where the command names a proposal.
    #[must_use]
    pub fn speaking_state(&self) -> Option<StateCode> {
        match self {
            Self::LodgeSubmission(command) => Some(command.by),
            Self::EnterSubmission(command) => Some(command.state),
            _ => None,
        }
    }
}

/// What the caller believes of the present version (`If-Match`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Expected {
    /// Nothing.
    #[default]
    Unstated,
    /// That there is one.
    AnyExisting,
    /// That it is one of these.
    Versions(Vec<u64>),
}

/// See [`Command::ApplyRegister`]. The facts come from a checked register file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplyRegister {
    /// When.
    pub at: Timestamp,
    /// What a version of the register the caller saw, if stated.
    pub expected: Expected,
    /// The whole truth.
    pub facts: Vec<DatedFact>,
}

/// A paragraph as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphDraft {
    /// A fresh id, taken unless the paragraph continues another.
    pub new_id: ParagraphId,
    /// Paragraphs of the revision before that it comes from.
    pub from: Vec<ParagraphId>,
    /// Its number or name.
    pub label: String,
    /// Its text.
    pub text: String,
}

/// A revision as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionDraft {
    /// What it is called; by default `zero draft`, `rev.1` …
    pub label: Option<String>,
    /// The language it is written in.
    pub language: LanguageTag,
    /// Its paragraphs in reading order.
    pub paragraphs: Vec<ParagraphDraft>,
}

/// See [`Command::TableProposal`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableProposal {
    /// A fresh id.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// Title by language.
    pub title: Names,
    /// Its subject.
    pub focus_area: RegisterCode,
    /// The event it is meant for.
    pub key_event: Option<RegisterCode>,
    /// Who may see it once a consultation has opened: public or participants.
    pub audience: Audience,
    /// The zero draft.
    pub revision: RevisionDraft,
}

/// See [`Command::CirculateRevision`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CirculateRevision {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// The text.
    pub revision: RevisionDraft,
}

/// Who is invited (R5): resolved against the register when the consultation opens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Invitation {
    /// States by code.
    pub states: Vec<StateCode>,
    /// All partners near these members.
    pub neighbourhoods: Vec<StateCode>,
    /// All partners in these groups.
    pub groups: Vec<RegisterCode>,
}

/// See [`Command::OpenConsultation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenConsultation {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// The revision; by default the newest.
    pub revision: Option<u32>,
    /// When it will close.
    pub closes_at: Timestamp,
    /// What is seen before that.
    pub before_close: BeforeClose,
    /// Who is invited.
    pub invite: Invitation,
}

/// See [`Command::ExtendConsultation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendConsultation {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// The new closing instant.
    pub closes_at: Timestamp,
}

/// See [`Command::CloseConsultation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseConsultation {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// The new closing instant.
    pub closes_at: Timestamp,
    /// Why.
    pub reason: String,
}

/// See [`Command::CloseDueConsultation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseDueConsultation {
    /// The proposal.
    pub proposal: ProposalId,
    /// When the clock looked.
    pub at: Timestamp,
}

/// See [`Command::WithdrawProposal`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawProposal {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// Why, if said.
    pub reason: Option<String>,
}

/// A value of a comment that is by default the submission's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Inherited<T> {
    /// The submission's.
    #[default]
    Inherit,
    /// Its own.
    Own(T),
}

/// A comment as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentDraft {
    /// A fresh random id, taken unless the comment continues another.
    pub new_id: CommentId,
    /// The comment it continues.
    pub id: Option<CommentId>,
    /// The comment it continues, by number.
    pub number: Option<String>,
    /// The revision it speaks of; by default the one under consultation.
    pub revision: Option<u32>,
    /// Label or id of the paragraph; none for a general comment.
    pub paragraph: Option<String>,
    /// Quoted words.
    pub quote: Option<Quote>,
    /// What it asks for.
    pub kind: CommentType,
    /// Its words.
    pub text: String,
    /// Its language.
    pub language: Inherited<LanguageTag>,
    /// Wording it proposes.
    pub proposed_wording: Option<ProposedWording>,
    /// Why.
    pub explanation: Option<String>,
    /// Translations.
    pub translations: Vec<Translation>,
    /// Who may read it.
    pub audience: Inherited<Audience>,
    /// Who may know the state behind it.
    pub attribution: Inherited<Attribution>,
    /// The group it speaks for.
    pub on_behalf_of: Inherited<Option<RegisterCode>>,
    /// The sender's own reference.
    pub reference: Option<String>,
}

/// A submission as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionDraft {
    /// On the text as a whole.
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    pub ad_referendum: bool,
    /// Default language.
    pub language: LanguageTag,
    /// Default audience.
    pub audience: Audience,
    /// Default attribution.
    pub attribution: Attribution,
    /// Default group.
    pub on_behalf_of: Option<RegisterCode>,
    /// Remarks on the text as a whole.
    pub general_remarks: Option<String>,
    /// Comments.
    pub comments: Vec<CommentDraft>,
}

/// See [`Command::LodgeSubmission`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LodgeSubmission {
    /// The proposal; the current consultation is meant.
    pub proposal: ProposalId,
    /// The state that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// What it says.
    pub draft: SubmissionDraft,
}

/// See [`Command::ReviseSubmission`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviseSubmission {
    /// The submission.
    pub submission: SubmissionId,
    /// The state that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// All that it shall say.
    pub draft: SubmissionDraft,
}

/// See [`Command::WithdrawSubmission`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawSubmission {
    /// The submission.
    pub submission: SubmissionId,
    /// The state that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// Why, if said.
    pub reason: Option<String>,
}

/// Who enters input (R16).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnteredBy {
    /// An operator of the register.
    Operator,
    /// A member; it must hold the chair.
    Member(StateCode),
}

/// See [`Command::EnterSubmission`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnterSubmission {
    /// The proposal; the current consultation is meant.
    pub proposal: ProposalId,
    /// Who asks.
    pub by: EnteredBy,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// The state that speaks.
    pub state: StateCode,
    /// By what channel it came.
    pub channel: String,
    /// When it is said to have been received.
    pub received_at: Timestamp,
    /// SHA-256 of what was received, in hexadecimal.
    pub evidence_sha256: String,
    /// What it says.
    pub draft: SubmissionDraft,
}

/// See [`Command::ConfirmSubmission`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmSubmission {
    /// The submission.
    pub submission: SubmissionId,
    /// The state that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
}
