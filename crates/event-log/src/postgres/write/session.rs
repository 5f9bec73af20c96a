//! The session that writes, and the mark by which another one learns of its end.

use std::time::Duration;

use sqlx::{Connection, PgConnection, Row};
use tokio::time::timeout;

use crate::postgres::Database;

/// Longest wait for one answer of the server while writing. The server's own limits come first; this one is for a
/// network that swallows everything.
const ANSWER: Duration = Duration::from_secs(30);

/// The server makes the number, of 64 random bits, so that no two sessions have the same, on whatever server.
const OPEN: &str = "
    WITH mark AS MATERIALIZED (SELECT hashtextextended(gen_random_uuid()::text, 0) AS number)
    SELECT number, pg_is_in_recovery(), pg_advisory_lock(number) FROM mark";

/// The number of an advisory lock that a session takes when it is opened and never gives back. The server does, when the
/// process that serves the session has ended: after its last transaction, and not when the connection is lost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark(pub(super) i64);

/// A session for writing.
pub(super) struct Session {
    pub(super) connection: PgConnection,
    pub(super) mark: Mark,
}

impl Session {
    pub(super) async fn open(database: &Database) -> Result<Self, sqlx::Error> {
        let mut connection = database.connect_prepared().await?;
        let opened = answered(sqlx::query(OPEN).fetch_one(&mut connection)).await?;
        // After a failover the old primary may come back as a replica under the same address.
        if opened.try_get(1)? {
            drop(connection.close().await);
            return Err(sqlx::Error::Protocol("the server is a replica now".to_owned()));
        }
        let mark = Mark(opened.try_get(0)?);
        Ok(Self { connection, mark })
    }
}

/// Waits for the server, not for ever.
pub(super) async fn answered<T>(answer: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    timeout(ANSWER, answer)
        .await
        .unwrap_or_else(|_elapsed| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))
}
