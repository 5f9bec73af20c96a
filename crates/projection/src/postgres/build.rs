//! Building a new generation beside the live one, and making it live.

use event_log::{Database, EventLog, LogError, Position};

use super::generation::Key;
use super::live::{Generation, Right};
use super::{connect, registry, tidy};
use crate::View;
use crate::advance::Target;
use crate::origin::{Checkpoint, Origin, from_db, origin_of, to_db};
use crate::rebuild::{RebuildError, Rebuilt, fill};
use crate::sql::{Engine, Sql, ViewConn};

/// A builder whose session lives but has written nothing for this long is taken for dead, in seconds. Making the late
/// indexes of a large view is the longest that a builder is silent.
pub(super) const SILENCE_SECONDS: i64 = 600;

/// Builds the view from the first event and makes the new generation live; the old one is dropped a minute later.
pub(crate) async fn rebuild(
    database: &Database,
    view: &dyn View,
    log: &EventLog,
    max_page_events: u32,
    go_on: &mut (dyn FnMut(Position, Position) -> bool + Send),
) -> Result<Rebuilt, RebuildError> {
    let key = Key::of(view);
    let origin = origin_of(log).await.map_err(RebuildError::Log)?;
    let mut conn = connect(database, String::new()).await.map_err(RebuildError::Database)?;
    registry::prepare(&mut conn, &key)
        .await
        .map_err(RebuildError::Database)?;
    let mut building = begin(conn, key, view, &origin).await?;
    let built = match fill(&mut building, view, log, max_page_events, go_on).await {
        Ok(_) => finish(&mut building, view, log, max_page_events, go_on).await,
        Err(error) => Err(error),
    };
    if built.is_err() {
        // What is left is dropped by a later start, if this fails, too.
        drop(tidy::drop_generation(&mut building.conn, &key, building.number).await);
    }
    drop(building.conn.close().await);
    built
}

/// Takes a number and makes the tables.
async fn begin(mut conn: ViewConn, key: Key, view: &dyn View, origin: &Origin) -> Result<Generation, RebuildError> {
    conn.begin().await.map_err(RebuildError::Database)?;
    let begun = begin_in_transaction(&mut conn, &key, view, origin).await;
    let number = match begun {
        Ok(Some(number)) => number,
        Ok(None) => {
            drop(conn.rollback().await);
            return Err(RebuildError::AlreadyRunning);
        }
        Err(error) => {
            drop(conn.rollback().await);
            return Err(RebuildError::Database(error));
        }
    };
    conn.commit().await.map_err(RebuildError::Database)?;
    Ok(Generation {
        conn,
        key,
        number,
        right: Right::Builder,
        checkpoint: Checkpoint {
            position: Position(0),
            instant: origin.start,
        },
        is_superseded: false,
    })
}

