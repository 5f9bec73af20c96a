//! The command line: one file a command. Here, and in `main`, failures are `anyhow` with context; every message says
//! what to do next. What a command is asked for goes to standard output, everything else to standard error.

mod backup;
mod client;
mod demo;
mod directory;
mod doctor;
mod export;
mod import;
mod migrate;
mod openapi;
mod out;
mod place;
mod rebuild;
mod register;
mod restore;
mod serve;
mod telemetry;
mod token;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use telemetry::LogFilter;

/// The register through which states give input on proposals, and its server.
#[derive(Debug, Parser)]
#[command(name = "regional-input", version, arg_required_else_help = true, after_help = AFTER_HELP)]
pub struct Cli {
    /// Which log lines are written to standard error, as in `info` or `warn,regional_input=debug`.
    #[arg(
        long,
        env = "REGIONAL_INPUT_LOG",
        global = true,
        default_value = DEFAULT_LOG,
        value_name = "FILTER"
    )]
    log: LogFilter,
    #[command(subcommand)]
    command: Command,
}

/// The HTTP library says at every start what `serve` says better.
const DEFAULT_LOG: &str = "info,actix_server=warn";

/// Shown below the list of commands.
const AFTER_HELP: &str = "Exit codes: 0 done, 1 failed, 2 wrong use. Try `regional-input demo` first.";

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    Token(token::Token),
    Register(register::Register),
    Import(import::Import),
    Export(export::Export),
    Rebuild(rebuild::Rebuild),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Migrate(migrate::Migrate),
    Openapi(openapi::Openapi),
    Doctor(doctor::Doctor),
}

/// How a command that did its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// As asked for.
    Well,
    /// It has told of something that is not as it should be: exit code 1.
    WithFindings,
}

/// The command line was understood, but asks for something that does not fit together: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct WrongUse(String);

impl Cli {
    /// Starts logging to standard error.
    pub fn start_telemetry(&self) {
        telemetry::start(&self.log);
    }

    /// Carries out the command.
    ///
    /// # Errors
    /// What failed, and what to do next.
    pub async fn run(self) -> anyhow::Result<Done> {
        match self.command {
            Command::Demo(command) => command.run().await,
            Command::Serve(command) => command.run().await,
            Command::Token(command) => command.run(),
            Command::Register(command) => command.run().await,
            Command::Import(command) => command.run().await,
            Command::Export(command) => command.run().await,
            Command::Rebuild(command) => command.run().await,
            Command::Backup(command) => command.run().await,
            Command::Restore(command) => command.run().await,
            Command::Migrate(command) => command.run().await,
            Command::Openapi(command) => command.run(),
            Command::Doctor(command) => command.run().await,
        }
    }
}

/// 0 done, 1 failed, 2 wrong use; a failure is told on standard error, with its causes.
#[must_use]
pub fn exit_code(ended: anyhow::Result<Done>) -> ExitCode {
    match ended {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::WithFindings) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(if error.is::<WrongUse>() { 2 } else { 1 })
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_declarations_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_option_is_an_environment_variable_too() {
        let root = Cli::command();
        let mut commands: Vec<&clap::Command> = vec![&root];
        while let Some(command) = commands.pop() {
            commands.extend(command.get_subcommands());
            for option in command.get_opts() {
                let name = option.get_long().unwrap();
                let variable = option.get_env().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
                let expected = format!("REGIONAL_INPUT_{}", name.to_uppercase().replace('-', "_"));
                assert_eq!(variable, expected, "--{name} of {}", command.get_name());
            }
        }
    }
}
