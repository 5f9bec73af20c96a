//! What a state says, as it is sent.

use consultation::command::{CommentDraft, Inherited, SubmissionDraft};
use consultation::submission::{CommentType, Position, ProposedWording, Translation, TranslationStatus, WordingAction};
use consultation::text::Quote;
use consultation::{Attribution, Audience, CommentId, LanguageTag, RegisterCode, StateCode};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ids::IdSource;
use crate::wire::names::{
    AttributionName, AudienceName, CommentTypeName, PositionName, TranslationStatusName, WordingActionName,
};

/// All that a state says on the text under consultation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "position": "supports_with_amendments", "language": "en", "audience": "participants", "attribution": "named",
    "comments": [
        {"paragraph": "2", "quote": {"exact": "voluntary", "prefix": "on a ", "suffix": " basis"},
         "text": "The exchange should be mandatory for incidents that cross borders.",
         "proposed_wording": {"action": "replace", "text": "mandatory"},
         "explanation": "Networks do not end at borders."},
        {"text": "We thank the lead member.", "type": "editorial", "audience": "public"}]
}))]
pub struct SubmissionRequest {
    /// What the state thinks of the text as a whole; null or absent: not stated.
    #[schema(value_type = Option<PositionName>)]
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    #[serde(default)]
    #[schema(default = false)]
    pub ad_referendum: bool,
    /// The language of the remarks and, unless they say otherwise, of the comments (BCP 47).
    #[schema(value_type = String, example = "es")]
    pub language: LanguageTag,
    /// Who may read position and remarks and, unless they say otherwise, the comments.
    #[serde(default = "participants")]
    #[schema(value_type = AudienceName, default = "participants")]
    pub audience: Audience,
    /// Who may know the state behind them.
    #[serde(default = "named")]
    #[schema(value_type = AttributionName, default = "named")]
    pub attribution: Attribution,
    /// Code of the regional group that is spoken for; null or absent: the state speaks for itself.
    #[schema(value_type = Option<String>, example = "PIF")]
    pub on_behalf_of: Option<RegisterCode>,
    /// What entitles the state to speak for that group, at most 1,000 bytes: who asked it to. Needed unless the register
    /// has the state as the group's spokesperson.
    #[schema(example = "Decision of the Forum's officials of 14 January 2027")]
    pub mandate: Option<String>,
    /// Other invited partners that the submission is joint with. They see it at once, and are counted once they confirm
    /// it by aligning themselves with it.
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["TON"]))]
    pub joint_with: Vec<StateCode>,
    /// Remarks on the text as a whole, at most 64 KiB.
    #[schema(example = "We thank the lead member for the text.")]
    pub general_remarks: Option<String>,
    /// Comments, at most 2,000.
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub comments: Vec<CommentRequest>,
}

/// A comment as its author writes it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentRequest {
    /// Id of the comment that this one continues, when a submission is revised. Without `id` and `number` it is new.
    pub id: Option<Uuid>,
    /// Number of the comment that this one continues.
    #[schema(example = "FJI-001")]
    pub number: Option<String>,
    /// The revision it speaks of; by default the one under consultation.
    #[schema(example = 0)]
    pub revision: Option<u32>,
    /// Label or id of the paragraph; null or absent for a general comment.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
    /// Words of that paragraph.
    pub quote: Option<QuoteRequest>,
    /// What it asks for.
    #[serde(rename = "type", default = "substantive")]
    #[schema(value_type = CommentTypeName, default = "substantive")]
    pub kind: CommentType,
    /// Its words, at most 64 KiB. May be left out where wording is proposed.
    #[serde(default)]
    #[schema(example = "The exchange should be mandatory for incidents that cross borders.")]
    pub text: String,
    /// The language of its words; by default the submission's.
    #[schema(value_type = Option<String>, example = "es")]
    pub language: Option<LanguageTag>,
    /// Wording that it proposes.
    pub proposed_wording: Option<ProposedWordingRequest>,
    /// Why.
    #[schema(example = "Networks do not end at borders.")]
    pub explanation: Option<String>,
    /// Translations of its words, at most 20.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub translations: Vec<TranslationRequest>,
    /// Who may read it; by default as the submission says.
    #[schema(value_type = Option<AudienceName>)]
    pub audience: Option<Audience>,
    /// Who may know the state behind it; by default as the submission says.
    #[schema(value_type = Option<AttributionName>)]
    pub attribution: Option<Attribution>,
    /// Code of the group it speaks for. Absent: as the submission says; null: the state speaks for itself.
    #[serde(default, deserialize_with = "told")]
    #[schema(value_type = Option<String>, example = "PIF")]
    pub on_behalf_of: Inherited<Option<RegisterCode>>,
    /// What entitles the state to speak for that group; by default as the submission says of the same group.
    #[schema(example = "Decision of the Forum's officials of 14 January 2027")]
    pub mandate: Option<String>,
    /// The sender's own reference, for example a row of a sheet. Entered rows are known again by it.
    #[schema(example = "row 17")]
    pub reference: Option<String>,
}

