//! The record of silence in answers (R21, R23).

use consultation::StateCode;
use consultation::review::DispositionKind;
use consultation::silence::ExplanationKind;
use consultation::visibility::Speaker;
use jiff::Timestamp;
use outcome_note::{CommentRef, ExplanationEntry, Objection, Reading, Record};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::ExplanationKindName;
use super::silence::SilenceResponse;
use crate::http::as_of::AsOf;

/// The record of silence on a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub struct SilenceRecordResponse {
    /// Every silence, in order.
    pub silences: Vec<RecordedSilence>,
    /// Objections of states to the dispositions of their comments.
    pub objections: Vec<RecordedObjection>,
    /// Reservations and explanations of position, in the order in which they came.
    pub explanations: Vec<RecordedExplanation>,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

/// A silence in the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordedSilence {
    /// The member that put the text under silence.
    #[schema(value_type = String, example = "KOR")]
    pub by: StateCode,
    /// The silence with its breaks.
    pub silence: SilenceResponse,
    /// Comments that it left open, as far as you see them.
    pub deferred: Vec<RecordedDeferral>,
    /// Late comments without a disposition, as far as you see them under their state's name.
    pub late_noted: Vec<RecordedComment>,
}

/// A comment as the record names it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordedComment {
    /// Its id.
    pub id: Uuid,
    /// Its number as you see it.
    #[schema(example = "FJI-003")]
    pub number: String,
    /// The state behind it; null for who may not know it.
    #[schema(value_type = Option<String>, example = "FJI")]
    pub state: Option<StateCode>,
    /// What stands for the state where it may not be known.
    #[schema(example = "a delegation from Melanesia")]
    pub label: Option<String>,
    /// The label of its paragraph; null for a general comment.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
}

/// A comment that was left open.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordedDeferral {
    /// The comment.
    pub comment: RecordedComment,
    /// Why.
    #[schema(example = "Taken up in the work programme of the next chair.")]
    pub reason: String,
}

/// An objection of a state.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordedObjection {
    /// The comment.
    pub comment: RecordedComment,
    /// What became of it.
    #[schema(value_type = String, example = "not_accepted")]
    pub disposition: DispositionKind,
    /// The reasoned text.
    pub response: Option<String>,
    /// Why the state objects.
    pub justification: Option<String>,
    /// What it suggests instead.
    pub suggestion: Option<String>,
}

/// A reservation or an explanation of position.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordedExplanation {
    /// The member.
    #[schema(value_type = String, example = "AUS")]
    pub by: StateCode,
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-21T09:00:00Z")]
    pub at: Timestamp,
    /// Which of the two.
    #[schema(value_type = ExplanationKindName)]
    pub kind: ExplanationKind,
    /// Labels of the paragraphs that it is about; none for the whole text.
    #[schema(example = json!(["2"]))]
    pub paragraphs: Vec<String>,
    /// Its words.
    #[schema(example = "We understand paragraph 2 to be without prejudice to national law.")]
    pub text: String,
}

impl SilenceRecordResponse {
    /// The record, with local times in `zone`.
    #[must_use]
    pub fn of(reading: &Reading<'_>, record: Record, as_of: AsOf, zone: Option<&str>) -> Self {
        let (proposal, member) = (reading.proposal(), reading.rights.is_member());
        let silences = record.silences.into_iter().map(|one| RecordedSilence {
            by: one.silence.by,
            silence: SilenceResponse::of(proposal, &one.silence, member, zone),
            deferred: one
                .deferred
                .into_iter()
                .map(|deferred| RecordedDeferral {
                    comment: RecordedComment::of(deferred.comment),
                    reason: deferred.reason,
                })
                .collect(),
            late_noted: one.late_noted.into_iter().map(RecordedComment::of).collect(),
        });
        Self {
            silences: silences.collect(),
            objections: record.objections.into_iter().map(RecordedObjection::of).collect(),
            explanations: record.explanations.into_iter().map(RecordedExplanation::of).collect(),
            as_of,
        }
    }
}

impl RecordedComment {
    /// A comment as the viewer sees it.
    #[must_use]
    pub fn of(comment: CommentRef) -> Self {
        let (state, label) = match comment.speaker {
            Speaker::State(state) => (Some(state), None),
            Speaker::Label(label) => (None, Some(label.words())),
        };
        Self {
            id: comment.id.0,
            number: comment.number,
            state,
            label,
            paragraph: comment.paragraph,
        }
    }
}

impl RecordedObjection {
    fn of(objection: Objection) -> Self {
        Self {
            comment: RecordedComment::of(objection.comment),
            disposition: objection.disposition.disposition,
            response: objection.disposition.response,
            justification: objection.answer.justification,
            suggestion: objection.answer.suggestion,
        }
    }
}

impl RecordedExplanation {
    /// What a member put on record.
    #[must_use]
    pub fn of(entry: ExplanationEntry) -> Self {
        Self {
            by: entry.explanation.by,
            at: entry.explanation.at,
            kind: entry.explanation.kind,
            paragraphs: entry.paragraphs,
            text: entry.explanation.text,
        }
    }
}
