//! Where a log is kept while it is measured: a fresh directory, or a fresh database of a private, durable server.

use std::path::PathBuf;
use std::sync::Arc;

use event_log::{Birth, Clock, Database, EventLog, PostgresStorage, SqliteStorage, Storage, WriterLimits};
use private_postgres::{Durability, PrivatePostgres};
use projection::ViewPlace;
use regional_input::clock::SystemClock;
use tempfile::TempDir;

use crate::samples::fresh;

/// An engine to be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Room for a log and its views, gone when dropped; and, for a node, a data directory.
pub(crate) struct Place {
    pub(crate) dir: TempDir,
    pub(crate) url: Option<String>,
}

impl Place {
    pub(crate) fn fresh(engine: Engine, server: &PrivatePostgres) -> anyhow::Result<Self> {
        let url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(server.fresh_database()?),
        };
        Ok(Self {
            dir: tempfile::tempdir()?,
            url,
        })
    }

    pub(crate) fn database(&self) -> anyhow::Result<Option<Database>> {
        Ok(self.url.as_deref().map(Database::parse).transpose()?)
    }

    pub(crate) fn views(&self) -> anyhow::Result<ViewPlace> {
        Ok(match self.database()? {
            None => ViewPlace::Directory(self.views_dir()),
            Some(primary) => ViewPlace::Database {
                primary: Box::new(primary),
                replica: None,
            },
        })
    }

    fn views_dir(&self) -> PathBuf {
        self.dir.path().join("views")
    }

    /// The log, with the system's clock.
    pub(crate) async fn open_log(&self) -> anyhow::Result<EventLog> {
        let clock = Arc::new(SystemClock);
        let birth = Birth {
            log_id: fresh(),
            epoch: fresh(),
            now: clock.now(),
        };
        let storage: Arc<dyn Storage> = match self.database()? {
            None => Arc::new(SqliteStorage::open(self.dir.path(), birth).await?),
            Some(database) => Arc::new(PostgresStorage::open(&database, birth).await?),
        };
        Ok(EventLog::start(storage, clock, WriterLimits::default()).await?)
    }
}

/// A server as PostgreSQL comes: every commit is flushed.
pub(crate) fn durable_server() -> anyhow::Result<PrivatePostgres> {
    Ok(PrivatePostgres::start(Durability::Durable)?)
}

/// What the server says of its durability.
pub(crate) fn durability(server: &PrivatePostgres) -> anyhow::Result<String> {
    let settings = "SELECT 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync')
        || ', synchronous_commit ' || current_setting('synchronous_commit')
        || ', wal_sync_method ' || current_setting('wal_sync_method')";
    Ok(server.psql("postgres", settings)?)
}
