//! The session that writes and the commit of a batch: four round trips, however many appends.
//!
//! A session that failed is thrown away, not repaired; the next write makes a new one.

use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::{Connection, PgConnection, Row};
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

use super::failure::{is_connection_lost, log_error, signed, unsigned};
use super::{Database, insert, keys, open, rows};
use crate::commit::{Answers, Committer, Stop, Witness, failed, to_the_microsecond, witness_of};
use crate::judge::{Facts, judge, streams_of};
use crate::{Append, Head, LogError};

/// Longest wait for one answer of the server while writing. The server's own limits come first; this one is for a
/// network that swallows everything.
const ANSWER: Duration = Duration::from_secs(30);

/// For how long the outcome of a commit is looked for while the database is away.
const RESOLVE: Duration = Duration::from_secs(20);

/// Between two attempts.
const RESOLVE_PAUSE: Duration = Duration::from_millis(200);

/// Begins and locks the head. The lock is a statement of its own: what is read after it is read under a snapshot that
/// was taken after the wait. Nodes append in the order in which they get it.
const BEGIN_AND_LOCK: &str = "BEGIN; SELECT position, recorded_at, log_id, epoch FROM log.head FOR UPDATE";

/// The version of every named stream, by one look into the streams' index each, and what is stored under known keys.
const READ: &str = "
    SELECT s.place, (SELECT e.stream_version FROM log.events e WHERE e.stream = s.name COLLATE \"C\"
            ORDER BY e.stream_version DESC LIMIT 1), NULL::bytea, NULL::bytea, NULL::bigint, NULL::bigint
        FROM unnest($1::text[]) WITH ORDINALITY AS s (name, place)
    UNION ALL
    SELECT NULL, NULL, i.key, i.fingerprint, i.first_position, i.last_position
        FROM log.idempotency i WHERE i.key = ANY($2)";

/// The session that writes, kept for the engine's life unless it fails.
pub(super) struct WriteHalf {
    database: Database,
    connection: Option<PgConnection>,
    closed: bool,
    /// The epoch that was opened. Another one under the head means that the database was restored beneath this node,
    /// whose folded states may be of events that are gone.
    epoch: Uuid,
}

impl WriteHalf {
    pub(super) fn new(database: Database, connection: PgConnection, epoch: Uuid) -> Self {
        Self {
            database,
            connection: Some(connection),
            closed: false,
            epoch,
        }
    }

    /// The open session, or a new one.
    async fn take(&mut self) -> Result<PgConnection, sqlx::Error> {
        match self.connection.take() {
            Some(connection) => Ok(connection),
            None if self.closed => Err(sqlx::Error::PoolClosed),
            None => answered(open::reconnect(&self.database)).await,
        }
    }

    /// Closes the session for good.
    pub(super) async fn close(&mut self) {
        self.closed = true;
        if let Some(connection) = self.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(error = %error, "the log's write session did not close cleanly");
        }
    }

    async fn find(&mut self, witness: &Witness) -> Result<bool, sqlx::Error> {
        let mut connection = answered(open::reconnect(&self.database)).await?;
        let found = answered(async {
            // A transaction that is still ending holds the head: once it can be locked, the outcome is final.
            sqlx::raw_sql(BEGIN_AND_LOCK).execute(&mut connection).await?;
            let query =
                sqlx::query("SELECT 1 FROM log.events WHERE event_id = $1 AND append_id = $2 AND position = $3")
                    .bind(Uuid::from_bytes(witness.event_id))
                    .bind(Uuid::from_bytes(witness.append_id))
                    .bind(signed(witness.position));
            let found = query.fetch_optional(&mut connection).await?.is_some();
            sqlx::raw_sql("COMMIT").execute(&mut connection).await?;
            Ok(found)
        })
        .await?;
        self.connection = Some(connection);
        Ok(found)
    }

    /// A session may have died while it was idle. Nothing was written through it then, so a new one is tried at once.
    async fn begin(&mut self) -> Result<(PgConnection, Head), sqlx::Error> {
        let is_old = self.connection.is_some();
        let mut connection = self.take().await?;
        match answered(lock(&mut connection)).await {
            Ok(head) => Ok((connection, head)),
            Err(error) if is_old && is_connection_lost(&error) => {
                let mut connection = self.take().await?;
                let head = answered(lock(&mut connection)).await?;
                Ok((connection, head))
            }
            Err(error) => Err(error),
        }
    }
}

