//! Applying a page as far as it goes, and telling a fault that passes from one that stays.

use event_log::{Position, RecordedEvent};

use crate::view_file::ViewFile;
use crate::{ApplyError, View};

/// How far a page went.
#[derive(Debug)]
pub(crate) enum Advanced {
    /// To its end.
    Whole,
    /// Up to an event that cannot be applied; everything before it is.
    Poisoned { position: Position, reason: String },
    /// Somewhere; the database failed in a way that can pass.
    Failed(sqlx::Error),
}

/// Applies the page at once; if that cannot succeed, event by event up to the one that is to blame.
pub(crate) async fn advance(file: &mut ViewFile, view: &dyn View, page: &[RecordedEvent]) -> Advanced {
    match file.apply(view, page).await {
        Ok(()) => Advanced::Whole,
        Err(ApplyError::Transient(error)) if can_pass(&error) => Advanced::Failed(error),
        Err(_) => one_by_one(file, view, page).await,
    }
}

/// Applies the page to a file that is being built. It cannot roll back, so there is no second try and no search for
/// the event behind a database's refusal: the build ends.
pub(crate) async fn apply_without_return(file: &mut ViewFile, view: &dyn View, page: &[RecordedEvent]) -> Advanced {
    match file.apply(view, page).await {
        Ok(()) => Advanced::Whole,
        Err(ApplyError::Poisoned { position, reason }) => Advanced::Poisoned { position, reason },
        Err(ApplyError::Transient(error)) => Advanced::Failed(error),
    }
}

async fn one_by_one(file: &mut ViewFile, view: &dyn View, page: &[RecordedEvent]) -> Advanced {
    for event in page {
        match file.apply(view, std::slice::from_ref(event)).await {
            Ok(()) => {}
            Err(ApplyError::Transient(error)) if can_pass(&error) => return Advanced::Failed(error),
            Err(ApplyError::Transient(error)) => {
                return Advanced::Poisoned {
                    position: event.position,
                    reason: error.to_string(),
                };
            }
            Err(ApplyError::Poisoned { reason, .. }) => {
                return Advanced::Poisoned {
                    position: event.position,
                    reason,
                };
            }
        }
    }
    Advanced::Whole
}

/// True when trying again later can help.
///
/// The database's codes are SQLite's primary result codes (<https://www.sqlite.org/rescode.html>): BUSY 5, LOCKED 6,
/// NOMEM 7, INTERRUPT 9, IOERR 10, FULL 13, CANTOPEN 14, PROTOCOL 15. READONLY 8 is among them because a disk that
/// is remounted comes back.
pub(crate) fn can_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => error
            .code()
            .and_then(|code| code.parse::<i32>().ok())
            .is_some_and(|code| matches!(code & 0xff, 5..=10 | 13..=15)),
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}
