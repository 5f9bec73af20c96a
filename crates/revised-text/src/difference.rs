//! What became of each paragraph between two revisions (R4), and of its words.

use std::collections::{BTreeMap, BTreeSet};

use consultation::{Paragraph, ParagraphId, Proposal, Revision};

use crate::words::{Segment, SegmentKind, compare};

/// What became of a paragraph between two revisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Same text.
    Kept,
    /// Other text.
    Changed,
    /// Comes from no paragraph of the earlier revision.
    New,
    /// One of several made from one.
    Split,
    /// Made from several.
    Merged,
    /// No paragraph of the later revision comes from it.
    Deleted,
}

/// What became of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<'a> {
    /// In a word.
    pub kind: DifferenceKind,
    /// The paragraphs of the earlier revision that it comes from, in reading order; none if it is new.
    pub old: Vec<&'a Paragraph>,
    /// The paragraph; none if it was deleted.
    pub new: Option<&'a Paragraph>,
    /// Its words. Where a paragraph was split or merged, all that belongs together is compared as one text.
    pub segments: Vec<Segment>,
}

/// For each paragraph of a revision the paragraphs of the earlier one that it comes from.
type Sources = Vec<BTreeSet<ParagraphId>>;

/// The differences from revision `since` (none: from nothing) to revision `number`: each paragraph of the later one in
/// reading order, and each deleted one behind what it followed.
#[must_use]
pub fn differences(proposal: &Proposal, since: Option<u32>, number: u32) -> Vec<Difference<'_>> {
    let Some(new) = proposal.find_revision(number) else {
        return Vec::new();
    };
    let old: &[Paragraph] = since
        .and_then(|since| proposal.find_revision(since))
        .map_or(&[], |revision| &revision.paragraphs);
    let sources = sources(proposal, since.unwrap_or(number), new);
    let places: BTreeMap<ParagraphId, usize> = old.iter().enumerate().map(|(place, old)| (old.id, place)).collect();
    let mut parts: BTreeMap<ParagraphId, usize> = BTreeMap::new();
    for id in sources.iter().flatten() {
        *parts.entry(*id).or_default() += 1;
    }
    let difference = |(paragraph, from)| {
        let from: &BTreeSet<ParagraphId> = from;
        let from_places: BTreeSet<usize> = from.iter().filter_map(|id| places.get(id).copied()).collect();
        let from_old: Vec<&Paragraph> = from_places.into_iter().filter_map(|place| old.get(place)).collect();
        of_new(paragraph, from_old, &parts)
    };
    let mut differences: Vec<Difference<'_>> = new.paragraphs.iter().zip(&sources).map(difference).collect();
    tell_words(&mut differences);
    for (index, gone) in old.iter().enumerate() {
        if !parts.contains_key(&gone.id) {
            let before = index.checked_sub(1).and_then(|before| old.get(before));
            let place = before.and_then(|before| differences.iter().rposition(|one| comes_from(one, before)));
            differences.insert(place.map_or(0, |place| place + 1), deleted(gone));
        }
    }
    differences
}

fn of_new<'a>(
    paragraph: &'a Paragraph,
    old: Vec<&'a Paragraph>,
    parts: &BTreeMap<ParagraphId, usize>,
) -> Difference<'a> {
    Difference {
        kind: kind_of(paragraph, &old, parts),
        old,
        new: Some(paragraph),
        segments: Vec::new(),
    }
}

fn deleted(gone: &Paragraph) -> Difference<'_> {
    Difference {
        kind: DifferenceKind::Deleted,
        old: vec![gone],
        new: None,
        segments: vec![Segment {
            kind: SegmentKind::Deleted,
            text: gone.text.clone(),
        }],
    }
}

fn comes_from(difference: &Difference<'_>, old: &Paragraph) -> bool {
    difference.old.iter().any(|known| known.id == old.id)
}

/// The same words as for one revision: several sources are merged, one source of several is split.
fn kind_of(paragraph: &Paragraph, old: &[&Paragraph], parts: &BTreeMap<ParagraphId, usize>) -> DifferenceKind {
    match old {
        [] => DifferenceKind::New,
        [source] if parts.get(&source.id).is_some_and(|parts| *parts > 1) => DifferenceKind::Split,
        [source] if source.text == paragraph.text => DifferenceKind::Kept,
        [_] => DifferenceKind::Changed,
        _ => DifferenceKind::Merged,
    }
}

/// Follows `from` back through every revision between the two.
fn sources(proposal: &Proposal, since: u32, new: &Revision) -> Sources {
    let mut sources = if since == new.number {
        vec![BTreeSet::new(); new.paragraphs.len()]
    } else {
        direct_sources(new)
    };
    for between in (since..new.number).skip(1).rev() {
        let from = proposal.find_revision(between).map(sources_by_id).unwrap_or_default();
        step_back(&mut sources, &from);
    }
    sources
}

/// Where each paragraph comes from in the revision before.
pub(crate) fn direct_sources(revision: &Revision) -> Vec<BTreeSet<ParagraphId>> {
    let paragraphs = revision.paragraphs.iter();
    paragraphs.map(|one| one.from.iter().copied().collect()).collect()
}

/// The same, by the paragraph's id.
pub(crate) fn sources_by_id(revision: &Revision) -> BTreeMap<ParagraphId, &[ParagraphId]> {
    let paragraphs = revision.paragraphs.iter();
    paragraphs.map(|one| (one.id, one.from.as_slice())).collect()
}

/// Replaces paragraphs by those of the revision before that they come from.
pub(crate) fn step_back(sources: &mut [BTreeSet<ParagraphId>], from: &BTreeMap<ParagraphId, &[ParagraphId]>) {
    for set in sources {
        let before = set.iter().flat_map(|id| from.get(id).copied().unwrap_or_default());
        *set = before.copied().collect();
    }
}

/// Compares the words of all paragraphs that belong together: those with a source in common, and their sources.
fn tell_words(differences: &mut [Difference<'_>]) {
    for family in families(differences) {
        let members = family.iter().filter_map(|index| differences.get(*index));
        let mut known = BTreeSet::new();
        let sources = members.clone().flat_map(|one| &one.old);
        let old: Vec<&str> = sources
            .filter(|source| known.insert(source.id))
            .map(|source| source.text.as_str())
            .collect();
        let new: Vec<&str> = members.filter_map(|one| Some(one.new?.text.as_str())).collect();
        let parts = compare(&old, &new);
        for (index, segments) in family.into_iter().zip(parts) {
            if let Some(one) = differences.get_mut(index) {
                one.segments = segments;
            }
        }
    }
}

/// Places of what belongs together, each place once, in reading order.
fn families(differences: &[Difference<'_>]) -> Vec<BTreeSet<usize>> {
    let mut by_source: BTreeMap<ParagraphId, Vec<usize>> = BTreeMap::new();
    for (index, one) in differences.iter().enumerate() {
        for source in &one.old {
            by_source.entry(source.id).or_default().push(index);
        }
    }
    let mut seen = BTreeSet::new();
    let mut families = Vec::new();
    for first in 0..differences.len() {
        if !seen.insert(first) {
            continue;
        }
        let mut family = BTreeSet::from([first]);
        let mut to_look_at = vec![first];
        while let Some(one) = to_look_at.pop().and_then(|index| differences.get(index)) {
            for source in &one.old {
                // Looked at once: whoever shares it is in the family then.
                for other in by_source.remove(&source.id).unwrap_or_default() {
                    if seen.insert(other) {
                        family.insert(other);
                        to_look_at.push(other);
                    }
                }
            }
        }
        families.push(family);
    }
    families
}

#[cfg(test)]
mod tests;