/// Quoted words of a paragraph (W3C `TextQuoteSelector`).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    /// The words themselves.
    #[schema(example = "voluntary")]
    pub exact: String,
    /// Words before them, to tell several places apart.
    #[serde(default)]
    #[schema(example = "on a ")]
    pub prefix: String,
    /// Words after them.
    #[serde(default)]
    #[schema(example = " basis")]
    pub suffix: String,
}

/// Wording that a state proposes, apart from its explanation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedWordingRequest {
    /// What it does.
    #[schema(value_type = WordingActionName)]
    pub action: WordingAction,
    /// The words; none for a deletion.
    #[schema(example = "mandatory")]
    pub text: Option<String>,
}

/// A translation of a comment's words; the original prevails.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TranslationRequest {
    /// The language of the translation (BCP 47).
    #[schema(value_type = String, example = "en")]
    pub language: LanguageTag,
    /// What it is worth.
    #[schema(value_type = TranslationStatusName)]
    pub status: TranslationStatus,
    /// The translated words.
    #[schema(example = "The basis should be mandatory.")]
    pub text: String,
}

/// Default audience of a submission.
#[must_use]
pub fn participants() -> Audience {
    Audience::Participants
}

/// Default attribution of a submission.
#[must_use]
pub fn named() -> Attribution {
    Attribution::Named
}

fn substantive() -> CommentType {
    CommentType::Substantive
}

/// Tells a field that is null from one that is absent: absent, and so the default, is [`Inherited::Inherit`].
fn told<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Inherited<Option<RegisterCode>>, D::Error> {
    Option::deserialize(deserializer).map(Inherited::Own)
}

fn inherited<T>(own: Option<T>) -> Inherited<T> {
    own.map_or(Inherited::Inherit, Inherited::Own)
}

impl SubmissionRequest {
    /// The draft that the rules judge.
    #[must_use]
    pub fn into_draft(self, ids: &dyn IdSource) -> SubmissionDraft {
        SubmissionDraft {
            position: self.position,
            ad_referendum: self.ad_referendum,
            language: self.language,
            audience: self.audience,
            attribution: self.attribution,
            on_behalf_of: self.on_behalf_of,
            mandate: self.mandate,
            joint_with: self.joint_with,
            general_remarks: self.general_remarks,
            comments: self
                .comments
                .into_iter()
                .map(|comment| comment.into_draft(CommentId(ids.v4())))
                .collect(),
        }
    }
}

impl CommentRequest {
    fn into_draft(self, new_id: CommentId) -> CommentDraft {
        CommentDraft {
            new_id,
            id: self.id.map(CommentId),
            number: self.number,
            revision: self.revision,
            paragraph: self.paragraph,
            quote: self.quote.map(Quote::from),
            kind: self.kind,
            text: self.text,
            language: inherited(self.language),
            proposed_wording: self.proposed_wording.map(|wording| ProposedWording {
                action: wording.action,
                text: wording.text,
            }),
            explanation: self.explanation,
            translations: self
                .translations
                .into_iter()
                .map(TranslationRequest::into_translation)
                .collect(),
            audience: inherited(self.audience),
            attribution: inherited(self.attribution),
            on_behalf_of: self.on_behalf_of,
            mandate: self.mandate,
            reference: self.reference,
        }
    }
}

impl From<QuoteRequest> for Quote {
    fn from(asked: QuoteRequest) -> Self {
        Self {
            exact: asked.exact,
            prefix: asked.prefix,
            suffix: asked.suffix,
        }
    }
}

impl TranslationRequest {
    fn into_translation(self) -> Translation {
        Translation {
            language: self.language,
            status: self.status,
            text: self.text,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::clock::SettableClock;
    use crate::ids::SeededIds;

    #[test]
    fn absent_inherits_and_null_does_not() {
        let request: SubmissionRequest = serde_json::from_value(json!({
            "language": "en", "on_behalf_of": "PIF",
            "comments": [{"text": "a"}, {"text": "b", "on_behalf_of": null}, {"text": "c", "on_behalf_of": "ASEAN"}]
        }))
        .unwrap();
        let clock = Arc::new(SettableClock::new("2027-01-10T09:00:00Z".parse().unwrap()));
        let draft = request.into_draft(&SeededIds::new(1, clock));
        let groups: Vec<_> = draft
            .comments
            .iter()
            .map(|comment| comment.on_behalf_of.clone())
            .collect();
        let asean = RegisterCode::parse("ASEAN").unwrap();
        assert_eq!(
            groups,
            [Inherited::Inherit, Inherited::Own(None), Inherited::Own(Some(asean))]
        );
        assert_eq!(
            (draft.audience, draft.attribution),
            (Audience::Participants, Attribution::Named)
        );
        assert_eq!((draft.position, draft.ad_referendum), (None, false));
        assert!(
            draft
                .comments
                .iter()
                .all(|comment| comment.kind == CommentType::Substantive)
        );
    }
}
