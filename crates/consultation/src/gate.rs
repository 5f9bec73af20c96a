//! The gate before a silence (R23): every comment that stood at close has a published disposition, or is left open with
//! a reason.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::review::{CommentReview, DispositionKind};
use crate::silence::Deferred;
use crate::visibility::{Rights, SeenRow, seen_rows};
use crate::{CommentId, Dossier, OpenComment, limits};

/// What stands before the gate, as a member sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gate {
    /// Comments that keep it shut, in reading order.
    pub open: Vec<OpenComment>,
    /// Comments that are left open with a reason.
    pub deferred: Vec<Deferred>,
    /// Late comments without a disposition or reason: noted, and no obstacle.
    pub late: Vec<CommentId>,
}

/// Looks at every comment that the member sees; once the consultations have closed these are all that stand.
///
/// Under a label nothing may tell whether a comment came late (R15c). Such a comment is taken to have stood at close, so
/// that neither an open gate nor a shut one tells.
#[must_use]
pub fn gate(rights: &Rights, dossier: &Dossier, deferred: &[Deferred], at: Timestamp) -> Gate {
    let mut gate = Gate::default();
    for row in seen_rows(rights, dossier) {
        let review = dossier.review.of(row.id);
        if is_settled(review, at) {
            continue;
        }
        let now = deferred.iter().find(|one| one.comment == row.id);
        let before = review.and_then(|review| review.deferred.as_ref());
        if let Some(reason) = now.map(|one| &one.reason).or(before) {
            gate.deferred.push(Deferred {
                comment: row.id,
                reason: reason.clone(),
            });
        } else if stood_at_close(&row) {
            gate.open.push(open_comment(dossier, &row));
        } else {
            gate.late.push(row.id);
        }
    }
    gate
}

/// Whether a comment has a published disposition. A request for clarification is none until it has gone unanswered for
/// so long that it counts as noted (R20).
#[must_use]
pub fn is_settled(review: Option<&CommentReview>, at: Timestamp) -> bool {
    let Some(published) = review.and_then(|review| review.published.as_ref()) else {
        return false;
    };
    if published.disposition.disposition != DispositionKind::ClarificationRequested {
        return true;
    }
    published.answer.is_none() && at >= after_working_days(published.at, limits::CLARIFICATION_WORKING_DAYS)
}

fn stood_at_close(row: &SeenRow<'_>) -> bool {
    let Some(submission) = row.submission else { return true };
    let at_close = submission.version_at_close(row.consultation.closes_at);
    at_close.is_some_and(|version| version.content.comments.iter().any(|comment| comment.id == row.id))
}

fn open_comment(dossier: &Dossier, row: &SeenRow<'_>) -> OpenComment {
    let revision = dossier.proposal.find_revision(row.comment.revision);
    let paragraph = row.comment.paragraph.zip(revision).and_then(|(id, revision)| {
        let mut paragraphs = revision.paragraphs.iter();
        paragraphs.find(|paragraph| paragraph.id == id)
    });
    OpenComment {
        comment: row.id,
        number: row.number.clone(),
        paragraph: paragraph.map(|paragraph| paragraph.label.clone()),
    }
}

/// The same time of day so many working days later; Saturdays and Sundays in UTC are none.
pub(crate) fn after_working_days(from: Timestamp, days: u32) -> Timestamp {
    let mut day = from.to_zoned(TimeZone::UTC);
    let mut left = days;
    while left > 0 {
        let Ok(next) = day.checked_add(Span::new().days(1)) else {
            break;
        };
        day = next;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    day.timestamp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r20_five_working_days_pass_over_a_weekend() {
        let thursday = "2027-03-04T10:00:00Z".parse().unwrap();
        assert_eq!(after_working_days(thursday, 5).to_string(), "2027-03-11T10:00:00Z");
        let saturday = "2027-03-06T10:00:00Z".parse().unwrap();
        assert_eq!(after_working_days(saturday, 5).to_string(), "2027-03-12T10:00:00Z");
    }
}