#[async_trait]
impl Committer for WriteHalf {
    async fn try_commit(&mut self, batch: &[Append], now: Timestamp) -> Result<Answers, Stop> {
        let (mut connection, head) = self.begin().await.map_err(failed("locking the head"))?;
        if head.epoch != self.epoch {
            drop(connection.close().await);
            return Err(Stop::Refused(LogError::Unusable(
                "the log was restored from a backup beneath this node; restart it".to_owned(),
            )));
        }
        // Held here, so that it is lost if this future is dropped half-way: the server rolls back.
        let result = transaction(&mut connection, head, batch, now).await;
        let reusable = match &result {
            Ok(_) => true,
            Err(Stop::Constraint { .. }) => sqlx::raw_sql("ROLLBACK").execute(&mut connection).await.is_ok(),
            Err(_) => false,
        };
        if reusable {
            self.connection = Some(connection);
        }
        result
    }

    async fn was_committed(&mut self, witness: &Witness) -> Result<bool, LogError> {
        let deadline = Instant::now() + RESOLVE;
        loop {
            match self.find(witness).await {
                Ok(found) => return Ok(found),
                Err(error) if self.closed || Instant::now() >= deadline => {
                    return Err(log_error("resolving a commit", error));
                }
                Err(_) => sleep(RESOLVE_PAUSE).await,
            }
        }
    }

    fn failure(&self, context: &'static str, error: sqlx::Error) -> LogError {
        log_error(context, error)
    }
}

/// Waits for the server, not for ever.
async fn answered<T>(answer: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    timeout(ANSWER, answer)
        .await
        .unwrap_or_else(|_elapsed| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))
}

async fn lock(connection: &mut PgConnection) -> Result<Head, sqlx::Error> {
    let row = sqlx::raw_sql(BEGIN_AND_LOCK).fetch_one(connection).await?;
    rows::head(&row)
}

/// The rest of the transaction, after the head was locked. On an error the caller rolls back or gives up the session.
async fn transaction(
    connection: &mut PgConnection,
    head: Head,
    batch: &[Append],
    now: Timestamp,
) -> Result<Answers, Stop> {
    let facts = answered(read(connection, head, batch))
        .await
        .map_err(failed("reading versions"))?;
    let verdict = judge(batch, facts, to_the_microsecond(now));
    let Some(witness) = witness_of(&verdict) else {
        sqlx::raw_sql("ROLLBACK")
            .execute(connection)
            .await
            .map_err(failed("ending an empty batch"))?;
        return Ok(verdict.results);
    };
    answered(insert::write(connection, &verdict))
        .await
        .map_err(|error| classified("inserting events", error))?;
    // The Merkle tree grows here, in this transaction: a leaf hash for each of `verdict.events` (leaf index =
    // position - 1) over its stored bytes, and the tree's frontier in the head row.
    match answered(async { sqlx::raw_sql("COMMIT").execute(connection).await }).await {
        Ok(_) => Ok(verdict.results),
        Err(error) => Err(Stop::Unknown {
            error,
            witness,
            results: verdict.results,
        }),
    }
}

async fn read<'a>(connection: &mut PgConnection, head: Head, batch: &'a [Append]) -> Result<Facts<'a>, sqlx::Error> {
    let streams = streams_of(batch);
    let sent: Vec<&[u8]> = batch
        .iter()
        .filter_map(|append| append.idempotency.as_ref())
        .map(|sent| sent.key.as_slice())
        .collect();
    let rows = sqlx::query(READ)
        .bind(&streams)
        .bind(sent)
        .fetch_all(&mut *connection)
        .await?;
    let mut versions = HashMap::with_capacity(streams.len());
    let mut stored = Vec::new();
    for row in rows {
        match row.try_get::<Option<i64>, _>(0)? {
            None => stored.push(keys::Stored::of(&row, 2)?),
            Some(place) => {
                let place = usize::try_from(place).unwrap_or(0).saturating_sub(1);
                let version: Option<i64> = row.try_get(1)?;
                if let (Some(stream), Some(_)) = (streams.get(place), version) {
                    versions.insert(*stream, unsigned(&row, 1)?);
                }
            }
        }
    }
    let known = keys::known(connection, stored).await?;
    Ok(Facts { head, versions, known })
}

/// A constraint is a fault of one append; anything else of the database.
fn classified(context: &'static str, error: sqlx::Error) -> Stop {
    match error.as_database_error() {
        Some(database) if !matches!(database.kind(), sqlx::error::ErrorKind::Other) => {
            let duplicate = database.constraint() == Some("events_by_event_id");
            Stop::Constraint { duplicate, error }
        }
        _ => Stop::Failed { context, error },
    }
}
