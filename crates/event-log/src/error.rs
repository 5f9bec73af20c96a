//! Refusals and failures of the log.

use crate::types::{ExpectedVersion, StreamId};

/// Why an append was not made. Nothing of it is in the log, but see [`AppendError::Unavailable`].
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// A guard does not hold.
    #[error("stream {stream} is at version {actual}, expected {expected:?}")]
    VersionConflict {
        /// The stream of the failed guard.
        stream: StreamId,
        /// What the writer expected.
        expected: ExpectedVersion,
        /// What the log holds; 0 means no stream.
        actual: u64,
    },
    /// The idempotency key is known with another fingerprint.
    #[error("the idempotency key was used for a different request")]
    IdempotencyMismatch,
    /// An event id of this append is in the log already.
    #[error("an event of this append is in the log already")]
    DuplicateEvent,
    /// The append is malformed: no events, or larger than the log takes.
    #[error("invalid append: {0}")]
    Invalid(&'static str),
    /// The writer's queue is full; try again shortly.
    #[error("the log is overloaded")]
    Overloaded,
    /// The store cannot be written now (disk full, connection lost, shutting down). Where the source is [`LogError::Database`]
    /// with context `resolving a commit`, the connection was lost during the commit and stayed lost: the append may be in
    /// the log all the same, or get there.
    #[error("the log is unavailable")]
    Unavailable(#[source] Box<LogError>),
}

/// Why the log could not be read or opened.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The database refused or failed.
    #[error("database: {context}")]
    Database {
        /// What was being done.
        context: &'static str,
        /// The driver's error.
        #[source]
        source: sqlx::Error,
    },
    /// The stored data break an invariant of the log; says which and where.
    #[error("the log is damaged: {0}")]
    Corrupt(String),
    /// The store belongs to something else, or to a newer program.
    #[error("{0}")]
    Unusable(String),
    /// The log is shutting down.
    #[error("the log is closed")]
    Closed,
}
