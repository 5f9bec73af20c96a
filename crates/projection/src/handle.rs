//! The owner's side of a running view: start, read, status, rebuild, stop.

mod status;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use event_log::{Database, EventLog, LogError, Position};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use crate::postgres::Tables;
use crate::rebuild::{RebuildError, Rebuilt};
use crate::shared::{Command, Shared};
use crate::sqlite::Files;
use crate::{View, ViewRead};

pub use status::{Ended, Progress, ViewState, ViewStatus};

/// Orders to a runner that may wait; more wait in their senders.
const COMMAND_QUEUE: usize = 4;

/// Where views are kept.
#[derive(Clone)]
pub enum ViewPlace {
    /// SQLite files in a directory.
    Directory(PathBuf),
    /// Tables in schema `views` of a database.
    Database {
        /// Where they are written.
        primary: Box<Database>,
        /// Where they are read, if not there: a replica, which says the position that it has.
        replica: Option<Box<Database>>,
    },
}

/// How a view is driven. [`RunnerOptions::default`] fits production.
#[derive(Debug, Clone, Copy)]
pub struct RunnerOptions {
    /// Most events read and applied at once. Pages grow to it in catch-up and shrink before large events.
    pub max_page_events: u32,
    /// The log is asked this often even when nothing hints at new events.
    pub poll_interval: Duration,
    /// Longest wait of a read for its position, and for a free connection.
    pub read_timeout: Duration,
    /// Most read connections; each is one thread, or one session of the server.
    pub read_connections: u32,
    /// Longest pause between two attempts while the database or the log fails.
    pub max_backoff: Duration,
    /// On PostgreSQL: for how long the node that drives the view is taken for alive without a sign of it. It gives one
    /// three times as often.
    pub lease: Duration,
}

impl Default for RunnerOptions {
    fn default() -> Self {
        Self {
            max_page_events: 4_000,
            poll_interval: Duration::from_secs(1),
            read_timeout: Duration::from_secs(2),
            read_connections: 4,
            max_backoff: Duration::from_secs(5),
            lease: Duration::from_secs(3),
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
    /// The schema of the views in the database cannot be used.
    #[error("the schema views cannot be used; run `regional-input migrate --database-url …`")]
    Schema(#[source] sqlx::Error),
}

/// The engine's side.
#[derive(Clone)]
enum Store {
    Files(Arc<Files>),
    Tables(Arc<Tables>),
}

/// A running view. Clones are the same view; it stops when told to, or when the last clone is dropped.
#[derive(Clone)]
pub struct ViewHandle {
    shared: Arc<Shared>,
    store: Store,
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
    /// Opens the view's live tables and begins to follow the log.
    ///
    /// In a directory: `<dir>/<name>-v<version>.db`, which is made anew if it is missing, damaged, from another log or
    /// epoch, of other tables, or ahead of the log. In a database: whoever gets the view's lease does the same with its
    /// tables in schema `views`, and follows; the other nodes stand by.
    ///
    /// # Errors
    /// [`StartError`], when the view's tables cannot be opened or made.
    pub async fn start(
        place: &ViewPlace,
        view: Arc<dyn View>,
        log: EventLog,
        options: RunnerOptions,
    ) -> Result<Self, StartError> {
        let (commands, orders) = mpsc::channel(COMMAND_QUEUE);
        let (store, ended) = match place {
            ViewPlace::Directory(dir) => {
                let (files, ended) = crate::sqlite::start(dir, view, log, options, orders).await?;
                (Store::Files(files), ended)
            }
            ViewPlace::Database { primary, replica } => {
                let replica = replica.as_deref();
                let (tables, ended) = crate::postgres::start(primary, replica, view, log, options, orders).await?;
                (Store::Tables(tables), ended)
            }
        };
        let shared = match &store {
            Store::Files(files) => Arc::clone(&files.shared),
            Store::Tables(tables) => Arc::clone(&tables.shared),
        };
        Ok(Self {
            shared,
            store,
            commands,
            ended,
        })
    }

    /// A snapshot that contains at least the given position, waiting for it at most
    /// [`RunnerOptions::read_timeout`]. A view in its first build counts as behind, so that nobody takes a part for
    /// the whole.
    ///
    /// # Errors
    /// [`ReadError`], when the view is behind, paused or cannot be read.
    pub async fn read(&self, at_least: Option<Position>) -> Result<ViewRead, ReadError> {
        let wanted = at_least.unwrap_or_default();
        match &self.store {
            Store::Files(files) => {
                let wanted = wanted.max(files.complete_from());
                self.wait_for(wanted).await?;
                files.read(wanted).await
            }
            Store::Tables(tables) => {
                if let Some(wanted) = at_least {
                    self.wait_for(wanted).await?;
                }
                tables.read(wanted).await
            }
        }
    }

    /// Waits, at most [`RunnerOptions::read_timeout`], until the view has applied a position.
    ///
    /// # Errors
    /// [`ReadError`], when the view is behind or paused.
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

    /// The last event applied, as far as this node knows.
    #[must_use]
    pub fn position(&self) -> Position {
        self.shared.progress.borrow().position
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
    ///
    /// # Errors
    /// [`RebuildError`], when one is running, an event cannot be applied, or a database cannot be used.
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
        tracing::info!(view.name = self.shared.view.name(), "rebuilding the view");
        let mut go_on = || !self.commands.is_closed();
        let files = match &self.store {
            Store::Files(files) => files,
            Store::Tables(tables) => return tables.rebuild(&mut |_, _| go_on()).await,
        };
        let generation = files.build(&mut go_on).await?;
        let (reply, answer) = oneshot::channel();
        let adopt = Command::Adopt { generation, reply };
        self.commands.send(adopt).await.or(Err(RebuildError::Stopped))?;
        answer.await.unwrap_or(Err(RebuildError::Stopped))
    }

    /// Ends the view after the page being applied, and closes its connections.
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
