//! High availability, tried: `deploy/high-availability/` on loopback, two nodes under load, and faults on the primary.
//!
//! Three database nodes with etcd, Patroni and PostgreSQL, and HAProxy before them, each a real process of Debian's
//! packages with the files that the documentation installs. Started by `cargo xtask ha-test`. Exits with 1 when an
//! acknowledged submission is lost or there twice, when one machine alone acknowledged something, or when service
//! does not come back in time. Ends what it started, also after a fault of its own, SIGINT and SIGTERM.
#![expect(clippy::print_stdout, reason = "its report goes to standard output")]

mod children;
mod cluster;
mod faults;
mod installation;
mod ledger;
mod leftovers;
mod load;
mod members;
mod program;
mod report;
mod trial;
mod verdict;

use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1).as_deref() {
        None => until_stopped(trial::run()).await,
        Some("--hold") => until_stopped(trial::hold()).await,
        Some(_) => {
            eprintln!("use: ha-test [--hold]");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What is not finished at SIGINT or SIGTERM is dropped, and with it every process that it started.
async fn until_stopped(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        outcome = work => outcome,
        _ = interrupt.recv() => anyhow::bail!("interrupted"),
        _ = terminate.recv() => anyhow::bail!("terminated"),
    }
}
