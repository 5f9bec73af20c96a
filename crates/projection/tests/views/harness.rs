//! A log of notes, and a view that keeps every note and counts the words.

#![expect(clippy::unwrap_used, reason = "a test's helpers fail the test")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use event_log::{
    Append, Birth, Clock, EventLog, ExpectedVersion, NewEvent, Position, RecordedEvent, SqliteStorage, StreamId,
    WriterLimits,
};
use jiff::Timestamp;
use projection::sql::{Engine, Row, Sql, Value, ViewConn, insert_rows};
use projection::{ApplyError, ReadError, RunnerOptions, View, ViewHandle, ViewPlace, ViewState};
use tempfile::TempDir;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use uuid::Uuid;

/// Nothing here takes longer unless it is broken.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// The payload that the view refuses as long as it is not mended.
pub(crate) const POISON: &str = "poison";

pub(crate) const SCHEMA: &str = "
CREATE TABLE @note (position INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE @unique_note (text TEXT PRIMARY KEY) STRICT;
CREATE TABLE @word (word TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
";

/// The view, with handles to make it misbehave. Notes beginning with "unique" run into a constraint of the table when
/// they come again.
#[derive(Debug)]
pub(crate) struct Notes {
    pub(crate) version: u32,
    pub(crate) schema: &'static str,
    /// Refuses [`POISON`] while false.
    pub(crate) mended: AtomicBool,
    /// This many pages fail after their statements, in a way that passes.
    pub(crate) failures: AtomicU32,
    /// Stops for ever after its statements and before the commit, as a crash does.
    pub(crate) hang: AtomicBool,
    /// Pages that were begun, failed ones included.
    pub(crate) pages: AtomicU64,
    /// One permit is taken by every page that begins at the first event.
    pub(crate) first_page: Semaphore,
}

impl Notes {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self::with_version(1))
    }

    pub(crate) fn with_version(version: u32) -> Self {
        Self {
            version,
            schema: SCHEMA,
            mended: AtomicBool::new(false),
            failures: AtomicU32::new(0),
            hang: AtomicBool::new(false),
            pages: AtomicU64::new(0),
            first_page: Semaphore::new(1_000),
        }
    }
}

#[async_trait]
impl View for Notes {
    fn name(&self) -> &'static str {
        "notes"
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn schema(&self, _engine: Engine) -> &'static str {
        self.schema
    }

    async fn apply(&self, tx: &mut ViewConn, events: &[RecordedEvent]) -> Result<(), ApplyError> {
        self.pages.fetch_add(1, Ordering::SeqCst);
        if events.first().is_some_and(|event| event.position == Position(1)) {
            self.first_page.acquire().await.unwrap().forget();
        }
        for event in events {
            let text = std::str::from_utf8(&event.payload).unwrap();
            if text == POISON && !self.mended.load(Ordering::SeqCst) {
                return Err(ApplyError::Poisoned {
                    position: event.position,
                    reason: "it is poison".to_owned(),
                });
            }
            if text.starts_with("unique") {
                Sql::new("INSERT INTO @unique_note (text) VALUES ($1)")
                    .bind(text)
                    .execute(tx)
                    .await?;
            }
            for word in text.split_whitespace() {
                Sql::new("INSERT INTO @word VALUES ($1, 1) ON CONFLICT (word) DO UPDATE SET count = @word.count + 1")
                    .bind(word)
                    .execute(tx)
                    .await?;
            }
        }
        let row = |event: &RecordedEvent| -> Vec<Value> {
            let text = String::from_utf8(event.payload.clone()).unwrap();
            vec![i64::try_from(event.position.0).unwrap().into(), text.into()]
        };
        insert_rows(tx, "note", "position, text", events.iter().map(row).collect()).await?;
        if self.hang.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        if self
            .failures
            .try_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
            .is_ok()
        {
            return Err(ApplyError::Transient(sqlx::Error::PoolTimedOut));
        }
        Ok(())
    }
}

/// A clock that moves by a second at every look, so that every commit has an instant of its own.
#[derive(Debug, Default)]
pub(crate) struct TickingClock(AtomicU64);

impl Clock for TickingClock {
    fn now(&self) -> Timestamp {
        let seconds = self.0.fetch_add(1, Ordering::SeqCst);
        Timestamp::from_second(1_800_000_000 + i64::try_from(seconds).unwrap()).unwrap()
    }
}

/// A data directory with a log and room for views.
pub(crate) struct House {
    pub(crate) dir: TempDir,
    pub(crate) log: EventLog,
}

