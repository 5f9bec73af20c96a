//! How connections to a view's database are opened.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection};

/// The WAL file is cut back to this many bytes after a checkpoint that emptied it.
const WAL_LIMIT_BYTES: &str = "16777216";

/// Page cache of the live write connection, in KiB (SQLite's negative unit); grows only as used.
const LIVE_CACHE_KIB: &str = "-8192";

/// Page cache of a building connection, in KiB (SQLite's negative unit). Freed with the connection.
const BUILD_CACHE_KIB: &str = "-131072";

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In use: readers beside the writer, consistent after a crash.
    Live,
    /// Being built and seen by nobody: fast, worthless after a crash.
    Building,
}

/// A database in memory, gone with its connection.
pub(crate) async fn memory_connection() -> Result<SqliteConnection, sqlx::Error> {
    SqliteConnectOptions::new()
        .filename(":memory:")
        .disable_statement_logging()
        .connect()
        .await
}

/// How readers open a view's file.
pub(crate) fn reader_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        // Rows that the connection's thread hands over at once; the default of 50 makes lists wake it often.
        .row_buffer_size(256)
        .disable_statement_logging()
}

/// How the one writer opens a view's file.
pub(crate) fn writer_options(path: &Path, mode: Mode) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().filename(path).disable_statement_logging();
    match mode {
        Mode::Live => options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .pragma("journal_size_limit", WAL_LIMIT_BYTES)
            .pragma("cache_size", LIVE_CACHE_KIB),
        Mode::Building => options
            .locking_mode(SqliteLockingMode::Exclusive)
            // Nothing is ever rolled back in it: the first fault ends the build, and the file goes.
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off)
            .pragma("cache_size", BUILD_CACHE_KIB),
    }
}
