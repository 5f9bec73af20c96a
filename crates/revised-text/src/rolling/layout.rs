//! Alternatives in their places in a paragraph. Where they overlap, the most supported ones stand in the text, and the
//! others below it: none is lost.

use std::collections::BTreeMap;
use std::ops::Range;

use super::suggestion::Spot;
use super::{Alternative, Below, Piece, Stretch};

type Key = (usize, usize);

/// How many words tell where something is to be put in.
const WORDS_BEFORE: usize = 3;

/// The pieces of a text, and what found no room in it.
pub(super) fn lay_out<'m>(
    text: &str,
    merged: impl Iterator<Item = &'m (Spot, Alternative)>,
) -> (Vec<Piece>, Vec<Below>) {
    let mut stretches: BTreeMap<Key, Vec<Alternative>> = BTreeMap::new();
    for (spot, alternative) in merged {
        if let Spot::Stretch(range) = spot {
            let of_range = stretches.entry((range.start, range.end)).or_default();
            of_range.push(alternative.clone());
        }
    }
    let support = |alternatives: &[Alternative]| -> usize { alternatives.iter().map(|one| one.backing.count()).sum() };
    let mut by_support: Vec<Key> = stretches.keys().copied().collect();
    by_support.sort_by_key(|key| std::cmp::Reverse(stretches.get(key).map_or(0, |list| support(list))));
    let mut chosen: BTreeMap<Key, Vec<Alternative>> = BTreeMap::new();
    let mut below = Vec::new();
    for key in by_support {
        let alternatives = stretches.remove(&key).unwrap_or_default();
        if has_room(&chosen, key) {
            chosen.insert(key, alternatives);
        } else {
            let words = words_about(text, key);
            below.extend(alternatives.into_iter().map(|alternative| Below {
                quote: Some(words.clone()),
                needs_look: false,
                alternative,
            }));
        }
    }
    (pieces(text, chosen), below)
}

/// The words of a stretch; where something is to be put in, the last ones before it.
fn words_about(text: &str, (start, end): Key) -> String {
    if start < end {
        return text.get(start..end).unwrap_or_default().to_owned();
    }
    let before: Vec<&str> = text.get(..start).unwrap_or_default().split_whitespace().collect();
    let last = before
        .get(before.len().saturating_sub(WORDS_BEFORE)..)
        .unwrap_or_default();
    last.join(" ")
}

/// Whether a stretch overlaps with none of those chosen, which do not overlap with each other. What is put in has a
/// place at either end of a stretch, and none inside.
fn has_room(chosen: &BTreeMap<Key, Vec<Alternative>>, key: Key) -> bool {
    let before = chosen.range(..key).next_back();
    let after = chosen.range(key..).next();
    before.is_none_or(|((_, end), _)| *end <= key.0) && after.is_none_or(|((start, _), _)| key.1 <= *start)
}

fn pieces(text: &str, chosen: BTreeMap<Key, Vec<Alternative>>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut reached = 0;
    let words = |range: Range<usize>| text.get(range).filter(|words| !words.is_empty()).map(str::to_owned);
    for ((start, end), mut alternatives) in chosen {
        pieces.extend(words(reached..start).map(Piece::Text));
        alternatives.sort_by_key(|one| std::cmp::Reverse(one.backing.count()));
        pieces.push(Piece::Stretch(Stretch {
            words: words(start..end),
            alternatives,
        }));
        reached = end;
    }
    pieces.extend(words(reached..text.len()).map(Piece::Text));
    pieces
}
