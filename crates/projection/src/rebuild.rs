//! Building a view from the first event into a new file.

use std::path::Path;

use event_log::{EventLog, LogError, Position};

use crate::View;
use crate::advance::{Advanced, apply_without_return};
use crate::connections::Mode;
use crate::generations::{Generations, remove_database};
use crate::handle::origin_of;
use crate::page::PageSize;
use crate::runner::check_gap_free;
use crate::view_file::ViewFile;

/// A finished rebuild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// The last event in the new file, which is also the number of events applied.
    pub position: Position,
}

/// Why a view was not rebuilt. The live file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// One is running.
    #[error("a rebuild of this view is running already")]
    AlreadyRunning,
    /// An event cannot be applied.
    #[error("event {position} cannot be applied: {reason}")]
    Poisoned {
        /// The event.
        position: Position,
        /// Why; for the log and the operator.
        reason: String,
    },
    /// The log could not be read.
    #[error("the log could not be read")]
    Log(#[source] LogError),
    /// The new file could not be written or read.
    #[error("the view's database failed")]
    Database(#[source] sqlx::Error),
    /// The new file could not be put in place.
    #[error("the new file could not be put in place")]
    File(#[source] std::io::Error),
    /// The new file does not belong to the log any more.
    #[error("the new file is of no use: {0}")]
    Unusable(String),
    /// The view was stopped meanwhile.
    #[error("the rebuild was broken off")]
    Stopped,
}

/// Rebuilds a view that nobody is running, for the command line. `progress` hears the position reached and the log's
/// head after every page.
pub async fn rebuild_offline(
    dir: &Path,
    view: &dyn View,
    log: &EventLog,
    mut progress: impl FnMut(Position, Position) + Send,
) -> Result<Rebuilt, RebuildError> {
    let generations = Generations::of(dir, view);
    let generation = generations
        .tidy()
        .map_err(RebuildError::File)?
        .map_or(0, |newest| newest.saturating_add(1));
    let max_page_events = crate::RunnerOptions::default().max_page_events;
    let position = build(
        &generations,
        generation,
        view,
        log,
        max_page_events,
        &mut |done, head| {
            progress(done, head);
            true
        },
    )
    .await?;
    generations.tidy().map_err(RebuildError::File)?;
    Ok(Rebuilt { position })
}

/// Builds a generation up to the head and puts it, closed and durable, under its name. `go_on` hears the position
/// reached and the head after every page, and answers false to break off.
pub(crate) async fn build(
    generations: &Generations,
    generation: u32,
    view: &dyn View,
    log: &EventLog,
    max_page_events: u32,
    go_on: &mut (dyn FnMut(Position, Position) -> bool + Send),
) -> Result<Position, RebuildError> {
    let origin = origin_of(log).await.map_err(RebuildError::Log)?;
    let path = generations.building(generation);
    let mut file = ViewFile::create(&path, view, &origin, Mode::Building)
        .await
        .map_err(RebuildError::Database)?;
    let filled = fill(&mut file, view, log, max_page_events, go_on).await;
    let closed = file.close().await.map_err(RebuildError::Database);
    let published = match filled.and_then(|position| closed.map(|()| position)) {
        Ok(position) => publish(generations.clone(), generation).await.map(|()| position),
        Err(error) => Err(error),
    };
    if published.is_err()
        && let Err(error) = remove_database(&path)
    {
        tracing::warn!(file = %path.display(), %error, "the file of a failed rebuild is left over");
    }
    published
}

/// Syncing a large file takes long; not on a thread that serves others.
async fn publish(generations: Generations, generation: u32) -> Result<(), RebuildError> {
    tokio::task::spawn_blocking(move || generations.publish(generation))
        .await
        .map_or(Err(RebuildError::Stopped), |published| {
            published.map_err(RebuildError::File)
        })
}

/// Applies page after page, reading the next while one is applied.
async fn fill(
    file: &mut ViewFile,
    view: &dyn View,
    log: &EventLog,
    max_page_events: u32,
    go_on: &mut (dyn FnMut(Position, Position) -> bool + Send),
) -> Result<Position, RebuildError> {
    let mut size = PageSize::new(max_page_events);
    let mut page = log
        .read_after(file.position(), size.limit())
        .await
        .map_err(RebuildError::Log)?;
    while let Some(last) = page.last().map(|event| event.position) {
        check_gap_free(file.position(), &page).map_err(RebuildError::Log)?;
        size.adapt(&page);
        let (advanced, next) = tokio::join!(
            apply_without_return(file, view, &page),
            log.read_after(last, size.limit())
        );
        match advanced {
            Advanced::Whole => {}
            Advanced::Poisoned { position, reason } => return Err(RebuildError::Poisoned { position, reason }),
            Advanced::Failed(error) => return Err(RebuildError::Database(error)),
        }
        if !go_on(file.position(), log.known_head()) {
            return Err(RebuildError::Stopped);
        }
        page = next.map_err(RebuildError::Log)?;
    }
    Ok(file.position())
}
