//! Opening the log of a database.

use sqlx::{Connection, PgConnection};
use tokio::sync::Mutex;

use super::failure::{cannot_connect, log_error};
use super::migrate::migrate_on;
use super::notify::{CHANNEL, Notifier};
use super::recognise::{Found, MIGRATE, SCHEMA_VERSION, lacks_grants, recognise, unusable};
use super::write::WriteHalf;
use super::{Database, Hints, PostgresStorage, READERS, read};
use crate::{Birth, LogError};

pub(super) async fn open(database: &Database, birth: Birth) -> Result<PostgresStorage, LogError> {
    let opening = database.connect().await;
    let mut connection = opening.map_err(|error| cannot_connect(database, error))?;
    let found = recognise(&mut connection, database).await?;
    if found != Found::Log(SCHEMA_VERSION) {
        if !may_migrate(&mut connection, found).await? {
            return Err(unusable(format!(
                "{} has no log of this version, and role {} may not make it; {MIGRATE}",
                database.place(),
                database.role()
            )));
        }
        migrate_on(&mut connection, database, database.role(), birth).await?;
    }
    check_grants(&mut connection, database).await?;
    check_end(&mut connection, database).await?;
    warn_of_settings(&mut connection).await?;
    let read_head = read::head(&mut connection).await;
    let head = read_head.map_err(|error| log_error("reading the head", error))?;
    // It has done its work; the engine's sessions are set up in other ways.
    drop(connection.close().await);
    let read = database.prepared_pool(READERS);
    Ok(PostgresStorage {
        database: database.clone(),
        write: Mutex::new(WriteHalf::new(database.clone(), head.epoch)),
        hints: Mutex::new(Hints::on(database.options().clone(), CHANNEL)),
        notifier: Notifier::start(read.clone()),
        read,
    })
}

/// Whether this role makes or changes the schema by itself at start.
async fn may_migrate(connection: &mut PgConnection, found: Found) -> Result<bool, LogError> {
    let query = match found {
        Found::Nothing => "SELECT has_database_privilege(current_database(), 'CREATE')",
        Found::Log(_) => "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'log'",
    };
    sqlx::query_scalar(query)
        .fetch_one(connection)
        .await
        .map_err(|error| log_error("looking at the role", error))
}

async fn check_grants(connection: &mut PgConnection, database: &Database) -> Result<(), LogError> {
    let granted: bool = sqlx::query_scalar(
        "SELECT has_schema_privilege('log', 'USAGE') AND has_table_privilege('log.events', 'SELECT')
             AND has_table_privilege('log.events', 'INSERT') AND has_table_privilege('log.head', 'SELECT')
             AND has_column_privilege('log.head', 'position', 'UPDATE')
             AND has_table_privilege('log.idempotency', 'SELECT') AND has_table_privilege('log.idempotency', 'INSERT')
             AND has_table_privilege('log.idempotency', 'DELETE') AND has_table_privilege('log.actors', 'SELECT')
             AND has_table_privilege('log.actors', 'INSERT') AND has_table_privilege('log.actors', 'DELETE')
             AND to_regnamespace('views') IS NOT NULL AND has_schema_privilege('views', 'USAGE')
             AND has_schema_privilege('views', 'CREATE')",
    )
    .fetch_one(connection)
    .await
    .map_err(|error| log_error("looking at the role", error))?;
    if granted { Ok(()) } else { Err(lacks_grants(database)) }
}

/// A cheap sign of damage: the head names the newest event.
async fn check_end(connection: &mut PgConnection, database: &Database) -> Result<(), LogError> {
    // One statement, so that an append made meanwhile cannot come between the two numbers.
    let query = sqlx::query_as("SELECT position, (SELECT coalesce(max(position), 0) FROM log.events) FROM log.head");
    let ends: Option<(i64, i64)> = query
        .fetch_optional(connection)
        .await
        .map_err(|error| log_error("reading the head", error))?;
    match ends {
        Some((head, newest)) if head == newest => Ok(()),
        Some((head, newest)) => Err(LogError::Corrupt(format!(
            "{}: the head says {head}, the newest event is {newest}",
            database.place()
        ))),
        None => Err(LogError::Corrupt(format!("{}: the head is missing", database.place()))),
    }
}

/// An answered append must survive a power cut. That is the server's setting, and somebody chose it.
async fn warn_of_settings(connection: &mut PgConnection) -> Result<(), LogError> {
    let settings = sqlx::query_as(
        "SELECT current_setting('fsync'), current_setting('synchronous_commit'),
             current_setting('synchronous_standby_names') <> ''",
    );
    let (fsync, synchronous_commit, has_standbys): (String, String, bool) = settings
        .fetch_one(connection)
        .await
        .map_err(|error| log_error("reading the server's settings", error))?;
    let is_lax = synchronous_commit == "off" || (has_standbys && synchronous_commit == "local");
    if fsync != "on" || is_lax {
        tracing::warn!(
            fsync,
            synchronous_commit,
            "the server does not wait until what it commits is safe: acknowledged input is lost when it crashes"
        );
    }
    Ok(())
}
