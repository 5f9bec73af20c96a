//! A comment of a submission in answers.

use consultation::submission::{CommentType, comment_number};
use consultation::visibility::SeenComment;
use consultation::{Attribution, Audience, Comment, Proposal, StateCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::comment::{ProposedWordingResponse, QuoteResponse, TranslationResponse};
use crate::wire::names::{AttributionName, AudienceName, CommentTypeName};

/// A comment of a submission.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each says something else of the comment")]
pub struct SubmissionCommentResponse {
    /// Its id: the same through all versions.
    pub id: Uuid,
    /// Its number: runs on through the proposal for each state.
    #[schema(example = "FJI-001")]
    pub number: String,
    /// The revision it speaks of.
    #[schema(example = 0)]
    pub revision: u32,
    /// The paragraph's label in that revision; null for a general comment.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
    /// The paragraph's id.
    pub paragraph_id: Option<Uuid>,
    /// The words of the paragraph that it quotes.
    pub quote: Option<QuoteResponse>,
    /// The quoted words occur more than once; the first place is meant.
    #[schema(example = false)]
    pub ambiguous: bool,
    /// What it asks for.
    #[serde(rename = "type")]
    #[schema(value_type = CommentTypeName)]
    pub kind: CommentType,
    /// Its words; null where they are withheld (see `superseded`).
    #[schema(example = "The exchange should be mandatory for incidents that cross borders.")]
    pub text: Option<String>,
    /// The language of its words (BCP 47); the original prevails.
    #[schema(example = "en")]
    pub language: String,
    /// Wording that it proposes.
    pub proposed_wording: Option<ProposedWordingResponse>,
    /// Why.
    #[schema(example = "Networks do not end at borders.")]
    pub explanation: Option<String>,
    /// It proposes wording and does not say why, yet.
    #[schema(example = false)]
    pub explanation_awaited: bool,
    /// Translations of its words.
    pub translations: Vec<TranslationResponse>,
    /// Who may read it.
    #[schema(value_type = AudienceName)]
    pub audience: Audience,
    /// Who may know the state behind it.
    #[schema(value_type = AttributionName)]
    pub attribution: Attribution,
    /// The group it speaks for.
    #[schema(example = "PIF")]
    pub on_behalf_of: Option<String>,
    /// What entitles the state to speak for it, where it says so.
    #[schema(example = "Decision of the Forum's officials of 14 January 2027")]
    pub mandate: Option<String>,
    /// The sender's own reference.
    #[schema(example = "row 17")]
    pub reference: Option<String>,
    /// This version of it came after closing.
    #[schema(example = false)]
    pub late: bool,
    /// The instant of this version of it.
    #[schema(value_type = String, format = DateTime, example = "2027-01-20T10:00:00Z")]
    pub at: Timestamp,
    /// What stood at close, where this version came later and the viewer may read that one, too.
    pub at_close: Option<CommentAtCloseResponse>,
    /// In an answer about the past: the words were changed or withdrawn since and are withheld.
    #[schema(example = false)]
    pub superseded: bool,
}

/// What a comment said when the consultation closed.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentAtCloseResponse {
    /// The words of the paragraph that it quoted.
    pub quote: Option<QuoteResponse>,
    /// Its words.
    #[schema(example = "The exchange should be mandatory.")]
    pub text: String,
    /// Their language (BCP 47).
    #[schema(example = "en")]
    pub language: String,
    /// Wording that it proposed.
    pub proposed_wording: Option<ProposedWordingResponse>,
    /// Why.
    pub explanation: Option<String>,
    /// Translations of its words.
    pub translations: Vec<TranslationResponse>,
    /// The instant of that version.
    #[schema(value_type = String, format = DateTime, example = "2027-01-20T10:00:00Z")]
    pub at: Timestamp,
}

/// That a comment was withdrawn. Its words are in earlier versions, for the own state.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnCommentResponse {
    /// The comment's id.
    pub id: Uuid,
    /// Its number, which is not given again.
    #[schema(example = "FJI-002")]
    pub number: String,
    /// When it was withdrawn.
    #[schema(value_type = String, format = DateTime, example = "2027-01-21T10:00:00Z")]
    pub withdrawn_at: Timestamp,
}

impl SubmissionCommentResponse {
    pub(super) fn of(seen: &SeenComment<'_>, state: StateCode, proposal: &Proposal) -> Self {
        let comment = seen.comment.as_ref();
        Self {
            id: comment.id.0,
            number: comment_number(state, comment.number),
            revision: comment.revision,
            paragraph: comment
                .paragraph
                .map(|id| proposal.label_of(comment.revision, id).to_owned()),
            paragraph_id: comment.paragraph.map(|paragraph| paragraph.0),
            quote: comment.quote.as_ref().map(QuoteResponse::from),
            ambiguous: comment.ambiguous,
            kind: comment.kind,
            text: (!seen.superseded).then(|| comment.text.clone()),
            language: comment.language.as_str().to_owned(),
            proposed_wording: comment.proposed_wording.as_ref().map(ProposedWordingResponse::from),
            explanation: comment.explanation.clone(),
            explanation_awaited: comment.explanation_awaited(),
            translations: comment.translations.iter().map(TranslationResponse::from).collect(),
            audience: comment.audience,
            attribution: comment.attribution,
            on_behalf_of: comment.on_behalf_of.as_ref().map(|group| group.as_str().to_owned()),
            mandate: comment.mandate.clone(),
            reference: comment.reference.clone(),
            late: comment.late,
            at: comment.at,
            at_close: seen.at_close.map(CommentAtCloseResponse::from),
            superseded: seen.superseded,
        }
    }
}

impl From<&Comment> for CommentAtCloseResponse {
    fn from(stood: &Comment) -> Self {
        Self {
            quote: stood.quote.as_ref().map(QuoteResponse::from),
            text: stood.text.clone(),
            language: stood.language.as_str().to_owned(),
            proposed_wording: stood.proposed_wording.as_ref().map(ProposedWordingResponse::from),
            explanation: stood.explanation.clone(),
            translations: stood.translations.iter().map(TranslationResponse::from).collect(),
            at: stood.at,
        }
    }
}
