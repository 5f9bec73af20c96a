//! A view in tables of schema `views` on PostgreSQL: one generation's tables have one prefix, one node at a time
//! drives the view, every node reads it.
//!
//! Which generation is live, how far each has come and who drives stand in two tables (`postgres/registry.rs`). The
//! driver has a **lease** with a fencing number: every page it applies moves the checkpoint only if the number is still
//! its own, in the transaction that writes the page. A node that was frozen and comes back changes nothing.

mod build;
mod compare;
mod generation;
mod live;
mod registry;
mod runner;
mod tidy;

use std::sync::Arc;

use event_log::{Database, EventLog, Position};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout_at};

use crate::advance::is_connection_lost;
use crate::handle::{Ended, ReadError, RunnerOptions, StartError};
use crate::origin::Checkpoint;
use crate::rebuild::{RebuildError, Rebuilt};
use crate::shared::{Command, Shared, watch_over};
use crate::sql::{Sql, ViewConn};
use crate::{View, ViewRead};

pub(crate) use build::rebuild;
pub use compare::{Comparison, compare_with_rebuild};

use generation::Key;

/// The tables of a view, and how this node reaches them.
pub(crate) struct Tables {
    pub(crate) shared: Arc<Shared>,
    key: Key,
    primary: Database,
    reads: PgPool,
    max_readers: u32,
}

/// Prepares the registry of generations, and sets the view's task going.
pub(crate) async fn start(
    primary: &Database,
    replica: Option<&Database>,
    view: Arc<dyn View>,
    log: EventLog,
    options: RunnerOptions,
    commands: mpsc::Receiver<Command>,
) -> Result<(Arc<Tables>, watch::Receiver<Option<Ended>>), StartError> {
    let key = Key::of(&*view);
    let mut conn = connect(primary, String::new()).await.map_err(StartError::Schema)?;
    registry::prepare(&mut conn, &key).await.map_err(StartError::Schema)?;
    let standing = registry::look(&mut conn, &key).await.map_err(StartError::Schema)?;
    let name = view.name();
    let position = standing
        .checkpoint
        .map_or(Position(0), |checkpoint| checkpoint.position);
    let reads = reads(replica.unwrap_or(primary), options);
    let tables = Arc::new(Tables {
        shared: Shared::new(view, log, options, position),
        key,
        primary: primary.clone(),
        reads,
        max_readers: options.read_connections,
    });
    let run = runner::Runner::new(Arc::clone(&tables), conn, commands).run();
    Ok((tables, watch_over(name, run)))
}

/// Sessions that read. A view's statements are prepared once and planned once a session: planning them for every
/// value would cost more than running them.
fn reads(database: &Database, options: RunnerOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(options.read_connections)
        .acquire_timeout(options.read_timeout)
        .test_before_acquire(false)
        .connect_lazy_with(in_views(database).options([("plan_cache_mode", "force_generic_plan")]))
}

/// Names without a schema are those of schema `views`.
fn in_views(database: &Database) -> PgConnectOptions {
    database.options().clone().options([("search_path", "views")])
}

/// A session that writes. What a crash takes from a view is applied again, so a commit does not wait for the disk; it
/// is consistent all the same, since effects and checkpoint are one transaction.
async fn connect(database: &Database, prefix: String) -> Result<ViewConn, sqlx::Error> {
    let options = in_views(database).options([("synchronous_commit", "off")]);
    let connection = sqlx::ConnectOptions::connect(&options).await?;
    Ok(ViewConn::postgres(connection, prefix))
}

impl Tables {
    /// A snapshot of the live generation that contains the position. A replica may come to it later than the primary,
    /// whose progress this node knows: it is asked again until the time for reads is over.
    pub(crate) async fn read(&self, wanted: Position) -> Result<ViewRead, ReadError> {
        let deadline = Instant::now() + self.shared.options.read_timeout;
        let mut progress = self.shared.progress.subscribe();
        let mut lost = 0;
        loop {
            let position = match self.snapshot().await {
                Ok(Some(read)) if read.position() >= wanted => return Ok(read),
                Ok(Some(read)) => read.position(),
                Ok(None) => Position(0),
                // After a restart of the server every session of the pool is dead, and each is noticed by using it.
                Err(error) if is_connection_lost(&error) && lost < self.max_readers && Instant::now() < deadline => {
                    lost += 1;
                    continue;
                }
                Err(error) => return Err(ReadError::Unavailable(error)),
            };
            if Instant::now() >= deadline {
                // Without a position to wait for it was the end of the first build.
                let wanted = if wanted == Position(0) {
                    self.shared.log.known_head()
                } else {
                    wanted
                };
                return Err(ReadError::Behind { position, wanted });
            }
            // Whichever comes first: news of the view, or the next look at a replica.
            let next_look = deadline.min(Instant::now() + REPLICA_LOOK);
            drop(timeout_at(next_look, progress.changed()).await);
        }
    }

    /// The live generation, if there is one that was made from this epoch of the log.
    async fn snapshot(&self) -> Result<Option<ViewRead>, sqlx::Error> {
        let tx = self
            .reads
            .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await?;
        let mut conn = ViewConn::postgres_snapshot(tx, String::new());
        let live = Sql::new(
            "SELECT g.generation, g.position, g.recorded_at_us FROM projection_views v
             JOIN projection_generations g USING (name, version, generation)
             WHERE v.name = $1 AND v.version = $2 AND g.log_epoch = $3",
        )
        .bind(self.key.name)
        .bind(self.key.version)
        .bind(self.shared.log.epoch().to_string())
        .fetch_optional(&mut conn)
        .await?;
        let Some(live) = live else { return Ok(None) };
        let checkpoint = Checkpoint::of_columns(live.try_get(1_usize)?, live.try_get(2_usize)?)?;
        conn.set_prefix(self.key.prefix(live.try_get(0_usize)?));
        Ok(Some(ViewRead::new(conn, checkpoint)))
    }

    /// Builds a new generation beside the live one and makes it live.
    pub(crate) async fn rebuild(
        &self,
        go_on: &mut (dyn FnMut(Position, Position) -> bool + Send),
    ) -> Result<Rebuilt, RebuildError> {
        let shared = &*self.shared;
        let pages = shared.options.max_page_events;
        build::rebuild(&self.primary, &*shared.view, &shared.log, pages, go_on).await
    }

    async fn close(&self) {
        self.reads.close().await;
    }
}

/// How long a read waits between two looks at a replica that is behind.
const REPLICA_LOOK: std::time::Duration = std::time::Duration::from_millis(20);
