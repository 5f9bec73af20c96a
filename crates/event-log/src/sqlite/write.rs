//! The write connection and the commit of a batch.
//!
//! A connection that failed is thrown away, not repaired: what SQLite rolled back by itself, and what it did not,
//! depends on the error. The next write opens a new one.

use std::collections::HashMap;
use std::path::PathBuf;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};

use super::failure::{log_error, signed, unsigned};
use super::{insert, keys, open, read, rows};
use crate::commit::{Answers, Committer, Stop, Witness, failed, to_the_microsecond, witness_of};
use crate::judge::{Facts, Verdict, judge, streams_of};
use crate::{Append, LogError, Position};

/// The one connection that writes, kept for the engine's life unless it fails.
pub(super) struct WriteHalf {
    pub(super) path: PathBuf,
    pub(super) options: SqliteConnectOptions,
    pub(super) connection: Option<SqliteConnection>,
    pub(super) closed: bool,
}

impl WriteHalf {
    /// The open connection, or a new one.
    pub(super) async fn take(&mut self) -> Result<SqliteConnection, sqlx::Error> {
        match self.connection.take() {
            Some(connection) => Ok(connection),
            None if self.closed => Err(sqlx::Error::PoolClosed),
            None => open::reconnect(&self.options).await,
        }
    }

    pub(super) async fn put_back(&mut self, connection: SqliteConnection, reusable: bool) {
        if reusable {
            self.connection = Some(connection);
        } else {
            // Awaited, so that its locks are gone before the next one opens. It failed before; closing may, too.
            drop(connection.close().await);
        }
    }

    /// Forgets one page of keys up to the position; answers how many. 0 when none is left.
    pub(super) async fn forget_keys(&mut self, last: Position) -> Result<u64, LogError> {
        let query = sqlx::query(
            "DELETE FROM idempotency WHERE first_position IN \
             (SELECT first_position FROM idempotency WHERE first_position <= ? ORDER BY first_position LIMIT 5000)",
        );
        let done = self.execute("forgetting keys", query.bind(signed(last.0))).await?;
        Ok(done.rows_affected())
    }

    /// Runs one statement in a transaction of its own.
    pub(super) async fn execute(
        &mut self,
        context: &'static str,
        query: sqlx::query::Query<'_, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>,
    ) -> Result<sqlx::sqlite::SqliteQueryResult, LogError> {
        let mut connection = self
            .take()
            .await
            .map_err(|error| log_error("opening the write connection", &self.path, error))?;
        let result = query.execute(&mut connection).await;
        self.put_back(connection, result.is_ok()).await;
        result.map_err(|error| log_error(context, &self.path, error))
    }

    /// Closes the connection for good.
    pub(super) async fn close(&mut self) {
        self.closed = true;
        if let Some(connection) = self.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(error = %error, "the log's write connection did not close cleanly");
        }
    }
}

#[async_trait]
impl Committer for WriteHalf {
    async fn try_commit(&mut self, batch: &[Append], now: Timestamp) -> Result<Answers, Stop> {
        // Taken out, so that it is lost if this future is dropped half-way: closing it rolls back.
        let mut connection = self.take().await.map_err(failed("opening the write connection"))?;
        let result = transaction(&mut connection, batch, now).await;
        let reusable = match &result {
            Ok(_) => true,
            Err(Stop::Constraint { .. }) => sqlx::query("ROLLBACK").execute(&mut connection).await.is_ok(),
            Err(_) => false,
        };
        self.put_back(connection, reusable).await;
        result
    }

    async fn was_committed(&mut self, witness: &Witness) -> Result<bool, LogError> {
        let result = async {
            let mut connection = self.take().await?;
            let query = sqlx::query("SELECT 1 FROM events WHERE event_id = ? AND append_id = ? AND position = ?")
                .bind(witness.event_id.as_slice())
                .bind(witness.append_id.as_slice())
                .bind(signed(witness.position));
            let found = query.fetch_optional(&mut connection).await;
            self.put_back(connection, found.is_ok()).await;
            Ok(found?.is_some())
        };
        let result: Result<bool, sqlx::Error> = result.await;
        result.map_err(|error| log_error("resolving a commit", &self.path, error))
    }

