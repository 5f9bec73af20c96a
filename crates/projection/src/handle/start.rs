//! Opening a view's file and setting its task going.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use event_log::{EventLog, LogError};
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;
use tokio::sync::{mpsc, watch};

use super::{Ended, Progress, Readers, RunnerOptions, Shared, ViewHandle, ViewState};
use crate::View;
use crate::connections::{Mode, reader_options};
use crate::generations::{Generations, remove_database};
use crate::lag::LagClock;
use crate::runner::Runner;
use crate::view_file::{OpenError, Origin, ViewFile};

/// Orders to a runner that may wait; more wait in their senders.
const COMMAND_QUEUE: usize = 4;

/// A read connection unused for this long is closed, with its thread.
const READER_IDLE: Duration = Duration::from_mins(1);

/// Why a view could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The log does not say where it ends.
    #[error("the log could not be read")]
    Log(#[source] LogError),
    /// The directory of the views cannot be used.
    #[error("the views directory {} cannot be used", dir.display())]
    Directory {
        /// The directory.
        dir: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The view's file can be neither opened nor made.
    #[error("the view's file {} cannot be opened", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The driver's error.
        #[source]
        source: sqlx::Error,
    },
}

pub(super) async fn start(
    dir: &Path,
    view: Arc<dyn View>,
    log: EventLog,
    options: RunnerOptions,
) -> Result<ViewHandle, StartError> {
    let origin = origin_of(&log).await.map_err(StartError::Log)?;
    let generations = Generations::of(dir, &*view);
    let (generation, file) = open_or_create(dir, &generations, &*view, &origin).await?;
    let readers = Readers {
        pool: reader_pool(file.path(), options),
        generation,
        complete_from: file.complete_from(),
    };
    let shared = Arc::new(Shared {
        view,
        log,
        generations,
        options,
        readers: watch::Sender::new(readers),
        progress: watch::Sender::new(Progress {
            position: file.position(),
            state: ViewState::CatchingUp,
        }),
        lag: Mutex::new(LagClock::default()),
        rebuilding: AtomicBool::new(false),
    });
    let (commands, orders) = mpsc::channel(COMMAND_QUEUE);
    let (end, ended) = watch::channel(None);
    let task = tokio::spawn(Runner::new(Arc::clone(&shared), file, orders).run());
    let name = shared.view.name();
    tokio::spawn(async move {
        let reason = match task.await {
            Ok(Ok(())) => Ended::Requested,
            Ok(Err(reason)) => Ended::Failed(reason),
            Err(error) => Ended::Failed(error.to_string()),
        };
        if let Ended::Failed(reason) = &reason {
            tracing::error!(view.name = name, reason, "the view's task ended");
        }
        end.send_replace(Some(reason));
    });
    Ok(ViewHandle {
        shared,
        commands,
        ended,
    })
}

/// What a file made from this log now must say of itself.
pub(crate) async fn origin_of(log: &EventLog) -> Result<Origin, LogError> {
    let head = log.head().await?;
    let first = log.read_after(event_log::Position(0), 1).await?;
    Ok(Origin::new(&head, first.first()))
}

pub(crate) fn reader_pool(file: &Path, options: RunnerOptions) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(options.read_connections)
        .acquire_timeout(options.read_timeout)
        .idle_timeout(READER_IDLE)
        .max_lifetime(None)
        // A local file does not go away between two reads, and a ping is a round trip to the connection's thread.
        .test_before_acquire(false)
        .connect_lazy_with(reader_options(file))
}

async fn open_or_create(
    dir: &Path,
    generations: &Generations,
    view: &dyn View,
    origin: &Origin,
) -> Result<(u32, ViewFile), StartError> {
    let in_dir = |source| StartError::Directory {
        dir: dir.to_path_buf(),
        source,
    };
    if let Some(generation) = generations.tidy().map_err(in_dir)? {
        let file = generations.file(generation);
        match ViewFile::open(&file, view, origin).await {
            Ok(opened) => return Ok((generation, opened)),
            Err(OpenError::Database(source)) => return Err(StartError::File { file, source }),
            Err(OpenError::Unusable(reason)) => {
                tracing::warn!(view.name = view.name(), file = %file.display(), reason,
                    "the view's file is discarded and made anew from the log");
                remove_database(&file).map_err(in_dir)?;
            }
        }
    }
    let file = generations.file(0);
    match ViewFile::create(&file, view, origin, Mode::Live).await {
        Ok(created) => Ok((0, created)),
        Err(source) => Err(StartError::File { file, source }),
    }
}
