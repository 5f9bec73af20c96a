//! Rows to values.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use super::failure::{undecodable, unsigned};
use crate::{Head, Position, RecordedEvent, StreamId};

/// `SELECT` of whole events with the given tail; the columns are those of [`event`].
macro_rules! select_events {
    ($tail:literal) => {
        concat!(
            "SELECT position, stream, stream_version, event_id, append_id, kind, schema_version, payload, actor, \
             correlation_id, causation_id, recorded_at FROM events ",
            $tail
        )
    };
}
pub(super) use select_events;

pub(super) fn event(row: &SqliteRow) -> Result<RecordedEvent, sqlx::Error> {
    Ok(RecordedEvent {
        position: Position(unsigned(row, 0)?),
        stream: StreamId(row.try_get(1)?),
        stream_version: unsigned(row, 2)?,
        event_id: uuid(row, 3)?,
        append_id: uuid(row, 4)?,
        kind: row.try_get(5)?,
        schema_version: u16::try_from(unsigned(row, 6)?).map_err(|error| undecodable(6, error))?,
        payload: row.try_get(7)?,
        actor: uuid(row, 8)?,
        correlation_id: uuid(row, 9)?,
        causation_id: optional_uuid(row, 10)?,
        recorded_at: instant(row, 11)?,
    })
}

/// The columns of [`super::read::SELECT_HEAD`].
pub(super) fn head(row: &SqliteRow) -> Result<Head, sqlx::Error> {
    Ok(Head {
        position: Position(unsigned(row, 0)?),
        recorded_at: instant(row, 1)?,
        log_id: uuid(row, 2)?,
        epoch: uuid(row, 3)?,
    })
}

pub(super) fn instant(row: &SqliteRow, column: usize) -> Result<Timestamp, sqlx::Error> {
    Timestamp::from_microsecond(row.try_get(column)?).map_err(|error| undecodable(column, error))
}

pub(super) fn uuid(row: &SqliteRow, column: usize) -> Result<Uuid, sqlx::Error> {
    Uuid::from_slice(row.try_get(column)?).map_err(|error| undecodable(column, error))
}

fn optional_uuid(row: &SqliteRow, column: usize) -> Result<Option<Uuid>, sqlx::Error> {
    let bytes: Option<&[u8]> = row.try_get(column)?;
    bytes
        .map(Uuid::from_slice)
        .transpose()
        .map_err(|error| undecodable(column, error))
}

/// The 32 bytes of a SHA-256.
pub(super) fn digest(row: &SqliteRow, column: usize) -> Result<[u8; 32], sqlx::Error> {
    let bytes: &[u8] = row.try_get(column)?;
    <[u8; 32]>::try_from(bytes).map_err(|error| undecodable(column, error))
}
