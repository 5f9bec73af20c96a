//! `cargo xtask test`: every test there is.

use anyhow::{Context, Result};

use crate::{prerequisites, process, workspace};

/// Environment variable by which the acceptance tests find the program.
const PROGRAM_VARIABLE: &str = "REGIONAL_INPUT_BIN";

/// Installs or names what is missing, builds everything, and runs unit, integration, acceptance and doc tests.
pub(crate) fn run() -> Result<()> {
    prerequisites::ensure()?;
    // `--all-targets` selects the same features as `cargo test` does, so that nothing is compiled twice, and leaves
    // the real program beside the test programs.
    process::run(&mut process::cargo(&["build", "--workspace", "--all-targets"]))?;
    let target = workspace::metadata()?.target_directory;
    let program = target
        .join("debug")
        .join(format!("regional-input{}", std::env::consts::EXE_SUFFIX));
    std::fs::metadata(&program).with_context(|| format!("the build left no program at {program}"))?;
    process::run(process::cargo(&["test", "--workspace"]).env(PROGRAM_VARIABLE, &program))?;
    println!("every test passed");
    Ok(())
}
