//! The log in PostgreSQL (15 or newer): schema `log` of a database that several nodes share.
//!
//! Every node appends through one session of its own; the row `log.head` decides the order. Reads go through a small
//! pool. Hints of new heads travel by NOTIFY after the commit, and nothing depends on them.

mod actors;
mod check;
mod database;
mod failure;
mod hints;
mod insert;
mod keys;
mod migrate;
mod notify;
mod open;
mod read;
mod recognise;
mod rows;
mod write;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::PgPool;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::commit::commit;
use crate::{
    Append, AppendError, Appended, Birth, Head, KnownAppend, LogError, Position, RecordedEvent, Storage, StreamId,
};

pub use database::Database;
pub use hints::Hints;
pub use migrate::{Migrated, migrate, renew_epoch};

use failure::log_error;
use notify::Notifier;
use write::WriteHalf;

/// Sessions that read. Reads are short.
const READERS: u32 = 6;

/// The head is read this often without any hint.
const POLL: Duration = Duration::from_secs(1);

/// The PostgreSQL engine.
pub struct PostgresStorage {
    database: Database,
    write: Mutex<WriteHalf>,
    read: PgPool,
    hints: Mutex<Hints>,
    notifier: Notifier,
}

impl PostgresStorage {
    /// Opens the log in a database. Makes schema `log`, or brings it to this version, if the role may do that.
    ///
    /// # Errors
    ///
    /// [`LogError::Unusable`], naming the database and what to do, when it cannot be reached, is a replica, is no
    /// database of this program, is of a newer one, or lacks its schema or grants; [`LogError::Corrupt`] when the head
    /// does not name the newest event; [`LogError::Database`] otherwise. Nothing was changed then.
    pub async fn open(database: &Database, birth: Birth) -> Result<Self, LogError> {
        open::open(database, birth).await
    }

    /// Where it is.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }
}

/// Reads once more if the session was lost: after a restart of the server every idle one is dead, and using it is how
/// that is noticed. Each try takes another, so as many tries as sessions are enough.
macro_rules! reading {
    ($self:ident, $context:literal, $read:expr) => {{
        let mut lost = 0;
        loop {
            match $read.await {
                Err(error) if failure::is_connection_lost(&error) && lost < READERS => lost += 1,
                result => break result.map_err(|error| log_error($context, error)),
            }
        }
    }};
}

#[async_trait]
impl Storage for PostgresStorage {
    async fn commit(&self, batch: &[Append], now: Timestamp) -> Vec<Result<Appended, AppendError>> {
        let results = commit(&mut *self.write.lock().await, batch, now).await;
        if results.iter().any(Result::is_ok) {
            self.notifier.tell();
        }
        results
    }

    async fn head(&self) -> Result<Head, LogError> {
        reading!(self, "reading the head", read::head(&self.read))
    }

    async fn read_after(&self, after: Position, limit: u32) -> Result<Vec<RecordedEvent>, LogError> {
        reading!(self, "reading events", read::after(&self.read, after, limit))
    }

    async fn read_stream(&self, stream: &StreamId, after_version: u64) -> Result<Vec<RecordedEvent>, LogError> {
        reading!(
            self,
            "reading a stream",
            read::stream(&self.read, stream, after_version)
        )
    }

    async fn read_streams(&self, streams: &[StreamId], until: Position) -> Result<Vec<RecordedEvent>, LogError> {
        reading!(self, "reading streams", read::streams(&self.read, streams, until))
    }

    async fn position_at(&self, instant: Timestamp) -> Result<Position, LogError> {
        reading!(self, "finding an instant", read::position_at(&self.read, instant))
    }

    async fn recorded_at(&self, position: Position) -> Result<Option<Timestamp>, LogError> {
        reading!(self, "reading an instant", read::recorded_at(&self.read, position))
    }

    async fn find_append(&self, key: &[u8; 32]) -> Result<Option<KnownAppend>, LogError> {
        let known = reading!(self, "looking up a key", keys::find(&self.read, key))?;
        if known.is_some() {
            let confirmed = self.write.lock().await.confirm().await;
            confirmed.map_err(|error| log_error("confirming what a key was answered", error))?;
        }
        Ok(known)
    }

    async fn forget_appends_before(&self, instant: Timestamp) -> Result<u64, LogError> {
        // Keys age with their events' positions. `position_at` includes the instant, "before" does not.
        let microsecond = jiff::SignedDuration::from_micros(1);
        let Ok(before) = instant.checked_sub(microsecond) else {
            return Ok(0);
        };
        let last = self.position_at(before).await?;
        let mut forgotten = 0;
        loop {
            let page = reading!(self, "forgetting keys", keys::forget(&self.read, last))?;
            forgotten += page;
            if page == 0 {
                return Ok(forgotten);
            }
        }
    }

    async fn actor_of(&self, issuer: &str, subject: &str, candidate: Uuid) -> Result<Uuid, LogError> {
        reading!(
            self,
            "looking up an actor",
            actors::find_or_store(&self.read, issuer, subject, candidate)
        )
    }

    async fn erase_actor(&self, actor: Uuid) -> Result<bool, LogError> {
        reading!(self, "erasing an actor", actors::erase(&self.read, actor))
    }

    async fn check(&self) -> Result<Vec<String>, LogError> {
        check::check(&self.read).await
    }

    async fn streams_written(&self, after: Position, until: Position, but: &str) -> Result<Vec<StreamId>, LogError> {
        reading!(
            self,
            "finding streams",
            read::streams_written(&self.read, after, until, but)
        )
    }

    async fn next_head(&self) -> Head {
        loop {
            self.hints.lock().await.wait(POLL).await;
            if let Ok(head) = read::head(&self.read).await {
                return head;
            }
        }
    }

    async fn backup_to(&self, _file: &Path) -> Result<(), LogError> {
        Err(LogError::Unusable(format!(
            "{} is backed up by PostgreSQL's own means: pg_basebackup and an archive of its WAL; see docs/operations.md, \
             \"Backup and restore on PostgreSQL\"",
            self.database.place()
        )))
    }

    async fn close(&self) {
        self.notifier.close();
        self.write.lock().await.close().await;
        self.read.close().await;
    }
}
