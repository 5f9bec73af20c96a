//! A disposition as a member proposes it.

use consultation::CommentId;
use consultation::review::{Disposition, DispositionKind};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::ProposableDispositionName;

/// What becomes of a comment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"disposition": "not_accepted", "response": "Paragraph 2 keeps the basis voluntary."}))]
pub struct DispositionRequest {
    /// What becomes of it.
    #[schema(value_type = ProposableDispositionName)]
    pub disposition: DispositionKind,
    /// The comment that it repeats, for `duplicate_of`.
    pub duplicate_of: Option<Uuid>,
    /// The reasoned text that the state reads, at most 64 KiB; needed for all but `accepted` and `noted`.
    #[schema(example = "Paragraph 2 keeps the basis voluntary.")]
    pub response: Option<String>,
    /// The wording taken instead of the proposed one, for `accepted_with_modification`.
    pub wording: Option<String>,
}

impl From<DispositionRequest> for Disposition {
    fn from(asked: DispositionRequest) -> Self {
        Self {
            disposition: asked.disposition,
            duplicate_of: asked.duplicate_of.map(CommentId),
            response: asked.response,
            wording: asked.wording,
        }
    }
}
