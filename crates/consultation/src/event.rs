//! What happened: events, their wire names and versions.

mod alignment;
mod review;
mod silence;
mod wire;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use alignment::{SubmissionAligned, SubmissionDissociated};
pub use review::{
    CommentsAssigned, CommentsDeferred, CutOffSet, DispositionAnswered, DispositionProposed, DispositionsPublished,
    MemberViewRecorded, PackageBroken, PackageConcluded, PackageExtended, PackagePutUnderSilence, PackageTakenBack,
    PlacementConfirmed, TopicsSet,
};
pub use silence::{
    PositionExplained, ProposalAdopted, SilenceBroken, SilenceExtended, SilenceOpened, SilenceTakenBack, TextAssociated,
};
pub use wire::{DecodeError, KINDS, decode, encode};

use crate::register::{Names, RegisterChanges};
use crate::submission::{Content, Entry};
use crate::{AttributionLabel, Audience, BeforeClose, ProposalId, RegisterCode, Revision, StateCode, SubmissionId};

/// Anything that happened. The wire name of each is in `wire.rs`, never derived from the Rust name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The register was changed.
    RegisterApplied(RegisterApplied),
    /// A proposal was put forward.
    ProposalTabled(ProposalTabled),
    /// A proposal has a new text.
    RevisionCirculated(RevisionCirculated),
    /// Input is invited.
    ConsultationOpened(ConsultationOpened),
    /// The closing instant moved later.
    ConsultationExtended(ConsultationExtended),
    /// The closing instant moved earlier, with notice.
    ConsultationBroughtForward(ConsultationBroughtForward),
    /// The clock closed a consultation.
    ConsultationClosed(ConsultationClosed),
    /// A proposal was taken back.
    ProposalWithdrawn(ProposalWithdrawn),
    /// A state lodged its input.
    SubmissionLodged(SubmissionLodged),
    /// A state revised its input.
    SubmissionRevised(SubmissionRevised),
    /// Input by another channel was put in.
    SubmissionEntered(SubmissionEntered),
    /// A state confirmed an entry.
    SubmissionConfirmed(SubmissionConfirmed),
    /// A state withdrew its input.
    SubmissionWithdrawn(SubmissionWithdrawn),
    /// A state aligned itself with what another said.
    SubmissionAligned(SubmissionAligned),
    /// A state dissociated itself from it.
    SubmissionDissociated(SubmissionDissociated),
    /// A member proposed what becomes of comments.
    DispositionProposed(DispositionProposed),
    /// A member recorded its view on that.
    MemberViewRecorded(MemberViewRecorded),
    /// Comments were assigned to a mission.
    CommentsAssigned(CommentsAssigned),
    /// Comments were given topics.
    TopicsSet(TopicsSet),
    /// Comments were left open with a reason.
    CommentsDeferred(CommentsDeferred),
    /// The date was set from which there is no common view.
    CutOffSet(CutOffSet),
    /// Dispositions were published together.
    DispositionsPublished(DispositionsPublished),
    /// A state answered the disposition of its comment.
    DispositionAnswered(DispositionAnswered),
    /// Dispositions were put under silence.
    PackagePutUnderSilence(PackagePutUnderSilence),
    /// That silence was extended.
    PackageExtended(PackageExtended),
    /// That silence was taken back.
    PackageTakenBack(PackageTakenBack),
    /// That silence was broken on some comments.
    PackageBroken(PackageBroken),
    /// The clock concluded that silence.
    PackageConcluded(PackageConcluded),
    /// A member confirmed where a comment stands in a later revision.
    PlacementConfirmed(PlacementConfirmed),
    /// A revision was put under silence.
    SilenceOpened(SilenceOpened),
    /// That silence was extended.
    SilenceExtended(SilenceExtended),
    /// That silence was taken back.
    SilenceTakenBack(SilenceTakenBack),
    /// That silence was broken.
    SilenceBroken(SilenceBroken),
    /// The clock adopted the text.
    ProposalAdopted(ProposalAdopted),
    /// A member put a reservation or an explanation of position on record.
    PositionExplained(PositionExplained),
    /// A partner associated itself with the adopted text.
    TextAssociated(TextAssociated),
}

/// Payload of `register.applied`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterApplied {
    /// When.
    pub at: Timestamp,
    /// What changed.
    #[serde(flatten)]
    pub changes: RegisterChanges,
}

