//! Random batches against a model that takes three dozen lines: every answer and every stored event agree.
#![expect(clippy::unwrap_used, reason = "a test's helper fails the test")]

use std::collections::HashMap;

use event_log::{
    Append, AppendError, Appended, Birth, ExpectedVersion, IdempotencyKey, NewEvent, Position, RecordedEvent,
    SqliteStorage, Storage, StreamId,
};
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

/// What an append is told, reduced to what the model can say.
#[derive(Debug, Clone, PartialEq)]
enum Answer {
    Done {
        first: u64,
        last: u64,
        versions: Vec<(StreamId, u64)>,
        recorded_at: Timestamp,
        replayed: bool,
    },
    Conflict {
        stream: StreamId,
        actual: u64,
    },
    Mismatch,
    Duplicate,
}

impl Answer {
    fn of(result: Result<Appended, AppendError>) -> Self {
        match result {
            Ok(Appended {
                first,
                last,
                versions,
                recorded_at,
                replayed,
            }) => Self::Done {
                first: first.0,
                last: last.0,
                versions,
                recorded_at,
                replayed,
            },
            Err(AppendError::VersionConflict { stream, actual, .. }) => Self::Conflict { stream, actual },
            Err(AppendError::IdempotencyMismatch) => Self::Mismatch,
            Err(AppendError::DuplicateEvent) => Self::Duplicate,
            Err(error) => unreachable!("{error:?}"),
        }
    }
}

#[derive(Default)]
struct Model {
    events: Vec<RecordedEvent>,
    keys: HashMap<[u8; 32], ([u8; 32], Answer)>,
}

impl Model {
    fn version(&self, stream: &StreamId) -> u64 {
        self.events
            .iter()
            .filter(|event| event.stream == *stream)
            .count()
            .try_into()
            .unwrap()
    }

    fn append(&mut self, append: &Append, now: Timestamp) -> Answer {
        if let Some((fingerprint, answer)) = append
            .idempotency
            .and_then(|idempotency| self.keys.get(&idempotency.key))
        {
            let same = append
                .idempotency
                .is_some_and(|idempotency| idempotency.fingerprint == *fingerprint);
            return if same { answer.clone() } else { Answer::Mismatch };
        }
        for (stream, expected) in &append.guards {
            let actual = self.version(stream);
            let holds = match expected {
                ExpectedVersion::Any => true,
                ExpectedVersion::NoStream => actual == 0,
                ExpectedVersion::Exactly(version) => actual == *version,
            };
            if !holds {
                return Answer::Conflict {
                    stream: stream.clone(),
                    actual,
                };
            }
        }
        let ids: Vec<Uuid> = append.events.iter().map(|event| event.event_id).collect();
        let twice = ids.iter().collect::<std::collections::HashSet<_>>().len() < ids.len();
        if twice || self.events.iter().any(|event| ids.contains(&event.event_id)) {
            return Answer::Duplicate;
        }
        self.record(append, now)
    }

    fn record(&mut self, append: &Append, now: Timestamp) -> Answer {
        let recorded_at = self.events.last().map_or(now, |last| last.recorded_at.max(now));
        let first = self.events.len() + 1;
        let mut versions: Vec<(StreamId, u64)> = Vec::new();
        for event in &append.events {
            let stream_version = self.version(&event.stream) + 1;
            match versions.iter_mut().find(|(stream, _)| *stream == event.stream) {
                Some((_, version)) => *version = stream_version,
                None => versions.push((event.stream.clone(), stream_version)),
            }
            self.events.push(recorded(
                append,
                event,
                self.events.len() + 1,
                stream_version,
                recorded_at,
            ));
        }
        let (first, last) = (first.try_into().unwrap(), self.events.len().try_into().unwrap());
        let answer = |replayed| Answer::Done {
            first,
            last,
            versions: versions.clone(),
            recorded_at,
            replayed,
        };
        if let Some(idempotency) = append.idempotency {
            self.keys
                .insert(idempotency.key, (idempotency.fingerprint, answer(true)));
        }
        answer(false)
    }
}

