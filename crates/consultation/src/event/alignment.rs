//! Payloads of the stream `alignment/{proposal}`: states that join or leave what another said (R13).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::event::SubmissionHead;
use crate::{CommentId, ParagraphId, StateCode};

/// Payload of `submission.aligned`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionAligned {
    /// The submission that is joined.
    #[serde(flatten)]
    pub head: SubmissionHead,
    /// The state that joins it.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// After closing (R12).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The comments that are joined; none means the submission as a whole, also as it is revised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<Vec<CommentId>>,
    /// Paragraphs on which it is not joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except_paragraphs: Vec<ParagraphId>,
}

/// Payload of `submission.dissociated`: out of an alignment, or out of a group's statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionDissociated {
    /// The submission that is left.
    #[serde(flatten)]
    pub head: SubmissionHead,
    /// The state that leaves it.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// After closing (R12).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// The comments that are left; none means all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comments: Option<Vec<CommentId>>,
    /// Only on these paragraphs; none means on all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<ParagraphId>,
}
