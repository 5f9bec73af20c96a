//! Idempotency keys, and what was answered under them.

use std::collections::HashMap;
use std::fmt::Write;

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqlitePool};

use super::failure::{signed, unsigned};
use super::rows;
use crate::{Appended, KnownAppend, Position, StreamId};

pub(super) async fn find(pool: &SqlitePool, key: &[u8; 32]) -> Result<Option<KnownAppend>, sqlx::Error> {
    let query = sqlx::query("SELECT key, fingerprint, first_position, last_position FROM idempotency WHERE key = ?");
    let mut connection = pool.acquire().await?;
    let row = query.bind(key.as_slice()).fetch_optional(&mut *connection).await?;
    Ok(known(&mut connection, row.into_iter()).await?.remove(key))
}

/// What was answered under the keys of the rows (key, fingerprint, first position, last position).
pub(super) async fn known(
    connection: &mut SqliteConnection,
    rows: impl Iterator<Item = SqliteRow>,
) -> Result<HashMap<[u8; 32], KnownAppend>, sqlx::Error> {
    let mut known = HashMap::new();
    for row in rows {
        let (first, last) = (Position(unsigned(&row, 2)?), Position(unsigned(&row, 3)?));
        let appended = replay(connection, first, last).await?;
        known.insert(
            rows::digest(&row, 0)?,
            KnownAppend {
                fingerprint: rows::digest(&row, 1)?,
                appended,
            },
        );
    }
    Ok(known)
}

/// The answer of an append, built again from its events: the versions as they were right after it.
async fn replay(connection: &mut SqliteConnection, first: Position, last: Position) -> Result<Appended, sqlx::Error> {
    let query = sqlx::query(
        "SELECT stream, max(stream_version), max(recorded_at) FROM events \
         WHERE position BETWEEN ? AND ? GROUP BY stream ORDER BY min(position)",
    );
    let mut versions = Vec::new();
    let mut recorded_at = Timestamp::UNIX_EPOCH;
    for row in query
        .bind(signed(first.0))
        .bind(signed(last.0))
        .fetch_all(connection)
        .await?
    {
        versions.push((StreamId(row.try_get(0)?), unsigned(&row, 1)?));
        recorded_at = rows::instant(&row, 2)?;
    }
    Ok(Appended {
        first,
        last,
        versions,
        recorded_at,
        replayed: true,
    })
}

/// A list of keys for `json_each`. JSON has no bytes, so they travel as hexadecimal text.
pub(super) fn as_json<'a>(keys: impl Iterator<Item = &'a [u8; 32]>) -> String {
    let hex = keys.map(|key| {
        key.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            write!(text, "{byte:02x}").ok();
            text
        })
    });
    hex.collect::<serde_json::Value>().to_string()
}
