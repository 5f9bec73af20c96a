//! The form of an append, checked by the caller's task so that the writer need not.

use crate::{Append, AppendError, NewEvent, StreamId, WriterLimits};

/// Longest stream name and kind, in bytes.
const NAME_BYTES: usize = 200;

/// What an event costs beside its payload and names, in bytes: ids, instants, numbers.
const EVENT_OVERHEAD_BYTES: usize = 128;

impl Append {
    /// Roughly what the append occupies in the log, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.events.iter().map(event_bytes).sum()
    }

    pub(crate) fn validate(&self, limits: &WriterLimits) -> Result<(), AppendError> {
        if self.events.is_empty() {
            return Err(AppendError::Invalid("an append has at least one event"));
        }
        if self.events.len() > limits.append_events {
            return Err(AppendError::Invalid("the append has too many events"));
        }
        if self.bytes() > limits.append_bytes {
            return Err(AppendError::Invalid("the append is too large"));
        }
        if !self
            .events
            .iter()
            .map(|event| &event.stream)
            .chain(self.guards.iter().map(|guard| &guard.0))
            .all(is_name)
        {
            return Err(AppendError::Invalid(
                "a stream name is 1 to 200 visible ASCII characters",
            ));
        }
        if !self.events.iter().all(|event| is_visible_ascii(&event.kind)) {
            return Err(AppendError::Invalid(
                "an event kind is 1 to 200 visible ASCII characters",
            ));
        }
        if self.events.iter().any(|event| event.schema_version == 0) {
            return Err(AppendError::Invalid("schema versions start at 1"));
        }
        Ok(())
    }
}

fn event_bytes(event: &NewEvent) -> usize {
    event.payload.len() + event.stream.0.len() + event.kind.len() + EVENT_OVERHEAD_BYTES
}

fn is_name(stream: &StreamId) -> bool {
    is_visible_ascii(stream.as_str())
}

fn is_visible_ascii(text: &str) -> bool {
    (1..=NAME_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
