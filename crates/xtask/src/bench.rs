//! `cargo xtask bench …`: the benchmark program of `tests/`, built in release mode. Not a test: nothing is asserted.

use anyhow::Result;

use crate::process;

/// Builds and runs the benchmark program with `args`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    // The program measures the server too, so it has to be there in the same profile.
    process::run(&mut process::cargo(&[
        "build",
        "--release",
        "--package",
        "regional-input",
    ]))?;
    let mut command = process::cargo(&["run", "--release", "--package", "acceptance", "--bin", "bench", "--"]);
    command.args(args);
    process::run(&mut command)
}
