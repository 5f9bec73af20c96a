//! Which paragraphs are contended.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use consultation::ParagraphId;
use consultation::placement::place;
use consultation::visibility::SeenRow;

use super::dispute::differing;
use super::supported::{Rows, leading};
use super::{Contended, Reading};

/// The paragraphs of the newest revision that have comments: first where the members differ on more of them, then where
/// more alternatives compete, then where more was said; in reading order where all is equal.
pub(super) fn contended<'a>(reading: &Reading<'_, 'a>) -> Vec<Contended<'a>> {
    let mut counts: BTreeMap<ParagraphId, (usize, usize)> = BTreeMap::new();
    for row in reading.rows {
        if let Some(id) = stands_on(reading, row) {
            let (comments, disputed) = counts.entry(id).or_default();
            *comments += 1;
            *disputed += usize::from(!differing(reading, row).is_empty());
        }
    }
    let rows: Rows<'_, '_> = reading.rows.iter().map(|row| (row.id, row)).collect();
    let found = reading.text.paragraphs.iter().filter_map(|rolling| {
        let (comments, differing) = *counts.get(&rolling.paragraph.id)?;
        let (alternatives, leading) = leading(reading, &rows, rolling);
        Some(Contended {
            paragraph: rolling.paragraph,
            comments,
            differing,
            alternatives,
            leading,
        })
    });
    let mut found: Vec<Contended<'a>> = found.collect();
    found.sort_by_key(|one| Reverse((one.differing, one.alternatives, one.comments)));
    found
}

/// The paragraph of the newest revision that a comment stands on, if it does.
fn stands_on(reading: &Reading<'_, '_>, row: &SeenRow<'_>) -> Option<ParagraphId> {
    let number = reading.text.revision.number;
    if row.comment.revision == number {
        return row.comment.paragraph;
    }
    let review = reading.dossier.review.of(row.id);
    let placed = place(&reading.dossier.proposal, &row.comment, review, number)?;
    placed.paragraph.map(|paragraph| paragraph.id)
}
