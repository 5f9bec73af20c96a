//! The comments behind each change (R22).

use std::collections::{BTreeMap, BTreeSet};

use consultation::review::DispositionKind;
use consultation::visibility::SeenRow;
use consultation::{ParagraphId, Proposal};

use crate::difference::{Difference, DifferenceKind, direct_sources, sources_by_id, step_back};

/// A comment on what a paragraph comes from.
#[derive(Debug, Clone, Copy)]
pub struct Behind<'r, 'a> {
    /// The comment as the viewer sees it.
    pub row: &'r SeenRow<'a>,
    /// What became of it, as published.
    pub disposition: Option<DispositionKind>,
}

impl Behind<'_, '_> {
    /// Whether it was accepted, with or without modification: it moved the text.
    #[must_use]
    pub fn moved_it(&self) -> bool {
        matches!(
            self.disposition,
            Some(DispositionKind::Accepted | DispositionKind::AcceptedWithModification)
        )
    }
}

/// For each of the differences from revision `since` to revision `number` the comments, of those that the viewer sees,
/// on the paragraphs that it comes from, in any revision from `since` on: those that moved it first. Nothing is behind
/// what was kept.
#[must_use]
pub fn behind<'r, 'a>(
    proposal: &Proposal,
    rows: &'r [SeenRow<'a>],
    (since, number): (u32, u32),
    differences: &[Difference<'_>],
) -> Vec<Vec<Behind<'r, 'a>>> {
    let mut places = descent(proposal, since, number, differences);
    follow_deleted(proposal, since, number, differences, &mut places);
    let mut found: Vec<Vec<Behind<'r, 'a>>> = differences.iter().map(|_| Vec::new()).collect();
    for row in rows {
        let Some(paragraph) = row.comment.paragraph else {
            continue;
        };
        let one = Behind {
            row,
            disposition: row.disposition(),
        };
        for index in places.get(&(row.comment.revision, paragraph)).into_iter().flatten() {
            if let Some(of_difference) = found.get_mut(*index) {
                of_difference.push(one);
            }
        }
    }
    for of_difference in &mut found {
        of_difference.sort_by_key(|one| !one.moved_it());
    }
    found
}

/// For each paragraph of each revision on the way the differences that it went into.
type Places = BTreeMap<(u32, ParagraphId), BTreeSet<usize>>;

fn descent(proposal: &Proposal, since: u32, number: u32, differences: &[Difference<'_>]) -> Places {
    let mut places = Places::new();
    let Some(new) = proposal.find_revision(number) else {
        return places;
    };
    let index_of = |id| {
        differences
            .iter()
            .position(|one| one.new.is_some_and(|new| new.id == id))
    };
    let changed = |index: &usize| {
        let kind = differences.get(*index).map(|one| one.kind);
        kind.is_some_and(|kind| kind != DifferenceKind::Kept)
    };
    let indices: Vec<Option<usize>> = new
        .paragraphs
        .iter()
        .map(|one| index_of(one.id).filter(changed))
        .collect();
    let mut sources = direct_sources(new);
    for revision in (since..number).rev() {
        for (index, set) in indices.iter().zip(&sources) {
            for id in set {
                places.entry((revision, *id)).or_default().extend(*index);
            }
        }
        let from = proposal.find_revision(revision).map(sources_by_id).unwrap_or_default();
        step_back(&mut sources, &from);
    }
    places
}

/// What was deleted may have gone on for some revisions.
fn follow_deleted(proposal: &Proposal, since: u32, number: u32, differences: &[Difference<'_>], places: &mut Places) {
    for (index, one) in differences.iter().enumerate() {
        if one.new.is_some() {
            continue;
        }
        let mut present: BTreeSet<ParagraphId> = one.old.iter().map(|old| old.id).collect();
        for revision in since..number {
            if revision > since {
                let paragraphs = proposal.find_revision(revision).map(|one| &one.paragraphs);
                let comes = paragraphs.into_iter().flatten();
                let comes = comes.filter(|one| one.from.iter().any(|source| present.contains(source)));
                present = comes.map(|one| one.id).collect();
            }
            for id in &present {
                places.entry((revision, *id)).or_default().insert(index);
            }
        }
    }
}
