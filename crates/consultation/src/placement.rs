//! Where a comment on an earlier revision stands in a later one (R22): placed, moved or orphaned. Never dropped, never
//! guessed: words that are found twice are found nowhere until a member has looked.

mod likeness;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::review::{CommentReview, ConfirmedPlace};
use crate::text::{Placement as Found, Quote, find_quote, normalise};
use crate::{Comment, Paragraph, ParagraphId, Proposal, Revision};

/// Shortest quotation, in characters, that is looked for in paragraphs which do not come from the quoted one.
const LONG_ENOUGH_TO_WANDER: usize = 24;

/// How a comment stands in a later revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlacementStatus {
    /// Its paragraph goes on, and what it quotes is still there.
    Placed,
    /// It was found in one place only, but something about it changed: a member looks and confirms.
    Moved,
    /// Its paragraph or its words are gone, or stand in several places.
    Orphaned,
}

/// Where a comment stands in a later revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement<'a> {
    /// How.
    pub status: PlacementStatus,
    /// The paragraph there; none for a general comment and for an orphan.
    pub paragraph: Option<&'a Paragraph>,
    /// The words that it speaks of there, where they are not the quoted ones.
    pub quote: Option<Quote>,
    /// A member's confirmation.
    pub confirmed: Option<&'a ConfirmedPlace>,
}

impl<'a> Placement<'a> {
    fn at(status: PlacementStatus, paragraph: &'a Paragraph) -> Self {
        Self {
            status,
            paragraph: Some(paragraph),
            quote: None,
            confirmed: None,
        }
    }

    fn orphaned() -> Self {
        Self {
            status: PlacementStatus::Orphaned,
            paragraph: None,
            quote: None,
            confirmed: None,
        }
    }
}

/// The paragraphs of revision `to` that come from a paragraph of revision `from`, in reading order.
#[must_use]
pub fn continuations(proposal: &Proposal, paragraph: ParagraphId, from: u32, to: u32) -> Vec<&Paragraph> {
    let mut present = BTreeSet::from([paragraph]);
    let mut last: Vec<&Paragraph> = proposal
        .find_revision(from)
        .and_then(|revision| revision.paragraphs.iter().find(|one| one.id == paragraph))
        .into_iter()
        .collect();
    for number in from.saturating_add(1)..=to {
        let Some(revision) = proposal.find_revision(number) else {
            return Vec::new();
        };
        let comes = |one: &&Paragraph| one.from.iter().any(|source| present.contains(source));
        last = revision.paragraphs.iter().filter(comes).collect();
        present = last.iter().map(|one| one.id).collect();
    }
    last
}

/// Where a comment stands in revision `to`. `None` if there is no such revision, or the comment speaks of it or of a
/// later one.
#[must_use]
pub fn place<'a>(
    proposal: &'a Proposal,
    comment: &Comment,
    review: Option<&'a CommentReview>,
    to: u32,
) -> Option<Placement<'a>> {
    let revision = proposal.find_revision(to).filter(|_| comment.revision < to)?;
    if let Some(confirmed) = review.and_then(|review| review.placements.get(&to)) {
        return Some(as_confirmed(revision, confirmed));
    }
    let Some(paragraph) = comment.paragraph else {
        return Some(Placement {
            status: PlacementStatus::Placed,
            ..Placement::orphaned()
        });
    };
    let targets = continuations(proposal, paragraph, comment.revision, to);
    Some(match &comment.quote {
        None => without_quote(&targets),
        Some(quote) => with_quote(revision, &targets, quote),
    })
}

fn as_confirmed<'a>(revision: &'a Revision, confirmed: &'a ConfirmedPlace) -> Placement<'a> {
    let paragraph = confirmed
        .paragraph
        .and_then(|id| revision.paragraphs.iter().find(|one| one.id == id));
    Placement {
        status: if paragraph.is_some() {
            PlacementStatus::Placed
        } else {
            PlacementStatus::Orphaned
        },
        paragraph,
        quote: confirmed.quote.clone(),
        confirmed: Some(confirmed),
    }
}

/// Whether a paragraph is all of the one that it comes from, and of that one alone.
fn goes_on_alone(targets: &[&Paragraph]) -> bool {
    matches!(targets, [only] if only.from.len() <= 1)
}

fn without_quote<'a>(targets: &[&'a Paragraph]) -> Placement<'a> {
    match targets {
        [only] if goes_on_alone(targets) => Placement::at(PlacementStatus::Placed, only),
        [only] => Placement::at(PlacementStatus::Moved, only),
        _ => Placement::orphaned(),
    }
}

fn with_quote<'a>(revision: &'a Revision, targets: &[&'a Paragraph], quote: &Quote) -> Placement<'a> {
    let holding = |paragraphs: &[&'a Paragraph]| -> Vec<(&'a Paragraph, Found)> {
        let found = |one: &&'a Paragraph| Some((*one, find_quote(&one.text, quote)?));
        paragraphs.iter().filter_map(found).collect()
    };
    match holding(targets).as_slice() {
        [(only, Found::Found)] if goes_on_alone(targets) => return Placement::at(PlacementStatus::Placed, only),
        [(only, Found::Found)] => return Placement::at(PlacementStatus::Moved, only),
        [] => {}
        _ => return Placement::orphaned(),
    }
    if let Some((paragraph, words)) = likeness::find_alike(targets, &quote.exact) {
        return Placement {
            quote: Some(Quote {
                exact: words,
                prefix: String::new(),
                suffix: String::new(),
            }),
            ..Placement::at(PlacementStatus::Moved, paragraph)
        };
    }
    if normalise(&quote.exact).chars().count() >= LONG_ENOUGH_TO_WANDER {
        let everywhere: Vec<&Paragraph> = revision.paragraphs.iter().collect();
        if let [(only, Found::Found)] = holding(&everywhere).as_slice() {
            return Placement::at(PlacementStatus::Moved, only);
        }
    }
    Placement::orphaned()
}
