//! Whether the live tables hold what a rebuild would make.

use event_log::{Database, EventLog, Position};

use super::generation::Key;
use super::{connect, tidy};
use crate::page::{PageSize, check_gap_free};
use crate::rebuild::RebuildError;
use crate::sql::{Engine, Sql, ViewConn};
use crate::{ApplyError, RunnerOptions, View};

/// What the names of the second set of tables begin with. They are temporary ones of the session.
const REBUILT: &str = "rebuilt_";

/// A view beside a rebuild of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Up to where the view has come.
    pub position: Position,
    /// The first table that differs, and in how many rows.
    pub difference: Option<String>,
}

/// Builds the view a second time in temporary tables, up to where the live one has come, and compares all rows. Works
/// beside running nodes. `None` if the view has no live tables from this epoch of the log.
///
/// # Errors
///
/// [`RebuildError`]: nothing was changed.
pub async fn compare_with_rebuild(
    database: &Database,
    view: &dyn View,
    log: &EventLog,
) -> Result<Option<Comparison>, RebuildError> {
    let mut conn = connect(database, String::new()).await.map_err(RebuildError::Database)?;
    let compared = compare(&mut conn, view, log).await;
    // The transaction and its temporary tables end with the session.
    drop(conn.close().await);
    compared
}

async fn compare(conn: &mut ViewConn, view: &dyn View, log: &EventLog) -> Result<Option<Comparison>, RebuildError> {
    let key = Key::of(view);
    let Some((generation, position)) = begin(conn, &key, log).await.map_err(RebuildError::Database)? else {
        return Ok(None);
    };
    let live = key.prefix(generation);
    let tables = tidy::tables_of(conn, &live).await.map_err(RebuildError::Database)?;
    conn.set_prefix(REBUILT.to_owned());
    let made = conn.run(view.schema(Engine::Postgres)).await;
    made.map_err(RebuildError::Database)?;
    replay(conn, view, log, position).await?;
    let difference = first_difference(conn, &tables, &live)
        .await
        .map_err(RebuildError::Database)?;
    Ok(Some(Comparison { position, difference }))
}

/// One snapshot for everything that is read, and temporary tables before those of the schema.
async fn begin(conn: &mut ViewConn, key: &Key, log: &EventLog) -> Result<Option<(i64, Position)>, sqlx::Error> {
    conn.run("BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL statement_timeout = 0; SET LOCAL search_path = pg_temp, views")
        .await?;
    let known =
        Sql::new("SELECT count(*) FROM pg_tables WHERE schemaname = 'views' AND tablename = 'projection_views'")
            .fetch_one(conn)
            .await?;
    let known: i64 = known.try_get(0_usize)?;
    if known == 0 {
        return Ok(None);
    }
    let live = Sql::new(
        "SELECT g.generation, g.position FROM projection_views v
         JOIN projection_generations g USING (name, version, generation)
         WHERE v.name = $1 AND v.version = $2 AND g.log_epoch = $3",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(log.epoch().to_string())
    .fetch_optional(conn)
    .await?;
    live.map(|row| Ok((row.try_get(0_usize)?, crate::origin::from_db(row.try_get(1_usize)?)?)))
        .transpose()
}

async fn replay(conn: &mut ViewConn, view: &dyn View, log: &EventLog, until: Position) -> Result<(), RebuildError> {
    let size = PageSize::new(RunnerOptions::default().max_page_events);
    let mut at = Position(0);
    while at < until {
        let mut page = log.read_after(at, size.limit()).await.map_err(RebuildError::Log)?;
        check_gap_free(at, &page).map_err(RebuildError::Log)?;
        page.retain(|event| event.position <= until);
        let Some(last) = page.last() else { return Ok(()) };
        at = last.position;
        view.apply(conn, &page).await.map_err(|error| match error {
            ApplyError::Poisoned { position, reason } => RebuildError::Poisoned { position, reason },
            ApplyError::Transient(error) => RebuildError::Database(error),
        })?;
    }
    Ok(())
}

async fn first_difference(conn: &mut ViewConn, tables: &[String], live: &str) -> Result<Option<String>, sqlx::Error> {
    for table in tables {
        let name = table.trim_matches('"').trim_start_matches(live);
        let rebuilt = format!("pg_temp.{REBUILT}{name}");
        let compare = format!(
            "SELECT count(*) FROM ((TABLE views.{table} EXCEPT ALL TABLE {rebuilt})
                 UNION ALL (TABLE {rebuilt} EXCEPT ALL TABLE views.{table})) AS different"
        );
        let row = Sql::new(&compare).fetch_one(conn).await?;
        let different: i64 = row.try_get(0_usize)?;
        if different > 0 {
            return Ok(Some(format!("table {name} differs in {different} rows")));
        }
    }
    Ok(None)
}