/// Payload of `proposal.tabled`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalTabled {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member that put it forward.
    pub lead_member: StateCode,
    /// Title by language.
    pub title: Names,
    /// Its subject.
    pub focus_area: RegisterCode,
    /// The event it is meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_event: Option<RegisterCode>,
    /// Who may see it once a consultation has opened.
    pub audience: Audience,
    /// The zero draft.
    pub revision: Revision,
}

/// Payload of `revision.circulated`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionCirculated {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member that circulated it.
    pub by: StateCode,
    /// The text.
    pub revision: Revision,
}

/// A state invited to a consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// The state.
    pub state: StateCode,
    /// What stands for it where it may not be named.
    pub label: AttributionLabel,
}

/// Payload of `consultation.opened`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationOpened {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// 1, 2 … within the proposal.
    pub consultation: u32,
    /// When.
    pub at: Timestamp,
    /// The member that opened it.
    pub by: StateCode,
    /// The revision under consultation.
    pub revision: u32,
    /// When it will close.
    pub closes_at: Timestamp,
    /// What is seen before that.
    pub before_close: BeforeClose,
    /// The invited states, resolved against the register at `at`.
    pub invited: Vec<Invited>,
}

/// Payload of `consultation.extended`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationExtended {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The consultation.
    pub consultation: u32,
    /// When.
    pub at: Timestamp,
    /// The member that extended it.
    pub by: StateCode,
    /// The new closing instant.
    pub closes_at: Timestamp,
}

/// Payload of `consultation.brought_forward`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationBroughtForward {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The consultation.
    pub consultation: u32,
    /// When.
    pub at: Timestamp,
    /// The member that gave notice.
    pub by: StateCode,
    /// The new closing instant.
    pub closes_at: Timestamp,
    /// Why.
    pub reason: String,
}

/// Payload of `consultation.closed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationClosed {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The consultation.
    pub consultation: u32,
    /// The instant at which it closed: its `closes_at`, whenever this was recorded.
    pub closed_at: Timestamp,
}

/// Payload of `proposal.withdrawn`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalWithdrawn {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// Why, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Which submission an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionHead {
    /// The submission.
    pub submission_id: SubmissionId,
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The consultation.
    pub consultation: u32,
    /// The state that speaks.
    pub state: StateCode,
}

/// Payload of `submission.lodged`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionLodged {
    /// Which submission.
    #[serde(flatten)]
    pub head: SubmissionHead,
    /// The instant of the request.
    pub at: Timestamp,
    /// After closing (R12).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// What it says.
    pub content: Content,
}

/// Payload of `submission.revised`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionRevised {
    /// Which submission.
    #[serde(flatten)]
    pub head: SubmissionHead,
    /// The instant of the request.
    pub at: Timestamp,
    /// After closing (R12).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// All that it says now.
    pub content: Content,
}

/// Payload of `submission.entered`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionEntered {
    /// Which submission.
    #[serde(flatten)]
    pub head: SubmissionHead,
    /// The instant of the request.
    pub at: Timestamp,
    /// After closing (R12).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// By what channel it came, and what proves it.
    pub entry: Entry,
    /// All that it says now.
    pub content: Content,
}

/// Payload of `submission.confirmed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionConfirmed {
    /// Which submission.
    #[serde(flatten)]
    pub head: SubmissionHead,
    /// The instant of the request.
    pub at: Timestamp,
}

/// Payload of `submission.withdrawn`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionWithdrawn {
    /// Which submission.
    #[serde(flatten)]
    pub head: SubmissionHead,
    /// The instant of the request.
    pub at: Timestamp,
    /// Why, if said; visible to the own state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Whose story an event belongs to: each has a stream of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// The register.
    Register,
    /// A proposal's life and text.
    Proposal(ProposalId),
    /// One state's input in one consultation.
    Submission(SubmissionHead),
    /// Who joined or left what another said about a proposal.
    Alignment(ProposalId),
    /// What the members do with a proposal's comments.
    Review(ProposalId),
}