async fn begin_in_transaction(
    conn: &mut ViewConn,
    key: &Key,
    view: &dyn View,
    origin: &Origin,
) -> Result<Option<i64>, sqlx::Error> {
    // Locks the row, so that two builders do not both find that nobody builds.
    let row =
        Sql::new("UPDATE projection_views SET newest = newest + 1 WHERE name = $1 AND version = $2 RETURNING newest")
            .bind(key.name)
            .bind(key.version)
            .fetch_one(conn)
            .await?;
    let number: i64 = row.try_get(0_usize)?;
    if !claim(conn, key).await? && is_being_built(conn, key).await? {
        return Ok(None);
    }
    Sql::new(
        "INSERT INTO projection_generations
             (name, version, generation, state, touched_at, schema_sql, log_id, log_epoch, position, recorded_at_us)
         VALUES ($1, $2, $3, 'building', clock_timestamp(), $4, $5, $6, 0, $7)",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(number)
    .bind(view.schema(Engine::Postgres))
    .bind(origin.log_id.clone())
    .bind(origin.log_epoch.clone())
    .bind(origin.start.as_microsecond())
    .execute(conn)
    .await?;
    conn.set_prefix(key.prefix(number));
    conn.run(view.schema(Engine::Postgres)).await?;
    Ok(Some(number))
}

/// Whether no other living session builds the view. The lock belongs to the session that writes the tables, and both
/// end together: what a builder left that was killed or cut off hinders nobody.
async fn claim(conn: &mut ViewConn, key: &Key) -> Result<bool, sqlx::Error> {
    let claimed = Sql::new("SELECT pg_try_advisory_lock(hashtextextended($1, 0))")
        .bind(format!("regional-input builds view {} v{}", key.name, key.version))
        .fetch_one(conn)
        .await?;
    claimed.try_get(0_usize)
}

/// Whether a builder has written something lately.
async fn is_being_built(conn: &mut ViewConn, key: &Key) -> Result<bool, sqlx::Error> {
    let building = Sql::new(
        "SELECT EXISTS (SELECT 1 FROM projection_generations WHERE name = $1 AND version = $2 AND state = 'building'
             AND touched_at > clock_timestamp() - $3 * interval '1 second')",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(SILENCE_SECONDS)
    .fetch_one(conn)
    .await?;
    building.try_get(0_usize)
}

/// Makes the indexes that only reads need, catches up with what came meanwhile, and flips.
async fn finish(
    building: &mut Generation,
    view: &dyn View,
    log: &EventLog,
    max_page_events: u32,
    go_on: &mut (dyn FnMut(Position, Position) -> bool + Send),
) -> Result<Rebuilt, RebuildError> {
    // No statement of a build is cut short for its length: it works beside everybody.
    building
        .conn
        .run("SET statement_timeout = 0")
        .await
        .map_err(RebuildError::Database)?;
    building
        .conn
        .run(view.late_indexes(Engine::Postgres))
        .await
        .map_err(RebuildError::Database)?;
    tidy::analyze(&mut building.conn, &building.key, building.number)
        .await
        .map_err(RebuildError::Database)?;
    fill(building, view, log, max_page_events, go_on).await?;
    loop {
        match flip(building).await.map_err(RebuildError::Database)? {
            Flip::Done => {
                return Ok(Rebuilt {
                    position: building.position(),
                });
            }
            Flip::Gone => return Err(RebuildError::Unusable("another process took it for dead".to_owned())),
            // The live one has come further meanwhile: readers never see time run backwards.
            Flip::Behind(live) => {
                fill(building, view, log, max_page_events, go_on).await?;
                if building.position() < live {
                    let missing = format!("the log ends at {}, the live view at {live}", building.position());
                    return Err(RebuildError::Log(LogError::Corrupt(missing)));
                }
            }
        }
    }
}

enum Flip {
    Done,
    Behind(Position),
    Gone,
}

/// Makes the new generation live, if it has come as far as the present one. The view's row is locked meanwhile, so
/// that no page is applied to the old one in between.
async fn flip(building: &mut Generation) -> Result<Flip, sqlx::Error> {
    building.conn.begin().await?;
    match flip_in_transaction(building).await {
        Ok(Flip::Done) => {
            building.conn.commit().await?;
            registry::signal(&mut building.conn).await?;
            Ok(Flip::Done)
        }
        Ok(other) => {
            building.conn.rollback().await?;
            Ok(other)
        }
        Err(error) => {
            drop(building.conn.rollback().await);
            Err(error)
        }
    }
}

async fn flip_in_transaction(building: &mut Generation) -> Result<Flip, sqlx::Error> {
    let (key, number, position) = (building.key, building.number, building.position());
    let conn = &mut building.conn;
    Sql::new("SELECT 1 FROM projection_views WHERE name = $1 AND version = $2 FOR UPDATE")
        .bind(key.name)
        .bind(key.version)
        .fetch_one(conn)
        .await?;
    // A statement of its own, so that it sees what was committed before the lock was had.
    let live = Sql::new(
        "SELECT g.position FROM projection_views v JOIN projection_generations g USING (name, version, generation)
         WHERE v.name = $1 AND v.version = $2 AND g.log_epoch = (
             SELECT log_epoch FROM projection_generations WHERE name = $1 AND version = $2 AND generation = $3)",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(number)
    .fetch_optional(conn)
    .await?;
    let live = live.map(|row| row.try_get::<i64>(0_usize)).transpose()?.unwrap_or(0);
    let live = from_db(live)?;
    if live > position {
        return Ok(Flip::Behind(live));
    }
    Sql::new(
        "UPDATE projection_generations SET state = 'retired', touched_at = clock_timestamp()
         WHERE name = $1 AND version = $2 AND state = 'live'",
    )
    .bind(key.name)
    .bind(key.version)
    .execute(conn)
    .await?;
    let made_live = Sql::new(
        "UPDATE projection_generations SET state = 'live'
         WHERE name = $1 AND version = $2 AND generation = $3 AND state = 'building' AND position = $4",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(number)
    .bind(to_db(position)?)
    .execute(conn)
    .await?;
    if made_live == 0 {
        return Ok(Flip::Gone);
    }
    Sql::new(
        "UPDATE projection_views SET generation = $3, paused_at = NULL, paused_because = NULL
         WHERE name = $1 AND version = $2",
    )
    .bind(key.name)
    .bind(key.version)
    .bind(number)
    .execute(conn)
    .await?;
    Ok(Flip::Done)
}