fn recorded(
    append: &Append,
    event: &NewEvent,
    position: usize,
    stream_version: u64,
    recorded_at: Timestamp,
) -> RecordedEvent {
    RecordedEvent {
        position: Position(position.try_into().unwrap()),
        stream: event.stream.clone(),
        stream_version,
        event_id: event.event_id,
        append_id: append.append_id,
        kind: event.kind.clone(),
        schema_version: event.schema_version,
        payload: event.payload.clone(),
        actor: append.actor,
        correlation_id: append.correlation_id,
        causation_id: append.causation_id,
        recorded_at,
    }
}

fn stream() -> impl Strategy<Value = StreamId> {
    (0_u8..4).prop_map(|number| StreamId(format!("stream/{number}")))
}

fn expected() -> impl Strategy<Value = ExpectedVersion> {
    prop_oneof![
        Just(ExpectedVersion::Any),
        Just(ExpectedVersion::NoStream),
        (0_u64..6).prop_map(ExpectedVersion::Exactly)
    ]
}

/// Few ids, so that some are taken twice.
fn event() -> impl Strategy<Value = NewEvent> {
    (0_u128..2_000, stream(), proptest::collection::vec(any::<u8>(), 0..40)).prop_map(|(id, stream, payload)| {
        NewEvent {
            event_id: Uuid::from_u128(id),
            stream,
            kind: "test.happened".to_owned(),
            schema_version: 1,
            payload,
        }
    })
}

fn append() -> impl Strategy<Value = Append> {
    let key = proptest::option::of((0_u8..6, 0_u8..2));
    let events = proptest::collection::vec(event(), 1..5);
    let guards = proptest::collection::vec((stream(), expected()), 0..2);
    (any::<u128>(), events, guards, key).prop_map(|(id, events, guards, key)| Append {
        append_id: Uuid::from_u128(id),
        events,
        guards,
        idempotency: key.map(|(key, fingerprint)| IdempotencyKey {
            key: [key; 32],
            fingerprint: [fingerprint; 32],
        }),
        actor: Uuid::from_u128(id ^ 1),
        correlation_id: Uuid::from_u128(id ^ 2),
        causation_id: (id % 2 == 0).then(|| Uuid::from_u128(id ^ 3)),
    })
}

/// Batches, each with the seconds that the clock shows, forward and back.
fn batches() -> impl Strategy<Value = Vec<(i64, Vec<Append>)>> {
    proptest::collection::vec((0_i64..1_000, proptest::collection::vec(append(), 1..8)), 1..12)
}

async fn run(batches: Vec<(i64, Vec<Append>)>) -> Result<(), TestCaseError> {
    let dir = tempfile::tempdir().unwrap();
    let birth = Birth {
        log_id: Uuid::nil(),
        epoch: Uuid::nil(),
        now: Timestamp::UNIX_EPOCH,
    };
    let storage = SqliteStorage::open(dir.path(), birth).await.unwrap();
    let mut model = Model::default();
    for (seconds, batch) in batches {
        let now = Timestamp::from_second(seconds).unwrap();
        let answers: Vec<Answer> = storage.commit(&batch, now).await.into_iter().map(Answer::of).collect();
        let expected: Vec<Answer> = batch.iter().map(|append| model.append(append, now)).collect();
        prop_assert_eq!(answers, expected);
    }
    prop_assert_eq!(&storage.read_after(Position(0), 10_000).await.unwrap(), &model.events);
    for number in 0..4 {
        let stream = StreamId(format!("stream/{number}"));
        let own: Vec<_> = model
            .events
            .iter()
            .filter(|event| event.stream == stream)
            .cloned()
            .collect();
        prop_assert_eq!(storage.read_stream(&stream, 0).await.unwrap(), own);
    }
    prop_assert_eq!(storage.check().await.unwrap(), Vec::<String>::new());
    storage.close().await;
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_log_agrees_with_a_model(batches in batches()) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run(batches))?;
    }
}
