//! Commands about the members' review (R17–R22).

use jiff::Timestamp;

use super::Expected;
use crate::review::{Disposition, MemberView};
use crate::text::Quote;
use crate::{CommentId, ProposalId, StateCode};

/// Proposes one disposition for one comment or a selection (R17).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposeDispositions {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw of each comment's review.
    pub expected: Expected,
    /// The comments.
    pub comments: Vec<CommentId>,
    /// What becomes of them.
    pub disposition: Disposition,
}

/// Records a member's view (R18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordMemberView {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw of each comment's review.
    pub expected: Expected,
    /// The comments whose proposed disposition it is about.
    pub comments: Vec<CommentId>,
    /// What the member thinks.
    pub view: MemberView,
    /// For the other members.
    pub note: Option<String>,
}

/// Assigns comments to a mission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignComments {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// The comments.
    pub comments: Vec<CommentId>,
    /// The mission; none takes an assignment back.
    pub to: Option<StateCode>,
}

/// Sets the topics of comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetTopics {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// The comments.
    pub comments: Vec<CommentId>,
    /// All of their topics from now on.
    pub topics: Vec<String>,
}

/// Leaves comments open with a reason (R23).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeferComments {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks: lead member or chair.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// The comments.
    pub comments: Vec<CommentId>,
    /// Why.
    pub reason: String,
}

/// Sets the date from which what still differs is published as "no common view" (R19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetCutOff {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks: lead member or chair.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// The date.
    pub cut_off_at: Timestamp,
}

/// Publishes dispositions together (R20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishDispositions {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks: lead member or chair.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// The comments; none means all that can be published now.
    pub comments: Option<Vec<CommentId>>,
}

/// A state's answer to the disposition of its comment (R21).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerDisposition {
    /// The proposal.
    pub proposal: ProposalId,
    /// The state that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw of the comment's review.
    pub expected: Expected,
    /// The comment.
    pub comment: CommentId,
    /// Satisfied; otherwise it objects.
    pub satisfied: bool,
    /// Why it objects, or what it adds.
    pub justification: Option<String>,
    /// What it suggests instead.
    pub suggestion: Option<String>,
}

/// Puts a package of dispositions under silence (R19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPackage {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks: lead member or chair.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// Until when; by default 72 hours from `at`.
    pub until: Option<Timestamp>,
    /// The comments; none means all whose proposed disposition is neither published nor differed on.
    pub comments: Option<Vec<CommentId>>,
    /// The shortest silence, in seconds, where the configuration sets one (R19: 24 hours).
    pub shortest_seconds: Option<i64>,
}

/// Extends the open package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendPackage {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks: lead member or chair.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// Takes the open package back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeBackPackage {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks: lead member or chair.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// Breaks the open package on some of its comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakPackage {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// On which comments.
    pub comments: Vec<CommentId>,
    /// Why; for the other members.
    pub note: String,
}

/// Records that a package's silence is over: the clock's own act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcludeDuePackage {
    /// The proposal.
    pub proposal: ProposalId,
    /// When the clock looked.
    pub at: Timestamp,
}

/// Confirms where a comment on an earlier revision stands in a later one (R22).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmPlacement {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// The comment.
    pub comment: CommentId,
    /// The revision; by default the newest.
    pub revision: Option<u32>,
    /// Label or id of the paragraph; none if it has no place there any more.
    pub paragraph: Option<String>,
    /// The words that it speaks of there.
    pub quote: Option<Quote>,
}
