//! `demo`

mod greeting;
mod samples;
mod seed;
mod stages;

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::serve::{StopSignals, start, until_stopped};
use super::{Done, out};
use crate::config::Config;

/// Serve the MIKTA register with sample proposals in every stage of their review, and comments in several languages.
///
/// Sets everything up the first time; later it serves what is there. Prints the address, the proposals by stage, one token
/// per role, and lines to paste into a shell.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where log, views and keys are; made if missing.
    #[arg(
        long,
        env = "REGIONAL_INPUT_DATA_DIR",
        default_value = "./demo-data",
        value_name = "D"
    )]
    data_dir: PathBuf,
    /// Address and port; port 0 takes a free one.
    #[arg(
        long,
        env = "REGIONAL_INPUT_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "A"
    )]
    listen: String,
}

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let stop = StopSignals::new()?;
        free(&self.listen)?;
        if seed::seed_once(&self.data_dir).await? {
            tracing::info!("set up with the MIKTA register and sample proposals");
        }
        let running = start(&self.data_dir, None, &self.listen, Config::default()).await?;
        out::text(&greeting::greeting(&running, &self.data_dir).await?)?;
        until_stopped(running, stop).await
    }
}

/// A port that is taken is told before anything is set up.
fn free(listen: &str) -> anyhow::Result<()> {
    std::net::TcpListener::bind(listen)
        .map(drop)
        .with_context(|| format!("cannot listen on {listen}; choose another port with --listen"))
}
