//! Payloads of the stream `review/{proposal}`: what the members do with the comments (R17–R22).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::review::{Disposition, MemberView};
use crate::text::Quote;
use crate::{CommentId, ParagraphId, ProposalId, StateCode};

/// Payload of `disposition.proposed`: one disposition for one comment or a selection (R17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionProposed {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member that proposes.
    pub by: StateCode,
    /// The comments that it disposes of.
    pub comments: Vec<CommentId>,
    /// What becomes of them.
    #[serde(flatten)]
    pub disposition: Disposition,
}

/// Payload of `member_view.recorded` (R18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberViewRecorded {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member whose view it is.
    pub by: StateCode,
    /// The comments whose proposed disposition it is about.
    pub comments: Vec<CommentId>,
    /// What the member thinks of it.
    pub view: MemberView,
    /// For the other members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Payload of `comments.assigned`: a mission prepares their dispositions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentsAssigned {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member that assigned them.
    pub by: StateCode,
    /// The comments.
    pub comments: Vec<CommentId>,
    /// The member that prepares them; none takes an assignment back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StateCode>,
}

/// Payload of `topics.set`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicsSet {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member that set them.
    pub by: StateCode,
    /// The comments.
    pub comments: Vec<CommentId>,
    /// All of their topics from now on, in the members' own words.
    pub topics: Vec<String>,
}

/// Payload of `comments.deferred`: left open with a reason that the record prints (R23).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentsDeferred {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member that deferred them.
    pub by: StateCode,
    /// The comments.
    pub comments: Vec<CommentId>,
    /// Why.
    pub reason: String,
}

/// Payload of `cut_off.set`: from then on what still differs is published as "no common view" (R19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutOffSet {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member that set it.
    pub by: StateCode,
    /// The date set for the proposal.
    pub cut_off_at: Timestamp,
}

/// Payload of `dispositions.published` (R20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionsPublished {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member that published them.
    pub by: StateCode,
    /// Comments whose proposed disposition the members share.
    pub comments: Vec<CommentId>,
    /// Comments on which they differed at the cut-off: no common view, text unchanged (R19).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_common_view: Vec<CommentId>,
}

/// Payload of `disposition.answered` (R21).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispositionAnswered {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The submitting state.
    pub by: StateCode,
    /// The comment.
    pub comment: CommentId,
    /// Satisfied; otherwise it objects.
    pub satisfied: bool,
    /// Why it objects, or what it adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    /// What it suggests instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// Payload of `package.put_under_silence`: a member that is silent until the instant can go along (R19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackagePutUnderSilence {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// 1, 2 … within the proposal.
    pub package: u32,
    /// When.
    pub at: Timestamp,
    /// The lead member, or the member in the chair.
    pub by: StateCode,
    /// Until when silence is kept.
    pub until: Timestamp,
    /// The comments whose proposed dispositions are under silence.
    pub comments: Vec<CommentId>,
}

/// Payload of `package.extended`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageExtended {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The package.
    pub package: u32,
    /// When.
    pub at: Timestamp,
    /// The lead member, or the member in the chair.
    pub by: StateCode,
    /// The new instant.
    pub until: Timestamp,
}

/// Payload of `package.taken_back`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageTakenBack {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The package.
    pub package: u32,
    /// When.
    pub at: Timestamp,
    /// The lead member, or the member in the chair.
    pub by: StateCode,
    /// Why.
    pub reason: String,
}

/// Payload of `package.broken`: these comments leave the package, the member differs; the others stay under silence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageBroken {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The package.
    pub package: u32,
    /// When.
    pub at: Timestamp,
    /// The member that differs.
    pub by: StateCode,
    /// On which comments.
    pub comments: Vec<CommentId>,
    /// Why; for the other members.
    pub note: String,
}

/// Payload of `package.concluded`: the clock's own act. Who was silent can go along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageConcluded {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// The package.
    pub package: u32,
    /// Its `until`, whenever this was recorded.
    pub concluded_at: Timestamp,
    /// The members whose silence counts: those at that instant.
    pub members: Vec<StateCode>,
}

/// Payload of `placement.confirmed`: where a comment on an earlier revision stands in a later one (R22).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacementConfirmed {
    /// The proposal.
    pub proposal_id: ProposalId,
    /// When.
    pub at: Timestamp,
    /// The member that looked.
    pub by: StateCode,
    /// The comment.
    pub comment: CommentId,
    /// The revision that it is carried to.
    pub revision: u32,
    /// The paragraph; none if it has no place there any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<ParagraphId>,
    /// The words that it speaks of there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
}
