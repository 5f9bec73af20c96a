//! The outcome note in answers (R24).

use std::collections::BTreeSet;

use consultation::StateCode;
use consultation::proposal::{ParagraphChange, Proposal};
use jiff::Timestamp;
use outcome_note::{ChangedParagraph, OutcomeNote};
use participation::TookPart;
use serde::Serialize;
use utoipa::ToSchema;

use super::names::RevisionChangeName;
use super::record::{RecordedComment, RecordedExplanation};
use super::revision::RevisionResponse;
use crate::http::as_of::AsOf;

/// The outcome note of an adopted text.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeNoteResponse {
    /// When it was adopted.
    #[schema(value_type = String, format = DateTime, example = "2027-03-20T16:00:00Z")]
    pub adopted_at: Timestamp,
    /// The adopted text.
    pub text: Option<RevisionResponse>,
    /// Who took part, as far as you may know it; each invited state is in one list.
    pub took_part: TookPartResponse,
    /// What changed from revision to revision, and the accepted comments behind it.
    pub changes: Vec<OutcomeChange>,
    /// Where the members had no common view, so that the text is unchanged.
    pub no_common_view: NoCommonViewResponse,
    /// Reservations and explanations of position since the text was put under silence.
    pub explanations: Vec<RecordedExplanation>,
    /// Partners that associated themselves with the text.
    pub associations: Vec<OutcomeAssociation>,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

/// Who took part.
#[derive(Debug, Serialize, ToSchema)]
pub struct TookPartResponse {
    /// All states that were ever invited, and were no members at the adoption.
    pub invited: StatesResponse,
    /// Lodged comments, remarks or a position.
    pub lodged: StatesResponse,
    /// Recorded that they do not object, and nothing else.
    pub no_objection: StatesResponse,
    /// Aligned themselves with others.
    pub aligned: StatesResponse,
    /// Said nothing themselves, and what was said on behalf of their group counts for them.
    pub through_group: StatesResponse,
    /// Acknowledged the invitation, and nothing else.
    pub acknowledged: StatesResponse,
    /// Silent, or not for attribution to you.
    pub silent: StatesResponse,
}

/// States and how many they are.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatesResponse {
    /// How many.
    #[schema(example = 2)]
    pub count: usize,
    /// Which.
    #[schema(value_type = Vec<String>, example = json!(["FJI", "WSM"]))]
    pub states: BTreeSet<StateCode>,
}

/// A paragraph that a revision changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeChange {
    /// The revision.
    #[schema(example = 1)]
    pub revision: u32,
    /// Its label there; of a deleted one, that in the revision before.
    #[schema(example = "2")]
    pub paragraph: String,
    /// What became of it.
    pub change: RevisionChangeName,
    /// Accepted comments, also with modification, that stood in the revision before on what it comes from, or were carried
    /// to it (R22).
    pub comments: Vec<RecordedComment>,
}

/// Where the members had no common view; it names nobody.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoCommonViewResponse {
    /// Labels of paragraphs, in reading order.
    #[schema(example = json!(["3"]))]
    pub paragraphs: Vec<String>,
    /// On comments on the text as a whole, too.
    #[schema(example = false)]
    pub general: bool,
}

/// A partner's association with the text.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeAssociation {
    /// The partner.
    #[schema(value_type = String, example = "FJI")]
    pub state: StateCode,
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-25T09:00:00Z")]
    pub at: Timestamp,
    /// Labels of the paragraphs that it leaves out.
    #[schema(example = json!(["3"]))]
    pub except_paragraphs: Vec<String>,
    /// What it says to it.
    pub statement: Option<String>,
}

impl OutcomeNoteResponse {
    /// The note on a proposal.
    #[must_use]
    pub fn of(proposal: &Proposal, note: OutcomeNote, as_of: AsOf) -> Self {
        let text = proposal
            .revisions
            .iter()
            .find(|(_, one)| one.number == note.text.number);
        let associations = note
            .associations
            .into_iter()
            .map(|(one, except_paragraphs)| OutcomeAssociation {
                state: one.state,
                at: one.at,
                except_paragraphs,
                statement: one.statement,
            });
        Self {
            adopted_at: note.adoption.adopted_at,
            text: text.map(|(at, revision)| RevisionResponse::of(*at, revision)),
            took_part: TookPartResponse::of(note.took_part),
            changes: note.changes.into_iter().map(OutcomeChange::of).collect(),
            no_common_view: NoCommonViewResponse {
                paragraphs: note.no_common_view.paragraphs,
                general: note.no_common_view.general,
            },
            explanations: note.explanations.into_iter().map(RecordedExplanation::of).collect(),
            associations: associations.collect(),
            as_of,
        }
    }
}

impl TookPartResponse {
    fn of(part: TookPart) -> Self {
        let states = |states: BTreeSet<StateCode>| StatesResponse {
            count: states.len(),
            states,
        };
        Self {
            invited: states(part.invited),
            lodged: states(part.lodged),
            no_objection: states(part.no_objection),
            aligned: states(part.aligned),
            through_group: states(part.through_group),
            acknowledged: states(part.acknowledged),
            silent: states(part.silent),
        }
    }
}

impl OutcomeChange {
    fn of(one: ChangedParagraph) -> Self {
        Self {
            revision: one.revision,
            paragraph: one.label,
            change: match one.change {
                Some(ParagraphChange::Kept) => RevisionChangeName::kept,
                Some(ParagraphChange::Changed) => RevisionChangeName::changed,
                Some(ParagraphChange::New) => RevisionChangeName::new,
                Some(ParagraphChange::Split) => RevisionChangeName::split,
                Some(ParagraphChange::Merged) => RevisionChangeName::merged,
                None => RevisionChangeName::deleted,
            },
            comments: one.comments.into_iter().map(RecordedComment::of).collect(),
        }
    }
}
