//! `serve`

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Done, directory, out};
use crate::app::{App, Parts};
use crate::config::Config;
use crate::server::{self, Running};

/// Serve the API and its documentation until SIGTERM or SIGINT.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Where log, views and keys are; made if missing.
    #[arg(long, env = "REGIONAL_INPUT_DATA_DIR", default_value = "./data", value_name = "D")]
    data_dir: PathBuf,
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
        let running = start(&self.data_dir, &self.listen, config).await?;
        out::line(format_args!("listening on http://{}", running.address))?;
        if running.app.commands.known_register().state.is_empty() {
            tracing::warn!("the register is empty; apply one with `regional-input register apply FILE --server URL`");
        }
        until_stopped(running, stop).await
    }
}

/// Opens a data directory and listens.
pub(super) async fn start(data_dir: &Path, listen: &str, config: Config) -> anyhow::Result<Running> {
    let (clock, ids) = directory::system();
    let parts = Parts {
        data_dir: data_dir.to_owned(),
        config,
        clock,
        ids,
    };
    let app = App::open(parts)
        .await
        .with_context(|| format!("cannot serve {}", data_dir.display()))?;
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
