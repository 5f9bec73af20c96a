//! Payloads of the stream `proposal/{id}` from the silence procedure on (R23, R24).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::silence::{BrokenParagraph, Deferred, ExplanationKind};
use crate::{CommentId, ParagraphId, ProposalId, StateCode};

/// Payload of `silence.opened`: a revision is under silence until an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceOpened {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// 1, 2 … within the proposal.
    pub silence: u32,
    /// When.
    pub at: Timestamp,
    /// The member that put the text under silence.
    pub by: StateCode,
    /// The revision.
    pub revision: u32,
    /// Until when silence is kept; a break at or after it is refused.
    pub until: Timestamp,
    /// Why the notice is shorter than usual, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// Comments that stood at close without a published disposition, each with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deferred: Vec<Deferred>,
    /// Late comments without a published disposition: noted and listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub late_noted: Vec<CommentId>,
}

/// Payload of `silence.extended`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceExtended {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The silence.
    pub silence: u32,
    /// When.
    pub at: Timestamp,
    /// The member that extended it.
    pub by: StateCode,
    /// The new instant.
    pub until: Timestamp,
}

/// Payload of `silence.taken_back`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceTakenBack {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The silence.
    pub silence: u32,
    /// When.
    pub at: Timestamp,
    /// The member that took it back.
    pub by: StateCode,
    /// Why.
    pub reason: String,
}

/// Payload of `silence.broken`: it stops the whole text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceBroken {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The silence.
    pub silence: u32,
    /// When.
    pub at: Timestamp,
    /// The member that broke it.
    pub by: StateCode,
    /// On which paragraphs, and why.
    pub paragraphs: Vec<BrokenParagraph>,
    /// Whether others than members may know who broke it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disclosed: bool,
}

/// Payload of `proposal.adopted`: the clock's own act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalAdopted {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The silence that prevailed.
    pub silence: u32,
    /// The revision that is adopted.
    pub revision: u32,
    /// The silence's `until`, whenever this was recorded.
    pub adopted_at: Timestamp,
}

/// Payload of `position.explained`: printed in the record (R24).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionExplained {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member that explains.
    pub by: StateCode,
    /// A reservation or an explanation of position.
    pub kind: ExplanationKind,
    /// On which paragraphs; none for the whole text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<ParagraphId>,
    /// Its words.
    pub text: String,
}

/// Payload of `text.associated`: a partner associates itself with the adopted text (R24).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextAssociated {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The partner.
    pub state: StateCode,
    /// Paragraphs that it does not associate itself with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except_paragraphs: Vec<ParagraphId>,
    /// What it says to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
}
