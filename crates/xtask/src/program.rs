//! The program itself, built so that its parts are shared with what else is built.

use anyhow::{Context, Result};
use cargo_metadata::camino::Utf8PathBuf;

use crate::{process, workspace};

/// Environment variable by which acceptance tests and benchmarks find the program.
pub(crate) const PROGRAM_VARIABLE: &str = "REGIONAL_INPUT_BIN";

/// Builds the whole workspace, tests included, and returns the path of the program.
///
/// Everything at once, because `--package` would select other features of shared dependencies than `cargo test
/// --workspace` does, and compile nearly all of them twice.
pub(crate) fn build() -> Result<Utf8PathBuf> {
    process::run(&mut process::cargo(&["build", "--workspace", "--all-targets"]))?;
    built("debug", "regional-input")
}

/// Builds program and high-availability trial, with what [`build`] shares, and returns the paths of both.
pub(crate) fn build_for_ha_test() -> Result<(Utf8PathBuf, Utf8PathBuf)> {
    process::run(&mut process::cargo(&["build", "--workspace", "--bins"]))?;
    Ok((built("debug", "regional-input")?, built("debug", "ha-test")?))
}

/// Builds program and benchmark in release mode and returns the paths of both.
pub(crate) fn build_for_bench() -> Result<(Utf8PathBuf, Utf8PathBuf)> {
    let packages = [
        "build",
        "--release",
        "--package",
        "regional-input",
        "--package",
        "acceptance",
    ];
    process::run(&mut process::cargo(&packages))?;
    Ok((built("release", "regional-input")?, built("release", "bench")?))
}

fn built(profile: &str, name: &str) -> Result<Utf8PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = workspace::metadata()?.target_directory.join(profile).join(file);
    std::fs::metadata(&path).with_context(|| format!("the build left no program at {path}"))?;
    Ok(path)
}
