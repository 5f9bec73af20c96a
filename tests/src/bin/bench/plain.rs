//! What a user would write first: the same columns, no order over all streams, no guards.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Context;
use event_log::Database;
use private_postgres::PrivatePostgres;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgPool, QueryBuilder, Sqlite, SqliteConnection};

use crate::appends::PAYLOAD_BYTES;
use crate::samples::fresh;

/// The plain table in PostgreSQL.
const TABLE: &str = "CREATE TABLE plain (position BIGSERIAL PRIMARY KEY, stream TEXT NOT NULL, version BIGINT NOT NULL,
    kind TEXT NOT NULL, payload BYTEA NOT NULL, at BIGINT NOT NULL, UNIQUE (stream, version))";

/// What a user would write first: the same columns, one connection, no order, no guards.
pub(crate) async fn plain_sqlite(dir: &Path, rows: u64, each: Duration) -> anyhow::Result<f64> {
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

/// The same in PostgreSQL: `rows` a commit, on a session a task, without the driver's ping.
pub(crate) async fn plain_postgres(
    server: &PrivatePostgres,
    tasks: u32,
    rows: usize,
    each: Duration,
) -> anyhow::Result<f64> {
    let pool = Database::parse(&server.fresh_database()?)?.pool(tasks);
    sqlx::raw_sql(TABLE).execute(&pool).await?;
    let started = Instant::now();
    let mut running = Vec::new();
    for _ in 0..tasks {
        running.push(tokio::spawn(insert_for(pool.clone(), rows, started, each)));
    }
    let mut done = 0_usize;
    for task in running {
        done += task.await??;
    }
    let rate = done as f64 / started.elapsed().as_secs_f64();
    pool.close().await;
    Ok(rate)
}

async fn insert_for(pool: PgPool, rows: usize, started: Instant, each: Duration) -> anyhow::Result<usize> {
    let payloads = vec![vec![b'x'; PAYLOAD_BYTES]; rows];
    let mut session = pool.acquire().await?;
    let mut done = 0;
    while started.elapsed() < each {
        let streams: Vec<String> = (0..rows).map(|_| format!("submission/{}", fresh())).collect();
        sqlx::query(
            "INSERT INTO plain (stream, version, kind, payload, at)
             SELECT s, 1, 'submission.lodged', p, 0 FROM unnest($1::text[], $2::bytea[]) AS n (s, p)",
        )
        .bind(streams)
        .bind(&payloads)
        .execute(&mut *session)
        .await?;
        done += rows;
    }
    Ok(done)
}

/// The server's own load generator: one-row inserts of a payload of the same size, prepared, each its own commit.
pub(crate) fn pgbench(server: &PrivatePostgres, clients: u32, each: Duration) -> anyhow::Result<f64> {
    let url = server.fresh_database()?;
    let name = url.split('?').next().and_then(|url| url.rsplit('/').next());
    let name = name.context("the URL names no database")?;
    server.psql(
        name,
        "CREATE TABLE plain (position BIGSERIAL PRIMARY KEY, payload TEXT NOT NULL)",
    )?;
    let script = server.directory().join("insert.sql");
    let insert = format!(
        "INSERT INTO plain (payload) VALUES ('{}');\n",
        "x".repeat(PAYLOAD_BYTES)
    );
    std::fs::write(&script, insert)?;
    let output = server
        .command("pgbench")
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
        .arg(format!("--client={clients}"))
        .arg(format!("--time={}", each.as_secs().max(1)))
        .arg("--file")
        .arg(&script)
        .arg(&url)
        .stderr(Stdio::inherit())
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    rate.with_context(|| format!("pgbench told no rate: {told}"))
}
