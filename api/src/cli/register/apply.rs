//! `register apply`

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use commands::ExecuteError;
use consultation::Command;
use consultation::command::{ApplyRegister, Expected};
use consultation::register::{DatedFact, difference};
use serde_json::Value;

use crate::auth::OwnIssuer;
use crate::cli::client::Client;
use crate::cli::directory::Directory;
use crate::cli::place::{Place, PlaceArgs};
use crate::cli::{Done, out};
use crate::register_file;

/// Bring the register to what a file says: show the difference, then record it.
///
/// The file is the whole truth: a fact that it leaves out ends now; nothing is erased. Asks nothing.
#[derive(Debug, Args)]
pub(super) struct Apply {
    /// The register (TOML or JSON); `deploy/mikta.toml` is one.
    file: PathBuf,
    /// Only show the difference.
    #[arg(long, env = "REGIONAL_INPUT_DRY_RUN")]
    dry_run: bool,
    #[command(flatten)]
    place: PlaceArgs,
}

impl Apply {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let place = self.place.choose()?;
        let register = register_file::read(&self.file)?;
        anyhow::ensure!(
            !register.file.members.is_empty(),
            "{}: the file is the whole truth; it names no member ([[members]])",
            self.file.display()
        );
        match place {
            Place::Store(store) => {
                if let Some(data_dir) = self.place.data_dir() {
                    OwnIssuer::open(data_dir)?;
                }
                let directory = Directory::lock_and_open(&store).await?;
                let applied = self.in_directory(&directory, register.facts).await;
                directory.close().await;
                applied?;
            }
            Place::Server(client) => self.on_server(&client).await?,
        }
        Ok(Done::Well)
    }

    async fn in_directory(&self, directory: &Directory, facts: Vec<DatedFact>) -> anyhow::Result<()> {
        let known = directory.commands.register().await?.state;
        let at = directory.clock.now();
        let changes = difference(&known, &facts, at).describe(&known);
        for change in &changes {
            tell(&serde_json::to_value(change)?)?;
        }
        if !self.dry_run {
            let command = Command::ApplyRegister(ApplyRegister {
                at,
                expected: Expected::Unstated,
                facts,
            });
            match directory.execute(&command).await {
                Ok(_) => {}
                Err(ExecuteError::Rejected(rejection)) => anyhow::bail!("the register was not applied: {rejection}"),
                Err(error) => return Err(error).context("the register was not applied"),
            }
        }
        self.sum_up(changes.len())
    }

    async fn on_server(&self, client: &Client) -> anyhow::Result<()> {
        let text =
            std::fs::read_to_string(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let path = if self.dry_run {
            "/v1/register?dry_run=true"
        } else {
            "/v1/register"
        };
        let answer = client.post(path, &register_file::to_json(&text)?).await?.good()?;
        let changes = answer
            .get("changes")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        for change in &changes {
            tell(change)?;
        }
        self.sum_up(changes.len())
    }

    fn sum_up(&self, changes: usize) -> anyhow::Result<()> {
        match (changes, self.dry_run) {
            (0, _) => out::line("the register says so already; nothing was recorded"),
            (_, true) => out::line(format_args!("{changes} changes; nothing was recorded")),
            (_, false) => out::line(format_args!("{changes} changes recorded")),
        }
    }
}

/// One change as a line: `+` a new fact, `~` another end of a known one.
fn tell(change: &Value) -> anyhow::Result<()> {
    let said = |key: &str| change.get(key).and_then(Value::as_str);
    let sign = if said("kind") == Some("recorded") { '+' } else { '~' };
    let from = said("from").map(|from| format!(" from {from}")).unwrap_or_default();
    let until = match (said("until"), sign) {
        (Some(until), _) => format!(" until {until}"),
        (None, '~') => " until further notice".to_owned(),
        (None, _) => String::new(),
    };
    out::line(format_args!(
        "{sign} {}{from}{until}",
        said("subject").unwrap_or_default()
    ))
}
