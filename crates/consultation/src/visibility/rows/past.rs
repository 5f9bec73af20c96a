//! The same about the past, with the rights of now (R15b): neither the past opens what was closed since, nor the
//! present what was closed then. The list of comments answers by the same steps in SQL (`proposal-input`, `as_of`).

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::Timestamp;

use super::super::seen::{has, without_words};
use super::super::{InputFacts, attribution_rank, audience_rank};
use super::{Found, Rights, SeenRow, Sight, in_order, seen_rows};
use crate::{Comment, CommentId, Consultation, Dossier, Submission};

/// What a dossier of the past is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    /// The dossier as it stands.
    pub present: &'a Dossier,
    /// The instant of the point asked for.
    pub instant: Timestamp,
}

/// [`seen_rows`] of a dossier as it stood at an earlier point; without `past` the dossier is that of now.
///
/// What no longer stands as it did is there without its words, which are for the own state only. A comment under a
/// label is there only if it is the same at every position after close: else the past would tell when it was said, and
/// with whose other input (R15c).
#[must_use]
pub fn seen_rows_at<'a>(rights: &Rights, shown: &'a Dossier, past: Option<Past<'_>>) -> Vec<SeenRow<'a>> {
    let Some(past) = past else {
        return seen_rows(rights, shown);
    };
    let standing = shown.submissions.values().filter(|one| one.withdrawn_at.is_none());
    let rows = standing.filter_map(|submission| rows_of(rights, shown, past, submission));
    in_order(shown, rows.flatten().collect())
}

fn rows_of<'a>(
    rights: &Rights,
    shown: &'a Dossier,
    past: Past<'_>,
    submission: &'a Submission,
) -> Option<Vec<SeenRow<'a>>> {
    let number = submission.consultation;
    let look = Look {
        past,
        consultation: past.present.proposal.find_consultation(number)?,
        now: past.present.submissions.get(&submission.id)?,
        found: Found {
            rights,
            dossier: shown,
            consultation: shown.proposal.find_consultation(number)?,
            submission,
        },
    };
    let last = last_words(look.now);
    let comments = submission.current()?.content.comments.iter();
    Some(comments.filter_map(|comment| look.row(comment, &last)).collect())
}

/// Each comment as it is now, or as it last was.
fn last_words(now: &Submission) -> HashMap<CommentId, &Comment> {
    let live = now.current().into_iter().flat_map(|version| &version.content.comments);
    let gone = now.withdrawn_comments.iter().map(|(comment, _)| comment);
    live.chain(gone).map(|comment| (comment.id, comment)).collect()
}

/// A look at one submission.
struct Look<'r, 'a> {
    past: Past<'r>,
    /// The consultation as it stands.
    consultation: &'r Consultation,
    /// The submission as it stands.
    now: &'r Submission,
    found: Found<'r, 'a>,
}

impl<'a> Look<'_, 'a> {
    fn row(&self, comment: &'a Comment, last: &HashMap<CommentId, &Comment>) -> Option<SeenRow<'a>> {
        let own = self.found.rights.is_own(self.now.state);
        let superseded_at = self.now.stood_until(comment.since_version, |later| has(later, comment));
        let last = last.get(&comment.id).copied().unwrap_or(comment);
        let closed = closed_to_both(comment, last);
        let sight = self.sight(&closed, last, superseded_at);
        if sight == Sight::Labelled && self.may_date(comment, superseded_at) {
            return None;
        }
        let withheld = superseded_at.is_some() && !own;
        let shown = if withheld {
            Cow::Owned(without_words(&closed))
        } else {
            closed
        };
        Some(SeenRow {
            superseded: withheld,
            past: true,
            ..self.found.row(sight, shown)?
        })
    }

    /// What was withdrawn or replaced before the close was for those only who could read it then: for it no close is
    /// reached.
    fn sight(&self, closed: &Comment, last: &Comment, superseded_at: Option<Timestamp>) -> Sight {
        let closes_at = self.consultation.closes_at;
        let gone_before_close = superseded_at.is_some_and(|at| at < closes_at);
        // Said for another group, or jointly with others, than now: for none of them by that.
        let shared = closed.on_behalf_of == last.on_behalf_of && closed.joint_with == last.joint_with;
        let facts = InputFacts::of(self.now.state, closed, self.consultation);
        self.found.rights.sight(&InputFacts {
            closes_at: if gone_before_close { Timestamp::MAX } else { closes_at },
            on_behalf_of: facts.on_behalf_of.filter(|_| shared),
            joint_with: if shared { facts.joint_with } else { &[] },
            ..facts
        })
    }

    /// Whether it is not the same at every position after close.
    fn may_date(&self, comment: &Comment, superseded_at: Option<Timestamp>) -> bool {
        let closed_then = self.found.consultation.closing_recorded || self.consultation.closes_at <= self.past.instant;
        comment.late || superseded_at.is_some() || !closed_then
    }
}

/// The comment for the fewer of those that it was for then and is for now.
fn closed_to_both<'a>(then: &'a Comment, last: &Comment) -> Cow<'a, Comment> {
    let fewer_read = audience_rank(last.audience) > audience_rank(then.audience);
    let fewer_know = attribution_rank(last.attribution) > attribution_rank(then.attribution);
    if !fewer_read && !fewer_know {
        return Cow::Borrowed(then);
    }
    Cow::Owned(Comment {
        audience: if fewer_read { last.audience } else { then.audience },
        attribution: if fewer_know { last.attribution } else { then.attribution },
        ..then.clone()
    })
}
