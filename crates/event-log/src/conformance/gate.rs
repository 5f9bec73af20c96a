//! A door before a real engine's commit.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::{Append, AppendError, Appended, Head, KnownAppend, LogError, Position, RecordedEvent, Storage, StreamId};

/// Passes everything to the engine behind it, but holds commits back until they are let through, and notes
/// how many appends each of them had.
pub struct Gate {
    engine: Arc<dyn Storage>,
    door: Semaphore,
    waiting: Semaphore,
    breaks: AtomicBool,
    batches: Mutex<Vec<usize>>,
}

impl Gate {
    /// Stands before the engine, shut.
    #[must_use]
    pub fn before(engine: Arc<dyn Storage>) -> Arc<Self> {
        Arc::new(Self {
            engine,
            door: Semaphore::new(0),
            waiting: Semaphore::new(0),
            breaks: AtomicBool::new(false),
            batches: Mutex::default(),
        })
    }

    /// Waits until a commit stands at the door.
    pub async fn commit_waits(&self) {
        self.waiting.acquire().await.unwrap().forget();
    }

    /// Lets all commits through from now on.
    pub fn open(&self) {
        self.door.add_permits(1_000_000);
    }

    /// Makes the next commit panic at the door.
    pub fn break_next(&self) {
        self.breaks.store(true, Ordering::SeqCst);
        self.open();
    }

    /// The number of appends in each commit so far.
    #[must_use]
    pub fn batches(&self) -> Vec<usize> {
        self.batches.lock().unwrap().clone()
    }
}

#[async_trait]
impl Storage for Gate {
    async fn commit(&self, batch: &[Append], now: Timestamp) -> Vec<Result<Appended, AppendError>> {
        self.waiting.add_permits(1);
        self.door.acquire().await.unwrap().forget();
        assert!(
            !self.breaks.load(Ordering::SeqCst),
            "the engine broke, as the test asked for"
        );
        self.batches.lock().unwrap().push(batch.len());
        self.engine.commit(batch, now).await
    }

    async fn head(&self) -> Result<Head, LogError> {
        self.engine.head().await
    }

    async fn read_after(&self, after: Position, limit: u32) -> Result<Vec<RecordedEvent>, LogError> {
        self.engine.read_after(after, limit).await
    }

    async fn read_stream(&self, stream: &StreamId, after_version: u64) -> Result<Vec<RecordedEvent>, LogError> {
        self.engine.read_stream(stream, after_version).await
    }

    async fn read_streams(&self, streams: &[StreamId], until: Position) -> Result<Vec<RecordedEvent>, LogError> {
        self.engine.read_streams(streams, until).await
    }

    async fn position_at(&self, instant: Timestamp) -> Result<Position, LogError> {
        self.engine.position_at(instant).await
    }

    async fn recorded_at(&self, position: Position) -> Result<Option<Timestamp>, LogError> {
        self.engine.recorded_at(position).await
    }

    async fn find_append(&self, key: &[u8; 32]) -> Result<Option<KnownAppend>, LogError> {
        self.engine.find_append(key).await
    }

    async fn forget_appends_before(&self, instant: Timestamp) -> Result<u64, LogError> {
        self.engine.forget_appends_before(instant).await
    }

    async fn actor_of(&self, issuer: &str, subject: &str, candidate: Uuid) -> Result<Uuid, LogError> {
        self.engine.actor_of(issuer, subject, candidate).await
    }

    async fn erase_actor(&self, actor: Uuid) -> Result<bool, LogError> {
        self.engine.erase_actor(actor).await
    }

    async fn check(&self) -> Result<Vec<String>, LogError> {
        self.engine.check().await
    }

    async fn streams_written(&self, after: Position, until: Position, but: &str) -> Result<Vec<StreamId>, LogError> {
        self.engine.streams_written(after, until, but).await
    }

    async fn next_head(&self) -> Head {
        self.engine.next_head().await
    }

    async fn backup_to(&self, file: &Path) -> Result<(), LogError> {
        self.engine.backup_to(file).await
    }

    async fn close(&self) {
        self.engine.close().await;
    }
}
