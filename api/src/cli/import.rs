//! `import`: input that came by other channels, entered row by row (R16).
//!
//! The rows of one state become one submission. Rows are refused one by one, with the reason; the others are entered.

mod destination;
mod in_directory;
mod on_server;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use comment_sheets::Mapping;
use consultation::{LanguageTag, ProposalId};
use indicatif::ProgressBar;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::sheets_in::batch::{Batch, Refused, by_state};
use crate::sheets_in::landing::{Entered, Landed};
use crate::sheets_in::report::Report;
use crate::sheets_in::report::sha256_of;
use crate::sheets_in::rows::{Format, Reading, Refusal, Sheet, read};
use destination::Destination;

use super::place::PlaceArgs;
use super::{Done, WrongUse, directory, out};

/// Enter input that came by other channels: CSV, XLSX, DOCX or JSON Lines, one comment a row.
///
/// The rows of one state become one submission, known again by state, reference and paragraph: importing twice changes
/// nothing, and a changed row is a revision. Prints one JSON line a row and a summary; exit code 1 if any row was
/// refused, the others being entered all the same.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The sheet: `.csv`, `.xlsx`, `.docx`, `.jsonl` or `.ndjson`.
    file: PathBuf,
    /// The proposal that it is about.
    #[arg(long, env = "REGIONAL_INPUT_PROPOSAL", value_name = "ID")]
    proposal: Uuid,
    /// Which column holds which field, where the names differ: `state=country,text=comment`; `field=-` for none.
    #[arg(long, env = "REGIONAL_INPUT_MAP", default_value = "", value_name = "FIELD=COLUMN,…")]
    map: Mapping,
    /// By what channel it came, for example `note verbale`.
    #[arg(
        long,
        env = "REGIONAL_INPUT_RECEIVED_VIA",
        default_value = "sheet",
        value_name = "TEXT"
    )]
    received_via: String,
    /// What times without an offset are in: `UTC` or an IANA zone such as `Pacific/Fiji`.
    #[arg(long, env = "REGIONAL_INPUT_TIME_ZONE", value_name = "ZONE")]
    time_zone: Option<Zone>,
    /// Language of rows that name none (BCP 47).
    #[arg(long, env = "REGIONAL_INPUT_LANGUAGE", value_name = "TAG")]
    language: Option<LanguageTag>,
    /// Check and report only; nothing is written.
    #[arg(long, env = "REGIONAL_INPUT_DRY_RUN")]
    dry_run: bool,
    #[command(flatten)]
    place: PlaceArgs,
}

/// A time zone by name.
#[derive(Debug, Clone)]
struct Zone(TimeZone);

impl FromStr for Zone {
    type Err = jiff::Error;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        TimeZone::get(name).map(Self)
    }
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<Done> {
        let begun = Instant::now();
        let format = format_of(&self.file)?;
        let bytes = std::fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let sheet = self.read(format, &bytes)?;
        let destination = Destination::open(&self.place, ProposalId(self.proposal), self.dry_run).await?;
        if !sheet.unused_columns.is_empty() {
            tracing::warn!(columns = ?sheet.unused_columns, "columns of the sheet that are not read; --map names columns");
        }
        let bar = ProgressBar::new(u64::try_from(sheet.rows.len()).unwrap_or(u64::MAX));
        let mut report = Report::of(&sheet, self.dry_run);
        let (batches, refused) = by_state(sheet.rows);
        for (row, refusal) in refused {
            report.refuse(row, refusal);
            bar.inc(1);
        }
        let source = Source {
            channel: self.received_via,
            evidence_sha256: sha256_of(&bytes),
        };
        let mut stopped = None;
        for batch in batches {
            let count = batch.rows().count();
            stopped = enter(&destination, &source, batch, &mut report).await.err();
            if stopped.is_some() {
                break;
            }
            bar.inc(u64::try_from(count).unwrap_or(0));
        }
        destination.close().await;
        bar.finish_and_clear();
        for line in report.lines()? {
            out::line(line)?;
        }
        let summary = report.summary(begun.elapsed());
        out::line(serde_json::to_string(&summary)?)?;
        if let Some(Refusal { code, reason }) = stopped {
            anyhow::bail!("the import stopped ({code}): {reason}; mend that and run it again, which is safe");
        }
        Ok(if summary.refused == 0 {
            Done::Well
        } else {
            Done::WithFindings
        })
    }

    fn read(&self, format: Format, sheet: &[u8]) -> anyhow::Result<Sheet> {
        let (clock, ids) = directory::system();
        let zone = self.time_zone.as_ref().map(|zone| &zone.0);
        let reading = Reading {
            proposal: ProposalId(self.proposal),
            only: None,
            zone,
            language: self.language.as_ref(),
            now: clock.now(),
            ids: ids.as_ref(),
        };
        read(format, sheet, &self.map, &reading)
            .with_context(|| format!("{} cannot be read; nothing was entered", self.file.display()))
    }
}

/// What all entries of one sheet have in common.
struct Source {
    channel: String,
    evidence_sha256: String,
}

/// Enters the rows of a batch; those at fault are refused, and the rest is tried again without them.
///
/// # Errors
/// What every further batch would meet, too: there is nothing to say of these rows.
async fn enter(
    destination: &Destination,
    source: &Source,
    mut batch: Batch,
    report: &mut Report,
) -> Result<(), Refusal> {
    while !batch.is_empty() {
        match destination.enter(source, &batch).await {
            Ok(Entered { comments, position }) => {
                for ((row, _), landed) in batch.comments.iter().zip(comments) {
                    report.land(*row, landed);
                }
                for row in &batch.wordless {
                    let (change, number) = (position, None);
                    report.land(*row, Landed { change, number });
                }
                return Ok(());
            }
            Err(Refused { whole, stops: true, .. }) => return Err(whole),
            Err(Refused { whole, by_comment, .. }) => {
                let at_fault = batch.take_out(by_comment);
                if at_fault.is_empty() {
                    for row in batch.rows() {
                        report.refuse(row, whole.clone());
                    }
                    return Ok(());
                }
                for (row, refusal) in at_fault {
                    report.refuse(row, refusal);
                }
            }
        }
    }
    Ok(())
}

/// The format of a file, by the ending of its name.
fn format_of(file: &Path) -> Result<Format, WrongUse> {
    match file
        .extension()
        .and_then(OsStr::to_str)
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        Some("csv" | "xlsx" | "docx") => Ok(Format::Sheet),
        Some("jsonl" | "ndjson") => Ok(Format::Jsonl),
        _ => Err(WrongUse(format!(
            "{}: the name must end in .csv, .xlsx, .docx, .jsonl or .ndjson",
            file.display()
        ))),
    }
}
