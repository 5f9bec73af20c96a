//! Keeping the cached states of a node fresh while other nodes append.
//!
//! Guards make a stale cache harmless for writes. What a viewer may see is judged by the register and the proposal as
//! this process knows them, so these two follow the log.

use consultation::event::streams;
use event_log::Position;

use crate::{Commands, LoadError};

/// Positions looked at together, so that a node that slept does not ask for everything at once.
const STEP: u64 = 20_000;

impl Commands {
    /// Reads again what is cached of the register and of proposals that were written after a position, up to another
    /// one. Streams of submissions are left out: those are read from the log whenever they are shown.
    ///
    /// # Errors
    /// [`LoadError`], when the log cannot be read or holds what this program cannot read.
    pub async fn refresh(&self, after: Position, until: Position) -> Result<(), LoadError> {
        let mut from = after;
        while from < until {
            let to = Position(until.0.min(from.0.saturating_add(STEP)));
            let written = self.log.streams_written(from, to, streams::SUBMISSIONS).await;
            for stream in written.map_err(LoadError::Log)? {
                if stream.as_str() == streams::REGISTER {
                    self.register().await?;
                } else if let Some(proposal) = streams::proposal_of(stream.as_str())
                    && self.known_proposal(proposal).is_some()
                {
                    self.find_proposal(proposal).await?;
                }
            }
            from = to;
        }
        Ok(())
    }
}
