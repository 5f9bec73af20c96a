//! How often a decision is made again: a competitor writes to the proposal before each of the first commits.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use commands::ExecuteError;
use consultation::Event;
use consultation::event::{ConsultationExtended, encode, streams};
use event_log::{
    Append, AppendError, Appended, Head, KnownAppend, LogError, NewEvent, Position, RecordedEvent, Storage, StreamId,
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::house::*;

/// The real store, and somebody who extends the consultation just before a submission is committed, so many times.
struct Contested {
    inner: Arc<dyn Storage>,
    left: Arc<AtomicU64>,
}

fn extension(number: u64) -> Append {
    let event = Event::ConsultationExtended(ConsultationExtended {
        proposal_id: PROPOSAL,
        consultation: 1,
        at: at(LODGED),
        by: state("KOR"),
        closes_at: at(CLOSES_AGAIN),
    });
    let (kind, schema_version, payload) = encode(&event).unwrap();
    let id = |kind: u64| Uuid::from_u64_pair(0x0191_0000_0000_7000 + kind, number);
    Append {
        append_id: id(0),
        events: vec![NewEvent {
            event_id: id(1),
            stream: StreamId(streams::proposal(PROPOSAL)),
            kind: kind.to_owned(),
            schema_version,
            payload,
        }],
        guards: Vec::new(),
        idempotency: None,
        actor: id(2),
        correlation_id: id(3),
        causation_id: None,
    }
}

#[async_trait]
impl Storage for Contested {
    async fn commit(&self, batch: &[Append], now: Timestamp) -> Vec<Result<Appended, AppendError>> {
        let mut events = batch.iter().flat_map(|append| &append.events);
        let contested = events.any(|event| event.stream.as_str().starts_with("submission/"));
        let left = self.left.load(Ordering::SeqCst);
        if contested && left > 0 {
            self.left.store(left - 1, Ordering::SeqCst);
            for done in self.inner.commit(&[extension(left)], now).await {
                done.unwrap();
            }
        }
        self.inner.commit(batch, now).await
    }

    async fn head(&self) -> Result<Head, LogError> {
        self.inner.head().await
    }

    async fn read_after(&self, after: Position, limit: u32) -> Result<Vec<RecordedEvent>, LogError> {
        self.inner.read_after(after, limit).await
    }

    async fn read_stream(&self, stream: &StreamId, after_version: u64) -> Result<Vec<RecordedEvent>, LogError> {
        self.inner.read_stream(stream, after_version).await
    }

    async fn read_streams(&self, streams: &[StreamId], until: Position) -> Result<Vec<RecordedEvent>, LogError> {
        self.inner.read_streams(streams, until).await
    }

    async fn position_at(&self, instant: Timestamp) -> Result<Position, LogError> {
        self.inner.position_at(instant).await
    }

    async fn recorded_at(&self, position: Position) -> Result<Option<Timestamp>, LogError> {
        self.inner.recorded_at(position).await
    }

    async fn find_append(&self, key: &[u8; 32]) -> Result<Option<KnownAppend>, LogError> {
        self.inner.find_append(key).await
    }

    async fn forget_appends_before(&self, instant: Timestamp) -> Result<u64, LogError> {
        self.inner.forget_appends_before(instant).await
    }

    async fn actor_of(&self, issuer: &str, subject: &str, candidate: Uuid) -> Result<Uuid, LogError> {
        self.inner.actor_of(issuer, subject, candidate).await
    }

    async fn erase_actor(&self, actor: Uuid) -> Result<bool, LogError> {
        self.inner.erase_actor(actor).await
    }

    async fn check(&self) -> Result<Vec<String>, LogError> {
        self.inner.check().await
    }

    async fn streams_written(&self, after: Position, until: Position, but: &str) -> Result<Vec<StreamId>, LogError> {
        self.inner.streams_written(after, until, but).await
    }

    async fn next_head(&self) -> Head {
        self.inner.next_head().await
    }

    async fn backup_to(&self, file: &Path) -> Result<(), LogError> {
        self.inner.backup_to(file).await
    }

    async fn close(&self) {
        self.inner.close().await;
    }
}

async fn contested() -> (House, Arc<AtomicU64>) {
    let left = Arc::new(AtomicU64::new(0));
    let house = {
        let left = Arc::clone(&left);
        House::over(|inner| Arc::new(Contested { inner, left })).await
    };
    house.open_first().await;
    (house, left)
}

#[tokio::test]
async fn three_conflicts_are_overcome() {
    let (house, left) = contested().await;
    left.store(3, Ordering::SeqCst);
    let lodged = house
        .run(&lodge(state("FJI"), LODGED, draft(vec![comment(1, "One.")])))
        .await
        .unwrap();
    assert_eq!(left.load(Ordering::SeqCst), 0);
    assert_eq!(lodged.submission.unwrap().version(), 1);
    let proposal = lodged.proposal.unwrap();
    assert_eq!(proposal.version, 5, "decided on the proposal as the competitor left it");
    assert_eq!(proposal.state.consultations[0].closes_at, at(CLOSES_AGAIN));
}

#[tokio::test]
async fn four_conflicts_in_a_row_are_a_conflict() {
    let (house, left) = contested().await;
    left.store(4, Ordering::SeqCst);
    let command = lodge(state("FJI"), LODGED, draft(vec![comment(1, "One.")]));
    assert!(matches!(
        house.run_keyed(&command, 1, 1).await,
        Err(ExecuteError::Conflict)
    ));
    let id = house.submission_of(1, state("FJI"));
    assert!(house.commands.find_submission(id).await.unwrap().is_none());
    // The key was not used up.
    assert!(!house.run_keyed(&command, 1, 1).await.unwrap().is_replay());
}
