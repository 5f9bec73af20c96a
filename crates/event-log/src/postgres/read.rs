//! Reads of committed events. Events never change, so none of these needs a transaction.

use jiff::Timestamp;
use sqlx::{PgExecutor, PgPool};

use super::failure::signed;
use super::rows::{self, select_events};
use crate::{Head, Position, RecordedEvent, StreamId};

pub(super) const SELECT_HEAD: &str = "SELECT position, recorded_at, log_id, epoch FROM log.head";

pub(super) async fn head(executor: impl PgExecutor<'_>) -> Result<Head, sqlx::Error> {
    rows::head(&sqlx::query(SELECT_HEAD).fetch_one(executor).await?)
}

pub(super) async fn after(pool: &PgPool, after: Position, limit: u32) -> Result<Vec<RecordedEvent>, sqlx::Error> {
    let query = sqlx::query(select_events!("WHERE position > $1 ORDER BY position LIMIT $2"));
    let rows = query
        .bind(signed(after.0))
        .bind(i64::from(limit))
        .fetch_all(pool)
        .await?;
    rows.iter().map(rows::event).collect()
}

pub(super) async fn stream(
    pool: &PgPool,
    stream: &StreamId,
    after_version: u64,
) -> Result<Vec<RecordedEvent>, sqlx::Error> {
    let query = sqlx::query(select_events!(
        "WHERE stream = $1 AND stream_version > $2 ORDER BY stream_version"
    ));
    let rows = query
        .bind(stream.as_str())
        .bind(signed(after_version))
        .fetch_all(pool)
        .await?;
    rows.iter().map(rows::event).collect()
}

/// The sum leaves PostgreSQL no other plan than the streams' index: never the whole log in position order.
const SELECT_STREAMS: &str = select_events!("WHERE stream = ANY($1) AND position + 0 <= $2 ORDER BY position + 0");

pub(super) async fn streams(
    pool: &PgPool,
    streams: &[StreamId],
    until: Position,
) -> Result<Vec<RecordedEvent>, sqlx::Error> {
    let names: Vec<&str> = streams.iter().map(StreamId::as_str).collect();
    let rows = sqlx::query(SELECT_STREAMS)
        .bind(names)
        .bind(signed(until.0))
        .fetch_all(pool)
        .await?;
    rows.iter().map(rows::event).collect()
}

pub(super) async fn streams_written(
    pool: &PgPool,
    after: Position,
    until: Position,
    but: &str,
) -> Result<Vec<StreamId>, sqlx::Error> {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT stream FROM log.events
         WHERE position > $1 AND position <= $2 AND NOT starts_with(stream, $3)",
    )
    .bind(signed(after.0))
    .bind(signed(until.0))
    .bind(but)
    .fetch_all(pool)
    .await?;
    Ok(names.into_iter().map(StreamId).collect())
}

/// Binary search: `recorded_at` never decreases with the position, so a dozen or two key look-ups replace an index.
pub(super) async fn position_at(pool: &PgPool, instant: Timestamp) -> Result<Position, sqlx::Error> {
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

pub(super) async fn recorded_at(pool: &PgPool, position: Position) -> Result<Option<Timestamp>, sqlx::Error> {
    let query = sqlx::query("SELECT recorded_at FROM log.events WHERE position = $1");
    let row = query.bind(signed(position.0)).fetch_optional(pool).await?;
    row.map(|row| rows::instant(&row, 0)).transpose()
}
