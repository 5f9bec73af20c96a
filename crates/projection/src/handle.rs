//! The owner's side of a running view: start, read, status, rebuild, stop.

mod start;
mod status;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use event_log::{EventLog, Position};
use sqlx::SqlitePool;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, timeout};

use crate::generations::Generations;
use crate::lag::LagClock;
use crate::rebuild::{RebuildError, Rebuilt, build};
use crate::runner::Command;
use crate::sql::ViewConn;
use crate::view_file::read_checkpoint;
use crate::{View, ViewRead};

pub use start::StartError;
pub(crate) use start::{origin_of, reader_pool};
pub use status::{Ended, Progress, ViewState, ViewStatus};

/// How a view is driven. [`RunnerOptions::default`] fits production.
#[derive(Debug, Clone, Copy)]
pub struct RunnerOptions {
    /// Most events read and applied at once. Pages grow to it in catch-up and shrink before large events.
    pub max_page_events: u32,
    /// The log is asked this often even when nothing hints at new events.
    pub poll_interval: Duration,
    /// Longest wait of a read for its position, and for a free connection.
    pub read_timeout: Duration,
    /// Most read connections; each is one thread.
    pub read_connections: u32,
    /// Longest pause between two attempts while the database or the log fails.
    pub max_backoff: Duration,
}

impl Default for RunnerOptions {
    fn default() -> Self {
        Self {
            max_page_events: 4_000,
            poll_interval: Duration::from_secs(1),
            read_timeout: Duration::from_secs(2),
            read_connections: 4,
            max_backoff: Duration::from_secs(5),
        }
    }
}

/// Why a read was not given.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The view has not come far enough in time; try again shortly.
    #[error("the view is at position {position}, wanted {wanted}")]
    Behind {
        /// What the view has applied.
        position: Position,
        /// What the reader needs: `at_least`, or the end of the view's first build.
        wanted: Position,
    },
    /// The view will not get there: it stands before an event that it cannot apply.
    #[error("the view is paused: {reason}")]
    Paused {
        /// For the log and the operator, not for clients.
        reason: String,
    },
    /// The view's database cannot be read now.
    #[error("the view's database is unavailable")]
    Unavailable(#[source] sqlx::Error),
}

/// Where the live file's readers come from.
#[derive(Debug, Clone)]
pub(crate) struct Readers {
    pub(crate) pool: SqlitePool,
    pub(crate) generation: u32,
    /// Before this position the view is in its first build and answers nothing.
    pub(crate) complete_from: Position,
}

/// What the handles and the runner have in common.
pub(crate) struct Shared {
    pub(crate) view: Arc<dyn View>,
    pub(crate) log: EventLog,
    pub(crate) generations: Generations,
    pub(crate) options: RunnerOptions,
    pub(crate) readers: watch::Sender<Readers>,
    pub(crate) progress: watch::Sender<Progress>,
    lag: Mutex<LagClock>,
    rebuilding: AtomicBool,
}

impl Shared {
    /// Notes where the head is, and answers for how long the view has been behind it.
    pub(crate) fn observe_lag(&self) -> Duration {
        let (head, applied, now) = (self.log.known_head(), self.progress.borrow().position, Instant::now());
        let mut lag = self.lag.lock().unwrap_or_else(PoisonError::into_inner);
        lag.observe(head, applied, now);
        lag.behind_for(applied, now)
    }
}

/// A running view. Clones are the same view; it stops when told to, or when the last clone is dropped.
#[derive(Clone)]
pub struct ViewHandle {
    shared: Arc<Shared>,
    commands: mpsc::Sender<Command>,
    ended: watch::Receiver<Option<Ended>>,
}

