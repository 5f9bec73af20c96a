//! For how long a view has been behind.

use std::collections::VecDeque;
use std::time::Duration;

use event_log::Position;
use tokio::time::Instant;

/// Heads are noted at most this often, which is the precision of the answer.
const PRECISION: Duration = Duration::from_secs(1);

/// Notes kept. A view that is behind by more keeps its oldest note, which is the one that answers.
const MAX_NOTES: usize = 600;

/// Remembers when the log's head was first seen where, on the monotonic clock of this process. The wall clock is
/// not asked: it may be set, and an event's own instant says nothing while the log is idle.
#[derive(Debug, Default)]
pub(crate) struct LagClock {
    heads: VecDeque<(Position, Instant)>,
}

impl LagClock {
    /// Notes the head, and forgets what the view has applied.
    pub(crate) fn observe(&mut self, head: Position, applied: Position, now: Instant) {
        while self.heads.front().is_some_and(|(noted, _)| *noted <= applied) {
            self.heads.pop_front();
        }
        let is_due = self
            .heads
            .back()
            .is_none_or(|(noted, at)| head > *noted && now.duration_since(*at) >= PRECISION);
        if head > applied && is_due && self.heads.len() < MAX_NOTES {
            self.heads.push_back((head, now));
        }
    }

    /// How long ago the head was first seen beyond `applied`; zero if it was not.
    pub(crate) fn behind_for(&self, applied: Position, now: Instant) -> Duration {
        self.heads
            .iter()
            .find(|(noted, _)| *noted > applied)
            .map_or(Duration::ZERO, |(_, at)| now.duration_since(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_at_the_head_has_no_lag_and_a_stuck_one_ages_from_the_first_unseen_event() {
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        let mut lag = LagClock::default();
        lag.observe(Position(5), Position(5), start);
        assert_eq!(lag.behind_for(Position(5), after(9)), Duration::ZERO);
        lag.observe(Position(6), Position(5), after(10));
        lag.observe(Position(9), Position(5), after(20));
        assert_eq!(lag.behind_for(Position(5), after(30)), Duration::from_secs(20));
        assert_eq!(lag.behind_for(Position(6), after(30)), Duration::from_secs(10));
        lag.observe(Position(9), Position(9), after(31));
        assert_eq!(lag.behind_for(Position(9), after(40)), Duration::ZERO);
    }
}
