//! The invariants of the log, over everything that is stored.

use std::path::Path;

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqlitePool};

use super::failure::{log_error, unsigned};
use super::{read, rows};
use crate::LogError;

/// Findings listed; a damaged log would otherwise fill the memory with sentences.
const MOST_FINDINGS: usize = 100;

/// Events looked at together. Payloads are not read.
const PAGE: i64 = 10_000;

pub(super) async fn check(pool: &SqlitePool, path: &Path) -> Result<Vec<String>, LogError> {
    let mut findings = Vec::new();
    match check_all(pool, &mut findings)
        .await
        .map_err(|error| log_error("checking the log", path, error))
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

async fn check_all(pool: &SqlitePool, findings: &mut Vec<String>) -> Result<(), sqlx::Error> {
    // One read transaction, so that appends made meanwhile do not look like findings.
    let mut tx = pool.begin().await?;
    check_positions(&mut tx, findings).await?;
    check_streams(&mut tx, findings).await?;
    check_keys(&mut tx, findings).await?;
    check_file(&mut tx, findings).await?;
    tx.rollback().await
}

async fn check_positions(connection: &mut SqliteConnection, findings: &mut Vec<String>) -> Result<(), sqlx::Error> {
    let head = read::head(&mut *connection).await?;
    let mut last: i64 = 0;
    let mut recorded = Timestamp::MIN;
    loop {
        let query =
            sqlx::query("SELECT position, recorded_at FROM events WHERE position > ? ORDER BY position LIMIT ?");
        let page = query.bind(last).bind(PAGE).fetch_all(&mut *connection).await?;
        if page.is_empty() || findings.len() > MOST_FINDINGS {
            break;
        }
        for row in &page {
            let position: i64 = row.try_get(0)?;
            if position != last + 1 {
                findings.push(format!("positions {} to {} are missing", last + 1, position - 1));
            }
            let instant = rows::instant(row, 1)?;
            if instant < recorded {
                findings.push(format!(
                    "event {position} was recorded at {instant}, before the one ahead of it"
                ));
            }
            (last, recorded) = (position, instant);
        }
    }
    if u64::try_from(last) != Ok(head.position.0) {
        findings.push(format!("the head says {}, the newest event is {last}", head.position));
    } else if last > 0 && recorded != head.recorded_at {
        findings.push(format!(
            "the head says {}, the newest event was recorded at {recorded}",
            head.recorded_at
        ));
    }
    Ok(())
}

/// A stream's newest entry while walking `events_by_stream`.
struct Walk {
    stream: String,
    version: u64,
    position: u64,
}

async fn check_streams(connection: &mut SqliteConnection, findings: &mut Vec<String>) -> Result<(), sqlx::Error> {
    let mut at = Walk {
        stream: String::new(),
        version: 0,
        position: 0,
    };
    loop {
        // Answered from the index alone, which holds the position as the row's key.
        let query = sqlx::query(
            "SELECT stream, stream_version, position FROM events WHERE (stream, stream_version) > (?, ?) \
             ORDER BY stream, stream_version LIMIT ?",
        );
        let version = super::failure::signed(at.version);
        let page = query
            .bind(at.stream.clone())
            .bind(version)
            .bind(PAGE)
            .fetch_all(&mut *connection)
            .await?;
        if page.is_empty() || findings.len() > MOST_FINDINGS {
            return Ok(());
        }
        for row in &page {
            at = step(&at, row, findings)?;
        }
    }
}

fn step(before: &Walk, row: &SqliteRow, findings: &mut Vec<String>) -> Result<Walk, sqlx::Error> {
    let now = Walk {
        stream: row.try_get(0)?,
        version: unsigned(row, 1)?,
        position: unsigned(row, 2)?,
    };
    let same = now.stream == before.stream;
    let expected = if same { before.version + 1 } else { 1 };
    if now.version != expected {
        findings.push(format!(
            "stream {} has version {} where {expected} should be",
            now.stream, now.version
        ));
    }
    if same && now.position < before.position {
        findings.push(format!(
            "stream {} has version {} before version {}",
            now.stream, now.version, before.version
        ));
    }
    Ok(now)
}

async fn check_keys(connection: &mut SqliteConnection, findings: &mut Vec<String>) -> Result<(), sqlx::Error> {
    let query = sqlx::query(
        "SELECT count(*) FROM idempotency WHERE last_position < first_position \
         OR last_position > (SELECT position FROM log_head)",
    );
    let lost = unsigned(&query.fetch_one(connection).await?, 0)?;
    if lost > 0 {
        findings.push(format!("{lost} idempotency keys name events that are not in the log"));
    }
    Ok(())
}

/// SQLite's own check of the file: pages, indexes against tables, constraints.
async fn check_file(connection: &mut SqliteConnection, findings: &mut Vec<String>) -> Result<(), sqlx::Error> {
    let lines: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(connection)
        .await?;
    findings.extend(
        lines
            .into_iter()
            .filter(|line| line != "ok")
            .map(|line| format!("SQLite: {line}")),
    );
    Ok(())
}
