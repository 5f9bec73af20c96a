//! A view in SQLite files: one file a generation, one process that writes it.

mod build;
mod connections;
mod generations;
mod runner;
mod start;
mod view_file;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use event_log::{EventLog, Position};
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;
use tokio::sync::{mpsc, watch};

use crate::advance::Target;
use crate::handle::{Ended, ReadError, RunnerOptions, StartError};
use crate::origin::origin_of;
use crate::rebuild::RebuildError;
use crate::shared::{Command, Shared, watch_over};
use crate::sql::ViewConn;
use crate::{View, ViewRead};

pub(crate) use build::rebuild;
pub(crate) use connections::memory_connection;
pub use generations::find_live_file;
pub(crate) use view_file::ViewFile;

use generations::Generations;

/// A read connection unused for this long is closed, with its thread.
const READER_IDLE: Duration = Duration::from_mins(1);

/// The files of a running view.
pub(crate) struct Files {
    pub(crate) shared: Arc<Shared>,
    generations: Generations,
    readers: watch::Sender<Readers>,
}

/// Where the live file's readers come from.
#[derive(Debug, Clone)]
struct Readers {
    pool: SqlitePool,
    generation: u32,
    /// Before this position the view is in its first build and answers nothing.
    complete_from: Position,
}

/// Opens or makes the live file, and sets the view's task going.
pub(crate) async fn start(
    dir: &Path,
    view: Arc<dyn View>,
    log: EventLog,
    options: RunnerOptions,
    commands: mpsc::Receiver<Command>,
) -> Result<(Arc<Files>, watch::Receiver<Option<Ended>>), StartError> {
    let origin = origin_of(&log).await.map_err(StartError::Log)?;
    let generations = Generations::of(dir, &*view);
    let (generation, file) = start::open_or_create(dir, &generations, &*view, &origin).await?;
    let readers = Readers {
        pool: reader_pool(file.path(), options),
        generation,
        complete_from: file.complete_from(),
    };
    let name = view.name();
    let files = Arc::new(Files {
        shared: Shared::new(view, log, options, file.position()),
        generations,
        readers: watch::Sender::new(readers),
    });
    let run = runner::Runner::new(Arc::clone(&files), file, commands).run();
    Ok((files, watch_over(name, run)))
}

impl Files {
    /// Before this position the view is in its first build and answers nothing.
    pub(crate) fn complete_from(&self) -> Position {
        self.readers.borrow().complete_from
    }

    /// A snapshot that contains the position, which the view has applied.
    pub(crate) async fn read(&self, wanted: Position) -> Result<ViewRead, ReadError> {
        loop {
            let readers = self.readers.borrow().clone();
            match snapshot(&readers.pool).await {
                Ok(read) if read.position() < wanted => {
                    return Err(ReadError::Behind {
                        position: read.position(),
                        wanted,
                    });
                }
                Ok(read) => return Ok(read),
                // The pool was swapped by a rebuild between the two lines above: take the new one.
                Err(sqlx::Error::PoolClosed) if self.readers.borrow().generation != readers.generation => {}
                Err(error) => return Err(ReadError::Unavailable(error)),
            }
        }
    }

    /// Builds the next generation beside the live one; answers its number. `go_on` says whether it is still wanted.
    pub(crate) async fn build(&self, go_on: &mut (dyn FnMut() -> bool + Send)) -> Result<u32, RebuildError> {
        let shared = &*self.shared;
        let generation = self.readers.borrow().generation.saturating_add(1);
        build::build(
            &self.generations,
            generation,
            &*shared.view,
            &shared.log,
            shared.options.max_page_events,
            &mut |_, _| go_on(),
        )
        .await?;
        Ok(generation)
    }
}

async fn snapshot(pool: &SqlitePool) -> Result<ViewRead, sqlx::Error> {
    let mut conn = ViewConn::sqlite_snapshot(pool.begin().await?);
    let checkpoint = view_file::read_checkpoint(&mut conn).await?;
    Ok(ViewRead::new(conn, checkpoint))
}

fn reader_pool(file: &Path, options: RunnerOptions) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(options.read_connections)
        .acquire_timeout(options.read_timeout)
        .idle_timeout(READER_IDLE)
        .max_lifetime(None)
        // A local file does not go away between two reads, and a ping is a round trip to the connection's thread.
        .test_before_acquire(false)
        .connect_lazy_with(connections::reader_options(file))
}
