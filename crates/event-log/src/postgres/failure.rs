//! From the driver's errors to the log's.

use std::io;

use sqlx::postgres::PgRow;

use super::Database;
use crate::LogError;

pub(super) fn log_error(context: &'static str, source: sqlx::Error) -> LogError {
    if matches!(source, sqlx::Error::PoolClosed) {
        return LogError::Closed;
    }
    if let Some(database) = source.as_database_error()
        && is_damage(&code_of(&source))
    {
        return LogError::Corrupt(format!("{}, while {context}", database.message()));
    }
    LogError::Database { context, source }
}

/// What the server says by its SQLSTATE
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>); empty if it said nothing.
pub(super) fn code_of(error: &sqlx::Error) -> String {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .map(std::borrow::Cow::into_owned)
        .unwrap_or_default()
}

/// XX001 data corrupted, XX002 index corrupted.
fn is_damage(code: &str) -> bool {
    matches!(code, "XX001" | "XX002")
}

/// True when it is the session that failed, so that another may serve: class 08, and 57P01 to 57P05 (shut down,
/// crashed, starting up, idle too long).
pub(super) fn is_connection_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(_) => {
            let code = code_of(error);
            code.starts_with("08") || code.starts_with("57P0")
        }
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}

/// Why no session could be made, and what to do.
pub(super) fn cannot_connect(database: &Database, error: sqlx::Error) -> LogError {
    let (place, role) = (database.place(), database.role());
    let reason = match code_of(&error).as_str() {
        "28P01" => format!("the password of role {role} is wrong, or none was given; check the database URL"),
        "28000" => {
            format!("role {role} does not exist or may not connect from here; create it, or allow it in pg_hba.conf")
        }
        "3D000" => "there is no such database; create it with CREATE DATABASE, or check the database URL".to_owned(),
        "42501" => format!("role {role} may not connect; GRANT CONNECT ON DATABASE to it"),
        "53300" => "it has no session left; raise its max_connections, or stop nodes".to_owned(),
        "57P03" => "it is starting up or shutting down; try again shortly".to_owned(),
        _ => match &error {
            sqlx::Error::Io(io) => match io.kind() {
                io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound => {
                    format!(
                        "nothing answers there ({io}); start PostgreSQL, or check host and port of the database URL"
                    )
                }
                _ => format!("it cannot be reached ({io}); check host and port of the database URL"),
            },
            _ => return log_error("connecting to the database", error),
        },
    };
    LogError::Unusable(format!("cannot connect to {place}: {reason}"))
}

/// Reads a column that is never negative.
pub(super) fn unsigned(row: &PgRow, column: usize) -> Result<u64, sqlx::Error> {
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

/// PostgreSQL's integers are signed. Positions and versions beyond them do not exist, so the largest stands for them.
pub(super) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
