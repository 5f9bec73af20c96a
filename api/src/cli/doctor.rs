//! `doctor`

mod events;
mod tables;
mod views;

use std::path::Path;

use clap::Args;
use event_log::LOG_FILE;

use super::directory::{self, Directory};
use super::place::StoreArgs;
use super::{Done, out};
use crate::auth::OwnIssuer;
use crate::store::Store;

/// Tell what is wrong with a data directory or a database; also while servers run. Changes nothing. Exit code 0 means
/// healthy.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    place: StoreArgs,
}

/// What was found, one line each, told at once.
#[derive(Default)]
struct Findings(u64);

impl Findings {
    /// Something is wrong.
    fn add(&mut self, finding: impl std::fmt::Display) -> anyhow::Result<()> {
        self.0 += 1;
        out::line(format_args!("finding: {finding}"))
    }

    /// Something is as it should be.
    #[expect(clippy::unused_self, reason = "read beside `add`")]
    fn well(&self, what: impl std::fmt::Display) -> anyhow::Result<()> {
        out::line(format_args!("ok: {what}"))
    }
}

impl Doctor {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let mut findings = Findings::default();
        let store = self.place.choose()?;
        if let Some(data_dir) = self.place.data_dir() {
            issuer_key(data_dir, &mut findings)?;
        }
        if log_opens(&store, &mut findings).await? {
            match Directory::open_beside(&store).await {
                Ok(directory) => {
                    let examined = examine(&store, &directory, &mut findings).await;
                    directory.close().await;
                    examined?;
                }
                Err(error) => findings.add(format_args!("{error:#}"))?,
            }
        }
        match findings.0 {
            0 => out::line("healthy")?,
            1 => out::line("1 finding; restore a backup if the log is damaged, rebuild a view that differs")?,
            n => out::line(format_args!(
                "{n} findings; restore a backup if the log is damaged, rebuild a view that differs"
            ))?,
        }
        Ok(if findings.0 == 0 {
            Done::Well
        } else {
            Done::WithFindings
        })
    }
}

fn issuer_key(data_dir: &Path, findings: &mut Findings) -> anyhow::Result<()> {
    if !data_dir.join("issuer.key").exists() {
        return findings.well("issuer.key: not there yet; serve and token make it");
    }
    match OwnIssuer::open(data_dir) {
        Ok(issuer) => findings.well(format_args!("issuer.key: for its owner only; key id {}", issuer.kid())),
        Err(error) => findings.add(format_args!("{:#}", anyhow::Error::from(error))),
    }
}

/// Whether the log can be opened at all, and whether what it holds keeps its invariants.
async fn log_opens(store: &Store, findings: &mut Findings) -> anyhow::Result<bool> {
    let place = match store {
        Store::Directory(data_dir) => {
            let path = data_dir.join(LOG_FILE);
            if !path.exists() {
                findings.add(format_args!("there is no {}; check --data-dir", path.display()))?;
                return Ok(false);
            }
            path.display().to_string()
        }
        Store::Databases(_) => store.place(),
    };
    let (clock, ids) = directory::system();
    let storage = match store.open_storage(clock.as_ref(), ids.as_ref()).await {
        Ok(storage) => storage,
        Err(error) => {
            findings.add(format_args!("{place}: {:#}", anyhow::Error::from(error)))?;
            return Ok(false);
        }
    };
    let checked = storage.check().await;
    storage.close().await;
    match checked {
        Ok(damage) if damage.is_empty() => {
            findings.well("log: positions and stream versions have no gap, times never run backwards")?;
        }
        Ok(damage) => damage
            .into_iter()
            .try_for_each(|finding| findings.add(format_args!("log: {finding}")))?,
        Err(error) => {
            findings.add(format_args!("{place}: {:#}", anyhow::Error::from(error)))?;
            return Ok(false);
        }
    }
    Ok(true)
}

async fn examine(store: &Store, directory: &Directory, findings: &mut Findings) -> anyhow::Result<()> {
    events::examine(directory, findings).await?;
    match store {
        Store::Directory(data_dir) => views::examine(data_dir, directory, findings).await,
        Store::Databases(databases) => tables::examine(&databases.primary, directory, findings).await,
    }
}
