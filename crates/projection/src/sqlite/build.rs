//! Building a view into a new file.

use std::path::Path;

use event_log::{EventLog, Position};

use super::connections::Mode;
use super::generations::{Generations, remove_database};
use super::view_file::ViewFile;
use crate::View;
use crate::origin::origin_of;
use crate::rebuild::{RebuildError, Rebuilt, fill};

/// Builds a generation that nobody waits for, and removes the older one.
pub(crate) async fn rebuild(
    dir: &Path,
    view: &dyn View,
    log: &EventLog,
    max_page_events: u32,
    go_on: &mut (dyn FnMut(Position, Position) -> bool + Send),
) -> Result<Rebuilt, RebuildError> {
    let generations = Generations::of(dir, view);
    let generation = generations
        .tidy()
        .map_err(RebuildError::File)?
        .map_or(0, |newest| newest.saturating_add(1));
    let position = build(&generations, generation, view, log, max_page_events, go_on).await?;
    generations.tidy().map_err(RebuildError::File)?;
    Ok(Rebuilt { position })
}

/// Builds a generation up to the head and puts it, closed and durable, under its name. `go_on` hears the position
/// reached and the head after every page, and answers false to break off.
pub(super) async fn build(
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
    let mut filled = fill(&mut file, view, log, max_page_events, go_on).await;
    if filled.is_ok()
        && let Err(error) = file.create_late_indexes(view).await
    {
        filled = Err(RebuildError::Database(error));
    }
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
