//! Which generation of a view is live, how far it has come, and who drives it.
//!
//! The clock of a lease is the server's: the nodes' clocks need not agree.

use std::time::Duration;

use event_log::Position;

use super::generation::Key;
use crate::origin::{Checkpoint, Origin, from_db, to_db};
use crate::sql::{Row, Sql, ViewConn};

/// The two tables. Nothing here is changed once released; a new version of the program adds columns with defaults.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS projection_views (
    name           TEXT COLLATE \"C\" NOT NULL,
    version        BIGINT NOT NULL,
    generation     BIGINT, -- the live one; null until the first build is whole
    newest         BIGINT NOT NULL DEFAULT 0, -- the highest number that a generation was given
    fence          BIGINT NOT NULL DEFAULT 0, -- rises with every change of driver
    lease_until    TIMESTAMPTZ NOT NULL DEFAULT '-infinity',
    paused_at      BIGINT, -- the event that the view cannot apply
    paused_because TEXT,
    PRIMARY KEY (name, version)
);
CREATE TABLE IF NOT EXISTS projection_generations (
    name           TEXT COLLATE \"C\" NOT NULL,
    version        BIGINT NOT NULL,
    generation     BIGINT NOT NULL,
    state          TEXT NOT NULL, -- building, live or retired
    touched_at     TIMESTAMPTZ NOT NULL, -- when a builder last wrote, or when it was retired
    schema_sql     TEXT NOT NULL,
    log_id         TEXT NOT NULL,
    log_epoch      TEXT NOT NULL,
    position       BIGINT NOT NULL,
    recorded_at_us BIGINT NOT NULL,
    PRIMARY KEY (name, version, generation)
) WITH (fillfactor = 50);
";

/// Taken while the tables are made: `IF NOT EXISTS` alone fails when two nodes start at once. Any constant of our own
/// serves; these are the letters `RIvw`.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1380545143)";

/// Where nodes hint to each other that a view has moved.
pub(super) const CHANNEL: &str = "regional_input_views";

/// What a node that stands by needs to know.
pub(super) struct Standing {
    /// The live generation.
    pub(super) generation: Option<i64>,
    /// How far it has come.
    pub(super) checkpoint: Option<Checkpoint>,
    /// Nobody gives a sign of driving it.
    pub(super) is_lease_free: bool,
    /// It stands before an event that it cannot apply, and why.
    pub(super) paused: Option<(Position, String)>,
}

