//! `cargo xtask test`: every test there is.

use anyhow::Result;

use crate::{prerequisites, process, program};

/// Installs or names what is missing, builds everything, and runs unit, integration, acceptance and doc tests.
pub(crate) fn run() -> Result<()> {
    prerequisites::ensure()?;
    let program = program::build()?;
    process::run(process::cargo(&["test", "--workspace"]).env(program::PROGRAM_VARIABLE, program))?;
    println!("every test passed");
    Ok(())
}
