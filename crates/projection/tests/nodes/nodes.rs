//! Nodes over one fresh database, and a view that keeps every note.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail the test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use event_log::{
    Append, AppendError, Birth, Clock, Database, EventLog, NewEvent, Position, PostgresStorage, RecordedEvent,
    StreamId, WriterLimits,
};
use jiff::Timestamp;
use private_postgres::PrivatePostgres;
use projection::sql::{Engine, Row, Sql, Value, ViewConn, insert_rows};
use projection::{ApplyError, RunnerOptions, View, ViewHandle, ViewPlace};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use uuid::Uuid;

/// Nothing here takes longer unless it is broken.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// The payload that the view refuses as long as it is not mended.
pub(crate) const POISON: &str = "poison";

/// Keeps the text of every event under its position.
pub(crate) struct Notes {
    pub(crate) version: u32,
    /// Refuses [`POISON`] while false.
    pub(crate) mended: AtomicBool,
    /// Stops in the middle of the next page after its statements until a permit comes, once.
    pub(crate) freeze: AtomicBool,
    pub(crate) frozen: Semaphore,
    pub(crate) thaw: Semaphore,
}

impl Notes {
    pub(crate) fn new() -> Arc<Self> {
        Self::with_version(1)
    }

    pub(crate) fn with_version(version: u32) -> Arc<Self> {
        Arc::new(Self {
            version,
            mended: AtomicBool::new(false),
            freeze: AtomicBool::new(false),
            frozen: Semaphore::new(0),
            thaw: Semaphore::new(0),
        })
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
        "CREATE TABLE @note (position BIGINT PRIMARY KEY, text TEXT NOT NULL)"
    }

    fn late_indexes(&self, _engine: Engine) -> &'static str {
        "CREATE INDEX @note_by_text ON @note (text)"
    }

    async fn apply(&self, tx: &mut ViewConn, events: &[RecordedEvent]) -> Result<(), ApplyError> {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for event in events {
            let text = String::from_utf8(event.payload.clone()).unwrap();
            if text == POISON && !self.mended.load(Ordering::SeqCst) {
                return Err(ApplyError::Poisoned {
                    position: event.position,
                    reason: "it is poison".to_owned(),
                });
            }
            rows.push(vec![i64::try_from(event.position.0).unwrap().into(), text.into()]);
        }
        insert_rows(tx, "note", "position, text", rows).await?;
        if self.freeze.swap(false, Ordering::SeqCst) {
            self.frozen.add_permits(1);
            self.thaw.acquire().await.unwrap().forget();
        }
        Ok(())
    }
}

struct Now(AtomicU64);

impl Clock for Now {
    fn now(&self) -> Timestamp {
        let tick = self.0.fetch_add(1, Ordering::SeqCst);
        Timestamp::from_microsecond(1_800_000_000_000_000 + i64::try_from(tick).unwrap()).unwrap()
    }
}

/// A database with a log.
pub(crate) struct House {
    pub(crate) database: Database,
    ids: AtomicU64,
}

/// One process, as it were.
pub(crate) struct Node {
    pub(crate) log: EventLog,
    pub(crate) handle: ViewHandle,
}

impl House {
    pub(crate) fn fresh() -> Self {
        let url = PrivatePostgres::shared().unwrap().fresh_database().unwrap();
        Self {
            database: Database::parse(&url).unwrap(),
            ids: AtomicU64::new(1),
        }
    }

    pub(crate) async fn log(&self) -> EventLog {
        let birth = Birth {
            log_id: Uuid::from_u128(1),
            epoch: Uuid::from_u128(2),
            now: "2026-01-01T00:00:00Z".parse().unwrap(),
        };
        let storage = PostgresStorage::open(&self.database, birth).await.unwrap();
        EventLog::start(
            Arc::new(storage),
            Arc::new(Now(AtomicU64::new(0))),
            WriterLimits::default(),
        )
        .await
        .unwrap()
    }

    /// A node that drives or follows the view; its lease is a short one.
    pub(crate) async fn node(&self, view: &Arc<Notes>) -> Node {
        let log = self.log().await;
        let options = RunnerOptions {
            lease: Duration::from_millis(1_500),
            poll_interval: Duration::from_millis(200),
            max_backoff: Duration::from_millis(200),
            read_timeout: Duration::from_secs(20),
            ..RunnerOptions::default()
        };
        let place = ViewPlace::Database {
            primary: Box::new(self.database.clone()),
            replica: None,
        };
        let view = Arc::<Notes>::clone(view);
        let handle = ViewHandle::start(&place, view, log.clone(), options).await.unwrap();
        Node { log, handle }
    }

    pub(crate) async fn append(&self, log: &EventLog, texts: &[&str]) -> Position {
        log.append(self.append_of(texts)).await.unwrap().last
    }

    /// None if the log was not available.
    pub(crate) async fn try_append(&self, log: &EventLog, text: &str) -> Option<Position> {
        match log.append(self.append_of(&[text])).await {
            Ok(appended) => Some(appended.last),
            Err(AppendError::Unavailable(_)) => None,
            Err(error) => panic!("{error}"),
        }
    }

    fn append_of(&self, texts: &[&str]) -> Append {
        let events = texts.iter().map(|text| NewEvent {
            event_id: self.id(),
            stream: StreamId("notes".to_owned()),
            kind: "test.noted".to_owned(),
            schema_version: 1,
            payload: text.as_bytes().to_vec(),
        });
        Append {
            append_id: self.id(),
            events: events.collect(),
            guards: Vec::new(),
            idempotency: None,
            actor: self.id(),
            correlation_id: self.id(),
            causation_id: None,
        }
    }

    fn id(&self) -> Uuid {
        Uuid::from_u64_pair(0x0190_0000_0000_7000, self.ids.fetch_add(1, Ordering::SeqCst))
    }

    /// A number from a query on the registry, past the handles.
    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        let mut connection = self.database.connect().await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    }
}

impl Node {
    /// All notes, once the view has the position.
    pub(crate) async fn notes(&self, at_least: Position) -> Vec<String> {
        let mut read = timeout(DEADLINE, self.handle.read(Some(at_least)))
            .await
            .unwrap()
            .unwrap();
        let rows = Sql::new("SELECT text FROM @note ORDER BY position")
            .fetch_all(read.conn())
            .await
            .unwrap();
        rows.iter().map(|row: &Row| row.try_get(0_usize).unwrap()).collect()
    }

    pub(crate) async fn stop(self) {
        self.handle.stop().await;
        self.log.close().await;
    }
}
