//! Where a command works: on a data directory, or on a running server.

use std::path::PathBuf;

use clap::Args;

use super::WrongUse;
use super::client::Client;

/// A data directory.
#[derive(Debug, Args)]
pub(super) struct DataDir {
    /// Where log, views and keys are.
    #[arg(long, env = "REGIONAL_INPUT_DATA_DIR", value_name = "D")]
    pub(super) data_dir: PathBuf,
}

/// A data directory or a server.
#[derive(Debug, Args)]
pub(super) struct PlaceArgs {
    /// Where log, views and keys are; no server may hold it.
    #[arg(long, env = "REGIONAL_INPUT_DATA_DIR", value_name = "D")]
    data_dir: Option<PathBuf>,
    /// Address of a running server, for example `https://input.example.org`.
    #[arg(long, env = "REGIONAL_INPUT_SERVER", value_name = "URL")]
    server: Option<String>,
    /// A token that the server accepts.
    #[arg(long, env = "REGIONAL_INPUT_TOKEN", value_name = "JWT", hide_env_values = true)]
    token: Option<String>,
}

/// The one that was chosen.
pub(super) enum Place {
    Directory(PathBuf),
    Server(Client),
}

impl PlaceArgs {
    /// The place.
    ///
    /// # Errors
    /// [`WrongUse`] unless exactly one was named.
    pub(super) fn choose(&self) -> anyhow::Result<Place> {
        let wrong = |what: &str| Err(WrongUse(what.to_owned()).into());
        match (&self.data_dir, &self.server) {
            (Some(data_dir), None) => Ok(Place::Directory(data_dir.clone())),
            (None, Some(server)) => Ok(Place::Server(Client::new(server, self.token.as_deref())?)),
            (None, None) => wrong("name --data-dir D, or --server URL with --token JWT"),
            (Some(_), Some(_)) => {
                wrong("name --data-dir or --server, not both; one may come from REGIONAL_INPUT_DATA_DIR or _SERVER")
            }
        }
    }
}
