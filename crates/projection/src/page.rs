//! Pages of events: how many at once, and that none is missing.

use event_log::{LogError, Position, RecordedEvent};

/// Above this many payload bytes a page is halved, below a quarter of it doubled. Bounds memory: two pages are held
/// at most, one being applied and one being read.
const TARGET_BYTES: usize = 8 * 1024 * 1024;

/// Events of the first page, and of every page while the view follows the head.
const START_EVENTS: u32 = 1_000;

/// Never fewer events a page than this.
const MIN_EVENTS: u32 = 50;

/// A page limit that grows in catch-up and shrinks before large events.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageSize {
    events: u32,
    max_events: u32,
}

impl PageSize {
    pub(crate) fn new(max_events: u32) -> Self {
        let max_events = max_events.max(1);
        Self {
            events: START_EVENTS.min(max_events),
            max_events,
        }
    }

    /// How many events to ask for.
    pub(crate) fn limit(self) -> u32 {
        self.events
    }

    /// True when a page is as long as asked for, so that more is to be expected.
    pub(crate) fn is_full(self, page: &[RecordedEvent]) -> bool {
        u32::try_from(page.len()).map_or(true, |len| len >= self.events)
    }

    /// Learns from a page that was read with this limit.
    pub(crate) fn adapt(&mut self, page: &[RecordedEvent]) {
        let bytes: usize = page.iter().map(|event| event.payload.len()).sum();
        if bytes > TARGET_BYTES {
            self.events = (self.events / 2).max(MIN_EVENTS.min(self.max_events));
        } else if !self.is_full(page) {
            self.events = START_EVENTS.min(self.max_events);
        } else if bytes < TARGET_BYTES / 4 {
            self.events = self.events.saturating_mul(2).min(self.max_events);
        }
    }
}

/// The log promises gap-free positions; a view must not be the one that passes over a broken promise.
pub(crate) fn check_gap_free(after: Position, page: &[RecordedEvent]) -> Result<(), LogError> {
    let mut expected = after.0;
    for event in page {
        expected = expected.saturating_add(1);
        if event.position.0 != expected {
            return Err(LogError::Corrupt(format!(
                "position {expected} is missing before {}",
                event.position
            )));
        }
    }
    Ok(())
}
