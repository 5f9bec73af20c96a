//! From the driver's errors to the log's.

use std::path::Path;

use sqlx::sqlite::SqliteRow;

use crate::LogError;

/// Primary result codes of <https://sqlite.org/rescode.html>; the low byte of an extended code.
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_NOTADB: i32 = 26;

/// Gives a driver's error its context, and names the file when the file is damaged.
pub(super) fn while_doing<'a>(context: &'static str, path: &'a Path) -> impl FnOnce(sqlx::Error) -> LogError + 'a {
    move |error| log_error(context, path, error)
}

pub(super) fn log_error(context: &'static str, path: &Path, source: sqlx::Error) -> LogError {
    if matches!(source, sqlx::Error::PoolClosed) {
        return LogError::Closed;
    }
    if let Some(database) = source.as_database_error()
        && is_damage(database)
    {
        return LogError::Corrupt(format!("{}: {}, while {context}", path.display(), database.message()));
    }
    LogError::Database { context, source }
}

fn is_damage(error: &dyn sqlx::error::DatabaseError) -> bool {
    let code = error.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(0);
    matches!(code & 0xff, SQLITE_CORRUPT | SQLITE_NOTADB)
}

/// Reads a column that is never negative.
pub(super) fn unsigned(row: &SqliteRow, column: usize) -> Result<u64, sqlx::Error> {
    let value: i64 = sqlx::Row::try_get(row, column)?;
    u64::try_from(value).map_err(|error| undecodable(column, error))
}

/// A stored value that the program never wrote.
pub(super) fn undecodable(column: usize, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_string(),
        source: error.into(),
    }
}

/// SQLite's integers are signed. Positions and versions beyond them do not exist, so the largest stands for them.
pub(super) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
