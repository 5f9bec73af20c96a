//! Standard output: what a command was asked for.

use std::fmt::Display;
use std::io::Write;

use anyhow::Context;

/// Writes a line and flushes it, so that who reads a pipe has it at once.
pub(super) fn line(text: impl Display) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{text}")
        .and_then(|()| stdout.flush())
        .context("standard output cannot be written")
}

/// Writes text as it is.
pub(super) fn text(text: &str) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .context("standard output cannot be written")
}
