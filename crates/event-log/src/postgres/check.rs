//! The invariants of the log, over everything that is stored. The server does the walking.

use sqlx::{PgConnection, PgPool, Row};

use super::failure::log_error;
use crate::LogError;

/// Findings listed; a damaged log would otherwise fill the memory with sentences.
const MOST_FINDINGS: usize = 100;

/// Each answers sentences, at most [`MOST_FINDINGS`] and one more.
const QUESTIONS: [&str; 5] = [
    "SELECT format('positions %s to %s are missing', before + 1, position - 1)
     FROM (SELECT position, lag(position, 1, 0::bigint) OVER (ORDER BY position) AS before FROM log.events) e
     WHERE position <> before + 1 ORDER BY position LIMIT 101",
    "SELECT format('event %s was recorded before the one ahead of it', position)
     FROM (SELECT position, recorded_at, lag(recorded_at) OVER (ORDER BY position) AS before FROM log.events) e
     WHERE recorded_at < before ORDER BY position LIMIT 101",
    "SELECT format('stream %s has version %s at event %s, where %s should be', stream, stream_version, position, place)
     FROM (SELECT stream, stream_version, position,
               row_number() OVER (PARTITION BY stream ORDER BY stream_version) AS place,
               lag(position) OVER (PARTITION BY stream ORDER BY stream_version) AS before FROM log.events) e
     WHERE stream_version <> place OR position < before ORDER BY stream, stream_version LIMIT 101",
    "SELECT format('the head says %s, the newest event is %s', h.position, coalesce(e.position, 0))
     FROM log.head h LEFT JOIN LATERAL (
         SELECT position, recorded_at FROM log.events ORDER BY position DESC LIMIT 1) e ON true
     WHERE h.position <> coalesce(e.position, 0) OR h.recorded_at <> coalesce(e.recorded_at, h.recorded_at)",
    "SELECT format('%s idempotency keys name events that are not in the log', count(*)) FROM log.idempotency
     WHERE last_position < first_position OR last_position > (SELECT position FROM log.head) HAVING count(*) > 0",
];

pub(super) async fn check(pool: &PgPool) -> Result<Vec<String>, LogError> {
    let mut findings = Vec::new();
    match check_all(pool, &mut findings)
        .await
        .map_err(|error| log_error("checking the log", error))
    {
        Ok(()) => {}
        // Damage that stops the reading is a finding, too.
        Err(LogError::Corrupt(damage)) => findings.push(damage),
        Err(error) => return Err(error),
    }
    if findings.len() > MOST_FINDINGS {
        findings.truncate(MOST_FINDINGS);
        findings.push(format!("only the first {MOST_FINDINGS} findings are listed"));
    }
    Ok(findings)
}

async fn check_all(pool: &PgPool, findings: &mut Vec<String>) -> Result<(), sqlx::Error> {
    // One snapshot, so that appends made meanwhile do not look like findings.
    let mut tx = pool
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await?;
    let connection: &mut PgConnection = &mut tx;
    // A large log takes longer than other statements may, and is read whole.
    sqlx::raw_sql("SET LOCAL statement_timeout = 0; SET LOCAL enable_seqscan = on")
        .execute(&mut *connection)
        .await?;
    for question in QUESTIONS {
        for row in sqlx::query(question).fetch_all(&mut *connection).await? {
            findings.push(row.try_get(0)?);
        }
    }
    tx.rollback().await
}
