//! The verdict over a batch: pure, the same for every engine.
//!
//! Each append is judged in arrival order against the database and the appends before it in the batch:
//! first its idempotency key, then its guards; then it gets positions and stream versions. A refused append
//! changes nothing for those after it.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::{Append, AppendError, Appended, ExpectedVersion, Head, KnownAppend, NewEvent, Position, StreamId};

/// What the engine read under the head, for all appends of the batch at once.
pub(crate) struct Facts<'a> {
    /// The end of the log.
    pub(crate) head: Head,
    /// The version of every stream named by an event or a guard; absent means 0.
    pub(crate) versions: HashMap<&'a str, u64>,
    /// What is stored under the batch's idempotency keys.
    pub(crate) known: HashMap<[u8; 32], KnownAppend>,
}

/// An event with its place.
pub(crate) struct NumberedEvent<'a> {
    pub(crate) position: u64,
    pub(crate) stream_version: u64,
    pub(crate) event: &'a NewEvent,
    pub(crate) append: &'a Append,
}

/// An idempotency key to be stored.
pub(crate) struct NewKey {
    pub(crate) key: [u8; 32],
    pub(crate) fingerprint: [u8; 32],
    pub(crate) first: Position,
    pub(crate) last: Position,
}

/// What to write and what to answer.
pub(crate) struct Verdict<'a> {
    /// One per append, in order; true once the rows are committed.
    pub(crate) results: Vec<Result<Appended, AppendError>>,
    pub(crate) events: Vec<NumberedEvent<'a>>,
    pub(crate) keys: Vec<NewKey>,
    /// The new end of the log.
    pub(crate) position: Position,
    /// Of all events of the batch.
    pub(crate) recorded_at: Timestamp,
}

/// Names each stream once, in order of first appearance.
pub(crate) fn streams_of(batch: &[Append]) -> Vec<&str> {
    let mut seen = std::collections::HashSet::new();
    batch
        .iter()
        .flat_map(|append| {
            let written = append.events.iter().map(|event| event.stream.as_str());
            written.chain(append.guards.iter().map(|(stream, _)| stream.as_str()))
        })
        .filter(|stream| seen.insert(*stream))
        .collect()
}

/// Judges the batch. `now` is the writer's clock; events are recorded no earlier than the head.
pub(crate) fn judge<'a>(batch: &'a [Append], facts: Facts<'a>, now: Timestamp) -> Verdict<'a> {
    let mut bench = Bench {
        versions: facts.versions,
        known: facts.known,
        verdict: Verdict {
            results: Vec::with_capacity(batch.len()),
            events: Vec::new(),
            keys: Vec::new(),
            position: facts.head.position,
            recorded_at: now.max(facts.head.recorded_at),
        },
    };
    for append in batch {
        let result = bench.judge_one(append);
        bench.verdict.results.push(result);
    }
    bench.verdict
}

struct Bench<'a> {
    versions: HashMap<&'a str, u64>,
    known: HashMap<[u8; 32], KnownAppend>,
    verdict: Verdict<'a>,
}

impl<'a> Bench<'a> {
    fn judge_one(&mut self, append: &'a Append) -> Result<Appended, AppendError> {
        // The key comes before the guards: an honest retry carries the versions it saw the first time.
        if let Some(idempotency) = append.idempotency
            && let Some(known) = self.known.get(&idempotency.key)
        {
            return if known.fingerprint == idempotency.fingerprint {
                Ok(known.appended.clone())
            } else {
                Err(AppendError::IdempotencyMismatch)
            };
        }
        for (stream, expected) in &append.guards {
            let actual = self.versions.get(stream.as_str()).copied().unwrap_or(0);
            if !holds(*expected, actual) {
                return Err(AppendError::VersionConflict {
                    stream: stream.clone(),
                    expected: *expected,
                    actual,
                });
            }
        }
        if append.events.is_empty() {
            return Err(AppendError::Invalid("an append has at least one event"));
        }
        Ok(self.number(append))
    }

    /// Gives positions and versions. Nothing can fail from here to the commit, so nothing has to be undone.
    fn number(&mut self, append: &'a Append) -> Appended {
        let first = Position(self.verdict.position.0 + 1);
        let mut written: Vec<(StreamId, u64)> = Vec::new();
        for event in &append.events {
            self.verdict.position.0 += 1;
            let version = self.versions.entry(event.stream.as_str()).or_insert(0);
            *version += 1;
            match written.iter_mut().find(|(stream, _)| *stream == event.stream) {
                Some((_, newest)) => *newest = *version,
                None => written.push((event.stream.clone(), *version)),
            }
            self.verdict.events.push(NumberedEvent {
                position: self.verdict.position.0,
                stream_version: *version,
                event,
                append,
            });
        }
        let appended = Appended {
            first,
            last: self.verdict.position,
            versions: written,
            recorded_at: self.verdict.recorded_at,
            replayed: false,
        };
        self.remember(append, &appended);
        appended
    }

    /// A twin later in the same batch gets the same answer.
    fn remember(&mut self, append: &Append, appended: &Appended) {
        if let Some(idempotency) = append.idempotency {
            self.verdict.keys.push(NewKey {
                key: idempotency.key,
                fingerprint: idempotency.fingerprint,
                first: appended.first,
                last: appended.last,
            });
            let replay = Appended {
                replayed: true,
                ..appended.clone()
            };
            self.known.insert(
                idempotency.key,
                KnownAppend {
                    fingerprint: idempotency.fingerprint,
                    appended: replay,
                },
            );
        }
    }
}

fn holds(expected: ExpectedVersion, actual: u64) -> bool {
    match expected {
        ExpectedVersion::Any => true,
        ExpectedVersion::NoStream => actual == 0,
        ExpectedVersion::Exactly(version) => actual == version,
    }
}
