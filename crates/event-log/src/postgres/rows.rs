//! Rows to values.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::postgres::PgRow;

use super::failure::{undecodable, unsigned};
use crate::{Head, Position, RecordedEvent, StreamId};

/// `SELECT` of whole events with the given tail; the columns are those of [`event`].
macro_rules! select_events {
    ($tail:literal) => {
        concat!(
            "SELECT position, stream, stream_version, event_id, append_id, kind, schema_version, payload, actor, \
             correlation_id, causation_id, recorded_at FROM log.events ",
            $tail
        )
    };
}
pub(super) use select_events;

/// The types are those of the schema that this program made, so the driver need not compare them for every value.
pub(super) fn event(row: &PgRow) -> Result<RecordedEvent, sqlx::Error> {
    let schema_version: i32 = row.try_get_unchecked(6)?;
    let recorded_at: i64 = row.try_get_unchecked(11)?;
    Ok(RecordedEvent {
        position: Position(positive(row, 0)?),
        stream: StreamId(row.try_get_unchecked(1)?),
        stream_version: positive(row, 2)?,
        event_id: row.try_get_unchecked(3)?,
        append_id: row.try_get_unchecked(4)?,
        kind: row.try_get_unchecked(5)?,
        schema_version: u16::try_from(schema_version).map_err(|error| undecodable(6, error))?,
        payload: row.try_get_unchecked(7)?,
        actor: row.try_get_unchecked(8)?,
        correlation_id: row.try_get_unchecked(9)?,
        causation_id: row.try_get_unchecked(10)?,
        recorded_at: Timestamp::from_microsecond(recorded_at).map_err(|error| undecodable(11, error))?,
    })
}

fn positive(row: &PgRow, column: usize) -> Result<u64, sqlx::Error> {
    let value: i64 = row.try_get_unchecked(column)?;
    u64::try_from(value).map_err(|error| undecodable(column, error))
}

/// The columns of [`super::read::SELECT_HEAD`].
pub(super) fn head(row: &PgRow) -> Result<Head, sqlx::Error> {
    head_at(row, [0, 1, 2, 3])
}

/// A head whose position, instant, log id and epoch stand in these columns.
pub(super) fn head_at(row: &PgRow, columns: [usize; 4]) -> Result<Head, sqlx::Error> {
    let [position, recorded_at, log_id, epoch] = columns;
    Ok(Head {
        position: Position(unsigned(row, position)?),
        recorded_at: instant(row, recorded_at)?,
        log_id: row.try_get(log_id)?,
        epoch: row.try_get(epoch)?,
    })
}

pub(super) fn instant(row: &PgRow, column: usize) -> Result<Timestamp, sqlx::Error> {
    Timestamp::from_microsecond(row.try_get(column)?).map_err(|error| undecodable(column, error))
}

/// The 32 bytes of a SHA-256.
pub(super) fn digest(row: &PgRow, column: usize) -> Result<[u8; 32], sqlx::Error> {
    let bytes: &[u8] = row.try_get(column)?;
    <[u8; 32]>::try_from(bytes).map_err(|error| undecodable(column, error))
}
