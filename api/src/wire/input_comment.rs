//! A comment in the list of input, as far as its viewer may know it.

use consultation::register::RegisterAt;
use consultation::submission::{CommentType, Position};
use consultation::{Attribution, Audience, Comment};
use jiff::Timestamp;
use proposal_input::{AtClose, CommentItem, Seen};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::areas::name_of_state;
use super::comment::{ProposedWordingResponse, QuoteResponse, TranslationResponse};
use super::names::{AttributionName, AudienceName, CommentTypeName, PositionName};

/// A comment. Where the viewer may not know the state, everything that could point to it is null.
#[derive(Debug, Serialize, ToSchema)]
pub struct InputCommentResponse {
    /// Its id.
    pub id: Uuid,
    /// `FJI-001`; `DEL-` and four hexadecimal digits where the state may not be known.
    #[schema(example = "FJI-001")]
    pub number: String,
    /// The state; null where it may not be known.
    #[schema(example = "FJI")]
    pub state: Option<String>,
    /// The state's English name, or the words of a label such as "a delegation from Melanesia".
    #[schema(example = "Fiji")]
    pub from: String,
    /// Its submission; null where the state may not be known.
    pub submission_id: Option<Uuid>,
    /// Its consultation.
    #[schema(example = 1)]
    pub consultation: u32,
    /// The revision it speaks of.
    #[schema(example = 0)]
    pub revision: u32,
    /// The paragraph's label in that revision; null for a general comment.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
    /// The paragraph's id.
    pub paragraph_id: Option<Uuid>,
    /// What it asks for.
    #[serde(rename = "type")]
    #[schema(value_type = CommentTypeName)]
    pub kind: CommentType,
    /// Its words; null where they are withheld (see `superseded`).
    #[schema(example = "The exchange should be mandatory for incidents that cross borders.")]
    pub text: Option<String>,
    /// The language of its words (BCP 47); null where the state may not be known.
    #[schema(example = "en")]
    pub language: Option<String>,
    /// The words of the paragraph that it quotes.
    pub quote: Option<QuoteResponse>,
    /// The quoted words occur more than once; the first place is meant.
    #[schema(example = false)]
    pub ambiguous: bool,
    /// Wording that it proposes.
    pub proposed_wording: Option<ProposedWordingResponse>,
    /// Why.
    #[schema(example = "Networks do not end at borders.")]
    pub explanation: Option<String>,
    /// It proposes wording and does not say why, yet.
    #[schema(example = false)]
    pub explanation_awaited: bool,
    /// Translations of its words; empty where the state may not be known.
    pub translations: Vec<TranslationResponse>,
    /// The sender's own reference, for input that came by other channels.
    #[schema(example = "row 17")]
    pub reference: Option<String>,
    /// The position of its submission; null if it states none or if the viewer may not know it.
    #[schema(value_type = Option<PositionName>)]
    pub position: Option<Position>,
    /// The group it speaks for.
    #[schema(example = "PIF")]
    pub on_behalf_of: Option<String>,
    /// Who may read it; null where the state may not be known.
    #[schema(value_type = Option<AudienceName>)]
    pub audience: Option<Audience>,
    /// Who may know the state; null where the viewer may not.
    #[schema(value_type = Option<AttributionName>)]
    pub attribution: Option<Attribution>,
    /// This version came after closing; null where the state may not be known.
    #[schema(example = false)]
    pub late: Option<bool>,
    /// The instant of this version; null where the state may not be known.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-01-20T10:00:00Z")]
    pub at: Option<Timestamp>,
    /// What stood at close, where this version came later and the viewer may read that one, too.
    pub at_close: Option<AtCloseResponse>,
    /// In an answer about the past: the words were changed or withdrawn since and are withheld.
    #[schema(example = false)]
    pub superseded: bool,
}

/// What stood when the consultation closed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AtCloseResponse {
    /// Its words.
    #[schema(example = "The exchange should be mandatory.")]
    pub text: String,
    /// Their language (BCP 47).
    #[schema(example = "en")]
    pub language: String,
    /// The words of the paragraph that it quoted.
    pub quote: Option<QuoteResponse>,
    /// Wording that it proposed.
    pub proposed_wording: Option<ProposedWordingResponse>,
    /// Why.
    pub explanation: Option<String>,
    /// Translations of its words.
    pub translations: Vec<TranslationResponse>,
}

impl InputCommentResponse {
    /// The comment; names of states are those of the register.
    #[must_use]
    pub fn of(item: CommentItem, register: RegisterAt<'_>) -> Self {
        let body = &item.body;
        let common = Self {
            id: item.id.0,
            number: item.number,
            state: None,
            from: String::new(),
            submission_id: None,
            consultation: item.consultation,
            revision: item.revision,
            paragraph: item.paragraph_label,
            paragraph_id: item.paragraph.map(|paragraph| paragraph.0),
            kind: item.kind,
            superseded: item.text.is_none(),
            text: item.text,
            language: None,
            quote: body.quote.as_ref().map(QuoteResponse::from),
            ambiguous: body.ambiguous,
            proposed_wording: body.proposed_wording.as_ref().map(ProposedWordingResponse::from),
            explanation: body.explanation.clone(),
            explanation_awaited: body.explanation_awaited,
            translations: body.translations.iter().map(TranslationResponse::from).collect(),
            reference: body.reference.clone(),
            position: None,
            on_behalf_of: None,
            audience: None,
            attribution: None,
            late: None,
            at: None,
            at_close: None,
        };
        common.said_by(item.seen, register)
    }

    fn said_by(self, seen: Seen, register: RegisterAt<'_>) -> Self {
        match seen {
            Seen::Labelled(label) => Self {
                from: label.words(),
                ..self
            },
            Seen::Named {
                state,
                submission,
                language,
                position,
                on_behalf_of,
                at,
                late,
                audience,
                attribution,
                at_close,
            } => Self {
                state: Some(state.as_str().to_owned()),
                from: name_of_state(register, state),
                submission_id: Some(submission.0),
                language: Some(language.as_str().to_owned()),
                position,
                on_behalf_of,
                audience: Some(audience),
                attribution: Some(attribution),
                late: Some(late),
                at: Some(at),
                at_close: at_close.as_ref().map(AtCloseResponse::from),
                ..self
            },
        }
    }
}

impl From<&Comment> for AtCloseResponse {
    fn from(stood: &Comment) -> Self {
        Self {
            text: stood.text.clone(),
            language: stood.language.as_str().to_owned(),
            quote: stood.quote.as_ref().map(QuoteResponse::from),
            proposed_wording: stood.proposed_wording.as_ref().map(ProposedWordingResponse::from),
            explanation: stood.explanation.clone(),
            translations: stood.translations.iter().map(TranslationResponse::from).collect(),
        }
    }
}

impl From<&AtClose> for AtCloseResponse {
    fn from(at_close: &AtClose) -> Self {
        let body = &at_close.body;
        Self {
            text: at_close.text.clone(),
            language: at_close.language.as_str().to_owned(),
            quote: body.quote.as_ref().map(QuoteResponse::from),
            proposed_wording: body.proposed_wording.as_ref().map(ProposedWordingResponse::from),
            explanation: body.explanation.clone(),
            translations: body.translations.iter().map(TranslationResponse::from).collect(),
        }
    }
}
