//! Which capitals are silent (R18).

use std::cmp::Reverse;

use consultation::StateCode;
use consultation::review::convergence;
use jiff::Timestamp;

use super::Reading;

/// A member that has not said its view on what is proposed, or awaits instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotHeard {
    /// The member.
    pub member: StateCode,
    /// On how many comments.
    pub comments: usize,
    /// Since when the first of them was proposed.
    pub since: Timestamp,
}

/// Members whose view is waited for, the one with most to say first.
pub(super) fn not_heard(reading: &Reading<'_, '_>) -> Vec<NotHeard> {
    let waited = |member: &StateCode| {
        let waits = reading.rows.iter().filter_map(|row| {
            let proposed = row.review?.proposed.as_ref()?;
            let open = row.published.is_none_or(|published| published.at < proposed.at);
            let waits = open && convergence(row.review, reading.members).waiting.contains(member);
            waits.then_some(proposed.at)
        });
        let waits: Vec<Timestamp> = waits.collect();
        Some(NotHeard {
            member: *member,
            comments: waits.len(),
            since: waits.into_iter().min()?,
        })
    };
    let mut found: Vec<NotHeard> = reading.members.iter().filter_map(waited).collect();
    found.sort_by_key(|one| (Reverse(one.comments), one.member));
    found
}
