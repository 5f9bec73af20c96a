//! `cargo xtask faults`: the fault tests alone, with more seeds or a given one.

use anyhow::Result;
use clap::Args;

use crate::{prerequisites, process, program};

/// Which runs.
#[derive(Args)]
pub(crate) struct Faults {
    /// How many runs, each with a seed of its own
    #[arg(long, default_value_t = 20, conflicts_with = "seed")]
    seeds: u64,
    /// One run with this seed
    #[arg(long)]
    seed: Option<u64>,
}

/// Runs them and shows what they tell.
pub(crate) fn run(faults: &Faults) -> Result<()> {
    prerequisites::ensure()?;
    let program = program::build()?;
    let mut tests = process::cargo(&["test", "--workspace", "--test", "chaos", "--", "--nocapture"]);
    tests.env(program::PROGRAM_VARIABLE, program);
    match faults.seed {
        Some(seed) => tests.env("FAULT_SEED", seed.to_string()),
        None => tests.env("FAULT_SEEDS", faults.seeds.to_string()),
    };
    process::run(&mut tests)
}
