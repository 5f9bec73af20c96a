//! Opening, recognising and creating the file.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteExecutor};
use tokio::sync::Mutex;

use super::SqliteStorage;
use super::failure::while_doing;
use super::write::WriteHalf;
use crate::{Birth, LogError};

/// `PRAGMA application_id` of a log, the letters `RIlg`. Stands in `schema.sql`, too.
pub(super) const APPLICATION_ID: i64 = 0x5249_6C67;

/// `PRAGMA user_version` that this program writes and reads. Stands in `schema.sql`, too.
pub(super) const SCHEMA_VERSION: i64 = 1;

/// How long a statement waits for a lock. Only foreign tools ever hold one for long.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Read connections. Reads are short, and more than this many at once gain nothing on small machines.
const READERS: u32 = 4;

/// What a file turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Empty,
    Log,
}

pub(super) async fn open(path: &Path, birth: &Birth) -> Result<SqliteStorage, LogError> {
    let options = write_options(path);
    let opening = options.clone().create_if_missing(true).connect().await;
    let mut connection = opening.map_err(while_doing("opening the log", path))?;
    // WAL mode changes the file, so it is set only once the file is known to be ours.
    if recognise(&mut connection, path).await? == Kind::Empty {
        use_wal(&mut connection)
            .await
            .map_err(while_doing("creating the log", path))?;
        create(&mut connection, birth)
            .await
            .map_err(while_doing("creating the log", path))?;
    } else {
        use_wal(&mut connection)
            .await
            .map_err(while_doing("opening the log", path))?;
    }
    check_end(&mut connection, path).await?;
    let write = WriteHalf {
        path: path.to_owned(),
        options,
        connection: Some(connection),
        closed: false,
    };
    let read = SqlitePoolOptions::new()
        .max_connections(READERS)
        .test_before_acquire(false) // a local file needs no ping
        .connect_lazy_with(read_options(path));
    Ok(SqliteStorage {
        path: path.to_owned(),
        write: Mutex::new(write),
        read,
    })
}

/// Opens the write connection again after a failure; the file must be there.
pub(super) async fn reconnect(options: &SqliteConnectOptions) -> Result<SqliteConnection, sqlx::Error> {
    let mut connection = options.connect().await?;
    use_wal(&mut connection).await?;
    Ok(connection)
}

fn write_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_TIMEOUT)
        // An answered append survives a power cut: every commit flushes the WAL.
        .synchronous(SqliteSynchronous::Full)
        // Makes INSERT OR REPLACE run into the trigger that refuses to delete events.
        .pragma("recursive_triggers", "ON")
        // Erased actors are overwritten, not only unlinked.
        .pragma("secure_delete", "ON")
        // In pages of 4 KiB: 16 MiB, so that a burst is not interrupted every megabyte.
        .pragma("wal_autocheckpoint", "4000")
        // In bytes: the WAL shrinks to this after a checkpoint.
        .pragma("journal_size_limit", "67108864")
        // In KiB when negative: holds the inner pages of the two indexes.
        .pragma("cache_size", "-16384")
        // Rows handed over at once by the connection's thread: the versions of a whole batch.
        .row_buffer_size(2_048)
        .disable_statement_logging()
}

fn read_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_TIMEOUT)
        .read_only(true)
        // Rows handed over at once by the connection's thread; a page of a catch-up read is larger than the default.
        .row_buffer_size(512)
        .disable_statement_logging()
}

async fn use_wal(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode = WAL")
        .fetch_one(&mut *connection)
        .await?;
    if mode == "wal" {
        Ok(())
    } else {
        let reason = format!("the file system does not support WAL (journal mode is {mode})");
        Err(sqlx::Error::Protocol(reason))
    }
}

/// Tells a log from an empty file, and refuses everything else.
pub(super) async fn recognise(connection: &mut SqliteConnection, path: &Path) -> Result<Kind, LogError> {
    let read = while_doing("reading the file's header", path);
    let (application, version, tables) = header(connection).await.map_err(read)?;
    match (application, version, tables) {
        (0, 0, 0) => Ok(Kind::Empty),
        (APPLICATION_ID, SCHEMA_VERSION, _) => Ok(Kind::Log),
        (APPLICATION_ID, newer, _) => Err(LogError::Unusable(format!(
            "{} was written by a newer version of this program (log schema {newer}, this one knows {SCHEMA_VERSION})",
            path.display()
        ))),
        _ => Err(LogError::Unusable(format!(
            "{} is a database, but not a log of this program",
            path.display()
        ))),
    }
}

async fn header(connection: &mut SqliteConnection) -> Result<(i64, i64, i64), sqlx::Error> {
    Ok((
        number(&mut *connection, "PRAGMA application_id").await?,
        number(&mut *connection, "PRAGMA user_version").await?,
        number(&mut *connection, "SELECT count(*) FROM sqlite_schema").await?,
    ))
}

async fn number(executor: impl SqliteExecutor<'_>, sql: &'static str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(sql).fetch_one(executor).await
}

async fn create(connection: &mut SqliteConnection, birth: &Birth) -> Result<(), sqlx::Error> {
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::raw_sql(include_str!("schema.sql")).execute(&mut *tx).await?;
    sqlx::query("INSERT INTO log_head (only_row, position, recorded_at, log_id, epoch) VALUES (1, 0, ?, ?, ?)")
        .bind(birth.now.as_microsecond())
        .bind(birth.log_id.as_bytes().as_slice())
        .bind(birth.epoch.as_bytes().as_slice())
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}

/// A cheap sign of damage: the head names the newest event.
pub(super) async fn check_end(connection: &mut SqliteConnection, path: &Path) -> Result<(), LogError> {
    // One statement, so that an append made meanwhile cannot come between the two numbers.
    let query = sqlx::query_as("SELECT position, (SELECT coalesce(max(position), 0) FROM events) FROM log_head");
    let ends: Option<(i64, i64)> = query
        .fetch_optional(connection)
        .await
        .map_err(while_doing("reading the head", path))?;
    match ends {
        Some((head, newest)) if head == newest => Ok(()),
        Some((head, newest)) => Err(LogError::Corrupt(format!(
            "{}: the head says {head}, the newest event is {newest}",
            path.display()
        ))),
        None => Err(LogError::Corrupt(format!("{}: the head is missing", path.display()))),
    }
}
