//! `cargo xtask bench …`: the benchmark program of `tests/`, built in release mode. Not a test: nothing is asserted.

use anyhow::Result;

use crate::{process, program};

/// Builds and runs the benchmark program with `args`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let (program, bench) = program::build_for_bench()?;
    let mut command = process::program(bench.as_str(), &[]);
    command.args(args).env(program::PROGRAM_VARIABLE, program);
    process::run(&mut command)
}
