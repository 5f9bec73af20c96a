//! The tasks of the workspace: `cargo xtask test`, `check`, `openapi`, `bench`, `faults`, `ha-test`, `check-arrows`,
//! `check-licences`.
//!
//! One file a task; each starts programs or reads `cargo metadata`, and says what it does before it does it.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks on stdout")]

mod arrows;
mod bench;
mod check;
mod faults;
mod ha_test;
mod licences;
mod lint_tables;
mod openapi;
mod prerequisites;
mod process;
mod program;
mod spdx;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The tasks of this workspace")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install or name what is missing, then run every test
    Test,
    /// Format, clippy, rustdoc, arrows, licences, lint tables, OpenAPI drift, cargo-deny
    Check,
    /// Write api/openapi.json, or compare it with what the program prints
    Openapi {
        /// Compare only; fail and show the first differing lines
        #[arg(long)]
        check: bool,
    },
    /// Build in release mode and run the benchmark program with the given arguments
    Bench {
        /// Passed on to the benchmark program
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run the fault tests: three nodes on one PostgreSQL, 20 seeds unless told otherwise
    Faults(faults::Faults),
    /// Bring up deploy/high-availability/ on loopback, break it under load, and report what was lost
    HaTest {
        /// Only bring the database nodes up, and keep them until Ctrl-C
        #[arg(long)]
        hold: bool,
    },
    /// Check which crate uses which
    CheckArrows,
    /// Check the licence of every dependency against deny.toml
    CheckLicences,
}

fn main() -> ExitCode {
    let result = match Cli::parse().task {
        Task::Test => test::run(),
        Task::Check => check::run(),
        Task::Openapi { check: true } => openapi::check(),
        Task::Openapi { check: false } => openapi::write(),
        Task::Bench { args } => bench::run(&args),
        Task::Faults(faults) => faults::run(&faults),
        Task::HaTest { hold } => ha_test::run(hold),
        Task::CheckArrows => workspace::metadata().and_then(|metadata| arrows::check(&metadata)),
        Task::CheckLicences => workspace::metadata().and_then(|metadata| licences::check(&metadata)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
