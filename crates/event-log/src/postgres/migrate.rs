//! Bringing schema `log` to this program's version.

use std::fmt;

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

use super::failure::{cannot_connect, code_of, log_error};
use super::recognise::{Found, PROGRAM, SCHEMA_VERSION, recognise, unusable};
use super::{Database, read};
use crate::{Birth, Head, LogError};

/// Held by whoever migrates, until its transaction ends. Any constant of our own serves; these are the letters `RIlg`.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1380543591)";

/// What a migration did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Migrated {
    /// Made schema `log`.
    Created,
    /// Brought it from this version to the program's.
    From(i32),
    /// Nothing: it was there already.
    UpToDate,
}

impl fmt::Display for Migrated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created => write!(f, "schema log made, version {SCHEMA_VERSION}"),
            Self::From(version) => write!(f, "schema log brought from version {version} to {SCHEMA_VERSION}"),
            Self::UpToDate => write!(f, "schema log is of version {SCHEMA_VERSION} already"),
        }
    }
}

/// Brings the schema to this version and gives the serving role what it needs: to insert into the log and read it, to
/// own or fill schema `views`, and no more. Running it twice changes nothing. `birth` is for a new log.
///
/// # Errors
///
/// As [`super::PostgresStorage::open`]. Nothing was changed then.
pub async fn migrate(owner: &Database, serving: &Database, birth: Birth) -> Result<Migrated, LogError> {
    let opening = owner.connect().await;
    let mut connection = opening.map_err(|error| cannot_connect(owner, error))?;
    let migrated = migrate_on(&mut connection, owner, serving.role(), birth).await;
    // The result stands whether or not the server hears goodbye.
    drop(connection.close().await);
    migrated
}

pub(super) async fn migrate_on(
    connection: &mut PgConnection,
    owner: &Database,
    serving: &str,
    birth: Birth,
) -> Result<Migrated, LogError> {
    let refused = |error: sqlx::Error| match code_of(&error).as_str() {
        "42501" => unusable(format!(
            "role {} may not make or change schema log of {}; name one that may by --migrate-database-url",
            owner.role(),
            owner.place()
        )),
        _ => log_error("migrating", error),
    };
    let mut tx = connection.begin().await.map_err(refused)?;
    sqlx::query(LOCK).execute(&mut *tx).await.map_err(refused)?;
    let migrated = match recognise(&mut tx, owner).await? {
        Found::Nothing => {
            create(&mut tx, birth).await.map_err(refused)?;
            Migrated::Created
        }
        Found::Log(SCHEMA_VERSION) => Migrated::UpToDate,
        // No older version was released. Later ones are brought up here, step by step, without building indexes.
        Found::Log(version) => {
            return Err(unusable(format!(
                "{} has log schema {version}, which no release of this program made",
                owner.place()
            )));
        }
    };
    grant(&mut tx, serving).await.map_err(refused)?;
    tx.commit().await.map_err(refused)?;
    Ok(migrated)
}

async fn create(connection: &mut PgConnection, birth: Birth) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(include_str!("schema.sql"))
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO log.schema_version (program, version) VALUES ($1, $2)")
        .bind(PROGRAM)
        .bind(SCHEMA_VERSION)
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO log.head (position, recorded_at, log_id, epoch) VALUES (0, $1, $2, $3)")
        .bind(birth.now.as_microsecond())
        .bind(birth.log_id)
        .bind(birth.epoch)
        .execute(connection)
        .await?;
    Ok(())
}

/// What the serving role needs. It has these by itself if it is the owner.
async fn grant(connection: &mut PgConnection, serving: &str) -> Result<(), sqlx::Error> {
    let (is_other, is_member, has_views): (bool, bool, bool) = sqlx::query_as(
        "SELECT current_user <> $1, pg_has_role(current_user, $1, 'MEMBER'), to_regnamespace('views') IS NOT NULL",
    )
    .bind(serving)
    .fetch_one(&mut *connection)
    .await?;
    let role = quoted(serving);
    if is_other {
        let grants = format!(
            "GRANT USAGE ON SCHEMA log TO {role};
             GRANT SELECT ON log.schema_version TO {role};
             GRANT SELECT, UPDATE (position, recorded_at) ON log.head TO {role};
             GRANT SELECT, INSERT ON log.events TO {role};
             GRANT SELECT, INSERT, DELETE ON log.idempotency, log.actors TO {role};"
        );
        sqlx::raw_sql(AssertSqlSafe(grants)).execute(&mut *connection).await?;
    }
    let views = match (has_views, is_member) {
        (true, _) => return Ok(()),
        (false, true) => format!("CREATE SCHEMA views AUTHORIZATION {role}"),
        // A schema can be given only to a role whose member one is; to own what is in it is enough.
        (false, false) => format!("CREATE SCHEMA views; GRANT ALL ON SCHEMA views TO {role}"),
    };
    sqlx::raw_sql(AssertSqlSafe(views)).execute(connection).await?;
    Ok(())
}

/// A name as an identifier in a statement.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Gives the log of a database that was restored from a backup a new epoch, so that nobody takes what is recorded from
/// now on for what was recorded after the backup. No node may run meanwhile: one that does refuses to write from then
/// on.
///
/// # Errors
///
/// As [`super::PostgresStorage::open`].
pub async fn renew_epoch(owner: &Database, epoch: Uuid) -> Result<Head, LogError> {
    let opening = owner.connect().await;
    let mut connection = opening.map_err(|error| cannot_connect(owner, error))?;
    if recognise(&mut connection, owner).await? == Found::Nothing {
        return Err(unusable(format!("{} has no log", owner.place())));
    }
    let renewed = async {
        sqlx::query("UPDATE log.head SET epoch = $1")
            .bind(epoch)
            .execute(&mut connection)
            .await?;
        read::head(&mut connection).await
    };
    let head = renewed.await.map_err(|error| match code_of(&error).as_str() {
        "42501" => unusable(format!(
            "role {} may not set the epoch of {}; name the role that owns schema log by --migrate-database-url",
            owner.role(),
            owner.place()
        )),
        _ => log_error("setting the epoch", error),
    });
    drop(connection.close().await);
    head
}
