//! What became of a comment, in answers: as published, for whoever sees the comment; and what the members do with it, for
//! members only (R18, R20).

use consultation::review::{Answer, CommentReview, Convergence, Disposition, DispositionKind, MemberView, Standing};
use consultation::visibility::SeenRow;
use consultation::{CommentId, StateCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::{DispositionName, MemberViewName, StandingOfMembersName};

/// What becomes of a comment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DispositionResponse {
    /// What becomes of it.
    #[schema(value_type = DispositionName)]
    pub disposition: DispositionKind,
    /// The comment that it repeats, for `duplicate_of`; null where the viewer does not see that comment: answered
    /// together with others.
    pub duplicate_of: Option<Uuid>,
    /// That comment's number.
    #[schema(example = "WSM-002")]
    pub duplicate_of_number: Option<String>,
    /// The reasoned text.
    #[schema(example = "Paragraph 2 keeps the basis voluntary; see the new paragraph 4.")]
    pub response: Option<String>,
    /// The wording taken instead of the proposed one.
    pub wording: Option<String>,
}

/// A disposition as published.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublishedResponse {
    /// What became of the comment. A request for clarification reads as `noted` when it goes unanswered for five working
    /// days.
    #[serde(flatten)]
    pub disposition: DispositionResponse,
    /// When it was published; for a request for clarification, when that went out.
    #[schema(value_type = String, format = DateTime, example = "2027-03-20T09:00:00Z")]
    pub published_at: Timestamp,
    /// The state's answer to it.
    pub answer: Option<AnswerResponse>,
}

/// A state's answer to the disposition of its comment (R21).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnswerResponse {
    /// Satisfied; otherwise it objects.
    #[schema(example = false)]
    pub satisfied: bool,
    /// Why it objects, or what it adds; to a request for clarification, what is meant.
    #[schema(example = "The basis was never meant to be voluntary.")]
    pub justification: Option<String>,
    /// What it suggests instead.
    pub suggestion: Option<String>,
    /// When; null for who may not know the state.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-21T09:00:00Z")]
    pub answered_at: Option<Timestamp>,
}

/// What the members do with a comment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewResponse {
    /// How often its disposition was proposed, published or answered: what `If-Match` compares. 0: nothing was done.
    #[schema(example = 1)]
    pub version: u64,
    /// The disposition that is proposed now.
    pub proposed: Option<ProposedResponse>,
    /// Views on it, by state.
    pub views: Vec<MemberViewResponse>,
    /// Where the members stand.
    pub convergence: ConvergenceResponse,
    /// The member that prepares its disposition.
    #[schema(value_type = Option<String>, example = "AUS")]
    pub assigned_to: Option<StateCode>,
    /// Topics.
    #[schema(example = json!(["capacity building"]))]
    pub topics: Vec<String>,
    /// The package whose silence it is under.
    pub package: Option<u32>,
    /// Why it is left open, if it is.
    pub deferred: Option<String>,
}

/// A disposition that was proposed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProposedResponse {
    /// What is proposed.
    #[serde(flatten)]
    pub disposition: DispositionResponse,
    /// The member that proposed it.
    #[schema(value_type = String, example = "AUS")]
    pub by: StateCode,
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-05T09:00:00Z")]
    pub at: Timestamp,
}

/// A member's view.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MemberViewResponse {
    /// The member.
    #[schema(value_type = String, example = "TUR")]
    pub state: StateCode,
    /// What it thinks.
    #[schema(value_type = MemberViewName)]
    pub view: MemberView,
    /// For the other members.
    #[schema(example = "Our law has another term.")]
    pub note: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-06T09:00:00Z")]
    pub at: Timestamp,
    /// By its silence on a package, not by an act of its own.
    #[schema(example = false)]
    pub by_silence: bool,
}

/// Where the members stand on a proposed disposition: computed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConvergenceResponse {
    /// The outcome.
    #[schema(value_type = StandingOfMembersName)]
    pub standing: Standing,
    /// Since when; null without a proposal.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-05T09:00:00Z")]
    pub since: Option<Timestamp>,
    /// Members that differ.
    #[schema(value_type = Vec<String>, example = json!(["TUR"]))]
    pub differing: Vec<StateCode>,
    /// Members that have not said yet, or await instructions.
    #[schema(value_type = Vec<String>, example = json!(["IDN", "MEX"]))]
    pub waiting: Vec<StateCode>,
}

impl DispositionResponse {
    /// The disposition, for a viewer that sees those comments which have a number for it.
    #[must_use]
    pub fn of(disposition: &Disposition, number_of: impl Fn(CommentId) -> Option<String>) -> Self {
        let seen = |id: CommentId| number_of(id).map(|number| (id.0, number));
        let (duplicate_of, duplicate_of_number) = disposition.duplicate_of.and_then(seen).unzip();
        Self {
            disposition: disposition.disposition,
            duplicate_of,
            duplicate_of_number,
            response: disposition.response.clone(),
            wording: disposition.wording.clone(),
        }
    }
}

impl PublishedResponse {
    /// The disposition of a comment as its viewer reads it.
    #[must_use]
    pub fn of(row: &SeenRow<'_>, number_of: impl Fn(CommentId) -> Option<String>) -> Option<Self> {
        Some(Self {
            disposition: DispositionResponse {
                disposition: row.disposition()?,
                ..DispositionResponse::of(&row.published?.disposition, number_of)
            },
            published_at: row.published_at()?,
            answer: row.answer().map(|answer| AnswerResponse::of(answer, row.is_named())),
        })
    }
}

impl AnswerResponse {
    fn of(answer: &Answer, named: bool) -> Self {
        Self {
            satisfied: answer.satisfied,
            justification: answer.justification.clone(),
            suggestion: answer.suggestion.clone(),
            answered_at: named.then_some(answer.at),
        }
    }
}

impl ReviewResponse {
    /// What the members did with a comment and where they stand, for one of them.
    #[must_use]
    pub fn of(row: &SeenRow<'_>, convergence: Convergence, number_of: impl Fn(CommentId) -> Option<String>) -> Self {
        let absent = CommentReview::default();
        let review = row.review.unwrap_or(&absent);
        let views = review.views.iter().map(|(state, view)| MemberViewResponse {
            state: *state,
            view: view.view,
            note: view.note.clone(),
            at: view.at,
            by_silence: view.by_silence,
        });
        Self {
            version: row.version(),
            proposed: review.proposed.as_ref().map(|proposed| ProposedResponse {
                disposition: DispositionResponse::of(&proposed.disposition, number_of),
                by: proposed.by,
                at: proposed.at,
            }),
            views: views.collect(),
            convergence: ConvergenceResponse {
                standing: convergence.standing,
                since: convergence.since,
                differing: convergence.differing,
                waiting: convergence.waiting,
            },
            assigned_to: review.assigned_to,
            topics: review.topics.clone(),
            package: review.package,
            deferred: review.deferred.clone(),
        }
    }
}