impl std::fmt::Debug for ViewHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ViewHandle")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl ViewHandle {
    /// Opens `<dir>/<name>-v<version>.db`, or makes it anew if it is missing, damaged, from another log or epoch, of
    /// other tables, or ahead of the log; and begins to follow the log.
    pub async fn start(
        dir: &Path,
        view: Arc<dyn View>,
        log: EventLog,
        options: RunnerOptions,
    ) -> Result<Self, StartError> {
        start::start(dir, view, log, options).await
    }

    /// A snapshot that contains at least the given position, waiting for it at most
    /// [`RunnerOptions::read_timeout`]. A view in its first build counts as behind, so that nobody takes a part for
    /// the whole.
    pub async fn read(&self, at_least: Option<Position>) -> Result<ViewRead, ReadError> {
        let complete_from = self.shared.readers.borrow().complete_from;
        let wanted = at_least.unwrap_or_default().max(complete_from);
        self.wait_for(wanted).await?;
        loop {
            let readers = self.shared.readers.borrow().clone();
            match snapshot(&readers.pool).await {
                Ok(read) if read.position() < wanted => {
                    return Err(ReadError::Behind {
                        position: read.position(),
                        wanted,
                    });
                }
                Ok(read) => return Ok(read),
                // The pool was swapped by a rebuild between the two lines above: take the new one.
                Err(sqlx::Error::PoolClosed) if self.shared.readers.borrow().generation != readers.generation => {}
                Err(error) => return Err(ReadError::Unavailable(error)),
            }
        }
    }

    /// Waits, at most [`RunnerOptions::read_timeout`], until the view has applied a position.
    pub async fn wait_for(&self, wanted: Position) -> Result<(), ReadError> {
        let mut progress = self.shared.progress.subscribe();
        let settled = progress.wait_for(|now| now.position >= wanted || matches!(now.state, ViewState::Paused { .. }));
        // Timed out or settled, the latest progress says which it is.
        drop(timeout(self.shared.options.read_timeout, settled).await);
        let now = self.shared.progress.borrow();
        match &now.state {
            _ if now.position >= wanted => Ok(()),
            ViewState::Paused { reason, .. } => Err(ReadError::Paused { reason: reason.clone() }),
            _ => Err(ReadError::Behind {
                position: now.position,
                wanted,
            }),
        }
    }

    /// What the view has applied, as it changes.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<Progress> {
        self.shared.progress.subscribe()
    }

    /// Where the view stands; cheap enough for every health probe.
    #[must_use]
    pub fn status(&self) -> ViewStatus {
        let progress = self.shared.progress.borrow().clone();
        let is_rebuilding = self.shared.rebuilding.load(Ordering::Acquire);
        ViewStatus {
            name: self.shared.view.name(),
            version: self.shared.view.version(),
            position: progress.position,
            lag_events: self.shared.log.known_head().0.saturating_sub(progress.position.0),
            lag_seconds: self.shared.observe_lag().as_secs_f64(),
            state: if is_rebuilding {
                ViewState::Rebuilding
            } else {
                progress.state
            },
        }
    }

    /// Builds the view anew from the first event beside the live one, which serves and follows meanwhile, and swaps
    /// the two when the new one has caught up. Goes on if the caller does not wait for it.
    pub async fn rebuild(&self) -> Result<Rebuilt, RebuildError> {
        if self.shared.rebuilding.swap(true, Ordering::AcqRel) {
            return Err(RebuildError::AlreadyRunning);
        }
        let claim = RebuildClaim(Arc::clone(&self.shared));
        let handle = self.clone();
        let task = tokio::spawn(async move {
            let rebuilt = handle.build_and_adopt().await;
            drop(claim);
            rebuilt
        });
        task.await.unwrap_or(Err(RebuildError::Stopped))
    }

    async fn build_and_adopt(&self) -> Result<Rebuilt, RebuildError> {
        let shared = &*self.shared;
        let generation = shared.readers.borrow().generation.saturating_add(1);
        tracing::info!(
            view.name = shared.view.name(),
            view.generation = generation,
            "rebuilding the view"
        );
        build(
            &shared.generations,
            generation,
            &*shared.view,
            &shared.log,
            shared.options.max_page_events,
            &mut |_, _| !self.commands.is_closed(),
        )
        .await?;
        let (reply, answer) = oneshot::channel();
        let adopt = Command::Adopt { generation, reply };
        self.commands.send(adopt).await.or(Err(RebuildError::Stopped))?;
        answer.await.unwrap_or(Err(RebuildError::Stopped))
    }

    /// Ends the view after the page being applied, and closes its file.
    pub async fn stop(&self) {
        // A closed channel means that it has ended already.
        drop(self.commands.send(Command::Stop).await);
        self.stopped().await;
    }

    /// Resolves when the view's task has ended, and says why. [`Ended::Failed`] must not go unnoticed: the process
    /// would serve ever older answers.
    pub async fn stopped(&self) -> Ended {
        let mut ended = self.ended.clone();
        match ended.wait_for(Option::is_some).await.map(|ended| ended.clone()) {
            Ok(Some(ended)) => ended,
            Ok(None) | Err(_) => Ended::Failed("the view's task is gone".to_owned()),
        }
    }
}

/// Held while a rebuild runs.
struct RebuildClaim(Arc<Shared>);

impl Drop for RebuildClaim {
    fn drop(&mut self) {
        self.0.rebuilding.store(false, Ordering::Release);
    }
}

async fn snapshot(pool: &SqlitePool) -> Result<ViewRead, sqlx::Error> {
    let mut conn = ViewConn::sqlite_snapshot(pool.begin().await?);
    let checkpoint = read_checkpoint(&mut conn).await?;
    Ok(ViewRead::new(conn, checkpoint))
}
