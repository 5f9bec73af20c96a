//! What became of a commit whose answer was lost.
//!
//! That the append is not in the log says nothing while its statement may be on its way: in a buffer, in a proxy, in a
//! process of the server that does not run. It is final when the process that served the lost session has ended, since
//! nothing reaches a process that is gone. Only then the log is asked.

use std::time::Duration;

use sqlx::PgConnection;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::BEGIN_AND_LOCK;
use super::session::{Mark, Session, answered};
use crate::commit::Witness;
use crate::postgres::Database;
use crate::postgres::failure::signed;

/// For how long the outcome is looked for while the database is away, or the lost session has not ended.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(200);

/// Ends the process of the lost session, which may wait for a statement that comes late or never. Found by its mark and
/// not by a process id, which may be another's by now, or of another server. One that waits for a replica has committed:
/// ended in its wait, it would show what the replica does not have.
const END: &str = "
    SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted AND objsubid = 1
        AND (classid::bigint << 32 | objid::bigint) = $1 AND database = datid AND datname = current_database()
        AND wait_event IS DISTINCT FROM 'SyncRep'";

/// Waits, as long as `lock_timeout` says, for the end of that process. Given back at the end of the statement; shared,
/// so that an attempt that was given up is not in the way of the next.
const AWAIT_END: &str = "SELECT pg_advisory_xact_lock_shared($1)";

const FIND: &str = "SELECT 1 FROM log.events WHERE event_id = $1 AND append_id = $2 AND position = $3";

/// Whether the batch is in the log, and the session that found out. An error when it could not be found out in time.
pub(super) async fn resolve(
    database: &Database,
    lost: Option<Mark>,
    witness: &Witness,
    patience: Duration,
) -> Result<(Session, bool), sqlx::Error> {
    let deadline = Instant::now() + patience;
    loop {
        match attempt(database, lost, witness).await {
            Err(_) if Instant::now() < deadline => sleep(PAUSE).await,
            result => return result,
        }
    }
}

async fn attempt(database: &Database, lost: Option<Mark>, witness: &Witness) -> Result<(Session, bool), sqlx::Error> {
    let mut session = Session::open(database).await?;
    if let Some(mark) = lost {
        answered(await_end(&mut session.connection, mark)).await?;
    }
    let found = answered(find(&mut session.connection, witness)).await?;
    Ok((session, found))
}

async fn await_end(connection: &mut PgConnection, Mark(number): Mark) -> Result<(), sqlx::Error> {
    let ended = sqlx::query(END).bind(number).execute(&mut *connection).await;
    if let Err(error @ sqlx::Error::Database(_)) = ended {
        // A role that may not end its own sessions can still wait for their end.
        tracing::warn!(error = %error, "the server did not end a lost session of the log's writer");
    }
    sqlx::query(AWAIT_END).bind(number).execute(connection).await?;
    Ok(())
}

/// Under the lock of the head: its commit waits for the replicas that the server waits for, so what is found here is as
/// durable as it was promised.
async fn find(connection: &mut PgConnection, witness: &Witness) -> Result<bool, sqlx::Error> {
    sqlx::raw_sql(BEGIN_AND_LOCK).execute(&mut *connection).await?;
    let found = sqlx::query(FIND)
        .bind(Uuid::from_bytes(witness.event_id))
        .bind(Uuid::from_bytes(witness.append_id))
        .bind(signed(witness.position))
        .fetch_optional(&mut *connection)
        .await?;
    sqlx::raw_sql("COMMIT").execute(connection).await?;
    Ok(found.is_some())
}
