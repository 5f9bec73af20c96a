//! `serve`

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::place::{DatabaseArgs, database};
use super::{Done, WrongUse, directory, out};
use crate::app::{App, Parts};
use crate::config::Config;
use crate::server::{self, Running};
use crate::store::Databases;

/// Serve the API and its documentation until SIGTERM or SIGINT.
#[derive(Args)]
pub(super) struct Serve {
    /// Where log, views and keys are, or only the keys if --database-url is given; made if missing.
    #[arg(long, env = "REGIONAL_INPUT_DATA_DIR", default_value = "./data", value_name = "D")]
    data_dir: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
    /// Replica of the database, which answers what views are asked.
    #[arg(
        long,
        env = "REGIONAL_INPUT_READ_DATABASE_URL",
        value_name = "U",
        hide_env_values = true
    )]
    read_database_url: Option<String>,
    /// The database by the role that owns schema `log`: brings the schema to this version first, as `migrate` does.
    #[arg(
        long,
        env = "REGIONAL_INPUT_MIGRATE_DATABASE_URL",
        value_name = "U",
        hide_env_values = true
    )]
    migrate_database_url: Option<String>,
    /// Address and port; port 0 takes a free one.
    #[arg(
        long,
        env = "REGIONAL_INPUT_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "A"
    )]
    listen: String,
    /// Configuration file (TOML); `deploy/config.example.toml` shows all of it.
    #[arg(long, env = "REGIONAL_INPUT_CONFIG", value_name = "F")]
    config: Option<PathBuf>,
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let config = self
            .config
            .as_deref()
            .map_or_else(|| Ok(Config::default()), Config::load)?;
        let stop = StopSignals::new()?;
        let databases = self.databases()?;
        let running = start(&self.data_dir, databases, &self.listen, config).await?;
        out::line(format_args!("listening on http://{}", running.address))?;
        if running.app.commands.known_register().state.is_empty() {
            tracing::warn!("the register is empty; apply one with `regional-input register apply FILE --server URL`");
        }
        until_stopped(running, stop).await
    }

    fn databases(&self) -> anyhow::Result<Option<Databases>> {
        let replica = database(self.read_database_url.as_deref())?;
        let owner = database(self.migrate_database_url.as_deref())?;
        match self.database.primary()? {
            Some(primary) => Ok(Some(Databases {
                primary,
                replica,
                owner,
            })),
            None if replica.is_none() && owner.is_none() => Ok(None),
            None => Err(WrongUse("name the primary, too: --database-url U".to_owned()).into()),
        }
    }
}

impl std::fmt::Debug for Serve {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Serve")
            .field("data_dir", &self.data_dir)
            .finish_non_exhaustive()
    }
}

/// Opens a data directory, and the databases if there are any, and listens.
pub(super) async fn start(
    data_dir: &Path,
    databases: Option<Databases>,
    listen: &str,
    config: Config,
) -> anyhow::Result<Running> {
    let (clock, ids) = directory::system();
    let place = databases
        .as_ref()
        .map_or_else(|| data_dir.display().to_string(), |databases| databases.primary.place());
    let parts = Parts {
        data_dir: data_dir.to_owned(),
        databases,
        config,
        clock,
        ids,
    };
    let app = App::open(parts)
        .await
        .with_context(|| format!("cannot serve {place}"))?;
    match TcpListener::bind(listen) {
        Ok(listener) => server::start(app, listener).context("the listener cannot start"),
        Err(error) => {
            app.close().await;
            Err(error).with_context(|| {
                format!("cannot listen on {listen}; choose another address with --listen, or stop what listens there")
            })
        }
    }
}

/// The signals that ask the program to stop.
pub(super) struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// Listens for them from now on.
    pub(super) fn new() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("signals cannot be listened for");
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Serves until a signal comes, or something that everything depends on has died.
pub(super) async fn until_stopped(mut running: Running, mut stop: StopSignals) -> anyhow::Result<Done> {
    let failure = tokio::select! {
        () = stop.any() => None,
        failure = running.failed() => Some(failure),
    };
    tracing::info!("finishing requests in flight, then stopping");
    running.stop().await;
    match failure {
        None => Ok(Done::Well),
        Some(failure) => Err(failure).context("the server had to stop; run `regional-input doctor`"),
    }
}
