//! The append-only log: one writer, guarded appends in gap-free commit order, pull-based following.
//!
//! The crate knows streams, positions and bytes, and nothing of consultations. [`EventLog`] is what the rest of
//! the program uses; an engine implements [`Storage`], and every engine passes the same [`conformance`] suite.

mod commit;
pub mod conformance;
mod directory_lock;
mod error;
mod judge;
mod log;
mod postgres;
mod sqlite;
mod storage;
mod types;
mod validate;
mod writer;

pub use directory_lock::DirectoryLock;
pub use error::{AppendError, LogError};
pub use log::EventLog;
pub use postgres::{Database, Hints, Migrated, PostgresStorage, migrate, renew_epoch};
pub use sqlite::{LOG_FILE, SqliteStorage, restore};
pub use storage::Storage;
pub use types::{
    Append, Appended, Birth, Clock, ExpectedVersion, Guard, Head, IdempotencyKey, KnownAppend, NewEvent, Position,
    RecordedEvent, StreamId,
};
pub use writer::{WriterEnd, WriterLimits};
