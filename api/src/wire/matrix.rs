//! A row of the matrix in answers.

use std::collections::BTreeMap;

use consultation::register::RegisterAt;
use consultation::review::{Answer, CommentReview, Convergence, Disposition, DispositionKind, MemberView, Standing};
use consultation::visibility::{SeenRow, Speaker};
use consultation::{CommentId, StateCode};
use jiff::Timestamp;
use resolution_matrix::{Matrix, MatrixRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::areas::name_of_state;
use super::comment::{ProposedWordingResponse, QuoteResponse, TranslationResponse};
use super::input_comment::{AtCloseResponse, InputCommentResponse};
use super::names::{DispositionName, MemberViewName, StandingOfMembersName};
use crate::dossiers::OpenDossier;

/// A comment, what became of it, the response, and what changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixRowResponse {
    /// The comment.
    #[serde(flatten)]
    pub comment: InputCommentResponse,
    /// What became of it, once that is published (R20).
    pub published: Option<MatrixPublished>,
    /// Later revisions in which its paragraph was changed, split, merged or left out.
    #[schema(example = json!([1]))]
    pub changed_in: Vec<u32>,
    /// What the members do with it; for members only, and null for others (R18).
    pub review: Option<MatrixReview>,
}

/// A disposition with its reasoned text.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixDisposition {
    /// What becomes of the comment.
    #[schema(value_type = DispositionName)]
    pub disposition: DispositionKind,
    /// Id of the comment that it is answered together with, if the viewer sees that one.
    pub duplicate_of: Option<Uuid>,
    /// That comment's number.
    #[schema(example = "WSM-002")]
    pub duplicate_of_number: Option<String>,
    /// The reasoned response.
    #[schema(example = "The exchange stays voluntary; regional centres may agree on more.")]
    pub response: Option<String>,
    /// The wording taken instead of the proposed one.
    pub wording: Option<String>,
}

/// A disposition as published.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixPublished {
    /// The disposition.
    #[serde(flatten)]
    pub disposition: MatrixDisposition,
    /// When it was published.
    #[schema(value_type = String, format = DateTime, example = "2027-04-01T10:00:00Z")]
    pub at: Timestamp,
    /// The state's answer to it (R21).
    pub answer: Option<MatrixAnswer>,
}

/// A state's answer to the disposition of its comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixAnswer {
    /// Satisfied; otherwise it objects.
    #[schema(example = false)]
    pub satisfied: bool,
    /// Why it objects, or what it adds.
    pub justification: Option<String>,
    /// What it suggests instead.
    pub suggestion: Option<String>,
    /// When; null where the state may not be known.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-04-03T10:00:00Z")]
    pub at: Option<Timestamp>,
}

/// What the members do with a comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixReview {
    /// Version of the disposition, as in its `ETag`; 0 before the first.
    #[schema(example = 1)]
    pub version: u64,
    /// The disposition that is proposed now.
    pub proposed: Option<MatrixProposed>,
    /// The members' views on it.
    pub views: Vec<MatrixView>,
    /// Where the members of now stand.
    pub convergence: MatrixConvergence,
    /// The member that prepares the disposition.
    #[schema(value_type = Option<String>, example = "KOR")]
    pub assigned_to: Option<StateCode>,
    /// Topics.
    #[schema(example = json!(["voluntary or mandatory"]))]
    pub topics: Vec<String>,
    /// Why it is left open, if it is.
    pub deferred: Option<String>,
    /// The package whose silence it is under.
    #[schema(example = 1)]
    pub package: Option<u32>,
}

/// A proposed disposition.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixProposed {
    /// The disposition.
    #[serde(flatten)]
    pub disposition: MatrixDisposition,
    /// The member that proposed it.
    #[schema(value_type = String, example = "KOR")]
    pub by: StateCode,
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-10T10:00:00Z")]
    pub at: Timestamp,
}

/// A member's view on a proposed disposition.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixView {
    /// The member.
    #[schema(value_type = String, example = "TUR")]
    pub by: StateCode,
    /// What it thinks.
    #[schema(value_type = MemberViewName)]
    pub view: MemberView,
    /// For the other members.
    pub note: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-11T10:00:00Z")]
    pub at: Timestamp,
    /// By its silence on a package (R19).
    #[schema(example = false)]
    pub by_silence: bool,
}

/// Where the members stand on a proposed disposition: computed, never set.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixConvergence {
    /// Where.
    #[schema(value_type = StandingOfMembersName)]
    pub standing: Standing,
    /// Since when; null without a proposal.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-11T10:00:00Z")]
    pub since: Option<Timestamp>,
    /// Members that differ.
    #[schema(value_type = Vec<String>, example = json!(["TUR"]))]
    pub differing: Vec<StateCode>,
    /// Members that have not said yet, or await instructions.
    #[schema(value_type = Vec<String>, example = json!(["MEX"]))]
    pub waiting: Vec<StateCode>,
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
        let answer = seen.answer().map(|answer| answered(seen, answer));
        MatrixRowResponse {
            comment: self.comment(seen),
            published: seen.published.map(|published| MatrixPublished {
                disposition: MatrixDisposition {
                    disposition: seen.disposition().unwrap_or(published.disposition.disposition),
                    ..self.disposition(&published.disposition)
                },
                at: seen.published_at().unwrap_or(published.at),
                answer,
            }),
            changed_in: row.changed_in,
            review: row.convergence.map(|convergence| self.review(seen.review, convergence)),
        }
    }

    fn disposition(&self, disposition: &Disposition) -> MatrixDisposition {
        let number = |id: CommentId| self.matrix.number_of(id).map(|number| (id.0, number.to_owned()));
        let (duplicate_of, duplicate_of_number) = disposition.duplicate_of.and_then(number).unzip();
        MatrixDisposition {
            disposition: disposition.disposition,
            duplicate_of,
            duplicate_of_number,
            response: disposition.response.clone(),
            wording: disposition.wording.clone(),
        }
    }

    fn review(&self, review: Option<&CommentReview>, convergence: Convergence) -> MatrixReview {
        let proposed = review.and_then(|review| review.proposed.as_ref());
        let views = review.map(|review| &review.views);
        let view = |(by, view): (&StateCode, &consultation::review::RecordedView)| MatrixView {
            by: *by,
            view: view.view,
            note: view.note.clone(),
            at: view.at,
            by_silence: view.by_silence,
        };
        MatrixReview {
            version: review.map_or(0, |review| review.version),
            proposed: proposed.map(|proposed| MatrixProposed {
                disposition: self.disposition(&proposed.disposition),
                by: proposed.by,
                at: proposed.at,
            }),
            views: views.into_iter().flat_map(BTreeMap::iter).map(view).collect(),
            convergence: MatrixConvergence {
                standing: convergence.standing,
                since: convergence.since,
                differing: convergence.differing,
                waiting: convergence.waiting,
            },
            assigned_to: review.and_then(|review| review.assigned_to),
            topics: review.map(|review| review.topics.clone()).unwrap_or_default(),
            deferred: review.and_then(|review| review.deferred.clone()),
            package: review.and_then(|review| review.package),
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

fn answered(seen: &SeenRow<'_>, answer: &Answer) -> MatrixAnswer {
    MatrixAnswer {
        satisfied: answer.satisfied,
        justification: answer.justification.clone(),
        suggestion: answer.suggestion.clone(),
        at: seen.is_named().then_some(answer.at),
    }
}
