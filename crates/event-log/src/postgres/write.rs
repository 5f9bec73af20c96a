//! The session that writes and the commit of a batch, however many appends it holds.
//!
//! While no other node is in the way, a batch is two round trips: what it is judged by is read, and written is on the
//! condition that the head has not moved since. When it has, the head is locked first: four round trips, in the order in
//! which the nodes get the lock.
//!
//! A session that failed is thrown away, not repaired; the next write makes a new one.

mod facts;
mod resolve;
mod session;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use self::session::{Mark, Session, answered};
use super::failure::{is_connection_lost, log_error};
use super::{Database, insert, rows};
use crate::commit::{Answers, Committer, Stop, Witness, failed, to_the_microsecond, witness_of};
use crate::judge::{Facts, Verdict, judge};
use crate::{Append, Head, LogError};

/// Batches that lock the head first after another node was in the way.
const CAUTIOUS_BATCHES: u32 = 32;

/// Begins and locks the head. The lock is a statement of its own: what is read after it is read under a snapshot that
/// was taken after the wait.
const BEGIN_AND_LOCK: &str = "BEGIN; SELECT position, recorded_at, log_id, epoch FROM log.head FOR UPDATE";

/// The session that writes, kept for the engine's life unless it fails.
pub(super) struct WriteHalf {
    database: Database,
    session: Option<Session>,
    /// Of the session that was lost with the outcome of its commit.
    lost: Option<Mark>,
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
            session: None,
            lost: None,
            closed: false,
            epoch,
            cautious: 0,
        }
    }

    /// The open session, or a new one; and whether it is a new one.
    async fn take(&mut self) -> Result<(Session, bool), sqlx::Error> {
        match self.session.take() {
            Some(session) => Ok((session, false)),
            None if self.closed => Err(sqlx::Error::PoolClosed),
            None => Ok((Session::open(&self.database).await?, true)),
        }
    }

    /// Closes the session for good.
    pub(super) async fn close(&mut self) {
        self.closed = true;
        if let Some(session) = self.session.take()
            && let Err(error) = session.connection.close().await
        {
            tracing::warn!(error = %error, "the log's write session did not close cleanly");
        }
    }

    /// Returns when everything that can be read now is as durable as the server promises: committing the lock of the head
    /// waits for the replicas that the server waits for. What was read may have been committed without them: by a
    /// transaction whose wait was cut short, as a crash of the server does.
    pub(super) async fn confirm(&mut self) -> Result<(), sqlx::Error> {
        let (mut session, _) = self.lock().await?;
        answered(sqlx::raw_sql("COMMIT").execute(&mut session.connection)).await?;
        self.session = Some(session);
        Ok(())
    }

    /// Reads what the batch is judged by. A session may have died while it was idle: nothing was written through it then,
    /// so a new one is tried at once.
    async fn read<'a>(&mut self, batch: &'a [Append]) -> Result<(Session, Facts<'a>), sqlx::Error> {
        loop {
            let (mut session, is_new) = self.take().await?;
            match answered(facts::read(&mut session.connection, batch)).await {
                Ok(facts) => return Ok((session, facts)),
                Err(error) if is_new || !is_connection_lost(&error) => return Err(error),
                Err(_) => {}
            }
        }
    }

    /// Begins and locks the head, in the same way.
    async fn lock(&mut self) -> Result<(Session, Head), sqlx::Error> {
        loop {
            let (mut session, is_new) = self.take().await?;
            match answered(sqlx::raw_sql(BEGIN_AND_LOCK).fetch_one(&mut session.connection)).await {
                Ok(row) => return Ok((session, rows::head(&row)?)),
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
        let (mut session, facts) = self.read(batch).await.map_err(failed("reading the head"))?;
        let head = facts.head;
        self.check_epoch(&head)?;
        if !facts.known.is_empty() {
            self.session = Some(session);
            return Ok(Tried::LockFirst);
        }
        let verdict = judge(batch, facts, to_the_microsecond(now));
        let Some(witness) = witness_of(&verdict) else {
            self.session = Some(session);
            return Ok(Tried::Done(verdict.results));
        };
        // The statement is its own transaction: it commits, or nothing of it is there.
        match answered(insert::write(&mut session.connection, &verdict, &head)).await {
            Ok(moved) => {
                self.session = Some(session);
                Ok(if moved {
                    Tried::Done(verdict.results)
                } else {
                    Tried::LockFirst
                })
            }
            Err(error) => match classified("inserting events", error) {
                Stop::Failed { error, .. } if is_unknown(&error) => {
                    self.lost = Some(session.mark);
                    Err(Stop::Unknown {
                        error,
                        witness,
                        results: verdict.results,
                    })
                }
                stop => {
                    if matches!(stop, Stop::Constraint { .. }) {
                        self.session = Some(session);
                    }
                    Err(stop)
                }
            },
        }
    }

    /// Locks the head, and then judges and writes.
    async fn try_locked(&mut self, batch: &[Append], now: Timestamp) -> Result<Answers, Stop> {
        let (mut session, head) = self.lock().await.map_err(failed("locking the head"))?;
        self.check_epoch(&head)?;
        // Held here, so that it is lost if this future is dropped half-way: the server rolls back.
        let result = transaction(&mut session.connection, batch, now).await;
        if matches!(result, Err(Stop::Unknown { .. })) {
            self.lost = Some(session.mark);
        }
        let reusable = match &result {
            Ok(_) => true,
            Err(Stop::Constraint { .. }) => answered(sqlx::raw_sql("ROLLBACK").execute(&mut session.connection))
                .await
                .is_ok(),
            Err(_) => false,
        };
        if reusable {
            self.session = Some(session);
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
        let patience = if self.closed { Duration::ZERO } else { resolve::PATIENCE };
        let resolved = resolve::resolve(&self.database, self.lost.take(), witness, patience).await;
        let (session, found) = resolved.map_err(|error| log_error("resolving a commit", error))?;
        self.session = Some(session);
        Ok(found)
    }

    fn failure(&self, context: &'static str, error: sqlx::Error) -> LogError {
        log_error(context, error)
    }
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
    match answered(sqlx::raw_sql("COMMIT").execute(connection)).await {
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
    answered(sqlx::raw_sql(end).execute(connection))
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
