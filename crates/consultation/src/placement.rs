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

/// What has become of a paragraph in a later revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace<'a> {
    /// The paragraphs there that come from it, in reading order; none if it was deleted.
    pub paragraphs: Vec<&'a Paragraph>,
    /// In every revision on the way it was one paragraph, and nothing else was merged into it.
    pub alone: bool,
}

/// Follows a paragraph of revision `from` through every revision until `to`, with splits and merges.
#[must_use]
pub fn trace(proposal: &Proposal, paragraph: ParagraphId, from: u32, to: u32) -> Trace<'_> {
    let first = proposal
        .find_revision(from)
        .and_then(|revision| revision.paragraphs.iter().find(|one| one.id == paragraph));
    let mut traced = Trace {
        paragraphs: first.into_iter().collect(),
        alone: first.is_some(),
    };
    let mut present = BTreeSet::from([paragraph]);
    for number in from.saturating_add(1)..=to {
        let revision = proposal.find_revision(number);
        let comes = |one: &&Paragraph| one.from.iter().any(|source| present.contains(source));
        let all = revision.map_or(&[][..], |revision| &revision.paragraphs);
        traced.paragraphs = all.iter().filter(comes).collect();
        traced.alone &= matches!(traced.paragraphs.as_slice(), [only] if only.from.len() <= 1);
        present = traced.paragraphs.iter().map(|one| one.id).collect();
    }
    traced
}

/// The paragraphs of revision `to` that come from a paragraph of revision `from`, in reading order.
#[must_use]
pub fn continuations(proposal: &Proposal, paragraph: ParagraphId, from: u32, to: u32) -> Vec<&Paragraph> {
    trace(proposal, paragraph, from, to).paragraphs
}

/// Where a comment stands in revision `to`. `None` if there is no such revision, or the comment speaks of it or of a
/// later one. What was confirmed for that revision stands; what was confirmed for one before it goes on from there.
#[must_use]
pub fn place<'a>(
    proposal: &'a Proposal,
    comment: &Comment,
    review: Option<&'a CommentReview>,
    to: u32,
) -> Option<Placement<'a>> {
    let revision = proposal.find_revision(to).filter(|_| comment.revision < to)?;
    let mut confirmed = review.into_iter().flat_map(|review| review.placements.range(..=to));
    let (from, paragraph, quote) = match confirmed.next_back() {
        Some((number, confirmed)) if *number == to => return Some(as_confirmed(revision, confirmed)),
        Some((number, confirmed)) if *number > comment.revision => {
            (*number, Some(confirmed.paragraph), confirmed.quote.as_ref())
        }
        _ => (comment.revision, comment.paragraph.map(Some), comment.quote.as_ref()),
    };
    Some(match paragraph {
        // A general comment speaks of whatever the text is.
        None => Placement {
            status: PlacementStatus::Placed,
            ..Placement::orphaned()
        },
        // A member has looked, and it had no place any more.
        Some(None) => Placement::orphaned(),
        Some(Some(paragraph)) => {
            let traced = trace(proposal, paragraph, from, to);
            match quote {
                None => without_quote(&traced),
                Some(quote) => {
                    let placed = with_quote(revision, &traced, quote);
                    keep_words(placed, quote, comment)
                }
            }
        }
    })
}

/// Where the words looked for are those of a confirmation and not of the comment, they are what it speaks of here.
fn keep_words<'a>(mut placed: Placement<'a>, quote: &Quote, comment: &Comment) -> Placement<'a> {
    let own = comment.quote.as_ref() == Some(quote);
    let words = placed.quote.take().or_else(|| (!own).then(|| quote.clone()));
    placed.quote = words.filter(|_| placed.paragraph.is_some());
    placed
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

fn without_quote<'a>(traced: &Trace<'a>) -> Placement<'a> {
    match traced.paragraphs.as_slice() {
        [only] => Placement::at(found_as(traced), only),
        _ => Placement::orphaned(),
    }
}

/// How a comment stands whose words were found in one place.
fn found_as(traced: &Trace<'_>) -> PlacementStatus {
    if traced.alone {
        PlacementStatus::Placed
    } else {
        PlacementStatus::Moved
    }
}

fn with_quote<'a>(revision: &'a Revision, traced: &Trace<'a>, quote: &Quote) -> Placement<'a> {
    let holding = |paragraphs: &[&'a Paragraph]| -> Vec<(&'a Paragraph, Found)> {
        let found = |one: &&'a Paragraph| Some((*one, find_quote(&one.text, quote)?));
        paragraphs.iter().filter_map(found).collect()
    };
    match holding(&traced.paragraphs).as_slice() {
        [(only, Found::Found)] => return Placement::at(found_as(traced), only),
        [] => {}
        _ => return Placement::orphaned(),
    }
    if let Some((paragraph, words)) = likeness::find_alike(&traced.paragraphs, &quote.exact) {
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
