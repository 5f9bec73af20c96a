//! What can be asked for. Each command carries every outside fact it needs: who, when, fresh ids.

mod alignment;
mod review;
mod silence;

use jiff::Timestamp;

pub use alignment::{AlignWith, DissociateFrom};
pub use review::{
    AnswerDisposition, AssignComments, BreakPackage, ConcludeDuePackage, ConfirmPlacement, DeferComments,
    ExtendPackage, OpenPackage, ProposeDispositions, PublishDispositions, RecordMemberView, SetCutOff, SetTopics,
    TakeBackPackage,
};
pub use silence::{
    AdoptDueProposal, AssociateWithText, BreakSilence, BrokenParagraphDraft, DeferralDraft, ExplainPosition,
    ExtendSilence, OpenSilence, TakeBackSilence,
};

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
    /// Align a state with what another said.
    AlignWith(AlignWith),
    /// Dissociate a state from it.
    DissociateFrom(DissociateFrom),
    /// Propose what becomes of comments.
    ProposeDispositions(ProposeDispositions),
    /// Record a member's view on that.
    RecordMemberView(RecordMemberView),
    /// Assign comments to a mission.
    AssignComments(AssignComments),
    /// Set the topics of comments.
    SetTopics(SetTopics),
    /// Leave comments open with a reason.
    DeferComments(DeferComments),
    /// Set the date from which there is no common view.
    SetCutOff(SetCutOff),
    /// Publish dispositions together.
    PublishDispositions(PublishDispositions),
    /// Answer the disposition of a comment.
    AnswerDisposition(AnswerDisposition),
    /// Put dispositions under silence.
    OpenPackage(OpenPackage),
    /// Extend that silence.
    ExtendPackage(ExtendPackage),
    /// Take that silence back.
    TakeBackPackage(TakeBackPackage),
    /// Break that silence on some comments.
    BreakPackage(BreakPackage),
    /// Record that the silence on a package is over.
    ConcludeDuePackage(ConcludeDuePackage),
    /// Confirm where a comment stands in a later revision.
    ConfirmPlacement(ConfirmPlacement),
    /// Put a revision under silence.
    OpenSilence(OpenSilence),
    /// Extend that silence.
    ExtendSilence(ExtendSilence),
    /// Take that silence back.
    TakeBackSilence(TakeBackSilence),
    /// Break that silence.
    BreakSilence(BreakSilence),
    /// Adopt a text on which silence prevailed.
    AdoptDueProposal(AdoptDueProposal),
    /// Put a reservation or an explanation of position on record.
    ExplainPosition(ExplainPosition),
    /// Associate a partner with the adopted text.
    AssociateWithText(AssociateWithText),
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
            Self::ProposeDispositions(command) => Some(command.proposal),
            Self::RecordMemberView(command) => Some(command.proposal),
            Self::AssignComments(command) => Some(command.proposal),
            Self::SetTopics(command) => Some(command.proposal),
            Self::DeferComments(command) => Some(command.proposal),
            Self::SetCutOff(command) => Some(command.proposal),
            Self::PublishDispositions(command) => Some(command.proposal),
            Self::AnswerDisposition(command) => Some(command.proposal),
            Self::OpenPackage(command) => Some(command.proposal),
            Self::ExtendPackage(command) => Some(command.proposal),
            Self::TakeBackPackage(command) => Some(command.proposal),
            Self::BreakPackage(command) => Some(command.proposal),
            Self::ConcludeDuePackage(command) => Some(command.proposal),
            Self::ConfirmPlacement(command) => Some(command.proposal),
            Self::OpenSilence(command) => Some(command.proposal),
            Self::ExtendSilence(command) => Some(command.proposal),
            Self::TakeBackSilence(command) => Some(command.proposal),
            Self::BreakSilence(command) => Some(command.proposal),
            Self::AdoptDueProposal(command) => Some(command.proposal),
            Self::ExplainPosition(command) => Some(command.proposal),
            Self::AssociateWithText(command) => Some(command.proposal),
            Self::ApplyRegister(_)
            | Self::AlignWith(_)
            | Self::DissociateFrom(_)
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
            Self::AlignWith(command) => Some(command.submission),
            Self::DissociateFrom(command) => Some(command.submission),
            _ => None,
        }
    }

    /// Whether the decision looks at all that was said about the proposal and done with it: see [`crate::Dossier`].
    #[must_use]
    pub fn needs_dossier(&self) -> bool {
        matches!(
            self,
            Self::AlignWith(_)
                | Self::DissociateFrom(_)
                | Self::ProposeDispositions(_)
                | Self::RecordMemberView(_)
                | Self::AssignComments(_)
                | Self::SetTopics(_)
                | Self::DeferComments(_)
                | Self::SetCutOff(_)
                | Self::PublishDispositions(_)
                | Self::AnswerDisposition(_)
                | Self::OpenPackage(_)
                | Self::ExtendPackage(_)
                | Self::TakeBackPackage(_)
                | Self::BreakPackage(_)
                | Self::ConcludeDuePackage(_)
                | Self::ConfirmPlacement(_)
                | Self::OpenSilence(_)
        )
    }

    /// The comments that a command with a dossier is about; none where it looks at all of them.
    #[must_use]
    pub fn named_comments(&self) -> Option<&[CommentId]> {
        match self {
            Self::ProposeDispositions(command) => Some(&command.comments),
            Self::RecordMemberView(command) => Some(&command.comments),
            Self::AssignComments(command) => Some(&command.comments),
            Self::SetTopics(command) => Some(&command.comments),
            Self::DeferComments(command) => Some(&command.comments),
            Self::AnswerDisposition(command) => Some(std::slice::from_ref(&command.comment)),
            Self::ConfirmPlacement(command) => Some(std::slice::from_ref(&command.comment)),
            Self::BreakPackage(command) => Some(&command.comments),
            Self::AlignWith(_)
            | Self::DissociateFrom(_)
            | Self::SetCutOff(_)
            | Self::ExtendPackage(_)
            | Self::TakeBackPackage(_)
            | Self::ConcludeDuePackage(_) => Some(&[]),
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
    /// What entitles the state to speak for that group; by default as the submission says of the same group.
    pub mandate: Option<String>,
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
    /// What entitles the state to speak for that group.
    pub mandate: Option<String>,
    /// States that it is joint with.
    pub joint_with: Vec<StateCode>,
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
