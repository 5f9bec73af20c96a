//! The parts of a comment in answers.

use consultation::submission::{ProposedWording, Translation, TranslationStatus, WordingAction};
use consultation::text::Quote;
use serde::Serialize;
use utoipa::ToSchema;

use super::names::{TranslationStatusName, WordingActionName};

/// Quoted words of a paragraph (W3C `TextQuoteSelector`).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuoteResponse {
    /// The words themselves.
    #[schema(example = "voluntary")]
    pub exact: String,
    /// Words before them; empty if not given.
    #[schema(example = "on a ")]
    pub prefix: String,
    /// Words after them; empty if not given.
    #[schema(example = " basis")]
    pub suffix: String,
}

impl From<&Quote> for QuoteResponse {
    fn from(quote: &Quote) -> Self {
        Self {
            exact: quote.exact.clone(),
            prefix: quote.prefix.clone(),
            suffix: quote.suffix.clone(),
        }
    }
}

/// Wording that a state proposes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProposedWordingResponse {
    /// What it does.
    #[schema(value_type = WordingActionName)]
    pub action: WordingAction,
    /// The words; null for a deletion.
    #[schema(example = "mandatory")]
    pub text: Option<String>,
}

impl From<&ProposedWording> for ProposedWordingResponse {
    fn from(wording: &ProposedWording) -> Self {
        Self {
            action: wording.action,
            text: wording.text.clone(),
        }
    }
}

/// A translation of a comment's words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TranslationResponse {
    /// The language of the translation (BCP 47).
    #[schema(example = "en")]
    pub language: String,
    /// What it is worth; the original prevails.
    #[schema(value_type = TranslationStatusName)]
    pub status: TranslationStatus,
    /// The translated words.
    #[schema(example = "The basis should be mandatory.")]
    pub text: String,
}

impl From<&Translation> for TranslationResponse {
    fn from(translation: &Translation) -> Self {
        Self {
            language: translation.language.as_str().to_owned(),
            status: translation.status,
            text: translation.text.clone(),
        }
    }
}
