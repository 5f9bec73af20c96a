//! `export`

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use comment_sheets::{MatrixSheet, SheetFormat};
use consultation::visibility::{Rights, Viewer};
use consultation::{ProposalId, StateCode};
use jiff::Timestamp;
use uuid::Uuid;

use super::directory::Directory;
use super::place::StoreArgs;
use super::{Done, out};
use crate::auth::Role;
use crate::dossiers::OpenDossier;
use crate::http::as_of::AsOf;
use crate::matrix_sheet::SheetSource;

/// Write all input on a proposal that a viewer may see to a file, never truncated; also while a server runs.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The proposal.
    proposal: Uuid,
    /// The format.
    #[arg(
        long,
        env = "REGIONAL_INPUT_FORMAT",
        value_name = "csv|xlsx|docx|md|json|ndjson|jsonld"
    )]
    format: SheetFormat,
    /// The file; one that is there is replaced when the new one is whole.
    #[arg(short, long, env = "REGIONAL_INPUT_OUTPUT", value_name = "FILE")]
    output: PathBuf,
    /// With whose eyes, for example `focal_point:FJI`; default the lead member's.
    #[arg(long = "as", env = "REGIONAL_INPUT_AS", value_name = "ROLE:STATE")]
    eyes: Option<Eyes>,
    #[command(flatten)]
    place: StoreArgs,
}

/// A role and, but for an operator, a state.
#[derive(Debug, Clone, Copy)]
struct Eyes(Viewer);

impl FromStr for Eyes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (role, state) = text.split_once(':').unwrap_or((text, ""));
        let role: Role = role.parse().map_err(|error| format!("{error}"))?;
        // An operator reads as anybody does.
        if role == Role::Operator {
            return Ok(Self(Viewer::Anonymous));
        }
        let state = StateCode::parse(state).map_err(|error| format!("{error}; write ROLE:STATE"))?;
        Ok(Self(Viewer::Delegation(state)))
    }
}

impl Export {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let directory = Directory::open_beside(&self.place.choose()?).await?;
        let written = self.write(&directory).await;
        directory.close().await;
        let (rows, viewer) = written?;
        let viewer = match viewer {
            Viewer::Anonymous => "anybody".to_owned(),
            Viewer::Delegation(state) => state.to_string(),
        };
        out::line(format_args!(
            "{}: {rows} rows, as {viewer} may see them",
            self.output.display()
        ))?;
        Ok(Done::Well)
    }

    async fn write(&self, directory: &Directory) -> anyhow::Result<(u64, Viewer)> {
        let id = ProposalId(self.proposal);
        let Some(proposal) = directory.commands.find_proposal(id).await?.map(|found| found.state) else {
            bail!("there is no proposal {id}; check the id, and --data-dir or --database-url");
        };
        let viewer = self
            .eyes
            .map_or(Viewer::Delegation(proposal.lead_member), |eyes| eyes.0);
        let sheet = self.sheet(directory, id, viewer).await?;
        let count = u64::try_from(sheet.rows.len()).unwrap_or(u64::MAX);
        write_whole(&self.output, &sheet.write(self.format)?)
            .with_context(|| format!("cannot write {}", self.output.display()))?;
        Ok((count, viewer))
    }

    async fn sheet(&self, directory: &Directory, id: ProposalId, viewer: Viewer) -> anyhow::Result<MatrixSheet> {
        let now = directory.clock.now();
        let Some(found) = directory.commands.find_dossier(id).await? else {
            bail!("there is no proposal {id}");
        };
        let known = directory.commands.known_register().state;
        let register = known.at(now);
        let rights = Rights::of(viewer, register, &found.dossier.proposal, now);
        if !rights.sees_proposal() {
            bail!("that viewer may not see the proposal {id}; choose another with --as");
        }
        let recorded_at = directory.log().recorded_at(found.position).await?;
        let as_of = AsOf {
            log_position: found.position.0,
            instant: recorded_at.unwrap_or(Timestamp::UNIX_EPOCH),
        };
        let open = OpenDossier {
            dossier: Arc::clone(&found.dossier),
            present: found.dossier,
            rights,
            as_of,
        };
        Ok(SheetSource { open: &open, register }.whole())
    }
}

/// Writes beside the file, then takes its place, so that there is never a part of an export under its name.
fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let write = || -> std::io::Result<()> {
        let mut out = File::create(&partial)?;
        out.write_all(bytes)?;
        out.sync_all()
    };
    match write() {
        Ok(()) => std::fs::rename(&partial, file),
        Err(error) => {
            drop(std::fs::remove_file(&partial));
            Err(error)
        }
    }
}
