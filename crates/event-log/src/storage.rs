//! The seam between the log and its engine.

use async_trait::async_trait;
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Append, AppendError, Appended, Head, KnownAppend, LogError, Position, RecordedEvent, StreamId};

/// What an engine does for the log.
#[async_trait]
pub trait Storage: Send + Sync + 'static {
    /// Judges the appends in order against the database and each other, and commits all good ones in one durable
    /// transaction. Answers one result per append, in order. Only the writer task calls it.
    async fn commit(&self, batch: &[Append], now: Timestamp) -> Vec<Result<Appended, AppendError>>;

    /// The end of the log, from committed data.
    async fn head(&self) -> Result<Head, LogError>;

    /// At most `limit` events with position greater than `after`, in position order.
    async fn read_after(&self, after: Position, limit: u32) -> Result<Vec<RecordedEvent>, LogError>;

    /// The stream's events with version greater than `after_version`, in order.
    async fn read_stream(&self, stream: &StreamId, after_version: u64) -> Result<Vec<RecordedEvent>, LogError>;

    /// All events of the streams with position at most `until`, merged in position order.
    async fn read_streams(&self, streams: &[StreamId], until: Position) -> Result<Vec<RecordedEvent>, LogError>;

    /// The newest position recorded at or before the instant; 0 if none.
    async fn position_at(&self, instant: Timestamp) -> Result<Position, LogError>;

    /// When the event at this position was recorded. `None` if there is no such position.
    async fn recorded_at(&self, position: Position) -> Result<Option<Timestamp>, LogError>;

    /// What was answered under an idempotency key, if it is known; as durable then as it was promised.
    async fn find_append(&self, key: &[u8; 32]) -> Result<Option<KnownAppend>, LogError>;

    /// Forgets idempotency keys stored before the instant.
    async fn forget_appends_before(&self, instant: Timestamp) -> Result<u64, LogError>;

    /// The random local id of an issuer's subject; stores `candidate` when the pair is new (R26).
    async fn actor_of(&self, issuer: &str, subject: &str, candidate: Uuid) -> Result<Uuid, LogError>;

    /// Erases what is known of the person behind an actor id. Events keep the id. False if nothing was known.
    async fn erase_actor(&self, actor: Uuid) -> Result<bool, LogError>;

    /// Checks the invariants over all stored events: gap-free positions, gap-free stream versions, recorded times
    /// that never run backwards, head = last position. Answers one sentence per finding; empty means healthy.
    async fn check(&self) -> Result<Vec<String>, LogError>;

    /// Names of the streams that were written after a position and up to another one, each once, without those that
    /// begin with `but`.
    async fn streams_written(&self, after: Position, until: Position, but: &str) -> Result<Vec<StreamId>, LogError>;

    /// Waits until another process may have appended, and answers the end of the log: at a hint, and after a second
    /// without one. Never, where this process is the only one that writes.
    async fn next_head(&self) -> Head;

    /// Writes a consistent copy of the log to a new file while it is in use.
    async fn backup_to(&self, file: &std::path::Path) -> Result<(), LogError>;

    /// Releases connections after the last write.
    async fn close(&self);
}
