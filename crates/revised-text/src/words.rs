//! The difference of texts, word by word.
//!
//! Words are those of Unicode's text segmentation (UAX #29): between spaces in Korean and Turkish as in English, never
//! inside a syllable. The time is bounded also where nothing is common: the library gives up looking for the shortest
//! difference then.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput, Interner};
use unicode_segmentation::UnicodeSegmentation;

/// What became of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentKind {
    /// In both texts.
    Equal,
    /// In the later text only.
    Inserted,
    /// In the earlier text only.
    Deleted,
}

/// Words of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What became of them.
    pub kind: SegmentKind,
    /// The words, with what stands between them.
    pub text: String,
}

/// A word, a space or a mark; or the border between two paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Unit<'a> {
    Word(&'a str),
    Border,
}

/// The difference from one row of paragraphs to another, told along the later ones: for each of them its segments.
/// Equal and inserted words make it up; deleted ones stand where they would have been.
#[must_use]
pub fn compare(old: &[&str], new: &[&str]) -> Vec<Vec<Segment>> {
    let (old, new) = (units(old), units(new));
    let mut interner = Interner::new(old.len() + new.len());
    let before = old.iter().map(|unit| interner.intern(*unit)).collect();
    let after = new.iter().map(|unit| interner.intern(*unit)).collect();
    let input = InternedInput {
        before,
        after,
        interner,
    };
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_no_heuristic(&input);
    let hunks = diff.hunks().map(|hunk| Change {
        old: places(&hunk.before),
        new: places(&hunk.after),
    });
    let mut told = Told(vec![Vec::new()]);
    let mut reached = 0;
    for change in joined(hunks, &old) {
        told.tell(SegmentKind::Equal, part(&new, reached..change.new.start));
        told.tell(SegmentKind::Deleted, part(&old, change.old));
        reached = change.new.end;
        told.tell(SegmentKind::Inserted, part(&new, change.new));
    }
    told.tell(SegmentKind::Equal, part(&new, reached..new.len()));
    told.0
}

fn units<'a>(texts: &[&'a str]) -> Vec<Unit<'a>> {
    let mut units = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            units.push(Unit::Border);
        }
        units.extend(text.split_word_bounds().map(Unit::Word));
    }
    units
}

/// Units of the earlier text and those of the later one in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

fn places(range: &Range<u32>) -> Range<usize> {
    let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    place(range.start)..place(range.end)
}

fn part<'u, 'a>(units: &'u [Unit<'a>], range: Range<usize>) -> &'u [Unit<'a>] {
    units.get(range).unwrap_or_default()
}

/// Makes one change of neighbours with nothing but space between them, so that words put in the place of others are
/// read in one piece.
fn joined(changes: impl Iterator<Item = Change>, old: &[Unit<'_>]) -> Vec<Change> {
    let mut joined: Vec<Change> = Vec::new();
    for change in changes {
        match joined.last_mut() {
            Some(last) if is_space(part(old, last.old.end..change.old.start)) && mixed(last, &change) => {
                last.old.end = change.old.end;
                last.new.end = change.new.end;
            }
            _ => joined.push(change),
        }
    }
    joined
}

fn is_space(units: &[Unit<'_>]) -> bool {
    units
        .iter()
        .all(|unit| matches!(unit, Unit::Word(word) if word.trim().is_empty()))
}

/// Whether both are more than insertions alone or deletions alone.
fn mixed(one: &Change, other: &Change) -> bool {
    let only_inserts = one.old.is_empty() && other.old.is_empty();
    let only_deletes = one.new.is_empty() && other.new.is_empty();
    !only_inserts && !only_deletes
}

/// The segments of each later paragraph so far.
struct Told(Vec<Vec<Segment>>);

impl Told {
    fn tell(&mut self, kind: SegmentKind, units: &[Unit<'_>]) {
        for unit in units {
            match (unit, self.0.last_mut()) {
                (Unit::Word(word), Some(segments)) => match segments.last_mut() {
                    Some(last) if last.kind == kind => last.text.push_str(word),
                    _ => segments.push(Segment {
                        kind,
                        text: (*word).to_owned(),
                    }),
                },
                (Unit::Border, _) if kind != SegmentKind::Deleted => self.0.push(Vec::new()),
                (Unit::Border, _) | (_, None) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
