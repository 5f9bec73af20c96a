//! `restore`

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use event_log::DirectoryLock;

use super::place::DataDir;
use super::{Done, directory, out};

/// Make a backup the log of a directory that has none. Views are made anew at the next start.
///
/// The log gets a new epoch, so that clients who saw what came after the backup are told. Keys are not in a backup: put
/// the old `issuer.key` beside the log, or give out new tokens.
#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    place: DataDir,
    /// The backup.
    file: PathBuf,
}

impl Restore {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let data_dir = &self.place.data_dir;
        let lock = DirectoryLock::take(data_dir)?;
        let (_, ids) = directory::system();
        let head = event_log::restore(&self.file, data_dir, ids.v4())
            .await
            .with_context(|| {
                format!(
                    "nothing was restored to {}; name an empty --data-dir",
                    data_dir.display()
                )
            })?;
        drop(lock);
        out::line(format_args!(
            "{}: {} events restored to {}",
            self.file.display(),
            head.position,
            data_dir.display()
        ))?;
        Ok(Done::Well)
    }
}
