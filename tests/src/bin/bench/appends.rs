//! Durable appends a second into SQLite, beside plain inserts.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use event_log::{Birth, EventLog, SqliteStorage, WriterLimits};
use regional_input::clock::SystemClock;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, QueryBuilder, Sqlite, SqliteConnection};

use crate::report::{Report, grouped};
use crate::samples::{fresh, plain_append};

/// Bytes of an event's payload.
const PAYLOAD_BYTES: usize = 1_000;

pub(crate) async fn run(report: &mut Report, each: Duration) -> anyhow::Result<()> {
    report.section("Durable appends into SQLite, events of 1,000 bytes, one guard each");
    let dir = tempfile::tempdir()?;
    let one = plain(dir.path(), 1, each).await?;
    let hundred = plain(dir.path(), 100, each).await?;
    report.row(
        "plain insert, one row a commit",
        &format!("{}/s", grouped(one)),
        "baseline",
        "",
    );
    report.row(
        "plain insert, 100 rows a commit",
        &format!("{}/s", grouped(hundred)),
        "baseline",
        "",
    );
    for tasks in [1, 8, 64] {
        let rate = appends(dir.path(), tasks, each).await?;
        let beside = format!(
            "{:.2} × one row a commit, {:.2} × 100 rows a commit",
            rate / one,
            rate / hundred
        );
        let wanted = if tasks == 64 { "≥ 5 × one row a commit" } else { "" };
        report.row(
            &format!("appends, {tasks} tasks"),
            &format!("{}/s", grouped(rate)),
            &beside,
            wanted,
        );
    }
    Ok(())
}

async fn appends(dir: &Path, tasks: usize, each: Duration) -> anyhow::Result<f64> {
    let dir = dir.join(format!("log-{tasks}"));
    std::fs::create_dir_all(&dir)?;
    let log = open_log(&dir).await?;
    let started = Instant::now();
    let mut running = Vec::new();
    for _ in 0..tasks {
        let log = log.clone();
        running.push(tokio::spawn(async move {
            let payload = vec![b'x'; PAYLOAD_BYTES];
            let mut done = 0_u64;
            while started.elapsed() < each {
                log.append(plain_append(&payload)).await.expect("an append");
                done += 1;
            }
            done
        }));
    }
    let mut done = 0;
    for task in running {
        done += task.await?;
    }
    let rate = done as f64 / started.elapsed().as_secs_f64();
    log.close().await;
    Ok(rate)
}

/// A log in a directory, with the system's clock.
pub(crate) async fn open_log(dir: &Path) -> anyhow::Result<EventLog> {
    let clock = Arc::new(SystemClock);
    let birth = Birth {
        log_id: fresh(),
        epoch: fresh(),
        now: event_log::Clock::now(clock.as_ref()),
    };
    let storage = SqliteStorage::open(dir, birth).await?;
    Ok(EventLog::start(Arc::new(storage), clock, WriterLimits::default()).await?)
}

/// What a user would write first: the same columns, one connection, no order, no guards.
async fn plain(dir: &Path, rows: u64, each: Duration) -> anyhow::Result<f64> {
    let options = SqliteConnectOptions::new()
        .filename(dir.join(format!("plain-{rows}.db")))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection: SqliteConnection = options.connect().await?;
    sqlx::raw_sql(
        "CREATE TABLE events (position INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, version INTEGER NOT NULL,
             kind TEXT NOT NULL, payload BLOB NOT NULL, at INTEGER NOT NULL, UNIQUE (stream, version))",
    )
    .execute(&mut connection)
    .await?;
    let payload = vec![b'x'; PAYLOAD_BYTES];
    let (started, mut done) = (Instant::now(), 0_u64);
    while started.elapsed() < each {
        let mut query: QueryBuilder<Sqlite> =
            QueryBuilder::new("INSERT INTO events (stream, version, kind, payload, at) ");
        query.push_values(0..rows, |mut values, _| {
            values
                .push_bind(format!("submission/{}", fresh()))
                .push_bind(1_i64)
                .push_bind("submission.lodged");
            values.push_bind(payload.clone()).push_bind(0_i64);
        });
        query.build().persistent(true).execute(&mut connection).await?;
        done += rows;
    }
    let rate = done as f64 / started.elapsed().as_secs_f64();
    connection.close().await?;
    Ok(rate)
}
