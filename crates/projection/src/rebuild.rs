//! Building a view anew from the first event.

use event_log::{EventLog, LogError, Position};

use crate::advance::{Advanced, Target, apply_without_return};
use crate::page::{PageSize, check_gap_free};
use crate::{RunnerOptions, View, ViewPlace};

/// A finished rebuild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// The last event in the new tables, which is also the number of events applied.
    pub position: Position,
}

/// Why a view was not rebuilt. The live tables are as they were.
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
    /// The new tables could not be written or read.
    #[error("the view's database failed")]
    Database(#[source] sqlx::Error),
    /// The new file could not be put in place.
    #[error("the new file could not be put in place")]
    File(#[source] std::io::Error),
    /// The new tables do not belong to the log any more.
    #[error("the new tables are of no use: {0}")]
    Unusable(String),
    /// The view was stopped meanwhile.
    #[error("the rebuild was broken off")]
    Stopped,
}

/// Applies page after page, reading the next while one is applied.
pub(crate) async fn fill(
    target: &mut dyn Target,
    view: &dyn View,
    log: &EventLog,
    max_page_events: u32,
    go_on: &mut (dyn FnMut(Position, Position) -> bool + Send),
) -> Result<Position, RebuildError> {
    let mut size = PageSize::new(max_page_events);
    let mut page = log
        .read_after(target.position(), size.limit())
        .await
        .map_err(RebuildError::Log)?;
    while let Some(last) = page.last().map(|event| event.position) {
        check_gap_free(target.position(), &page).map_err(RebuildError::Log)?;
        size.adapt(&page);
        // In a task of its own, so that another core decodes the next page while this one is applied.
        let (ahead, limit) = (log.clone(), size.limit());
        let next = tokio::spawn(async move { ahead.read_after(last, limit).await });
        let advanced = apply_without_return(target, view, &page).await;
        match advanced {
            Advanced::Whole => {}
            Advanced::Poisoned { position, reason } => return Err(RebuildError::Poisoned { position, reason }),
            Advanced::Failed(error) => return Err(RebuildError::Database(error)),
        }
        if !go_on(target.position(), log.known_head()) {
            return Err(RebuildError::Stopped);
        }
        page = match next.await {
            Ok(next) => next.map_err(RebuildError::Log)?,
            Err(_died) => return Err(RebuildError::Stopped),
        };
    }
    Ok(target.position())
}

/// Rebuilds a view that nobody on this machine is running, for the command line. `progress` hears the position reached
/// and the log's head after every page. Nodes that drive or read the view in a database go on with the new tables.
///
/// # Errors
/// [`RebuildError`], when an event cannot be applied, or the log or the view's database cannot be used.
pub async fn rebuild_offline(
    place: &ViewPlace,
    view: &dyn View,
    log: &EventLog,
    mut progress: impl FnMut(Position, Position) + Send,
) -> Result<Rebuilt, RebuildError> {
    let pages = RunnerOptions::default().max_page_events;
    let mut go_on = |done, head| {
        progress(done, head);
        true
    };
    match place {
        ViewPlace::Directory(dir) => crate::sqlite::rebuild(dir, view, log, pages, &mut go_on).await,
        ViewPlace::Database { primary, .. } => crate::postgres::rebuild(primary, view, log, pages, &mut go_on).await,
    }
}
