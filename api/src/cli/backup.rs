//! `backup`

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::directory::Directory;
use super::place::StoreArgs;
use super::{Done, out};

/// Write a consistent copy of the log to a new file, also while a server runs. It holds no keys.
///
/// A database is backed up by PostgreSQL's own means: docs/operations.md, "Backup and restore on PostgreSQL".
#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    place: StoreArgs,
    /// The new file.
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let directory = Directory::open_beside(&self.place.choose()?).await?;
        let copied = directory.log().storage().backup_to(&self.file).await;
        directory.close().await;
        copied.with_context(|| format!("no backup was written to {}", self.file.display()))?;
        out::line(format_args!(
            "{} written; keep it where this machine's end is not its end",
            self.file.display()
        ))?;
        Ok(Done::Well)
    }
}
