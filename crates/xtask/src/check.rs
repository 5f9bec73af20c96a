//! `cargo xtask check`: everything that is checked besides the tests. The first failure ends it.

use anyhow::Result;

use crate::process::{self, cargo};
use crate::{arrows, licences, lint_tables, openapi, workspace};

/// Runs all checks, cheapest first.
pub(crate) fn run() -> Result<()> {
    heading("format");
    process::run(&mut cargo(&["fmt", "--all", "--check"]))?;

    heading("arrows, licences, lint tables");
    let metadata = workspace::metadata()?;
    arrows::check(&metadata)?;
    licences::check(&metadata)?;
    lint_tables::check(&metadata)?;

    heading("clippy");
    process::run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;

    heading("rustdoc");
    process::run(cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))?;

    heading("OpenAPI");
    openapi::check()?;

    heading("cargo-deny");
    if process::exists("cargo-deny", &["--version"]) {
        process::run(&mut cargo(&["deny", "check"]))?;
    } else {
        println!("skipped: cargo-deny is not installed; licences and arrows were checked above, advisories were not");
    }
    println!("\nevery check passed");
    Ok(())
}

fn heading(text: &str) {
    println!("\n== {text}");
}
