//! Reads of committed events. Events never change, so none of these needs a transaction.

use jiff::Timestamp;
use sqlx::{SqliteExecutor, SqlitePool};

use super::failure::signed;
use super::rows::{self, select_events};
use crate::{Head, Position, RecordedEvent, StreamId};

pub(super) const SELECT_HEAD: &str = "SELECT position, recorded_at, log_id, epoch FROM log_head";

pub(super) async fn head(executor: impl SqliteExecutor<'_>) -> Result<Head, sqlx::Error> {
    rows::head(&sqlx::query(SELECT_HEAD).fetch_one(executor).await?)
}

pub(super) async fn after(pool: &SqlitePool, after: Position, limit: u32) -> Result<Vec<RecordedEvent>, sqlx::Error> {
    let query = sqlx::query(select_events!("WHERE position > ? ORDER BY position LIMIT ?"));
    let rows = query.bind(signed(after.0)).bind(limit).fetch_all(pool).await?;
    rows.iter().map(rows::event).collect()
}

pub(super) async fn stream(
    pool: &SqlitePool,
    stream: &StreamId,
    after_version: u64,
) -> Result<Vec<RecordedEvent>, sqlx::Error> {
    let query = sqlx::query(select_events!(
        "WHERE stream = ? AND stream_version > ? ORDER BY stream_version"
    ));
    let rows = query
        .bind(stream.as_str())
        .bind(signed(after_version))
        .fetch_all(pool)
        .await?;
    rows.iter().map(rows::event).collect()
}

/// The unary plus leaves SQLite no other plan than the streams' index: never the whole log in position order.
pub(super) const SELECT_STREAMS: &str =
    select_events!("WHERE stream IN (SELECT value FROM json_each(?)) AND +position <= ? ORDER BY +position");

pub(super) async fn streams(
    pool: &SqlitePool,
    streams: &[StreamId],
    until: Position,
) -> Result<Vec<RecordedEvent>, sqlx::Error> {
    let names = names_as_json(streams.iter().map(StreamId::as_str));
    let rows = sqlx::query(SELECT_STREAMS)
        .bind(names)
        .bind(signed(until.0))
        .fetch_all(pool)
        .await?;
    rows.iter().map(rows::event).collect()
}

pub(super) async fn streams_written(
    pool: &SqlitePool,
    after: Position,
    until: Position,
    but: &str,
) -> Result<Vec<StreamId>, sqlx::Error> {
    let query = sqlx::query_scalar(
        "SELECT DISTINCT stream FROM events WHERE position > ? AND position <= ? AND substr(stream, 1, length(?)) <> ?",
    );
    let names: Vec<String> = query
        .bind(signed(after.0))
        .bind(signed(until.0))
        .bind(but)
        .bind(but)
        .fetch_all(pool)
        .await?;
    Ok(names.into_iter().map(StreamId).collect())
}

/// Binary search: `recorded_at` never decreases with the position, so a dozen or two key look-ups replace an index.
pub(super) async fn position_at(pool: &SqlitePool, instant: Timestamp) -> Result<Position, sqlx::Error> {
    let end = head(pool).await?;
    if instant >= end.recorded_at {
        return Ok(end.position);
    }
    // Invariant: `low` is recorded at or before the instant (or is 0), `high` is recorded after it.
    let (mut low, mut high) = (0, end.position.0.saturating_add(1));
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        match recorded_at(pool, Position(middle)).await? {
            Some(recorded) if recorded <= instant => low = middle,
            _ => high = middle,
        }
    }
    Ok(Position(low))
}

pub(super) async fn recorded_at(pool: &SqlitePool, position: Position) -> Result<Option<Timestamp>, sqlx::Error> {
    let query = sqlx::query("SELECT recorded_at FROM events WHERE position = ?");
    let row = query.bind(signed(position.0)).fetch_optional(pool).await?;
    row.map(|row| rows::instant(&row, 0)).transpose()
}

/// A list of names for `json_each`, so that one statement text serves any number of them.
pub(super) fn names_as_json<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<serde_json::Value>().to_string()
}
