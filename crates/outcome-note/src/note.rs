//! The outcome note: the adopted text, who took part, what changed because of whom, where the members had no common view,
//! and what was said to the adoption.

use std::collections::BTreeSet;

use consultation::alignment::stances::stances;
use consultation::placement::{Placement, PlacementStatus, place};
use consultation::proposal::ParagraphChange;
use consultation::register::Register;
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
    /// Comments that were accepted, also with modification, and stood in the revision before on what it comes from, or were
    /// carried to it (R22).
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

/// The outcome note as the viewer may read it. `None` before the adoption, by whose instant the register is asked.
#[must_use]
pub fn outcome_note<'a>(reading: &Reading<'a>, register: &'a Register) -> Option<OutcomeNote> {
    let proposal = reading.proposal();
    let adoption = proposal.procedure.adoption.clone()?;
    let mut silences = proposal.procedure.silences.iter();
    let silence = silences.find(|silence| silence.number == adoption.silence)?;
    let rows = reading.rows();
    let asked = reading.asked(register.at(adoption.adopted_at));
    let association = |one: &Association| {
        let except = one.except_paragraphs.iter();
        let labels = except.map(|id| reading.label(adoption.revision, *id)).collect();
        (one.clone(), labels)
    };
    Some(OutcomeNote {
        silence: silence.clone(),
        text: proposal.find_revision(adoption.revision)?.clone(),
        took_part: took_part(asked, &stances(asked)),
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
            changes.push(ChangedParagraph {
                revision: number,
                label: paragraph.label.clone(),
                change: Some(paragraph.change),
                comments: accepted(reading, rows, |row| {
                    let before = stood_on(reading, row, number - 1);
                    before.is_some_and(|id| paragraph.from.contains(&id))
                        || carried_to(reading, row, number) == Some(paragraph.id)
                }),
            });
        }
        for id in &revision.deleted {
            changes.push(ChangedParagraph {
                revision: number,
                label: reading.label(number - 1, *id),
                change: None,
                comments: accepted(reading, rows, |row| stood_on(reading, row, number - 1) == Some(*id)),
            });
        }
    }
    changes
}

/// The accepted comments that are behind a change.
fn accepted(reading: &Reading<'_>, rows: &[SeenRow<'_>], behind: impl Fn(&SeenRow<'_>) -> bool) -> Vec<CommentRef> {
    let moved_it = rows.iter().filter(|row| {
        let accepted = matches!(
            row.disposition(),
            Some(DispositionKind::Accepted | DispositionKind::AcceptedWithModification)
        );
        accepted && behind(row)
    });
    moved_it.map(|row| reading.reference(row)).collect()
}

/// The paragraph of a revision that a comment was made on, or was found on again (R22).
fn stood_on(reading: &Reading<'_>, row: &SeenRow<'_>, revision: u32) -> Option<ParagraphId> {
    if row.comment.revision == revision {
        return row.comment.paragraph;
    }
    Some(placement(reading, row, revision)?.paragraph?.id)
}

/// The paragraph that a comment on an earlier revision stands on in this one for certain: a member has looked where it was
/// in doubt.
fn carried_to(reading: &Reading<'_>, row: &SeenRow<'_>, revision: u32) -> Option<ParagraphId> {
    let placed = placement(reading, row, revision)?;
    let paragraph = placed.paragraph.filter(|_| placed.status == PlacementStatus::Placed);
    Some(paragraph?.id)
}

fn placement<'a>(reading: &Reading<'a>, row: &SeenRow<'_>, revision: u32) -> Option<Placement<'a>> {
    let review = reading.dossier.review.of(row.id);
    place(reading.proposal(), &row.comment, review, revision)
}

fn no_common_view(reading: &Reading<'_>, rows: &[SeenRow<'_>]) -> NoCommonView {
    let mut found = NoCommonView::default();
    let mut known: BTreeSet<ParagraphId> = BTreeSet::new();
    let differing = rows
        .iter()
        .filter(|row| row.disposition() == Some(DispositionKind::NoCommonView));
    for row in differing {
        match row.comment.paragraph {
            None => found.general = true,
            Some(id) if known.insert(id) => found.paragraphs.push(reading.label(row.comment.revision, id)),
            Some(_) => {}
        }
    }
    found
}
