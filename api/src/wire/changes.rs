//! What became of each paragraph between two revisions (R4).

use std::collections::{BTreeMap, BTreeSet};

use consultation::{Paragraph, ParagraphId, Proposal, Revision};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::RevisionChangeName;

/// What became of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ParagraphChangeResponse {
    /// In a word.
    pub change: RevisionChangeName,
    /// The paragraphs of the earlier revision that it comes from; none if it is new.
    pub old: Vec<ParagraphText>,
    /// The paragraph; null if it was deleted.
    pub new: Option<ParagraphText>,
}

/// A paragraph in one of the two revisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ParagraphText {
    /// The same from revision to revision.
    pub id: Uuid,
    /// Its number or name in that revision.
    #[schema(example = "1")]
    pub label: String,
    /// Its text in that revision.
    #[schema(example = "Participating States shall name a national point of contact.")]
    pub text: String,
}

impl From<&Paragraph> for ParagraphText {
    fn from(paragraph: &Paragraph) -> Self {
        Self {
            id: paragraph.id.0,
            label: paragraph.label.clone(),
            text: paragraph.text.clone(),
        }
    }
}

/// For each paragraph of a revision the paragraphs of the earlier one that it comes from.
type Sources = Vec<BTreeSet<ParagraphId>>;

/// The changes from revision `since` (none: from nothing) to revision `number`: each paragraph of the later one in
/// reading order, and each deleted one behind what it followed.
#[must_use]
pub fn changes_between(proposal: &Proposal, since: Option<u32>, number: u32) -> Vec<ParagraphChangeResponse> {
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
    let change = |(paragraph, from): (&Paragraph, &BTreeSet<ParagraphId>)| {
        let from_places: BTreeSet<usize> = from.iter().filter_map(|id| places.get(id).copied()).collect();
        let from_old: Vec<&Paragraph> = from_places.into_iter().filter_map(|place| old.get(place)).collect();
        ParagraphChangeResponse {
            change: change_of(paragraph, &from_old, &parts),
            old: from_old.into_iter().map(ParagraphText::from).collect(),
            new: Some(paragraph.into()),
        }
    };
    let mut changes: Vec<ParagraphChangeResponse> = new.paragraphs.iter().zip(&sources).map(change).collect();
    for (index, gone) in old.iter().enumerate() {
        if !parts.contains_key(&gone.id) {
            let before = index.checked_sub(1).and_then(|before| old.get(before));
            let place = before.and_then(|before| changes.iter().rposition(|change| comes_from(change, before)));
            let deleted = ParagraphChangeResponse {
                change: RevisionChangeName::deleted,
                old: vec![gone.into()],
                new: None,
            };
            changes.insert(place.map_or(0, |place| place + 1), deleted);
        }
    }
    changes
}

fn comes_from(change: &ParagraphChangeResponse, old: &Paragraph) -> bool {
    change.old.iter().any(|known| known.id == old.id.0)
}

/// Follows `from` back through every revision between the two.
fn sources(proposal: &Proposal, since: u32, new: &Revision) -> Sources {
    let mut sources: Sources = if since == new.number {
        vec![BTreeSet::new(); new.paragraphs.len()]
    } else {
        new.paragraphs
            .iter()
            .map(|paragraph| paragraph.from.iter().copied().collect())
            .collect()
    };
    for between in (since..new.number).skip(1).rev() {
        let from: BTreeMap<ParagraphId, &[ParagraphId]> = proposal
            .find_revision(between)
            .map(|revision| {
                revision
                    .paragraphs
                    .iter()
                    .map(|one| (one.id, one.from.as_slice()))
                    .collect()
            })
            .unwrap_or_default();
        for set in &mut sources {
            *set = set
                .iter()
                .flat_map(|id| from.get(id).copied().unwrap_or_default())
                .copied()
                .collect();
        }
    }
    sources
}

/// The same words as for one revision: several sources are merged, one source of several is split.
fn change_of(paragraph: &Paragraph, old: &[&Paragraph], parts: &BTreeMap<ParagraphId, usize>) -> RevisionChangeName {
    match old {
        [] => RevisionChangeName::new,
        [source] if parts.get(&source.id).is_some_and(|parts| *parts > 1) => RevisionChangeName::split,
        [source] if source.text == paragraph.text => RevisionChangeName::kept,
        [_] => RevisionChangeName::changed,
        _ => RevisionChangeName::merged,
    }
}

#[cfg(test)]
mod tests;
