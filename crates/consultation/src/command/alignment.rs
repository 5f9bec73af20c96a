//! Commands by which states join or leave what another said (R13).

use jiff::Timestamp;

use crate::{StateCode, SubmissionId};

/// Aligns a state with a submission or some of its comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlignWith {
    /// The submission.
    pub submission: SubmissionId,
    /// The state that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// Ids or numbers of the comments; none means the submission as a whole.
    pub comments: Option<Vec<String>>,
    /// Labels or ids of paragraphs that it leaves out.
    pub except_paragraphs: Vec<String>,
}

/// Dissociates a state from a submission that it joined, or that speaks for its group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DissociateFrom {
    /// The submission.
    pub submission: SubmissionId,
    /// The state that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// Ids or numbers of the comments; none means all.
    pub comments: Option<Vec<String>>,
    /// Labels or ids of the only paragraphs that it is about; none means all.
    pub paragraphs: Vec<String>,
}
