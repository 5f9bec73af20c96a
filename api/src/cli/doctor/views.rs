//! A view says what a rebuild would say, up to where it has come. All of its rows and events are held in memory.

use std::path::Path;

use anyhow::Context;
use event_log::{Head, Position, RecordedEvent};
use projection::sql::{Sql, ViewConn};
use projection::testing::{Tables, dump};
use projection::{MemoryView, View, find_live_file};
use proposal_input::ProposalInput;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use super::Findings;
use crate::cli::directory::Directory;
use crate::store::views_dir;

/// Events read at once.
const PAGE: u32 = 1_000;

/// What a view's file holds.
struct Stored {
    log_id: String,
    epoch: String,
    position: u64,
    tables: Tables,
}

pub(super) async fn examine(data_dir: &Path, directory: &Directory, findings: &mut Findings) -> anyhow::Result<()> {
    let view = ProposalInput;
    let name = view.name();
    let Some(file) = find_live_file(&views_dir(data_dir), &view).context("the views directory cannot be read")? else {
        return findings.well(format_args!("{name}: not there yet; serve makes it"));
    };
    let stored = match read(&file).await {
        Ok(stored) => stored,
        Err(error) => {
            return findings.add(format_args!(
                "{}: {:#}; delete it, serve makes it anew",
                file.display(),
                anyhow::Error::from(error)
            ));
        }
    };
    let head = directory.log().head().await?;
    if let Some(reason) = outdated(&stored, &head) {
        return findings.well(format_args!("{name}: {reason}; the next start makes it anew"));
    }
    let events = events_until(directory, Position(stored.position)).await?;
    let instant = events.last().map_or(head.recorded_at, |last| last.recorded_at);
    let rebuilt = match MemoryView::replay(&view, &events, Position(stored.position), instant).await {
        Ok(mut rebuilt) => dump(rebuilt.conn()).await?,
        Err(error) => return findings.add(format_args!("{name}: {:#}", anyhow::Error::from(error))),
    };
    match difference(&stored.tables, &rebuilt) {
        Some(difference) => findings.add(format_args!(
            "{name} differs from a rebuild: {difference}; run `rebuild`"
        )),
        None => findings.well(format_args!(
            "{name}: equals a rebuild up to event {} of {}",
            stored.position, head.position
        )),
    }
}

/// Reads everything in one snapshot: a server may be writing.
async fn read(file: &Path) -> Result<Stored, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .disable_statement_logging();
    let mut connection = options.connect().await?;
    // A read-only connection may not begin IMMEDIATE.
    sqlx::raw_sql("BEGIN").execute(&mut connection).await?;
    let mut snapshot = ViewConn::sqlite(connection);
    let stored = read_tables(&mut snapshot).await;
    snapshot.rollback().await?;
    stored
}

async fn read_tables(snapshot: &mut ViewConn) -> Result<Stored, sqlx::Error> {
    let origin = Sql::new("SELECT log_id, log_epoch FROM projection_view")
        .fetch_one(snapshot)
        .await?;
    let (log_id, epoch): (String, String) = (origin.try_get(0)?, origin.try_get(1)?);
    let checkpoint = Sql::new("SELECT position FROM projection_checkpoint")
        .fetch_one(snapshot)
        .await?;
    let position: i64 = checkpoint.try_get(0)?;
    let tables = dump(snapshot).await?;
    Ok(Stored {
        log_id,
        epoch,
        position: u64::try_from(position).unwrap_or(0),
        tables,
    })
}

fn outdated(stored: &Stored, head: &Head) -> Option<&'static str> {
    if stored.log_id != head.log_id.to_string() {
        Some("made from another log")
    } else if stored.epoch != head.epoch.to_string() {
        Some("made before the log was restored from a backup")
    } else if stored.position > head.position.0 {
        Some("ahead of the log")
    } else {
        None
    }
}

async fn events_until(directory: &Directory, until: Position) -> anyhow::Result<Vec<RecordedEvent>> {
    let mut events: Vec<RecordedEvent> = Vec::new();
    loop {
        let after = events.last().map_or(Position(0), |last| last.position);
        let page = directory.log().read_after(after, PAGE).await?;
        let ended = page.is_empty();
        events.extend(page.into_iter().take_while(|event| event.position <= until));
        if ended || events.last().is_some_and(|last| last.position >= until) || until == Position(0) {
            return Ok(events);
        }
    }
}

/// The first difference between two states of the same tables.
fn difference(stored: &Tables, rebuilt: &Tables) -> Option<String> {
    for (table, rows) in rebuilt {
        let found = stored.get(table).map(Vec::as_slice).unwrap_or_default();
        if found.len() != rows.len() {
            return Some(format!(
                "table {table} has {} rows, a rebuild {}",
                found.len(),
                rows.len()
            ));
        }
        if let Some(row) = (1_u64..)
            .zip(found.iter().zip(rows))
            .find(|(_, (a, b))| a != b)
            .map(|(row, _)| row)
        {
            return Some(format!("table {table}, row {row} of {}", rows.len()));
        }
    }
    None
}
