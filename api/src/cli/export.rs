//! `export`

mod rows;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use comment_sheets::{CsvExport, ExportMeta, ExportRow, ExportWriter, NdjsonExport};
use consultation::visibility::{Rights, Viewer};
use consultation::{Proposal, ProposalId, StateCode};
use proposal_input::Scope;
use uuid::Uuid;

use super::directory::Directory;
use super::place::StoreArgs;
use super::{Done, out};
use crate::auth::Role;

/// Write all input on a proposal that a viewer may see to a file, never truncated; also while a server runs.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The proposal.
    proposal: Uuid,
    /// The format.
    #[arg(long, env = "REGIONAL_INPUT_FORMAT", value_name = "FORMAT")]
    format: Format,
    /// The file; one that is there is replaced when the new one is whole.
    #[arg(short, long, env = "REGIONAL_INPUT_OUTPUT", value_name = "FILE")]
    output: PathBuf,
    /// With whose eyes, for example `focal_point:FJI`; default the lead member's.
    #[arg(long = "as", env = "REGIONAL_INPUT_AS", value_name = "ROLE:STATE")]
    eyes: Option<Eyes>,
    #[command(flatten)]
    place: StoreArgs,
}

/// Formats of an export.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A sheet; docs/csv-columns.md describes the columns.
    Csv,
    /// One JSON object a line.
    Ndjson,
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
        let head = directory.log().head().await?;
        let meta = ExportMeta {
            proposal_id: id.to_string(),
            as_of_log_position: head.position.0,
            as_of_instant: head.recorded_at,
        };
        let rows = self.rows(directory, &proposal, viewer, &head).await?;
        let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        match self.format {
            Format::Csv => write_whole(&self.output, CsvExport::new(meta), &rows),
            Format::Ndjson => write_whole(&self.output, NdjsonExport::new(meta), &rows),
        }
        .with_context(|| format!("cannot write {}", self.output.display()))?;
        Ok((count, viewer))
    }

    async fn rows(
        &self,
        directory: &Directory,
        proposal: &Proposal,
        viewer: Viewer,
        head: &event_log::Head,
    ) -> anyhow::Result<Vec<ExportRow>> {
        let now = directory.clock.now();
        let register = directory.commands.known_register().state;
        let register = register.at(now);
        let rights = Rights::of(viewer, register, proposal, now);
        if !rights.sees_proposal() {
            bail!(
                "that viewer may not see the proposal {}; choose another with --as",
                proposal.id
            );
        }
        let history = directory.commands.history_of(proposal, head.position).await?;
        let mut view =
            proposal_input::as_of(proposal, &history, head.position, head.recorded_at, head.position).await?;
        let scope = Scope {
            proposal: proposal.id,
            consultation: None,
            rights,
        };
        rows::all(view.conn(), &scope, register, &directory.commands).await
    }
}

/// Writes beside the file, then takes its place, so that there is never a part of an export under its name.
fn write_whole(file: &Path, mut writer: impl ExportWriter, rows: &[ExportRow]) -> std::io::Result<()> {
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let write = || -> std::io::Result<()> {
        let mut out = BufWriter::new(File::create(&partial)?);
        writer.begin(&mut out)?;
        for row in rows {
            writer.row(&mut out, row)?;
        }
        writer.end(&mut out)?;
        out.flush()?;
        out.get_ref().sync_all()
    };
    let mut write = write;
    match write() {
        Ok(()) => std::fs::rename(&partial, file),
        Err(error) => {
            drop(std::fs::remove_file(&partial));
            Err(error)
        }
    }
}
