//! What every engine must do, as functions over a factory of stores.
//!
//! An engine's test file calls [`conformance_tests!`](crate::conformance_tests), which makes one test of each.
//! A failed expectation panics.

#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "these are the bodies of tests"
)]

mod actors;
mod following;
mod gate;
mod guards;
mod idempotency;
mod positions;
mod reading;
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use async_trait::async_trait;
use jiff::Timestamp;
use uuid::Uuid;

pub use actors::*;
pub use following::*;
pub use gate::Gate;
pub use guards::*;
pub use idempotency::*;
pub use positions::*;
pub use reading::*;
pub use writer::*;

use crate::{
    Append, Appended, Clock, EventLog, ExpectedVersion, Guard, IdempotencyKey, NewEvent, Position, RecordedEvent,
    Storage, StreamId, WriterLimits,
};

/// One fresh store of an engine.
#[async_trait]
pub trait Factory: Send + Sync {
    /// Opens the store: the first call creates it empty, later ones open it again, also beside the first.
    async fn open(&self) -> Arc<dyn Storage>;

    /// Runs an SQL statement on the store, past the log. The error is the database's message.
    async fn execute(&self, sql: &'static str) -> Result<(), String>;
}

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Stands at the instant, cut to the microsecond.
    #[must_use]
    pub fn at(instant: Timestamp) -> Self {
        Self(AtomicI64::new(instant.as_microsecond()))
    }

    /// Moves to the instant, forward or back.
    pub fn set(&self, instant: Timestamp) {
        self.0.store(instant.as_microsecond(), Ordering::SeqCst);
    }

    /// Moves by seconds, forward or back.
    pub fn move_by_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A started log over a store, with ids that never repeat.
pub struct Fixture {
    /// The engine.
    pub storage: Arc<dyn Storage>,
    /// The log over it.
    pub log: EventLog,
    /// The log's clock. Stands at 2026-01-01T00:00:00Z at first.
    pub clock: Arc<ManualClock>,
    ids: AtomicU64,
}

impl Fixture {
    /// Opens the factory's store and starts a log on it.
    pub async fn start(factory: &dyn Factory) -> Self {
        Self::start_on(factory.open().await, WriterLimits::default(), 0).await
    }

    /// Starts a log on an opened store. `ids_from` keeps the ids of several fixtures apart.
    pub async fn start_on(storage: Arc<dyn Storage>, limits: WriterLimits, ids_from: u64) -> Self {
        let clock = Arc::new(ManualClock::at("2026-01-01T00:00:00Z".parse().unwrap()));
        let log = EventLog::start(Arc::clone(&storage), Arc::<ManualClock>::clone(&clock), limits)
            .await
            .unwrap();
        Self {
            storage,
            log,
            clock,
            ids: AtomicU64::new(ids_from),
        }
    }

    /// An id that this fixture has not given before.
    pub fn id(&self) -> Uuid {
        Uuid::from_u64_pair(0x0190_0000_0000_7000, self.ids.fetch_add(1, Ordering::SeqCst) + 1)
    }

    /// An append of one small event to each of the named streams, in order, without guards.
    pub fn append_to(&self, streams: &[&str]) -> Append {
        Append {
            append_id: self.id(),
            events: streams.iter().map(|stream| self.event(stream)).collect(),
            guards: Vec::new(),
            idempotency: None,
            actor: self.id(),
            correlation_id: self.id(),
            causation_id: None,
        }
    }

    /// A small event.
    pub fn event(&self, stream: &str) -> NewEvent {
        NewEvent {
            event_id: self.id(),
            stream: StreamId(stream.to_owned()),
            kind: "test.happened".to_owned(),
            schema_version: 1,
            payload: b"{}".to_vec(),
        }
    }

    /// Appends one small event to each of the named streams; must succeed.
    pub async fn appended(&self, streams: &[&str]) -> Appended {
        self.log.append(self.append_to(streams)).await.unwrap()
    }

    /// The whole log, in pages of three.
    pub async fn everything(&self) -> Vec<RecordedEvent> {
        let mut events: Vec<RecordedEvent> = Vec::new();
        loop {
            let after = events.last().map_or(Position(0), |event| event.position);
            let page = self.log.read_after(after, 3).await.unwrap();
            if page.is_empty() {
                return events;
            }
            events.extend(page);
        }
    }

    /// Expects positions 1, 2, 3 … in the whole log, and versions 1, 2, 3 … in each stream.
    pub async fn assert_gapless(&self, events: u64) {
        let all = self.everything().await;
        let positions: Vec<u64> = all.iter().map(|event| event.position.0).collect();
        assert_eq!(positions, (1..=events).collect::<Vec<u64>>());
        let mut versions = std::collections::HashMap::new();
        for event in &all {
            let version = versions.entry(event.stream.clone()).or_insert(0);
            *version += 1;
            assert_eq!(event.stream_version, *version, "in {}", event.stream);
        }
        assert_eq!(self.log.head().await.unwrap().position, Position(events));
        assert_eq!(self.log.known_head(), Position(events));
        assert_eq!(self.storage.check().await.unwrap(), Vec::<String>::new());
    }
}

fn guard(stream: &str, expected: ExpectedVersion) -> Guard {
    (StreamId(stream.to_owned()), expected)
}

fn versions(pairs: &[(&str, u64)]) -> Vec<(StreamId, u64)> {
    pairs
        .iter()
        .map(|(stream, version)| (StreamId((*stream).to_owned()), *version))
        .collect()
}

fn key(key: u8, fingerprint: u8) -> IdempotencyKey {
    IdempotencyKey {
        key: [key; 32],
        fingerprint: [fingerprint; 32],
    }
}

/// Makes one `#[tokio::test]` of each function of [`conformance`](crate::conformance).
///
/// The argument is an expression that makes a fresh [`Factory`](crate::conformance::Factory).
#[macro_export]
macro_rules! conformance_tests {
    ($factory:expr) => {
        $crate::conformance_tests! { @each $factory;
            versions_start_at_one_and_are_gapless
            positions_are_gapless_after_refusals
            an_append_of_several_streams_is_atomic
            an_event_id_is_taken_once_and_the_rest_of_the_batch_commits
            recorded_at_never_runs_backwards
            a_malformed_append_is_invalid
            the_head_survives_reopening
            events_are_never_changed_or_deleted
            a_wrong_expected_version_is_a_conflict
            guards_cover_streams_that_are_not_written
            of_many_first_appends_one_wins
            guards_see_the_batch_they_are_in
            the_same_key_gets_the_same_answer
            another_fingerprint_is_a_mismatch
            a_known_key_is_answered_before_versions
            a_refused_append_leaves_its_key_free
            twins_in_one_batch_get_one_append
            concurrent_twins_get_one_append
            keys_are_forgotten_by_age
            reads_are_in_position_order
            a_stream_is_read_from_a_version
            streams_are_merged_in_position_order
            what_is_read_is_what_was_written
            an_instant_means_the_last_position_until_then
            a_reader_never_passes_an_uncommitted_position
            the_head_is_published
            an_actor_keeps_its_id
            an_erased_actor_is_unknown
            a_batch_takes_what_has_arrived
            a_huge_append_goes_alone
            a_full_queue_is_overloaded
            closing_commits_what_was_accepted
            a_dead_writer_is_noticed
        }
    };
    (@each $factory:expr; $($name:ident)+) => {
        $(
            #[tokio::test]
            async fn $name() {
                $crate::conformance::$name(&$factory).await;
            }
        )+
    };
}
