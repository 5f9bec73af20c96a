//! What each comment puts forward, and where it belongs in a revision.

use std::borrow::Cow;
use std::ops::Range;

use consultation::placement::{PlacementStatus, place};
use consultation::review::{Disposition, DispositionKind, Standing, convergence};
use consultation::submission::{ProposedWording, WordingAction};
use consultation::text::{Quote, locate_quote, normalise};
use consultation::visibility::SeenRow;
use consultation::{CommentId, Paragraph, ParagraphId, Revision};

use super::backing::{Backing, Supporters};
use super::{Alternative, Reading};

/// Where something belongs in a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// These bytes of its text; what is put in has none, and stands behind the quoted words.
    Stretch(Range<usize>),
    /// The whole paragraph.
    Whole,
    /// Somewhere where these words stood before: a member has to look.
    Moved(Option<String>),
}

impl Spot {
    pub(super) fn quote(&self) -> Option<String> {
        match self {
            Self::Moved(quote) => quote.clone(),
            Self::Stretch(_) | Self::Whole => None,
        }
    }
}

/// What something was put forward for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The paragraph at this place of the revision.
    Paragraph(usize),
    /// The text as a whole.
    Whole,
    /// Nothing that is still there.
    Nowhere,
}

/// What a comment puts forward.
#[derive(Debug, Clone)]
pub(super) struct Suggestion<'r> {
    pub(super) id: CommentId,
    pub(super) number: String,
    pub(super) wording: Option<Cow<'r, ProposedWording>>,
    /// What the members made of it, if they accepted it.
    pub(super) accepted: Option<&'r Disposition>,
    pub(super) backing: Backing,
    pub(super) target: Target,
    pub(super) spot: Spot,
}

/// What was put forward on a revision, or on an earlier one and is still open, in the order of the rows.
pub(super) fn suggestions<'r>(
    reading: &Reading<'r, '_>,
    revision: &Revision,
    supporters: &Supporters<'_>,
) -> Vec<Suggestion<'r>> {
    let suggestion = |row: &'r SeenRow<'_>| {
        let accepted = accepted(reading, row);
        let wording = row.comment.proposed_wording.as_ref();
        if wording.is_none() && accepted.is_none() {
            return None;
        }
        let (target, spot) = spot_of(reading, revision, row)?;
        Some(Suggestion {
            id: row.id,
            number: row.number.clone(),
            wording: wording.map(Cow::Borrowed),
            accepted,
            backing: supporters.backing(row),
            target,
            spot,
        })
    };
    // Of the past, words that no longer stand are withheld, and with them where they belonged (R15b).
    let standing = reading.rows.iter().filter(|row| !row.superseded);
    standing.filter_map(suggestion).collect()
}

/// The disposition that accepts a comment: the published one, or for members the one that they agreed on.
fn accepted<'r>(reading: &Reading<'r, '_>, row: &'r SeenRow<'_>) -> Option<&'r Disposition> {
    let published = row.published.map(|published| &published.disposition);
    let agreed = || {
        let review = row.review?;
        let standing = convergence(Some(review), reading.members?).standing;
        let proposed = review.proposed.as_ref().map(|proposed| &proposed.disposition);
        proposed.filter(|_| standing == Standing::Agreed)
    };
    // Of a comment whose disposition was proposed again since, members read what they agreed on then.
    agreed().or(published).filter(|disposition| {
        matches!(
            disposition.disposition,
            DispositionKind::Accepted | DispositionKind::AcceptedWithModification
        )
    })
}

/// Where a comment belongs in a revision. `None` if it speaks of a later one, or of an earlier one and is settled.
fn spot_of(reading: &Reading<'_, '_>, revision: &Revision, row: &SeenRow<'_>) -> Option<(Target, Spot)> {
    let comment = row.comment.as_ref();
    let action = comment.proposed_wording.as_ref().map(|wording| wording.action);
    let index_of = |id: ParagraphId| revision.paragraphs.iter().position(|one| one.id == id);
    if comment.revision == revision.number {
        let Some(index) = comment.paragraph.and_then(index_of) else {
            return Some((Target::Whole, Spot::Whole));
        };
        let paragraph = revision.paragraphs.get(index)?;
        return Some((
            Target::Paragraph(index),
            spot_in(paragraph, comment.quote.as_ref(), action),
        ));
    }
    let open = comment.revision < revision.number && row.published.is_none();
    let review = reading.dossier.review.of(row.id);
    let placed = place(&reading.dossier.proposal, comment, review, revision.number).filter(|_| open)?;
    let words = placed.quote.as_ref().or(comment.quote.as_ref());
    let moved = || Spot::Moved(words.map(|quote| quote.exact.clone()));
    Some(
        match (placed.status, placed.paragraph.and_then(|one| index_of(one.id))) {
            (PlacementStatus::Placed, Some(index)) => {
                let stands_for_itself = placed.confirmed.is_some();
                let quote = if stands_for_itself {
                    placed.quote.as_ref()
                } else {
                    words
                };
                let paragraph = revision.paragraphs.get(index)?;
                (Target::Paragraph(index), spot_in(paragraph, quote, action))
            }
            (PlacementStatus::Placed, None) => (Target::Whole, Spot::Whole),
            (PlacementStatus::Moved, Some(index)) => (Target::Paragraph(index), moved()),
            (PlacementStatus::Moved | PlacementStatus::Orphaned, _) => (Target::Nowhere, moved()),
        },
    )
}

fn spot_in(paragraph: &Paragraph, quote: Option<&Quote>, action: Option<WordingAction>) -> Spot {
    let Some(quote) = quote else { return Spot::Whole };
    match locate_quote(&paragraph.text, quote) {
        Some(found) if action == Some(WordingAction::Add) => Spot::Stretch(found.range.end..found.range.end),
        Some(found) => Spot::Stretch(found.range),
        None => Spot::Moved(Some(quote.exact.clone())),
    }
}

/// Makes one alternative of all that say the same in the same place, in the order in which they come.
pub(super) fn merged<K: PartialEq>(
    suggestions: &[Suggestion<'_>],
    place_of: impl Fn(&Suggestion<'_>) -> K,
) -> Vec<(K, Alternative)> {
    let mut merged: Vec<(K, String, Alternative)> = Vec::new();
    for one in suggestions {
        let Some(wording) = &one.wording else { continue };
        let (place, words) = (place_of(one), said(wording));
        let known = merged.iter_mut().find(|(known, said, alternative)| {
            *known == place && *said == words && alternative.action == wording.action
        });
        let as_it_is = one
            .accepted
            .is_some_and(|accepted| accepted.disposition == DispositionKind::Accepted);
        let comment = (one.id, one.number.clone());
        match known {
            Some((_, _, alternative)) => {
                alternative.backing.join(one.backing.clone());
                alternative.comments.push(comment);
                alternative.accepted |= as_it_is;
            }
            None => merged.push((
                place,
                words,
                Alternative {
                    action: wording.action,
                    text: wording.text.as_ref().map(|text| text.trim().to_owned()),
                    backing: one.backing.clone(),
                    comments: vec![comment],
                    accepted: as_it_is,
                },
            )),
        }
    }
    merged
        .into_iter()
        .map(|(place, _, alternative)| (place, alternative))
        .collect()
}

/// The words as they are compared: what word processors change makes no other alternative.
fn said(wording: &ProposedWording) -> String {
    normalise(wording.text.as_deref().unwrap_or_default()).trim().to_owned()
}
