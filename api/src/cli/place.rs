//! Where a command works: on a data directory, on a database, or on a running server.

use std::path::{Path, PathBuf};

use clap::Args;
use event_log::Database;

use super::WrongUse;
use super::client::Client;
use crate::store::{Databases, Store};

/// A data directory.
#[derive(Debug, Args)]
pub(super) struct DataDir {
    /// Where log, views and keys are.
    #[arg(long, env = "REGIONAL_INPUT_DATA_DIR", value_name = "D")]
    pub(super) data_dir: PathBuf,
}

/// The database that a node or a command works on.
///
/// A password in an option can be read by everybody on the machine: the environment variable is for it.
#[derive(Args)]
pub(super) struct DatabaseArgs {
    /// PostgreSQL database with log and views, as `postgres://role@host:5432/database`; better by its variable, since
    /// it may hold a password.
    #[arg(long, env = "REGIONAL_INPUT_DATABASE_URL", value_name = "U", hide_env_values = true)]
    database_url: Option<String>,
}

impl DatabaseArgs {
    /// The database, if one was named.
    ///
    /// # Errors
    /// When the URL is none.
    pub(super) fn primary(&self) -> anyhow::Result<Option<Database>> {
        database(self.database_url.as_deref())
    }
}

/// A database by its URL. An empty one is none: that is how a variable is unset in many places.
pub(super) fn database(url: Option<&str>) -> anyhow::Result<Option<Database>> {
    let url = url.filter(|url| !url.is_empty());
    Ok(url.map(Database::parse).transpose()?)
}

impl std::fmt::Debug for DatabaseArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DatabaseArgs").finish_non_exhaustive()
    }
}

/// A data directory, or a database; beside a database the directory is for keys only.
#[derive(Debug, Args)]
pub(super) struct StoreArgs {
    /// Where log, views and keys are; with --database-url the keys only.
    #[arg(long, env = "REGIONAL_INPUT_DATA_DIR", value_name = "D")]
    data_dir: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArgs,
}

impl StoreArgs {
    /// The one that was chosen: a database, if one was named.
    ///
    /// # Errors
    /// [`WrongUse`] if neither was named.
    pub(super) fn choose(&self) -> anyhow::Result<Store> {
        match (self.database.primary()?, &self.data_dir) {
            (Some(primary), _) => Ok(store_of(primary)),
            (None, Some(data_dir)) => Ok(Store::Directory(data_dir.clone())),
            (None, None) => Err(WrongUse("name --data-dir D, or --database-url U".to_owned()).into()),
        }
    }

    /// The directory with the keys, if one was named.
    pub(super) fn data_dir(&self) -> Option<&Path> {
        self.data_dir.as_deref()
    }
}

fn store_of(primary: Database) -> Store {
    Store::Databases(Box::new(Databases {
        primary,
        replica: None,
        owner: None,
    }))
}

/// A data directory, a database or a server.
#[derive(Debug, Args)]
pub(super) struct PlaceArgs {
    /// Where log, views and keys are; no server may hold it. With --database-url the keys only.
    #[arg(long, env = "REGIONAL_INPUT_DATA_DIR", value_name = "D")]
    data_dir: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArgs,
    /// Address of a running server, for example `https://input.example.org`.
    #[arg(long, env = "REGIONAL_INPUT_SERVER", value_name = "URL")]
    server: Option<String>,
    /// A token that the server accepts.
    #[arg(long, env = "REGIONAL_INPUT_TOKEN", value_name = "JWT", hide_env_values = true)]
    token: Option<String>,
}

/// The one that was chosen.
pub(super) enum Place {
    Store(Store),
    Server(Client),
}

impl PlaceArgs {
    /// The place.
    ///
    /// # Errors
    /// [`WrongUse`] unless exactly one was named; a data directory beside a database is for the keys.
    pub(super) fn choose(&self) -> anyhow::Result<Place> {
        let wrong = |what: &str| Err(WrongUse(what.to_owned()).into());
        match (self.database.primary()?, &self.data_dir, &self.server) {
            (Some(primary), _, None) => Ok(Place::Store(store_of(primary))),
            (None, Some(data_dir), None) => Ok(Place::Store(Store::Directory(data_dir.clone()))),
            (None, None, Some(server)) => Ok(Place::Server(Client::new(server, self.token.as_deref())?)),
            (None, None, None) => wrong("name --data-dir D, --database-url U, or --server URL with --token JWT"),
            _ => wrong(
                "name --server or where the data are, not both; one may come from REGIONAL_INPUT_DATA_DIR, _DATABASE_URL \
                 or _SERVER",
            ),
        }
    }

    /// The directory with the keys, if one was named.
    pub(super) fn data_dir(&self) -> Option<&Path> {
        self.data_dir.as_deref()
    }
}
