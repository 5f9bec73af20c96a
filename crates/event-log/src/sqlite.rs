//! The log in one SQLite file: `log.db` in the data directory.
//!
//! One write connection in WAL mode with `synchronous=FULL`, so an answered append has been flushed to the disk, and
//! a small pool of read-only connections. One process a file: see [`crate::DirectoryLock`].

mod actors;
mod backup;
mod check;
mod failure;
mod insert;
mod keys;
mod open;
mod read;
mod rows;
#[cfg(test)]
mod tests;
mod write;

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::SqlitePool;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::commit::commit;
use crate::{
    Append, AppendError, Appended, Birth, Head, KnownAppend, LogError, Position, RecordedEvent, Storage, StreamId,
};

pub use backup::restore;
use write::WriteHalf;

/// Name of the log's file in the data directory. SQLite keeps `log.db-wal` and `log.db-shm` beside it.
pub const LOG_FILE: &str = "log.db";

/// The SQLite engine.
pub struct SqliteStorage {
    path: PathBuf,
    write: Mutex<WriteHalf>,
    read: SqlitePool,
}

impl SqliteStorage {
    /// Opens `<dir>/log.db`, or creates it.
    ///
    /// # Errors
    ///
    /// [`LogError::Unusable`] when the file is no log of this program or was written by a newer one;
    /// [`LogError::Corrupt`] when it is damaged; [`LogError::Database`] when it cannot be read or written.
    /// The first two name the file.
    pub async fn open(dir: &Path, birth: Birth) -> Result<Self, LogError> {
        open::open(&dir.join(LOG_FILE), &birth).await
    }

    /// The log's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[async_trait]
impl Storage for SqliteStorage {
    async fn commit(&self, batch: &[Append], now: Timestamp) -> Vec<Result<Appended, AppendError>> {
        commit(&mut *self.write.lock().await, batch, now).await
    }

    async fn head(&self) -> Result<Head, LogError> {
        read::head(&self.read)
            .await
            .map_err(failure::while_doing("reading the head", &self.path))
    }

    async fn read_after(&self, after: Position, limit: u32) -> Result<Vec<RecordedEvent>, LogError> {
        read::after(&self.read, after, limit)
            .await
            .map_err(failure::while_doing("reading events", &self.path))
    }

    async fn read_stream(&self, stream: &StreamId, after_version: u64) -> Result<Vec<RecordedEvent>, LogError> {
        read::stream(&self.read, stream, after_version)
            .await
            .map_err(failure::while_doing("reading a stream", &self.path))
    }

    async fn read_streams(&self, streams: &[StreamId], until: Position) -> Result<Vec<RecordedEvent>, LogError> {
        read::streams(&self.read, streams, until)
            .await
            .map_err(failure::while_doing("reading streams", &self.path))
    }

    async fn position_at(&self, instant: Timestamp) -> Result<Position, LogError> {
        read::position_at(&self.read, instant)
            .await
            .map_err(failure::while_doing("finding an instant", &self.path))
    }

    async fn recorded_at(&self, position: Position) -> Result<Option<Timestamp>, LogError> {
        read::recorded_at(&self.read, position)
            .await
            .map_err(failure::while_doing("reading an instant", &self.path))
    }

    async fn find_append(&self, key: &[u8; 32]) -> Result<Option<KnownAppend>, LogError> {
        keys::find(&self.read, key)
            .await
            .map_err(failure::while_doing("looking up a key", &self.path))
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
            // The lock is released between pages, so that appends go on.
            let page = self.write.lock().await.forget_keys(last).await?;
            forgotten += page;
            if page == 0 {
                return Ok(forgotten);
            }
        }
    }

    async fn actor_of(&self, issuer: &str, subject: &str, candidate: Uuid) -> Result<Uuid, LogError> {
        let known = actors::find(&self.read, issuer, subject).await;
        match known.map_err(failure::while_doing("looking up an actor", &self.path))? {
            Some(actor) => Ok(actor),
            None => self.write.lock().await.store_actor(issuer, subject, candidate).await,
        }
    }

    async fn erase_actor(&self, actor: Uuid) -> Result<bool, LogError> {
        self.write.lock().await.erase_actor(actor).await
    }

    async fn check(&self) -> Result<Vec<String>, LogError> {
        check::check(&self.read, &self.path).await
    }

    async fn streams_written(&self, after: Position, until: Position, but: &str) -> Result<Vec<StreamId>, LogError> {
        read::streams_written(&self.read, after, until, but)
            .await
            .map_err(failure::while_doing("finding streams", &self.path))
    }

    async fn next_head(&self) -> Head {
        std::future::pending().await
    }

    async fn backup_to(&self, file: &Path) -> Result<(), LogError> {
        backup::backup(&self.read, &self.path, file).await
    }

    async fn close(&self) {
        // Readers first: the last connection to close folds the WAL into the file, and only the writer can.
        self.read.close().await;
        self.write.lock().await.close().await;
    }
}
