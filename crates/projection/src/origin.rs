//! What a view was made from, and up to where.

use event_log::{EventLog, Head, LogError, Position, RecordedEvent};
use jiff::Timestamp;

/// What a view's tables were made from. Another origin means other tables.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) log_id: String,
    pub(crate) log_epoch: String,
    /// The head when the origin was read.
    pub(crate) head: Position,
    /// What a view at position 0 says as its instant: the log's creation, or its first event if it has one.
    pub(crate) start: Timestamp,
}

impl Origin {
    /// For a database that outlives no test.
    pub(crate) fn of_no_log() -> Self {
        Self {
            log_id: String::new(),
            log_epoch: String::new(),
            head: Position(0),
            start: Timestamp::UNIX_EPOCH,
        }
    }

    pub(crate) fn new(head: &Head, first: Option<&RecordedEvent>) -> Self {
        Self {
            log_id: head.log_id.to_string(),
            log_epoch: head.epoch.to_string(),
            head: head.position,
            start: first.map_or(head.recorded_at, |event| event.recorded_at),
        }
    }
}

/// Up to where a snapshot reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub(crate) position: Position,
    pub(crate) instant: Timestamp,
}

impl Checkpoint {
    /// From a stored position and microseconds.
    pub(crate) fn of_columns(position: i64, recorded_at_us: i64) -> Result<Self, sqlx::Error> {
        let instant = Timestamp::from_microsecond(recorded_at_us).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(Self {
            position: from_db(position)?,
            instant,
        })
    }
}

pub(crate) fn to_db(position: Position) -> Result<i64, sqlx::Error> {
    i64::try_from(position.0).map_err(|error| sqlx::Error::Encode(error.into()))
}

pub(crate) fn from_db(position: i64) -> Result<Position, sqlx::Error> {
    u64::try_from(position)
        .map(Position)
        .map_err(|error| sqlx::Error::Decode(error.into()))
}

/// What tables made from this log now must say of themselves.
pub(crate) async fn origin_of(log: &EventLog) -> Result<Origin, LogError> {
    let head = log.head().await?;
    let first = log.read_after(Position(0), 1).await?;
    Ok(Origin::new(&head, first.first()))
}
