//! Where log and views are kept: SQLite files in the data directory, or a PostgreSQL database that several nodes share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use event_log::{
    Birth, Clock, Database, DirectoryLock, EventLog, LogError, PostgresStorage, SqliteStorage, Storage, WriterLimits,
};
use projection::ViewPlace;

use crate::ids::IdSource;

/// The databases of a node that runs on PostgreSQL.
#[derive(Clone)]
pub struct Databases {
    /// The primary: log and views, by the role that serves.
    pub primary: Database,
    /// A replica that answers what views are asked; it says the position that it has.
    pub replica: Option<Database>,
    /// The primary again, by the role that owns schema `log`: the schema is brought to this program's version first.
    pub owner: Option<Database>,
}

/// Where log and views are kept.
#[derive(Clone)]
pub enum Store {
    /// SQLite files in a data directory.
    Directory(PathBuf),
    /// A database.
    Databases(Box<Databases>),
}

impl Store {
    /// Takes the lock that keeps a second process from a data directory. Nodes on a database need none.
    ///
    /// # Errors
    /// [`LogError::Unusable`] if another process holds it.
    pub fn lock(&self) -> Result<Option<DirectoryLock>, LogError> {
        match self {
            Self::Directory(data_dir) => DirectoryLock::take(data_dir).map(Some),
            Self::Databases(_) => Ok(None),
        }
    }

    /// Opens or creates the log's engine.
    ///
    /// # Errors
    /// [`LogError`], saying what to do next.
    pub async fn open_storage(&self, clock: &dyn Clock, ids: &dyn IdSource) -> Result<Arc<dyn Storage>, LogError> {
        let birth = Birth {
            log_id: ids.v4(),
            epoch: ids.v4(),
            now: clock.now(),
        };
        match self {
            Self::Directory(data_dir) => {
                let storage = SqliteStorage::open(data_dir, birth).await?;
                Ok(Arc::new(storage))
            }
            Self::Databases(databases) => {
                if let Some(owner) = &databases.owner {
                    event_log::migrate(owner, &databases.primary, birth).await?;
                }
                let storage = PostgresStorage::open(&databases.primary, birth).await?;
                Ok(Arc::new(storage))
            }
        }
    }

    /// Opens or creates the log.
    ///
    /// # Errors
    /// [`LogError`], saying what to do next.
    pub async fn open_log(&self, clock: &Arc<dyn Clock>, ids: &dyn IdSource) -> Result<EventLog, LogError> {
        let storage = self.open_storage(clock.as_ref(), ids).await?;
        EventLog::start(storage, Arc::clone(clock), WriterLimits::default()).await
    }

    /// Where the views are.
    #[must_use]
    pub fn views(&self) -> ViewPlace {
        match self {
            Self::Directory(data_dir) => ViewPlace::Directory(views_dir(data_dir)),
            Self::Databases(databases) => ViewPlace::Database {
                primary: Box::new(databases.primary.clone()),
                replica: databases.replica.clone().map(Box::new),
            },
        }
    }

    /// For messages; without passwords.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Directory(data_dir) => data_dir.display().to_string(),
            Self::Databases(databases) => databases.primary.place(),
        }
    }
}

/// Where a data directory keeps its views.
#[must_use]
pub fn views_dir(data_dir: &Path) -> PathBuf {
    data_dir.join("views")
}
