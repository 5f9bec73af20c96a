//! What happened: events, their wire names and versions.

mod wire;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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

impl Event {
    /// Which submission the event is about, if it is about one.
    #[must_use]
    pub fn submission_head(&self) -> Option<SubmissionHead> {
        match self {
            Self::SubmissionLodged(event) => Some(event.head),
            Self::SubmissionRevised(event) => Some(event.head),
            Self::SubmissionEntered(event) => Some(event.head),
            Self::SubmissionConfirmed(event) => Some(event.head),
            Self::SubmissionWithdrawn(event) => Some(event.head),
            Self::RegisterApplied(_)
            | Self::ProposalTabled(_)
            | Self::RevisionCirculated(_)
            | Self::ConsultationOpened(_)
            | Self::ConsultationExtended(_)
            | Self::ConsultationBroughtForward(_)
            | Self::ConsultationClosed(_)
            | Self::ProposalWithdrawn(_) => None,
        }
    }

    /// The proposal the event belongs to; none for the register.
    #[must_use]
    pub fn proposal_id(&self) -> Option<ProposalId> {
        match self {
            Self::RegisterApplied(_) => None,
            Self::ProposalTabled(event) => Some(event.proposal_id),
            Self::RevisionCirculated(event) => Some(event.proposal_id),
            Self::ConsultationOpened(event) => Some(event.proposal_id),
            Self::ConsultationExtended(event) => Some(event.proposal_id),
            Self::ConsultationBroughtForward(event) => Some(event.proposal_id),
            Self::ConsultationClosed(event) => Some(event.proposal_id),
            Self::ProposalWithdrawn(event) => Some(event.proposal_id),
            Self::SubmissionLodged(_)
            | Self::SubmissionRevised(_)
            | Self::SubmissionEntered(_)
            | Self::SubmissionConfirmed(_)
            | Self::SubmissionWithdrawn(_) => self.submission_head().map(|head| head.proposal_id),
        }
    }

    /// The stream that the event belongs to.
    #[must_use]
    pub fn stream(&self) -> String {
        match (self.submission_head(), self.proposal_id()) {
            (Some(head), _) => streams::submission(head.submission_id),
            (None, Some(proposal)) => streams::proposal(proposal),
            (None, None) => streams::REGISTER.to_owned(),
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
}
