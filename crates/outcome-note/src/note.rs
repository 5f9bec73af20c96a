//! The outcome note: the adopted text, who took part, what changed because of whom, where the members had no common view,
//! and what was said to the adoption.

use std::collections::BTreeSet;

use consultation::proposal::ParagraphChange;
use consultation::review::DispositionKind;
use consultation::silence::{Adoption, Association, Silence};
use consultation::visibility::SeenRow;
use consultation::{ParagraphId, Revision};
use participation::{TookPart, took_part};

use crate::record::explanations;
use crate::{CommentRef, ExplanationEntry, Reading};

/// The outcome note of an adopted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeNote {
    /// The adoption.
    pub adoption: Adoption,
    /// The silence that prevailed.
    pub silence: Silence,
    /// The adopted text.
    pub text: Revision,
    /// Who took part.
    pub took_part: TookPart,
    /// What changed from revision to revision, and the comments behind it.
    pub changes: Vec<ChangedParagraph>,
    /// Where the members had no common view; it names nobody.
    pub no_common_view: NoCommonView,
    /// Reservations and explanations of position since the text was put under silence.
    pub explanations: Vec<ExplanationEntry>,
    /// Partners that associated themselves, each with the labels of the paragraphs that it left out.
    pub associations: Vec<(Association, Vec<String>)>,
}

/// A paragraph that a revision changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedParagraph {
    /// The revision that changed it.
    pub revision: u32,
    /// Its label there; of a deleted one, that in the revision before.
    pub label: String,
    /// What became of it; none if it was deleted.
    pub change: Option<ParagraphChange>,
    /// Comments on it that were accepted, also with modification.
    pub comments: Vec<CommentRef>,
}

/// Where the members had no common view, so that the text is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoCommonView {
    /// Labels of paragraphs, in reading order.
    pub paragraphs: Vec<String>,
    /// On comments on the text as a whole, too.
    pub general: bool,
}

/// The outcome note as the viewer may read it. `None` before the adoption.
#[must_use]
pub fn outcome_note(reading: &Reading<'_>) -> Option<OutcomeNote> {
    let proposal = reading.proposal();
    let adoption = proposal.procedure.adoption.clone()?;
    let mut silences = proposal.procedure.silences.iter();
    let silence = silences.find(|silence| silence.number == adoption.silence)?;
    let rows = reading.rows();
    let association = |one: &Association| {
        let except = one.except_paragraphs.iter();
        let labels = except.map(|id| reading.label(adoption.revision, *id)).collect();
        (one.clone(), labels)
    };
    Some(OutcomeNote {
        silence: silence.clone(),
        text: proposal.find_revision(adoption.revision)?.clone(),
        took_part: took_part(&reading.seen(), None),
        changes: changes(reading, &rows, adoption.revision),
        no_common_view: no_common_view(reading, &rows),
        explanations: explanations(reading, Some(silence)),
        associations: proposal.procedure.associations.iter().map(association).collect(),
        adoption,
    })
}

fn changes(reading: &Reading<'_>, rows: &[SeenRow<'_>], until: u32) -> Vec<ChangedParagraph> {
    let mut changes = Vec::new();
    for number in 1..=until {
        let Some(revision) = reading.proposal().find_revision(number) else {
            continue;
        };
        for paragraph in &revision.paragraphs {
            if paragraph.change == ParagraphChange::Kept {
                continue;
            }
            let mut about: Vec<ParagraphId> = paragraph.from.clone();
            about.push(paragraph.id);
            changes.push(ChangedParagraph {
                revision: number,
                label: paragraph.label.clone(),
                change: Some(paragraph.change),
                comments: accepted(reading, rows, &about, number),
            });
        }
        for id in &revision.deleted {
            changes.push(ChangedParagraph {
                revision: number,
                label: reading.label(number - 1, *id),
                change: None,
                comments: accepted(reading, rows, &[*id], number),
            });
        }
    }
    changes
}

/// The accepted comments on these paragraphs that were made on an earlier revision.
fn accepted(reading: &Reading<'_>, rows: &[SeenRow<'_>], about: &[ParagraphId], revision: u32) -> Vec<CommentRef> {
    let moved_it = rows.iter().filter(|row| {
        let on_it = row.comment.paragraph.is_some_and(|id| about.contains(&id));
        let accepted = matches!(
            disposition(row),
            Some(DispositionKind::Accepted | DispositionKind::AcceptedWithModification)
        );
        on_it && accepted && row.comment.revision < revision
    });
    moved_it.map(|row| reading.reference(row)).collect()
}

fn no_common_view(reading: &Reading<'_>, rows: &[SeenRow<'_>]) -> NoCommonView {
    let mut found = NoCommonView::default();
    let mut known: BTreeSet<ParagraphId> = BTreeSet::new();
    let differing = rows
        .iter()
        .filter(|row| disposition(row) == Some(DispositionKind::NoCommonView));
    for row in differing {
        match row.comment.paragraph {
            None => found.general = true,
            Some(id) if known.insert(id) => found.paragraphs.push(reading.label(row.comment.revision, id)),
            Some(_) => {}
        }
    }
    found
}

fn disposition(row: &SeenRow<'_>) -> Option<DispositionKind> {
    row.disposition()
}
