//! The session that writes and the commit of a batch, however many appends it holds.
//!
//! While no other node is in the way, a batch is two round trips: what it is judged by is read, and written is on the
//! condition that the head has not moved since. When it has, the head is locked first: four round trips, in the order in
//! which the nodes get the lock.
//!
//! A session that failed is thrown away, not repaired; the next write makes a new one.

mod facts;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::{Connection, PgConnection};
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

use super::failure::{is_connection_lost, log_error, signed};
use super::{Database, insert, open, rows};
use crate::commit::{Answers, Committer, Stop, Witness, failed, to_the_microsecond, witness_of};
use crate::judge::{Facts, Verdict, judge};
use crate::{Append, Head, LogError};

/// Longest wait for one answer of the server while writing. The server's own limits come first; this one is for a
/// network that swallows everything.
const ANSWER: Duration = Duration::from_secs(30);

/// For how long the outcome of a commit is looked for while the database is away.
const RESOLVE: Duration = Duration::from_secs(20);

/// Between two attempts.
const RESOLVE_PAUSE: Duration = Duration::from_millis(200);

/// Batches that lock the head first after another node was in the way.
const CAUTIOUS_BATCHES: u32 = 32;

/// Begins and locks the head. The lock is a statement of its own: what is read after it is read under a snapshot that
/// was taken after the wait.
const BEGIN_AND_LOCK: &str = "BEGIN; SELECT position, recorded_at, log_id, epoch FROM log.head FOR UPDATE";

/// The session that writes, kept for the engine's life unless it fails.
pub(super) struct WriteHalf {
    database: Database,
    connection: Option<PgConnection>,
    closed: bool,
    /// The epoch that was opened. Another one under the head means that the database was restored beneath this node,
    /// whose folded states may be of events that are gone.
    epoch: Uuid,
    /// Batches left that lock first.
    cautious: u32,
}

/// What became of a batch that was written on a condition.
enum Tried {
    Done(Answers),
    /// The head has moved, or an answer of before is asked for: lock first.
    LockFirst,
}

impl WriteHalf {
    pub(super) fn new(database: Database, epoch: Uuid) -> Self {
        Self {
            database,
            connection: None,
            closed: false,
            epoch,
            cautious: 0,
        }
    }

    /// The open session, or a new one; and whether it is a new one.
    async fn take(&mut self) -> Result<(PgConnection, bool), sqlx::Error> {
        match self.connection.take() {
            Some(connection) => Ok((connection, false)),
            None if self.closed => Err(sqlx::Error::PoolClosed),
            None => Ok((answered(open::reconnect(&self.database)).await?, true)),
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

    /// Reads what the batch is judged by. A session may have died while it was idle: nothing was written through it then,
    /// so a new one is tried at once.
    async fn read<'a>(&mut self, batch: &'a [Append]) -> Result<(PgConnection, Facts<'a>), sqlx::Error> {
        loop {
            let (mut connection, is_new) = self.take().await?;
            match answered(facts::read(&mut connection, batch)).await {
                Ok(facts) => return Ok((connection, facts)),
                Err(error) if is_new || !is_connection_lost(&error) => return Err(error),
                Err(_) => {}
            }
        }
    }

    /// Begins and locks the head, in the same way.
    async fn lock(&mut self) -> Result<(PgConnection, Head), sqlx::Error> {
        loop {
            let (mut connection, is_new) = self.take().await?;
            match answered(async { sqlx::raw_sql(BEGIN_AND_LOCK).fetch_one(&mut connection).await }).await {
                Ok(row) => return Ok((connection, rows::head(&row)?)),
                Err(error) if is_new || !is_connection_lost(&error) => return Err(error),
                Err(_) => {}
            }
        }
    }

    fn check_epoch(&self, head: &Head) -> Result<(), Stop> {
        if head.epoch == self.epoch {
            return Ok(());
        }
        Err(Stop::Refused(LogError::Unusable(
            "the log was restored from a backup beneath this node; restart it".to_owned(),
        )))
    }

    /// Judges by what is read without a lock, and writes if the head is still the one that was read.
    async fn try_at_once(&mut self, batch: &[Append], now: Timestamp) -> Result<Tried, Stop> {
        let (mut connection, facts) = self.read(batch).await.map_err(failed("reading the head"))?;
        let head = facts.head;
        self.check_epoch(&head)?;
        if !facts.known.is_empty() {
            self.connection = Some(connection);
            return Ok(Tried::LockFirst);
        }
        let verdict = judge(batch, facts, to_the_microsecond(now));
        let Some(witness) = witness_of(&verdict) else {
            self.connection = Some(connection);
            return Ok(Tried::Done(verdict.results));
        };
        // The statement is its own transaction: it commits, or nothing of it is there.
        match answered(insert::write(&mut connection, &verdict, &head)).await {
            Ok(moved) => {
                self.connection = Some(connection);
                Ok(if moved {
                    Tried::Done(verdict.results)
                } else {
                    Tried::LockFirst
                })
            }
            Err(error) => match classified("inserting events", error) {
                Stop::Failed { error, .. } if is_unknown(&error) => Err(Stop::Unknown {
                    error,
                    witness,
                    results: verdict.results,
                }),
                stop => {
                    if matches!(stop, Stop::Constraint { .. }) {
                        self.connection = Some(connection);
                    }
                    Err(stop)
                }
            },
        }
    }

    /// Locks the head, and then judges and writes.
    async fn try_locked(&mut self, batch: &[Append], now: Timestamp) -> Result<Answers, Stop> {
        let (mut connection, head) = self.lock().await.map_err(failed("locking the head"))?;
        self.check_epoch(&head)?;
        // Held here, so that it is lost if this future is dropped half-way: the server rolls back.
        let result = transaction(&mut connection, batch, now).await;
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
}

#[async_trait]
impl Committer for WriteHalf {
    async fn try_commit(&mut self, batch: &[Append], now: Timestamp) -> Result<Answers, Stop> {
        if self.cautious == 0 {
            match self.try_at_once(batch, now).await? {
                Tried::Done(answers) => return Ok(answers),
                Tried::LockFirst => self.cautious = CAUTIOUS_BATCHES,
            }
        }
        self.cautious = self.cautious.saturating_sub(1);
        self.try_locked(batch, now).await
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

/// The rest of the transaction, after the head was locked. On an error the caller rolls back or gives up the session.
async fn transaction(connection: &mut PgConnection, batch: &[Append], now: Timestamp) -> Result<Answers, Stop> {
    let facts = answered(facts::read(connection, batch))
        .await
        .map_err(failed("reading versions"))?;
    let head = facts.head;
    let verdict = judge(batch, facts, to_the_microsecond(now));
    let Some(witness) = witness_of(&verdict) else {
        return end_without_events(connection, verdict).await;
    };
    answered(insert::write(connection, &verdict, &head))
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

/// What was answered before is answered again only when it is as durable as it was promised: committing the lock of the
/// head waits for the replicas that the server waits for.
async fn end_without_events(connection: &mut PgConnection, verdict: Verdict<'_>) -> Result<Answers, Stop> {
    let is_replay = verdict.results.iter().any(Result::is_ok);
    let end = if is_replay { "COMMIT" } else { "ROLLBACK" };
    answered(async { sqlx::raw_sql(end).execute(connection).await })
        .await
        .map_err(failed("ending a batch without events"))?;
    Ok(verdict.results)
}

/// A statement that the server refused was rolled back. Where the session was lost, it may have been committed.
fn is_unknown(error: &sqlx::Error) -> bool {
    !matches!(error, sqlx::Error::Database(_)) || is_connection_lost(error)
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
