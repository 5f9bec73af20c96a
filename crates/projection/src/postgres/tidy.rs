//! Dropping tables that nobody reads or writes any more.

use super::build::SILENCE_SECONDS;
use super::generation::Key;
use crate::sql::{Row, Sql, ViewConn};

/// A retired generation is kept this long, in seconds, for readers that found it before the flip. Their transactions
/// are shorter: the server ends idle ones after five seconds.
const RETIRED_SECONDS: i64 = 60;

/// Tables of an older version of the view are kept this long, in seconds, after its last driver: nodes of the older
/// program may come back.
const OLD_VERSION_SECONDS: i64 = 3_600;

/// How long a drop waits for a table that somebody still reads. The driver drops, and must give signs of its lease
/// meanwhile, which runs out in less than the five seconds that sessions wait for other locks.
const PATIENCE: &str = "SET LOCAL lock_timeout = '100ms'";

/// Drops what is left of rebuilds, and the tables of older versions. What is still in use stays for the next time.
pub(super) async fn tidy(conn: &mut ViewConn, key: &Key) -> Result<(), sqlx::Error> {
    let rows = Sql::new(
        "SELECT g.version, g.generation FROM projection_generations g JOIN projection_views v USING (name, version)
         WHERE g.name = $1 AND (
             (g.version = $2 AND g.state = 'retired' AND g.touched_at < clock_timestamp() - $3 * interval '1 second')
             OR (g.version = $2 AND g.state = 'building' AND g.touched_at < clock_timestamp() - $4 * interval '1 second')
             OR (g.version < $2 AND v.lease_until < clock_timestamp() - $5 * interval '1 second'
                 AND g.touched_at < clock_timestamp() - $5 * interval '1 second'))",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(RETIRED_SECONDS)
    .bind(SILENCE_SECONDS)
    .bind(OLD_VERSION_SECONDS)
    .fetch_all(conn)
    .await?;
    for row in rows {
        let of = Key {
            name: key.name,
            version: row.try_get(0_usize)?,
        };
        drop_generation(conn, &of, row.try_get(1_usize)?).await?;
    }
    Ok(())
}

/// Drops a generation's tables and forgets it.
pub(super) async fn drop_generation(conn: &mut ViewConn, key: &Key, generation: i64) -> Result<(), sqlx::Error> {
    let tables = tables_of(conn, &key.prefix(generation)).await?;
    conn.begin().await?;
    let dropped = drop_in_transaction(conn, key, generation, &tables).await;
    match dropped {
        Ok(()) => conn.commit().await,
        Err(error) => {
            drop(conn.rollback().await);
            Err(error)
        }
    }
}

async fn drop_in_transaction(
    conn: &mut ViewConn,
    key: &Key,
    generation: i64,
    tables: &[String],
) -> Result<(), sqlx::Error> {
    conn.run(PATIENCE).await?;
    for table in tables {
        conn.run(&format!("DROP TABLE {table}")).await?;
    }
    // Of an older version it may be the live one.
    for forget in [
        "UPDATE projection_views SET generation = NULL WHERE name = $1 AND version = $2 AND generation = $3",
        "DELETE FROM projection_generations WHERE name = $1 AND version = $2 AND generation = $3",
    ] {
        Sql::new(forget)
            .bind(key.name)
            .bind(key.version)
            .bind(generation)
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Counts what is in a generation's tables, so that the first queries are planned well. An empty table is left
/// uncounted: the server takes one that it never counted for at least ten pages, and one that it counted as empty for
/// empty; a plan made then reads the whole table, and sessions keep their plans.
pub(super) async fn analyze(conn: &mut ViewConn, key: &Key, generation: i64) -> Result<(), sqlx::Error> {
    for table in tables_of(conn, &key.prefix(generation)).await? {
        let filled = Sql::new(&format!("SELECT EXISTS (SELECT 1 FROM {table})"))
            .fetch_one(conn)
            .await?;
        if filled.try_get(0_usize)? {
            conn.run(&format!("ANALYZE {table}")).await?;
        }
    }
    Ok(())
}

/// The tables whose names begin with the prefix, quoted where needed.
pub(super) async fn tables_of(conn: &mut ViewConn, prefix: &str) -> Result<Vec<String>, sqlx::Error> {
    let rows = Sql::new(
        "SELECT quote_ident(tablename) FROM pg_tables
         WHERE schemaname = 'views' AND starts_with(tablename, $1) ORDER BY tablename",
    )
    .bind(prefix.to_owned())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|row: &Row| row.try_get(0_usize)).collect()
}
