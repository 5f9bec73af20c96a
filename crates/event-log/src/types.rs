//! The words of the log: stream, version, position, guard, append.

use std::fmt;

use jiff::Timestamp;
use uuid::Uuid;

/// Where an event stands in the log: from 1, gap-free, in commit order. 0 means "before the first event".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position(pub u64);

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The name of a stream, for example `proposal/0190f1d2-…`. ASCII, at most 200 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId(pub String);

impl StreamId {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The source of instants. `main` passes the system's; tests pass one they can set.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, to the microsecond.
    fn now(&self) -> Timestamp;
}

/// What a writer knew of a stream when it decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedVersion {
    /// No opinion.
    Any,
    /// The stream has no event yet.
    NoStream,
    /// The stream's newest event has this version (from 1).
    Exactly(u64),
}

/// A condition of an append over one stream, written by it or only read.
pub type Guard = (StreamId, ExpectedVersion);

/// An event to be appended. Its stream version and position are given by the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// `UUIDv7`, constructed by the caller; unique in the log.
    pub event_id: Uuid,
    /// The stream it extends.
    pub stream: StreamId,
    /// Stable dotted name, for example `submission.lodged`.
    pub kind: String,
    /// Version of the payload's shape, from 1.
    pub schema_version: u16,
    /// Stored byte for byte.
    pub payload: Vec<u8>,
}

/// A client's key for one act, and what that act was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// SHA-256 over issuer, state, subject and the key as sent.
    pub key: [u8; 32],
    /// SHA-256 over method, path, If-Match and body.
    pub fingerprint: [u8; 32],
}

/// One atomic append: all of its events or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// Names this append, so that an unknown commit outcome can be resolved.
    pub append_id: Uuid,
    /// At least one event.
    pub events: Vec<NewEvent>,
    /// Over any streams, not only the written ones.
    pub guards: Vec<Guard>,
    /// Checked before the guards.
    pub idempotency: Option<IdempotencyKey>,
    /// The random local id of who acted (R26).
    pub actor: Uuid,
    /// Ties together everything that one request caused.
    pub correlation_id: Uuid,
    /// The event that caused this append, if one did.
    pub causation_id: Option<Uuid>,
}

/// What the log answers to a successful append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Position of the first event.
    pub first: Position,
    /// Position of the last event.
    pub last: Position,
    /// Each written stream once, with its newest version after this append.
    pub versions: Vec<(StreamId, u64)>,
    /// Set under the head; never earlier than the previous event's.
    pub recorded_at: Timestamp,
    /// True when the idempotency key was known and this is the first append's answer again.
    pub replayed: bool,
}

/// What is stored under an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAppend {
    /// What the first request was.
    pub fingerprint: [u8; 32],
    /// What it was answered, with `replayed: true`.
    pub appended: Appended,
}

/// An event as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its place in the log.
    pub position: Position,
    /// Its stream.
    pub stream: StreamId,
    /// Its place in the stream, from 1, gap-free.
    pub stream_version: u64,
    /// The caller's id of the event.
    pub event_id: Uuid,
    /// The append it came with.
    pub append_id: Uuid,
    /// Stable dotted name.
    pub kind: String,
    /// Version of the payload's shape.
    pub schema_version: u16,
    /// Exactly the bytes that were appended.
    pub payload: Vec<u8>,
    /// Random local id of who acted.
    pub actor: Uuid,
    /// Ties together everything that one request caused.
    pub correlation_id: Uuid,
    /// The event that caused it, if one did.
    pub causation_id: Option<Uuid>,
    /// When the log recorded it.
    pub recorded_at: Timestamp,
}

/// The end of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Position of the newest event; 0 when empty.
    pub position: Position,
    /// When the newest event was recorded; the log's creation when empty.
    pub recorded_at: Timestamp,
    /// Random identity of this log, made at its creation; kept by backup and restore.
    pub log_id: Uuid,
    /// Changes when the log is restored from a backup.
    pub epoch: Uuid,
}

/// What a new log begins with; of no meaning to one that exists.
#[derive(Debug, Clone, Copy)]
pub struct Birth {
    /// Random identity of the log.
    pub log_id: Uuid,
    /// Random name of its first epoch.
    pub epoch: Uuid,
    /// The instant.
    pub now: Timestamp,
}
