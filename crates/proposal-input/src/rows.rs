//! What stands in the JSON columns, and how ids and instants are stored.

use consultation::submission::{Comment, ProposedWording, Translation};
use consultation::text::Quote;
use consultation::visibility::{attribution_rank, audience_rank};
use consultation::{Attribution, Audience, LanguageTag, RegisterCode, StateCode};
use serde::{Deserialize, Serialize};

/// Column `body`: the parts of a comment that no filter asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Body {
    /// Quoted words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// The quoted words occur more than once (R10).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ambiguous: bool,
    /// Wording it proposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_wording: Option<ProposedWording>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// Wording without a reason (R11).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub explanation_awaited: bool,
    /// Translations of its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    /// The sender's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What entitles the state to speak for the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<String>,
}

impl Body {
    pub(crate) fn of(comment: &Comment) -> Self {
        Self {
            quote: comment.quote.clone(),
            ambiguous: comment.ambiguous,
            proposed_wording: comment.proposed_wording.clone(),
            explanation: comment.explanation.clone(),
            explanation_awaited: comment.explanation_awaited(),
            translations: comment.translations.clone(),
            reference: comment.reference.clone(),
            mandate: comment.mandate.clone(),
        }
    }

    pub(crate) fn to_column(&self) -> Result<String, serde_json::Error> {
        if *self == Self::default() {
            Ok(String::new())
        } else {
            serde_json::to_string(self)
        }
    }

    pub(crate) fn from_column(text: &str) -> Result<Self, serde_json::Error> {
        if text.is_empty() {
            Ok(Self::default())
        } else {
            serde_json::from_str(text)
        }
    }
}

/// Column `at_close`: what stood at close, beside the late version that replaced it (R12). It was an own version with
/// an audience and attribution of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtClose {
    /// Its words.
    pub text: String,
    /// Their language.
    pub language: LanguageTag,
    /// The rest.
    pub body: Box<Body>,
    /// Who could read it.
    pub audience: Audience,
    /// Who could know the state.
    pub attribution: Attribution,
    /// The group it spoke for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<RegisterCode>,
    /// The states it was joint with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint_with: Vec<StateCode>,
}

/// Stands in column `search` between what every reader sees and translations, which are shown under the state's name
/// only.
pub(crate) const TRANSLATIONS_FOLLOW: char = '\u{1}';

/// All words of a comment, for text search.
pub(crate) fn words_of(comment: &Comment) -> String {
    let wording = comment
        .proposed_wording
        .as_ref()
        .and_then(|wording| wording.text.as_deref());
    let shown = [Some(comment.text.as_str()), wording, comment.explanation.as_deref()];
    let mut words = search_copy(shown.into_iter().flatten());
    if !comment.translations.is_empty() {
        words.push(TRANSLATIONS_FOLLOW);
        words.push_str(&search_copy(
            comment.translations.iter().map(|translation| translation.text.as_str()),
        ));
    }
    words
}

fn search_copy<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let joined = parts.collect::<Vec<_>>().join("\n").replace(TRANSLATIONS_FOLLOW, " ");
    consultation::text::search_copy(&joined)
}

pub(crate) fn ranks(audience: Audience, attribution: Attribution) -> (i64, i64) {
    (audience_rank(audience), attribution_rank(attribution))
}
