//! A disposition as a member proposes it.

use consultation::review::{Disposition, DispositionKind};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::dossiers::OpenDossier;
use crate::problem::Problem;

use super::names::ProposableDispositionName;

/// What becomes of a comment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"disposition": "not_accepted", "response": "Paragraph 2 keeps the basis voluntary."}))]
pub struct DispositionRequest {
    /// What becomes of it.
    #[schema(value_type = ProposableDispositionName)]
    pub disposition: DispositionKind,
    /// Id or number of the comment that it repeats, for `duplicate_of`.
    #[schema(example = json!(null))]
    pub duplicate_of: Option<String>,
    /// The reasoned text that the state reads, at most 64 KiB; needed for all but `accepted` and `noted`.
    #[schema(example = "Paragraph 2 keeps the basis voluntary.")]
    pub response: Option<String>,
    /// The wording taken instead of the proposed one, for `accepted_with_modification`.
    pub wording: Option<String>,
}

impl DispositionRequest {
    /// The disposition; a number is one that the viewer sees.
    ///
    /// # Errors
    /// 422 if the number of the comment that it repeats is unknown or stands for several.
    pub fn disposition(self, opened: &OpenDossier) -> Result<Disposition, Problem> {
        let duplicate_of = self.duplicate_of.as_deref();
        Ok(Disposition {
            disposition: self.disposition,
            duplicate_of: duplicate_of
                .map(|name| opened.named_at("/duplicate_of", name))
                .transpose()?,
            response: self.response,
            wording: self.wording,
        })
    }
}