    fn failure(&self, context: &'static str, error: sqlx::Error) -> LogError {
        log_error(context, &self.path, error)
    }
}

/// Begins, reads the head, the versions of the named streams (one index look-up each) and the known keys.
/// Statements of their own, but one trip to the connection's thread: on a fast disk the trips cost more than the work.
///
/// IMMEDIATE takes the write lock first: what is read after it stays true until the commit.
const BEGIN_AND_READ: &str = "BEGIN IMMEDIATE; \
     SELECT position, recorded_at, log_id, epoch FROM log_head; \
     SELECT (SELECT stream_version FROM events WHERE stream = value ORDER BY stream_version DESC LIMIT 1) \
     FROM json_each(?) ORDER BY key; \
     SELECT key, fingerprint, first_position, last_position FROM idempotency \
     WHERE key IN (SELECT unhex(value) FROM json_each(?))";

/// Ends with the head, so that it never moves without its events.
const MOVE_HEAD_AND_COMMIT: &str = "UPDATE log_head SET position = ?, recorded_at = ?; COMMIT";

/// One transaction over the whole batch. On an error the caller rolls back or drops the connection.
async fn transaction(connection: &mut SqliteConnection, batch: &[Append], now: Timestamp) -> Result<Answers, Stop> {
    let facts = begin(connection, batch).await.map_err(failed("reading the head"))?;
    let verdict = judge(batch, facts, to_the_microsecond(now));
    let Some(witness) = witness_of(&verdict) else {
        sqlx::query("ROLLBACK")
            .execute(connection)
            .await
            .map_err(failed("ending an empty batch"))?;
        return Ok(verdict.results);
    };
    let recorded_at = verdict.recorded_at.as_microsecond();
    insert(connection, &verdict, recorded_at)
        .await
        .map_err(|error| classified("inserting events", error))?;
    // The Merkle tree grows here, in this transaction: a leaf hash for each of `verdict.events` (leaf index =
    // position - 1) over its stored bytes, and the tree's frontier in the head row that is moved next.
    let commit = sqlx::query(MOVE_HEAD_AND_COMMIT)
        .bind(signed(verdict.position.0))
        .bind(recorded_at);
    match commit.execute(connection).await {
        Ok(_) => Ok(verdict.results),
        Err(error) => Err(Stop::Unknown {
            error,
            witness,
            results: verdict.results,
        }),
    }
}

async fn begin<'a>(connection: &mut SqliteConnection, batch: &'a [Append]) -> Result<Facts<'a>, sqlx::Error> {
    let streams = streams_of(batch);
    let rows = sqlx::query(BEGIN_AND_READ)
        .bind(read::names_as_json(streams.iter().copied()))
        .bind(keys::as_json(
            batch
                .iter()
                .filter_map(|append| append.idempotency.as_ref())
                .map(|sent| &sent.key),
        ))
        .fetch_all(&mut *connection)
        .await?;
    // The first row is the head, then comes one for each stream, in order, then one for each known key.
    let mut rows = rows.into_iter();
    let head = rows::head(&rows.next().ok_or(sqlx::Error::RowNotFound)?)?;
    let mut versions = HashMap::with_capacity(streams.len());
    for (stream, row) in streams.into_iter().zip(rows.by_ref()) {
        let version: Option<i64> = row.try_get(0)?;
        versions.insert(stream, if version.is_some() { unsigned(&row, 0)? } else { 0 });
    }
    let known = keys::known(connection, rows).await?;
    Ok(Facts { head, versions, known })
}

async fn insert(connection: &mut SqliteConnection, verdict: &Verdict<'_>, recorded_at: i64) -> Result<(), sqlx::Error> {
    insert::events(connection, &verdict.events, recorded_at).await?;
    insert::keys(connection, &verdict.keys).await
}

fn classified(context: &'static str, error: sqlx::Error) -> Stop {
    match error.as_database_error() {
        Some(database) if !matches!(database.kind(), sqlx::error::ErrorKind::Other) => {
            let duplicate = database.message().contains("events.event_id");
            Stop::Constraint { duplicate, error }
        }
        _ => Stop::Failed { context, error },
    }
}
