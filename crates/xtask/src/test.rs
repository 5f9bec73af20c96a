//! `cargo xtask test`: every test there is.

use anyhow::Result;

use crate::{prerequisites, process, program};

/// Suites of the acceptance tests that ask nothing of an engine: what they pass on SQLite they pass on PostgreSQL.
const ON_BOTH_ENGINES: [&str; 4] = ["api", "coverage", "story", "visibility"];

/// Installs or names what is missing, builds everything, and runs unit, integration, acceptance and doc tests.
pub(crate) fn run() -> Result<()> {
    prerequisites::ensure()?;
    let program = program::build()?;
    process::run(process::cargo(&["test", "--workspace"]).env(program::PROGRAM_VARIABLE, &program))?;
    println!("the acceptance tests again, on PostgreSQL");
    // The workspace, as above: `--package` would have other features of shared dependencies, and compile them again.
    let mut on_postgres = process::cargo(&["test", "--workspace"]);
    for suite in ON_BOTH_ENGINES {
        on_postgres.args(["--test", suite]);
    }
    on_postgres
        .env(program::PROGRAM_VARIABLE, &program)
        .env("ACCEPTANCE_ENGINE", "postgres");
    process::run(&mut on_postgres)?;
    println!("every test passed");
    Ok(())
}
