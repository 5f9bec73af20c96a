//! Idempotency keys, and what was answered under them.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Row};

use super::failure::{signed, unsigned};
use super::rows;
use crate::{Appended, KnownAppend, Position, StreamId};

/// What is stored under a key.
pub(super) struct Stored {
    pub(super) key: [u8; 32],
    fingerprint: [u8; 32],
    first: Position,
    last: Position,
}

impl Stored {
    /// From the columns key, fingerprint, first position, last position, beginning with `column`.
    pub(super) fn of(row: &PgRow, column: usize) -> Result<Self, sqlx::Error> {
        Ok(Self {
            key: rows::digest(row, column)?,
            fingerprint: rows::digest(row, column + 1)?,
            first: Position(unsigned(row, column + 2)?),
            last: Position(unsigned(row, column + 3)?),
        })
    }
}

pub(super) async fn find(pool: &PgPool, key: &[u8; 32]) -> Result<Option<KnownAppend>, sqlx::Error> {
    let query =
        sqlx::query("SELECT key, fingerprint, first_position, last_position FROM log.idempotency WHERE key = $1");
    let mut connection = pool.acquire().await?;
    let row = query.bind(key.as_slice()).fetch_optional(&mut *connection).await?;
    let stored = row.map(|row| Stored::of(&row, 0)).transpose()?;
    Ok(known(&mut connection, stored).await?.remove(key))
}

/// What was answered under the keys.
pub(super) async fn known(
    connection: &mut PgConnection,
    stored: impl IntoIterator<Item = Stored>,
) -> Result<HashMap<[u8; 32], KnownAppend>, sqlx::Error> {
    let mut known = HashMap::new();
    for one in stored {
        let appended = replay(connection, one.first, one.last).await?;
        known.insert(
            one.key,
            KnownAppend {
                fingerprint: one.fingerprint,
                appended,
            },
        );
    }
    Ok(known)
}

/// The answer of an append, built again from its events: the versions as they were right after it.
async fn replay(connection: &mut PgConnection, first: Position, last: Position) -> Result<Appended, sqlx::Error> {
    let query = sqlx::query(
        "SELECT stream, max(stream_version), max(recorded_at) FROM log.events \
         WHERE position BETWEEN $1 AND $2 GROUP BY stream ORDER BY min(position)",
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

/// Forgets one page of keys up to the position; answers how many. 0 when none is left.
pub(super) async fn forget(pool: &PgPool, last: Position) -> Result<u64, sqlx::Error> {
    let query = sqlx::query(
        "DELETE FROM log.idempotency WHERE first_position IN \
         (SELECT first_position FROM log.idempotency WHERE first_position <= $1 ORDER BY first_position LIMIT 5000)",
    );
    Ok(query.bind(signed(last.0)).execute(pool).await?.rows_affected())
}
