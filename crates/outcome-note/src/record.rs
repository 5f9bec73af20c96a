//! The record of silence: each silence with what it left open, who broke it as far as the viewer may know, and how it
//! ended; objections of states beside dispositions; reservations and explanations.

use consultation::review::{Answer, Disposition};
use consultation::silence::{Explanation, Silence};
use consultation::visibility::SeenRow;

use crate::{CommentRef, Reading};

/// The record of silence of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Every silence, in order.
    pub silences: Vec<SilenceRecord>,
    /// Objections of states to the dispositions of their comments (R21).
    pub objections: Vec<Objection>,
    /// Reservations and explanations of position, in the order in which they came.
    pub explanations: Vec<ExplanationEntry>,
}

/// A silence in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilenceRecord {
    /// The silence.
    pub silence: Silence,
    /// Comments that it left open.
    pub deferred: Vec<DeferredComment>,
    /// Late comments without a disposition.
    pub late_noted: Vec<CommentRef>,
}

/// A comment that was left open, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeferredComment {
    /// The comment.
    pub comment: CommentRef,
    /// Why.
    pub reason: String,
}

/// An objection of a state to the disposition of its comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The comment.
    pub comment: CommentRef,
    /// What became of it.
    pub disposition: Disposition,
    /// What the state says to that.
    pub answer: Answer,
}

/// A reservation or an explanation, with the labels of its paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplanationEntry {
    /// What was said, by whom and when.
    pub explanation: Explanation,
    /// Labels of its paragraphs in the revision that it speaks of; none for the whole text.
    pub paragraphs: Vec<String>,
}

/// The record as the viewer may read it.
#[must_use]
pub fn record(reading: &Reading<'_>) -> Record {
    let rows = reading.rows();
    let procedure = &reading.proposal().procedure;
    let silences = procedure.silences.iter();
    Record {
        silences: silences.map(|silence| of_silence(reading, &rows, silence)).collect(),
        objections: rows.iter().filter_map(|row| objection(reading, row)).collect(),
        explanations: explanations(reading, None),
    }
}

fn of_silence(reading: &Reading<'_>, rows: &[SeenRow<'_>], silence: &Silence) -> SilenceRecord {
    let deferred = rows.iter().filter_map(|row| {
        let deferred = silence.deferred.iter().find(|one| one.comment == row.id)?;
        Some(DeferredComment {
            comment: reading.reference(row),
            reason: deferred.reason.clone(),
        })
    });
    // Under a label nothing tells that a comment came late (R15c).
    let late = rows
        .iter()
        .filter(|row| row.is_named() && silence.late_noted.contains(&row.id));
    SilenceRecord {
        silence: silence.clone(),
        deferred: deferred.collect(),
        late_noted: late.map(|row| reading.reference(row)).collect(),
    }
}

fn objection(reading: &Reading<'_>, row: &SeenRow<'_>) -> Option<Objection> {
    let published = row.published?;
    let answer = row.answer().filter(|answer| !answer.satisfied)?;
    Some(Objection {
        comment: reading.reference(row),
        disposition: published.disposition.clone(),
        answer: answer.clone(),
    })
}

/// What members put on record, all of it or only since a silence was opened.
pub(crate) fn explanations(reading: &Reading<'_>, since: Option<&Silence>) -> Vec<ExplanationEntry> {
    let proposal = reading.proposal();
    let said = proposal.procedure.explanations.iter();
    let said = said.filter(|one| since.is_none_or(|silence| one.at >= silence.opened_at));
    let entry = |explanation: &Explanation| {
        // The text under silence when it was said: the last one put there before.
        let mut silences = proposal.procedure.silences.iter().rev();
        let about = silences.find(|silence| silence.opened_at <= explanation.at);
        let revision = about.map_or(0, |silence| silence.revision);
        let paragraphs = explanation.paragraphs.iter();
        ExplanationEntry {
            explanation: explanation.clone(),
            paragraphs: paragraphs.map(|id| reading.label(revision, *id)).collect(),
        }
    };
    said.map(entry).collect()
}
