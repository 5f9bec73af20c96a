//! A row of the matrix in answers.

use consultation::register::RegisterAt;
use consultation::visibility::{SeenRow, Speaker};
use resolution_matrix::{Matrix, MatrixRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::areas::name_of_state;
use super::comment::{ProposedWordingResponse, QuoteResponse, TranslationResponse};
use super::disposition::{PublishedResponse, ReviewResponse};
use super::input_comment::{AtCloseResponse, InputCommentResponse};
use crate::dossiers::OpenDossier;

/// A comment, what became of it, the response, and what changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixRowResponse {
    /// The comment.
    #[serde(flatten)]
    pub comment: InputCommentResponse,
    /// What became of it, once that is published (R20).
    pub published: Option<PublishedResponse>,
    /// Later revisions in which its paragraph was changed, split, merged or left out.
    #[schema(example = json!([1]))]
    pub changed_in: Vec<u32>,
    /// What the members do with it; for members only, and null for others (R18).
    pub review: Option<ReviewResponse>,
}

/// What rows are made from.
#[derive(Debug, Clone, Copy)]
pub struct MatrixWriter<'m> {
    /// The dossier, with the viewer's rights.
    pub open: &'m OpenDossier,
    /// All that the viewer sees of it.
    pub matrix: &'m Matrix<'m>,
    /// The register, for names.
    pub register: RegisterAt<'m>,
}

impl MatrixWriter<'_> {
    /// A row in the answer.
    #[must_use]
    pub fn row(&self, row: MatrixRow<'_, '_>) -> MatrixRowResponse {
        let seen = row.seen;
        let number_of = |id| self.matrix.number_of(id).map(ToOwned::to_owned);
        MatrixRowResponse {
            comment: self.comment(seen),
            published: PublishedResponse::of(seen, number_of),
            changed_in: row.changed_in,
            review: row
                .convergence
                .map(|convergence| ReviewResponse::of(seen, convergence, number_of)),
        }
    }

    /// The comment as the list of comments has it.
    fn comment(&self, seen: &SeenRow<'_>) -> InputCommentResponse {
        let comment = &seen.comment;
        let named = seen.is_named();
        let proposal = &self.open.dossier.proposal;
        let label = |id| proposal.label_of(comment.revision, id).to_owned();
        let (state, from) = match seen.speaker {
            Speaker::State(state) => (Some(state.as_str().to_owned()), name_of_state(self.register, state)),
            Speaker::Label(label) => (None, label.words()),
        };
        let submission = seen.submission.and_then(|shown| self.open.submission(shown));
        let part = submission.as_ref().and_then(|submission| submission.part.as_ref());
        let mut comments = submission.iter().flat_map(|submission| &submission.comments);
        let at_close = comments
            .find(|one| one.comment.id == seen.id)
            .and_then(|one| one.at_close);
        InputCommentResponse {
            id: seen.id.0,
            number: seen.number.clone(),
            state,
            from,
            submission_id: seen.submission.map(|submission| submission.id.0),
            consultation: seen.consultation.number,
            revision: comment.revision,
            paragraph: comment.paragraph.map(label),
            paragraph_id: comment.paragraph.map(|paragraph| paragraph.0),
            kind: comment.kind,
            text: (!seen.superseded).then(|| comment.text.clone()),
            language: named.then(|| comment.language.as_str().to_owned()),
            quote: comment.quote.as_ref().map(QuoteResponse::from),
            ambiguous: comment.ambiguous,
            proposed_wording: comment.proposed_wording.as_ref().map(ProposedWordingResponse::from),
            explanation: comment.explanation.clone(),
            explanation_awaited: comment.explanation_awaited(),
            translations: comment.translations.iter().map(TranslationResponse::from).collect(),
            reference: comment.reference.clone(),
            position: part.and_then(|part| part.position),
            on_behalf_of: comment.on_behalf_of.as_ref().map(ToString::to_string),
            audience: named.then_some(comment.audience),
            attribution: named.then_some(comment.attribution),
            late: named.then_some(comment.late),
            at: named.then_some(comment.at),
            at_close: at_close.map(AtCloseResponse::from),
            superseded: seen.superseded,
        }
    }
}
