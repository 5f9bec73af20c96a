//! The program `regional-input`; all of it is in the library.

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use regional_input::cli::{Cli, exit_code};

fn main() -> ExitCode {
    let cli = Cli::parse();
    cli.start_telemetry();
    let runtime = tokio::runtime::Runtime::new().context("the runtime cannot start");
    exit_code(runtime.and_then(|runtime| runtime.block_on(cli.run())))
}
