//! Log and commands of a data directory or a database, without a server.

use std::sync::Arc;

use anyhow::{Context, ensure};
use commands::{CacheLimits, Commands, Envelope, ExecuteError, Executed};
use consultation::Command;
use event_log::{Clock, DirectoryLock, EventLog, LOG_FILE, LogError};

use crate::auth::OWN_ISSUER;
use crate::clock::SystemClock;
use crate::ids::{IdSource, SystemIds};
use crate::store::Store;

/// Subject behind the actor of what the command line writes.
const SUBJECT: &str = "cli:operator";

/// The system's clock and randomness.
pub(super) fn system() -> (Arc<dyn Clock>, Arc<dyn IdSource>) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    (Arc::clone(&clock), Arc::new(SystemIds::new(clock)))
}

/// The log of a data directory or a database, and what works on it.
pub(super) struct Directory {
    pub(super) commands: Commands,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn IdSource>,
    _lock: Option<DirectoryLock>,
}

impl Directory {
    /// Takes the lock, if there is one, and opens or creates the log.
    pub(super) async fn lock_and_open(store: &Store) -> anyhow::Result<Self> {
        let lock = store.lock()?;
        let (clock, ids) = system();
        Self::with(store, clock, ids, lock).await
    }

    /// Takes the lock, if there is one, and opens the log, which must be there.
    pub(super) async fn lock_and_open_existing(store: &Store) -> anyhow::Result<Self> {
        require_log(store)?;
        Self::lock_and_open(store).await
    }

    /// Opens the log, which must be there, beside a server that may hold the lock.
    pub(super) async fn open_beside(store: &Store) -> anyhow::Result<Self> {
        require_log(store)?;
        let (clock, ids) = system();
        Self::with(store, clock, ids, None).await
    }

    /// Opens or creates the log in a place that nobody else knows, with a clock of the caller's.
    pub(super) async fn with(
        store: &Store,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
        lock: Option<DirectoryLock>,
    ) -> anyhow::Result<Self> {
        let log = store
            .open_log(&clock, ids.as_ref())
            .await
            .with_context(|| format!("cannot open the log in {}", store.place()))?;
        let commands = Commands::new(log, CacheLimits::default());
        if let Err(error) = commands.register().await {
            commands.log().close().await;
            return Err(error).context("the register in the log cannot be read; run `regional-input doctor`");
        }
        Ok(Self {
            commands,
            clock,
            ids,
            _lock: lock,
        })
    }

    /// The log.
    pub(super) fn log(&self) -> &EventLog {
        self.commands.log()
    }

    /// Carries out a command as the operator of the machine.
    pub(super) async fn execute(&self, command: &Command) -> Result<Executed, ExecuteError> {
        self.execute_as(SUBJECT, command).await
    }

    /// Carries out a command as somebody whom the own issuer knows.
    pub(super) async fn execute_as(&self, subject: &str, command: &Command) -> Result<Executed, ExecuteError> {
        let unavailable = |error: LogError| ExecuteError::Load(commands::LoadError::Log(error));
        let actor = self
            .log()
            .storage()
            .actor_of(OWN_ISSUER, subject, self.ids.v4())
            .await
            .map_err(unavailable)?;
        let envelope = Envelope {
            append_id: self.ids.v7(),
            actor,
            correlation_id: self.ids.v4(),
            idempotency: None,
        };
        let ids = Arc::clone(&self.ids);
        self.commands.execute(command, &envelope, &move || ids.v7()).await
    }

    /// Closes the log.
    pub(super) async fn close(self) {
        self.log().close().await;
    }
}

/// A command that only reads creates no file. (A database is told apart by its engine.)
pub(super) fn require_log(store: &Store) -> anyhow::Result<()> {
    if let Store::Directory(data_dir) = store {
        let log = data_dir.join(LOG_FILE);
        ensure!(
            log.exists(),
            "there is no {}; check --data-dir, or start with `regional-input register apply`",
            log.display()
        );
    }
    Ok(())
}