impl House {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let log = open_log(dir.path(), 1).await;
        Self { dir, log }
    }

    /// A house whose log holds these notes.
    pub(crate) async fn with(texts: &[&str]) -> Self {
        let house = Self::new().await;
        house.append(texts).await;
        house
    }

    pub(crate) fn place(&self) -> ViewPlace {
        ViewPlace::Directory(self.views())
    }

    pub(crate) fn views(&self) -> PathBuf {
        self.dir.path().join("views")
    }

    pub(crate) async fn append(&self, texts: &[&str]) -> Position {
        append(&self.log, texts).await
    }

    pub(crate) async fn start(&self, view: &Arc<Notes>) -> ViewHandle {
        self.start_with(view, options()).await
    }

    pub(crate) async fn start_with(&self, view: &Arc<Notes>, options: RunnerOptions) -> ViewHandle {
        let view = Arc::clone(view);
        ViewHandle::start(&self.place(), view, self.log.clone(), options)
            .await
            .unwrap()
    }

    pub(crate) async fn all_events(&self) -> Vec<RecordedEvent> {
        self.log.read_after(Position(0), 10_000).await.unwrap()
    }
}

/// Small pages, so that a handful of events is many pages; patient reads, so that a slow machine fails nothing.
pub(crate) fn options() -> RunnerOptions {
    RunnerOptions {
        max_page_events: 3,
        read_timeout: DEADLINE,
        ..RunnerOptions::default()
    }
}

pub(crate) async fn open_log(dir: &Path, id: u128) -> EventLog {
    let clock = Arc::new(TickingClock::default());
    let birth = Birth {
        log_id: Uuid::from_u128(id),
        epoch: Uuid::from_u128(id + 1),
        now: clock.now(),
    };
    let storage = SqliteStorage::open(dir, birth).await.unwrap();
    EventLog::start(Arc::new(storage), clock, WriterLimits::default())
        .await
        .unwrap()
}

/// Appends the notes in one append and answers the position of the last.
pub(crate) async fn append(log: &EventLog, texts: &[&str]) -> Position {
    append_bytes(log, &texts.iter().map(|text| text.as_bytes()).collect::<Vec<_>>()).await
}

/// The same with any bytes.
pub(crate) async fn append_bytes(log: &EventLog, payloads: &[&[u8]]) -> Position {
    let base = u128::from(log.known_head().0) + 1;
    let stream = StreamId("notes/1".to_owned());
    let event = |(id, payload): (u128, &&[u8])| NewEvent {
        event_id: Uuid::from_u128(id),
        stream: stream.clone(),
        kind: "note.taken".to_owned(),
        schema_version: 1,
        payload: payload.to_vec(),
    };
    let append = Append {
        append_id: Uuid::from_u128(base << 64),
        events: (base..).zip(payloads).map(event).collect(),
        guards: vec![(stream.clone(), ExpectedVersion::Any)],
        idempotency: None,
        actor: Uuid::nil(),
        correlation_id: Uuid::nil(),
        causation_id: None,
    };
    log.append(append).await.unwrap().last
}

/// The notes in the view, through a read of at least this position.
pub(crate) async fn notes(view: &ViewHandle, at_least: Position) -> Result<Vec<String>, ReadError> {
    let mut read = view.read(Some(at_least)).await?;
    Ok(notes_of(read.conn()).await)
}

pub(crate) async fn notes_of(conn: &mut ViewConn) -> Vec<String> {
    let rows = Sql::new("SELECT text FROM @note ORDER BY position")
        .fetch_all(conn)
        .await
        .unwrap();
    rows.iter().map(|row: &Row| row.try_get(0).unwrap()).collect()
}

/// The number that a question has as its answer.
pub(crate) async fn number(conn: &mut ViewConn, question: &str) -> i64 {
    let row = Sql::new(question).fetch_one(conn).await.unwrap();
    row.try_get(0).unwrap()
}

/// Waits until the view pauses and answers where and why.
pub(crate) async fn paused(view: &ViewHandle) -> (Position, String) {
    let mut progress = view.subscribe();
    let waiting = progress.wait_for(|now| matches!(now.state, ViewState::Paused { .. }));
    let state = timeout(DEADLINE, waiting).await.unwrap().unwrap().state.clone();
    match state {
        ViewState::Paused { position, reason } => (position, reason),
        other => unreachable!("waited for a pause, got {other:?}"),
    }
}

/// The names of the files beside each other in the views directory, without SQLite's own.
pub(crate) fn database_files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    names.sort();
    names
}

/// Polls until the condition holds.
pub(crate) async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let polling = async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    };
    assert!(timeout(DEADLINE, polling).await.is_ok(), "not in time: {what}");
}
