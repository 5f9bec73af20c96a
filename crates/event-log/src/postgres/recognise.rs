//! What a database is to this program.

use sqlx::{PgConnection, Row};

use super::Database;
use super::failure::{code_of, log_error};
use crate::LogError;

/// Stands in `log.schema_version` of every log of this program.
pub(super) const PROGRAM: &str = "regional-input";

/// The schema that this program writes and reads.
pub(super) const SCHEMA_VERSION: i32 = 1;

/// The oldest server that will do, as `server_version_num` says it.
const OLDEST_SERVER: i32 = 150_000;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// No schema `log`, and nothing in `views`.
    Nothing,
    /// A log of this program, of this schema version.
    Log(i32),
}

/// Refuses servers that cannot hold the log, and tells an empty database from one with a log.
pub(super) async fn recognise(connection: &mut PgConnection, database: &Database) -> Result<Found, LogError> {
    let read = |error| log_error("looking at the database", error);
    let row = sqlx::query(
        "SELECT current_setting('server_version_num')::int, pg_is_in_recovery(), to_regnamespace('log') IS NOT NULL,
             to_regclass('log.schema_version') IS NOT NULL,
             EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace('views')),
             current_setting('server_encoding')",
    )
    .fetch_one(&mut *connection)
    .await
    // Without USAGE on a schema its tables cannot even be asked for.
    .map_err(|error| match code_of(&error).as_str() {
        "42501" => lacks_grants(database),
        _ => read(error),
    })?;
    let (server, in_recovery): (i32, bool) = (row.try_get(0).map_err(read)?, row.try_get(1).map_err(read)?);
    let (has_log, has_version): (bool, bool) = (row.try_get(2).map_err(read)?, row.try_get(3).map_err(read)?);
    let has_views: bool = row.try_get(4).map_err(read)?;
    let encoding: String = row.try_get(5).map_err(read)?;
    let place = database.place();
    if encoding != "UTF8" {
        return Err(unusable(format!(
            "{place} stores text as {encoding}, which does not hold every language; make it with ENCODING 'UTF8' TEMPLATE \
             template0"
        )));
    }
    if server < OLDEST_SERVER {
        return Err(unusable(format!(
            "{place} is PostgreSQL {}; version 15 or newer is needed",
            server / 10_000
        )));
    }
    if in_recovery {
        return Err(unusable(format!(
            "{place} is a replica, which cannot be written; name the primary by --database-url, a replica by \
             --read-database-url"
        )));
    }
    if !has_log && !has_views {
        return Ok(Found::Nothing);
    }
    let foreign = |schema: &str| {
        unusable(format!(
            "{place} has a schema {schema} that is not this program's; give the program a database of its own"
        ))
    };
    if !has_log {
        return Err(foreign("views"));
    }
    if !has_version {
        return Err(foreign("log"));
    }
    let version: Result<Option<(String, i32)>, _> = sqlx::query_as("SELECT program, version FROM log.schema_version")
        .fetch_optional(connection)
        .await;
    match version {
        Ok(Some((program, version))) if program == PROGRAM && version <= SCHEMA_VERSION => Ok(Found::Log(version)),
        Ok(Some((program, version))) if program == PROGRAM => Err(unusable(format!(
            "{place} was migrated by a newer version of this program (log schema {version}, this one knows \
             {SCHEMA_VERSION}); run that version"
        ))),
        Ok(_) => Err(foreign("log")),
        // No such column: another program's table of that name.
        Err(error) if code_of(&error) == "42703" => Err(foreign("log")),
        Err(error) if code_of(&error) == "42501" => Err(lacks_grants(database)),
        Err(error) => Err(read(error)),
    }
}

/// The role may not do what it has to.
pub(super) fn lacks_grants(database: &Database) -> LogError {
    unusable(format!(
        "role {} lacks grants on schema log of {}; {}",
        database.role(),
        database.place(),
        MIGRATE
    ))
}

/// How to have the schema made.
pub(super) const MIGRATE: &str = "run `regional-input migrate --database-url … --migrate-database-url …`, the latter \
                                  with the role that owns the database or schema log";

pub(super) fn unusable(reason: String) -> LogError {
    LogError::Unusable(reason)
}
