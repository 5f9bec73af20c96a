//! Which paragraphs are contended, and what has the most states behind it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use consultation::placement::place;
use consultation::visibility::SeenRow;
use consultation::{Paragraph, ParagraphId};
use revised_text::{Alternative, Piece, RollingParagraph, RollingText};

use super::dispute::dispute;
use super::{Contended, MostSupported, Reading};

/// The paragraphs of the newest revision that have comments: first where the members differ on more of them, then where
/// more alternatives compete, then where more was said; in reading order where all is equal.
pub(super) fn contended<'a>(reading: &Reading<'_, 'a>) -> Vec<Contended<'a>> {
    let mut counts: BTreeMap<ParagraphId, (usize, usize)> = BTreeMap::new();
    for row in reading.rows {
        if let Some(id) = stands_on(reading, row) {
            let (comments, differing) = counts.entry(id).or_default();
            *comments += 1;
            *differing += usize::from(dispute(reading, row).is_some());
        }
    }
    let found = reading.text.paragraphs.iter().filter_map(|rolling| {
        let (comments, differing) = *counts.get(&rolling.paragraph.id)?;
        Some(Contended {
            paragraph: rolling.paragraph,
            comments,
            differing,
            alternatives: alternatives(rolling).len(),
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

/// The alternatives for a paragraph with the words that each is about: those in the text first.
fn alternatives<'r>(rolling: &'r RollingParagraph<'_>) -> Vec<(Option<&'r str>, &'r Alternative)> {
    let in_text = rolling.pieces.iter().flat_map(|piece| match piece {
        Piece::Text(_) => Vec::new(),
        Piece::Stretch(stretch) => {
            let about = stretch.words.as_deref();
            stretch.alternatives.iter().map(|one| (about, one)).collect()
        }
    });
    let below = rolling
        .below
        .iter()
        .map(|below| (below.quote.as_deref(), &below.alternative));
    in_text.chain(below).collect()
}

/// The alternative for a paragraph with the most states behind it; of several with as many, the first.
pub(super) fn most_supported<'a>(text: &RollingText<'a>, paragraph: &'a Paragraph) -> Option<MostSupported<'a>> {
    let rolling = text.paragraphs.iter().find(|one| one.paragraph.id == paragraph.id)?;
    let all = alternatives(rolling);
    let most = all.iter().map(|(_, one)| one.backing.count()).max()?;
    let mut first = all.iter().filter(|(_, one)| one.backing.count() == most);
    let (words, alternative) = first.next()?;
    Some(MostSupported {
        paragraph,
        words: words.map(str::to_owned),
        alternative: (*alternative).clone(),
        count: most,
        ties: first.count(),
    })
}
