//! Snapshots of a view that know what they reflect.

use event_log::{Position, RecordedEvent};
use jiff::Timestamp;

use crate::origin::Checkpoint;
use crate::sql::{Engine, ViewConn};
use crate::sqlite::memory_connection;
use crate::{ApplyError, View};

/// Events applied to a view in memory at once.
const REPLAY_PAGE_EVENTS: usize = 4_000;

/// A read-only connection inside one transaction: everything read through it is of the same position.
#[derive(Debug)]
pub struct ViewRead {
    conn: ViewConn,
    checkpoint: Checkpoint,
}

impl ViewRead {
    pub(crate) fn new(conn: ViewConn, checkpoint: Checkpoint) -> Self {
        Self { conn, checkpoint }
    }

    /// The last event this snapshot contains.
    #[must_use]
    pub fn position(&self) -> Position {
        self.checkpoint.position
    }

    /// When that event was recorded; at position 0 when the log began.
    #[must_use]
    pub fn instant(&self) -> Timestamp {
        self.checkpoint.instant
    }

    /// The connection to query with. It cannot write.
    pub fn conn(&mut self) -> &mut ViewConn {
        &mut self.conn
    }
}

/// A view built in memory from chosen events, for a question about the past.
#[derive(Debug)]
pub struct MemoryView {
    conn: ViewConn,
    checkpoint: Checkpoint,
}

impl MemoryView {
    /// Builds the view from `events`, which are in position order but need not be all of the log's. `position` and
    /// `instant` are what the answer will be said to reflect.
    ///
    /// # Errors
    /// [`ApplyError`], when an event cannot be applied.
    pub async fn replay(
        view: &dyn View,
        events: &[RecordedEvent],
        position: Position,
        instant: Timestamp,
    ) -> Result<Self, ApplyError> {
        let mut conn = ViewConn::sqlite(memory_connection().await?);
        conn.begin().await?;
        conn.run(view.schema(Engine::Sqlite)).await?;
        for page in events.chunks(REPLAY_PAGE_EVENTS) {
            view.apply(&mut conn, page).await?;
        }
        conn.commit().await?;
        Ok(Self {
            conn,
            checkpoint: Checkpoint { position, instant },
        })
    }

    /// The position the caller asked about.
    #[must_use]
    pub fn position(&self) -> Position {
        self.checkpoint.position
    }

    /// The instant the caller asked about.
    #[must_use]
    pub fn instant(&self) -> Timestamp {
        self.checkpoint.instant
    }

    /// The connection to query with.
    pub fn conn(&mut self) -> &mut ViewConn {
        &mut self.conn
    }
}
