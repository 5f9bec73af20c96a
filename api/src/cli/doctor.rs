//! `doctor`

mod events;
mod views;

use clap::Args;
use event_log::{LOG_FILE, SqliteStorage};

use super::directory::{self, Directory};
use super::place::DataDir;
use super::{Done, out};
use crate::auth::OwnIssuer;

/// Tell what is wrong with a data directory; also while a server runs. Changes nothing. Exit code 0 means healthy.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    place: DataDir,
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
        self.issuer_key(&mut findings)?;
        if self.log_opens(&mut findings).await? {
            let directory = Directory::open_beside(&self.place.data_dir).await;
            match directory {
                Ok(directory) => {
                    let examined = self.examine(&directory, &mut findings).await;
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

    fn issuer_key(&self, findings: &mut Findings) -> anyhow::Result<()> {
        if !self.place.data_dir.join("issuer.key").exists() {
            return findings.well("issuer.key: not there yet; serve and token make it");
        }
        match OwnIssuer::open(&self.place.data_dir) {
            Ok(issuer) => findings.well(format_args!("issuer.key: for its owner only; key id {}", issuer.kid())),
            Err(error) => findings.add(format_args!("{:#}", anyhow::Error::from(error))),
        }
    }

    /// Whether the log can be opened at all, and whether what it holds keeps its invariants.
    async fn log_opens(&self, findings: &mut Findings) -> anyhow::Result<bool> {
        let data_dir = &self.place.data_dir;
        let path = data_dir.join(LOG_FILE);
        if !path.exists() {
            findings.add(format_args!("there is no {}; check --data-dir", path.display()))?;
            return Ok(false);
        }
        let (clock, ids) = directory::system();
        let storage = match SqliteStorage::open(data_dir, ids.v4(), ids.v4(), clock.now()).await {
            Ok(storage) => storage,
            Err(error) => {
                findings.add(format_args!("{}: {:#}", path.display(), anyhow::Error::from(error)))?;
                return Ok(false);
            }
        };
        let checked = event_log::Storage::check(&storage).await;
        event_log::Storage::close(&storage).await;
        match checked {
            Ok(damage) if damage.is_empty() => {
                findings.well("log: positions and stream versions have no gap, times never run backwards")?;
            }
            Ok(damage) => damage
                .into_iter()
                .try_for_each(|finding| findings.add(format_args!("log: {finding}")))?,
            Err(error) => {
                findings.add(format_args!("{}: {:#}", path.display(), anyhow::Error::from(error)))?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn examine(&self, directory: &Directory, findings: &mut Findings) -> anyhow::Result<()> {
        events::examine(directory, findings).await?;
        views::examine(&self.place.data_dir, directory, findings).await
    }
}
