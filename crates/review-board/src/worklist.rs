//! What a member mission has to do with a proposal's comments.

use consultation::review::{DispositionKind, Standing, convergence};
use consultation::visibility::{Rights, SeenRow, seen_rows};
use consultation::{Dossier, StateCode};
use jiff::{SignedDuration, Timestamp};

/// Why a comment is on a mission's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A disposition is proposed, and the mission has not said what it thinks, or awaits instructions.
    WaitingForMyView,
    /// The mission differs: it blocks.
    IDiffer,
    /// Members differ, among them not the mission.
    OthersDiffer,
    /// The mission is to prepare the disposition, and none is proposed.
    AssignedToMe,
    /// The state answered: a clarification, or an objection.
    Answered,
}

/// A comment on a mission's list.
#[derive(Debug, Clone)]
pub struct Task<'a> {
    /// The comment as the mission sees it.
    pub row: SeenRow<'a>,
    /// Why it is there.
    pub reason: Reason,
    /// Since when; of an answer under a label it is not for the mission.
    pub since: Option<Timestamp>,
    /// It has been so for longer than was asked.
    pub stuck: bool,
}

/// What `mission`, one of `members`, has to do with the comments it sees. A task is stuck after `stuck_days` days.
#[must_use]
pub fn tasks<'a>(
    rights: &Rights,
    dossier: &'a Dossier,
    members: &[StateCode],
    mission: StateCode,
    stuck_days: u32,
) -> Vec<Task<'a>> {
    let stuck_before = rights
        .now()
        .checked_sub(SignedDuration::from_hours(24 * i64::from(stuck_days)))
        .unwrap_or(Timestamp::MIN);
    let rows = seen_rows(rights, dossier).into_iter();
    let with_reason = rows.filter_map(|row| {
        let (reason, since) = reason_for(&row, members, mission)?;
        Some(Task {
            stuck: since.is_some_and(|since| since <= stuck_before),
            reason,
            since,
            row,
        })
    });
    with_reason.collect()
}

fn reason_for(row: &SeenRow<'_>, members: &[StateCode], mission: StateCode) -> Option<(Reason, Option<Timestamp>)> {
    let review = row.review?;
    if let Some((published, answer)) = row.published.and_then(|one| Some((one, one.answer.as_ref()?))) {
        let asked = published.disposition.disposition == DispositionKind::ClarificationRequested;
        let since_then = review.proposed.as_ref().is_none_or(|proposed| proposed.at <= answer.at);
        if since_then && (asked || !answer.satisfied) {
            return Some((Reason::Answered, Some(answer.at).filter(|_| row.is_named())));
        }
    }
    let published = row.published.is_some_and(|published| {
        review
            .proposed
            .as_ref()
            .is_some_and(|proposed| published.at >= proposed.at)
    });
    if published {
        return None;
    }
    let Some(proposed) = &review.proposed else {
        return (review.assigned_to == Some(mission)).then_some((Reason::AssignedToMe, review.assigned_at));
    };
    let found = convergence(Some(review), members);
    let mine = review.views.get(&mission).map(|view| view.at);
    if found.differing.contains(&mission) {
        Some((Reason::IDiffer, mine))
    } else if found.waiting.contains(&mission) {
        Some((Reason::WaitingForMyView, Some(proposed.at)))
    } else if found.standing == Standing::Differing {
        Some((Reason::OthersDiffer, found.since))
    } else {
        None
    }
}