/// Makes the tables and the view's row where they are missing.
pub(super) async fn prepare(conn: &mut ViewConn, key: &Key) -> Result<(), sqlx::Error> {
    let known = Sql::new("SELECT count(*) FROM pg_tables WHERE schemaname = 'views' AND tablename IN ('projection_views', 'projection_generations')")
        .fetch_one(conn)
        .await?;
    let known: i64 = known.try_get(0_usize)?;
    if known < 2 {
        conn.begin().await?;
        conn.run(LOCK).await?;
        conn.run(TABLES).await?;
        conn.commit().await?;
    }
    Sql::new("INSERT INTO projection_views (name, version) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(key.name)
        .bind(key.version)
        .execute(conn)
        .await?;
    Ok(())
}

/// Where the view stands.
pub(super) async fn look(conn: &mut ViewConn, key: &Key) -> Result<Standing, sqlx::Error> {
    let row = Sql::new(
        "SELECT v.generation, g.position, g.recorded_at_us, v.lease_until < clock_timestamp(), v.paused_at,
             v.paused_because
         FROM projection_views v LEFT JOIN projection_generations g USING (name, version, generation)
         WHERE v.name = $1 AND v.version = $2",
    )
    .bind(key.name)
    .bind(key.version)
    .fetch_one(conn)
    .await?;
    let position: Option<i64> = row.try_get(1_usize)?;
    let recorded_at_us: Option<i64> = row.try_get(2_usize)?;
    let checkpoint = position
        .zip(recorded_at_us)
        .map(|(position, micros)| Checkpoint::of_columns(position, micros));
    let paused_at: Option<i64> = row.try_get(4_usize)?;
    let because: Option<String> = row.try_get(5_usize)?;
    let paused = paused_at
        .zip(because)
        .map(|(at, because)| from_db(at).map(|at| (at, because)));
    Ok(Standing {
        generation: row.try_get(0_usize)?,
        checkpoint: checkpoint.transpose()?,
        is_lease_free: row.try_get(3_usize)?,
        paused: paused.transpose()?,
    })
}

/// Takes the lease if it is free; answers its fencing number. Whoever takes it tries a paused view again.
pub(super) async fn take(conn: &mut ViewConn, key: &Key, lease: Duration) -> Result<Option<i64>, sqlx::Error> {
    let taken = Sql::new(
        "UPDATE projection_views SET fence = fence + 1, lease_until = clock_timestamp() + $3 * interval '1 millisecond',
             paused_at = NULL, paused_because = NULL
         WHERE name = $1 AND version = $2 AND lease_until < clock_timestamp() RETURNING fence",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(millis(lease))
    .fetch_optional(conn)
    .await?;
    taken.map(|row| row.try_get(0_usize)).transpose()
}

/// Gives a sign. Answers the live generation, or nothing if another node has the lease.
pub(super) async fn renew(
    conn: &mut ViewConn,
    key: &Key,
    fence: i64,
    lease: Duration,
) -> Result<Option<Option<i64>>, sqlx::Error> {
    let renewed = Sql::new(
        "UPDATE projection_views SET lease_until = clock_timestamp() + $4 * interval '1 millisecond'
         WHERE name = $1 AND version = $2 AND fence = $3 RETURNING generation",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(fence)
    .bind(millis(lease))
    .fetch_optional(conn)
    .await?;
    renewed.map(|row: Row| row.try_get(0_usize)).transpose()
}

/// Leaves the lease to whoever wants it, at once.
pub(super) async fn release(conn: &mut ViewConn, key: &Key, fence: i64) -> Result<(), sqlx::Error> {
    Sql::new("UPDATE projection_views SET lease_until = '-infinity' WHERE name = $1 AND version = $2 AND fence = $3")
        .bind(key.name)
        .bind(key.version)
        .bind(fence)
        .execute(conn)
        .await?;
    signal(conn).await
}

/// Tells all nodes that the view stands before an event.
pub(super) async fn pause(
    conn: &mut ViewConn,
    key: &Key,
    fence: i64,
    position: Position,
    reason: &str,
) -> Result<(), sqlx::Error> {
    Sql::new(
        "UPDATE projection_views SET paused_at = $4, paused_because = $5
         WHERE name = $1 AND version = $2 AND fence = $3",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(fence)
    .bind(to_db(position)?)
    .bind(reason.replace('\0', " "))
    .execute(conn)
    .await?;
    signal(conn).await
}

/// Hints to all nodes that the view has moved. Carries no data: whoever hears it looks.
pub(super) async fn signal(conn: &mut ViewConn) -> Result<(), sqlx::Error> {
    conn.run("NOTIFY regional_input_views").await
}

/// Up to where a generation has come, if it is of this view, from this log, and not ahead of it; else why it is of no
/// use.
pub(super) async fn inspect(
    conn: &mut ViewConn,
    key: &Key,
    generation: i64,
    schema: &'static str,
    origin: &Origin,
) -> Result<Result<Checkpoint, &'static str>, sqlx::Error> {
    let row = Sql::new(
        "SELECT position, recorded_at_us, schema_sql, log_id, log_epoch FROM projection_generations
         WHERE name = $1 AND version = $2 AND generation = $3",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(generation)
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else {
        return Ok(Err("it is not there"));
    };
    let checkpoint = Checkpoint::of_columns(row.try_get(0_usize)?, row.try_get(1_usize)?)?;
    let (tables, log_id, epoch): (&str, &str, &str) =
        (row.try_get(2_usize)?, row.try_get(3_usize)?, row.try_get(4_usize)?);
    let differs = [
        (tables != schema, "its tables are not the ones of this program"),
        (log_id != origin.log_id, "it was made from another log"),
        (epoch != origin.log_epoch, "the log was restored from a backup since"),
        (checkpoint.position > origin.head, "it is ahead of the log"),
    ];
    Ok(match differs.iter().find(|(differs, _)| *differs) {
        Some((_, reason)) => Err(reason),
        None => Ok(checkpoint),
    })
}

/// The unit of a lease in statements.
pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
