//! Applying a page as far as it goes, and telling a fault that passes from one that stays.

use event_log::{Position, RecordedEvent};
use sqlx::postgres::PgDatabaseError;

use crate::{ApplyError, View};

/// Where a page is applied: tables with a checkpoint.
#[async_trait::async_trait]
pub(crate) trait Target: Send {
    /// The last event applied.
    fn position(&self) -> Position;

    /// Applies a gap-free page and moves the checkpoint from just before it to its end, both or neither. A page that
    /// does not begin right behind the checkpoint changes nothing; then the checkpoint is read again.
    async fn apply(&mut self, view: &dyn View, page: &[RecordedEvent]) -> Result<(), ApplyError>;
}

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
pub(crate) async fn advance(target: &mut dyn Target, view: &dyn View, page: &[RecordedEvent]) -> Advanced {
    match target.apply(view, page).await {
        Ok(()) => Advanced::Whole,
        Err(ApplyError::Transient(error)) if can_pass(&error) => Advanced::Failed(error),
        Err(_) => one_by_one(target, view, page).await,
    }
}

/// Applies the page to a file without a journal, that is being built. It cannot roll back, so there is no second try and no search for
/// the event behind a database's refusal: the build ends.
pub(crate) async fn apply_without_return(target: &mut dyn Target, view: &dyn View, page: &[RecordedEvent]) -> Advanced {
    match target.apply(view, page).await {
        Ok(()) => Advanced::Whole,
        Err(ApplyError::Poisoned { position, reason }) => Advanced::Poisoned { position, reason },
        Err(ApplyError::Transient(error)) => Advanced::Failed(error),
    }
}

async fn one_by_one(target: &mut dyn Target, view: &dyn View, page: &[RecordedEvent]) -> Advanced {
    for event in page {
        match target.apply(view, std::slice::from_ref(event)).await {
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

/// True when trying again later can help: the database is locked, full, restarting, gone or read-only for now.
///
/// SQLite says so by its primary result codes (<https://www.sqlite.org/rescode.html>): BUSY 5, LOCKED 6, NOMEM 7,
/// READONLY 8 (a disk that is remounted comes back), INTERRUPT 9, IOERR 10, FULL 13, CANTOPEN 14, PROTOCOL 15.
/// PostgreSQL by the class of its SQLSTATE (<https://www.postgresql.org/docs/current/errcodes-appendix.html>):
/// connection 08, transaction state 25, rollback 40, resources 53, lock 55, operator 57, system 58.
pub(crate) fn can_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(database) => match database.try_downcast_ref::<PgDatabaseError>() {
            Some(postgres) => ["08", "25", "40", "53", "55", "57", "58"]
                .iter()
                .any(|class| postgres.code().starts_with(class)),
            None => database
                .code()
                .and_then(|code| code.parse::<i32>().ok())
                .is_some_and(|code| matches!(code & 0xff, 5..=10 | 13..=15)),
        },
        other => is_connection_lost(other),
    }
}

/// True when it is the connection that failed, so that another may serve.
pub(crate) fn is_connection_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(database) => database
            .try_downcast_ref::<PgDatabaseError>()
            .is_some_and(|postgres| postgres.code().starts_with("08") || postgres.code().starts_with("57P0")),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}
