//! What a view is to the runner.

use async_trait::async_trait;
use event_log::{Position, RecordedEvent};

use crate::sql::{Engine, ViewConn};

/// A derived set of tables, made from the log and nothing else.
///
/// Applying must be a function of the events and the view's own tables: no clock, no randomness, no outside reads.
/// [`crate::testing::assert_same_however_applied`] checks what follows from that.
#[async_trait]
pub trait View: Send + Sync + 'static {
    /// Stable name, for example `proposal-input`; it becomes part of the names of files and tables. `[a-z0-9-]`.
    fn name(&self) -> &'static str;

    /// Raised whenever the tables, or what `apply` puts into them, change. The view is then built anew.
    fn version(&self) -> u32;

    /// The statements that create the tables. Names of tables and indexes are written with `@` before them
    /// ([`crate::sql`]) and at most 28 bytes long; names beginning with `projection_` are taken.
    fn schema(&self, engine: Engine) -> &'static str;

    /// Statements that create what only reads need, run once a build has caught up: filling a table is faster without
    /// them. An index that `apply` needs belongs into [`View::schema`].
    fn late_indexes(&self, _engine: Engine) -> &'static str {
        ""
    }

    /// Applies a page of events, in position order, inside the transaction that also moves the checkpoint. A page
    /// may hold any number of events; how they are cut into pages must make no difference.
    async fn apply(&self, tx: &mut ViewConn, events: &[RecordedEvent]) -> Result<(), ApplyError>;
}

/// Why a page was not applied. Nothing of it is in the view.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The database failed. Tried again later if the failure can pass (locked, disk full, connection lost);
    /// otherwise treated as [`ApplyError::Poisoned`] at the event that causes it.
    #[error("the view's database failed")]
    Transient(#[from] sqlx::Error),
    /// This event can never be applied by this version of the view. The view pauses in front of it.
    #[error("event {position} cannot be applied: {reason}")]
    Poisoned {
        /// The event.
        position: Position,
        /// What is wrong with it; for the log and the operator.
        reason: String,
    },
}