impl Event {
    /// Whose story the event belongs to.
    #[must_use]
    pub fn home(&self) -> Home {
        match self {
            Self::RegisterApplied(_) => Home::Register,
            Self::ProposalTabled(event) => Home::Proposal(event.proposal_id),
            Self::RevisionCirculated(event) => Home::Proposal(event.proposal_id),
            Self::ConsultationOpened(event) => Home::Proposal(event.proposal_id),
            Self::ConsultationExtended(event) => Home::Proposal(event.proposal_id),
            Self::ConsultationBroughtForward(event) => Home::Proposal(event.proposal_id),
            Self::ConsultationClosed(event) => Home::Proposal(event.proposal_id),
            Self::ProposalWithdrawn(event) => Home::Proposal(event.proposal_id),
            Self::SilenceOpened(event) => Home::Proposal(event.proposal_id),
            Self::SilenceExtended(event) => Home::Proposal(event.proposal_id),
            Self::SilenceTakenBack(event) => Home::Proposal(event.proposal_id),
            Self::SilenceBroken(event) => Home::Proposal(event.proposal_id),
            Self::ProposalAdopted(event) => Home::Proposal(event.proposal_id),
            Self::PositionExplained(event) => Home::Proposal(event.proposal_id),
            Self::TextAssociated(event) => Home::Proposal(event.proposal_id),
            Self::SubmissionLodged(event) => Home::Submission(event.head),
            Self::SubmissionRevised(event) => Home::Submission(event.head),
            Self::SubmissionEntered(event) => Home::Submission(event.head),
            Self::SubmissionConfirmed(event) => Home::Submission(event.head),
            Self::SubmissionWithdrawn(event) => Home::Submission(event.head),
            Self::SubmissionAligned(event) => Home::Alignment(event.head.proposal_id),
            Self::SubmissionDissociated(event) => Home::Alignment(event.head.proposal_id),
            Self::DispositionProposed(event) => Home::Review(event.proposal_id),
            Self::MemberViewRecorded(event) => Home::Review(event.proposal_id),
            Self::CommentsAssigned(event) => Home::Review(event.proposal_id),
            Self::TopicsSet(event) => Home::Review(event.proposal_id),
            Self::CommentsDeferred(event) => Home::Review(event.proposal_id),
            Self::CutOffSet(event) => Home::Review(event.proposal_id),
            Self::DispositionsPublished(event) => Home::Review(event.proposal_id),
            Self::DispositionAnswered(event) => Home::Review(event.proposal_id),
            Self::PackagePutUnderSilence(event) => Home::Review(event.proposal_id),
            Self::PackageExtended(event) => Home::Review(event.proposal_id),
            Self::PackageTakenBack(event) => Home::Review(event.proposal_id),
            Self::PackageBroken(event) => Home::Review(event.proposal_id),
            Self::PackageConcluded(event) => Home::Review(event.proposal_id),
            Self::PlacementConfirmed(event) => Home::Review(event.proposal_id),
        }
    }

    /// Which submission the event is about, if it tells of a state's own input.
    #[must_use]
    pub fn submission_head(&self) -> Option<SubmissionHead> {
        match self.home() {
            Home::Submission(head) => Some(head),
            _ => None,
        }
    }

    /// The proposal the event belongs to; none for the register.
    #[must_use]
    pub fn proposal_id(&self) -> Option<ProposalId> {
        match self.home() {
            Home::Register => None,
            Home::Proposal(id) | Home::Alignment(id) | Home::Review(id) => Some(id),
            Home::Submission(head) => Some(head.proposal_id),
        }
    }

    /// The stream that the event belongs to.
    #[must_use]
    pub fn stream(&self) -> String {
        match self.home() {
            Home::Register => streams::REGISTER.to_owned(),
            Home::Proposal(id) => streams::proposal(id),
            Home::Submission(head) => streams::submission(head.submission_id),
            Home::Alignment(id) => streams::alignment(id),
            Home::Review(id) => streams::review(id),
        }
    }
}

/// Names of streams.
pub mod streams {
    use crate::{ProposalId, SubmissionId};

    /// The register's.
    pub const REGISTER: &str = "register";

    /// A proposal's: its life and text.
    #[must_use]
    pub fn proposal(id: ProposalId) -> String {
        format!("proposal/{id}")
    }

    /// The proposal whose stream has this name.
    #[must_use]
    pub fn proposal_of(stream: &str) -> Option<ProposalId> {
        stream.strip_prefix("proposal/")?.parse().ok().map(ProposalId)
    }

    /// What the names of submissions' streams begin with.
    pub const SUBMISSIONS: &str = "submission/";

    /// A submission's: one state's input in one consultation.
    #[must_use]
    pub fn submission(id: SubmissionId) -> String {
        format!("{SUBMISSIONS}{id}")
    }

    /// The alignments with submissions on a proposal.
    #[must_use]
    pub fn alignment(id: ProposalId) -> String {
        format!("alignment/{id}")
    }

    /// The members' review of a proposal's comments.
    #[must_use]
    pub fn review(id: ProposalId) -> String {
        format!("review/{id}")
    }
}
