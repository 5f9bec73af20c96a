//! Where instants come from: the system's clock in the program, a settable one in tests.

use std::sync::{Mutex, PoisonError};

use event_log::Clock;
use jiff::{SignedDuration, Timestamp};

/// The system's clock, truncated to microseconds, the resolution that the log stores.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the program reads the system's clock"
    )]
    fn now(&self) -> Timestamp {
        truncate(Timestamp::now())
    }
}

/// A clock that stands still until it is set; share it by `Arc`.
#[derive(Debug)]
pub struct SettableClock(Mutex<Timestamp>);

impl SettableClock {
    /// A clock that stands at `instant`.
    #[must_use]
    pub fn new(instant: Timestamp) -> Self {
        Self(Mutex::new(truncate(instant)))
    }

    /// Moves the clock to `instant`, forwards or backwards.
    pub fn set(&self, instant: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = truncate(instant);
    }

    /// Moves the clock on by `duration`; at the end of representable time it stops.
    pub fn advance(&self, duration: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = truncate(now.saturating_add(duration).unwrap_or(*now));
    }
}

impl Clock for SettableClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Cuts to whole microseconds.
fn truncate(instant: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(instant.as_microsecond()).unwrap_or(instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_clock_tells_whole_microseconds() {
        assert_eq!(SystemClock.now().subsec_nanosecond() % 1_000, 0);
    }

    #[test]
    fn a_settable_clock_moves_only_when_told() {
        let start: Timestamp = "2027-01-01T00:00:00.1234567Z".parse().unwrap();
        let clock = SettableClock::new(start);
        assert_eq!(clock.now().to_string(), "2027-01-01T00:00:00.123456Z");
        clock.advance(SignedDuration::from_hours(1));
        assert_eq!(clock.now().to_string(), "2027-01-01T01:00:00.123456Z");
        clock.set("2026-12-31T00:00:00Z".parse().unwrap());
        assert_eq!(clock.now().to_string(), "2026-12-31T00:00:00Z");
    }
}
