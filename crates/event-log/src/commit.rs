//! How a batch ends: the same for every engine.
//!
//! A bad append fails alone: it is judged alone, and if a constraint refuses the whole batch, the appends are committed
//! one by one. Any other failure of the database fails the batch. A commit whose outcome is unknown is looked up.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{Append, AppendError, Appended, LogError};

/// One answer per append, in order.
pub(crate) type Answers = Vec<Result<Appended, AppendError>>;

/// Why a transaction did not end in a commit.
pub(crate) enum Stop {
    /// A constraint refused a row; the transaction was rolled back. `duplicate` when an event id was known.
    Constraint { duplicate: bool, error: sqlx::Error },
    /// Anything else before the commit: nothing was written.
    Failed { context: &'static str, error: sqlx::Error },
    /// The store may not be written any more: nothing was written.
    Refused(LogError),
    /// The commit itself failed: it may have happened.
    Unknown {
        error: sqlx::Error,
        witness: Witness,
        results: Answers,
    },
}

/// The first event of a batch. It is in the log if and only if the batch was committed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Witness {
    pub(crate) position: u64,
    pub(crate) event_id: [u8; 16],
    pub(crate) append_id: [u8; 16],
}

/// The side of an engine that writes.
#[async_trait]
pub(crate) trait Committer: Send {
    /// One transaction over the whole batch.
    async fn try_commit(&mut self, batch: &[Append], now: Timestamp) -> Result<Answers, Stop>;

    /// Whether a batch was committed after all, asked on a fresh connection.
    async fn was_committed(&mut self, witness: &Witness) -> Result<bool, LogError>;

    /// A driver's error with its context.
    fn failure(&self, context: &'static str, error: sqlx::Error) -> LogError;
}

pub(crate) fn failed(context: &'static str) -> impl FnOnce(sqlx::Error) -> Stop {
    move |error| Stop::Failed { context, error }
}

/// Why a batch has no answers.
enum Fault {
    /// A row of it was refused.
    Row { duplicate: bool, error: sqlx::Error },
    /// The store failed.
    Store(LogError),
}

/// Commits the batch; one by one if a constraint refuses the whole.
pub(crate) async fn commit(engine: &mut dyn Committer, batch: &[Append], now: Timestamp) -> Answers {
    match commit_whole(engine, batch, now).await {
        Ok(results) => results,
        Err(Fault::Row { .. }) if batch.len() > 1 => commit_singly(engine, batch, now).await,
        Err(Fault::Row { duplicate, error }) => vec![Err(refused(engine, duplicate, error))],
        Err(Fault::Store(failure)) => unavailable(batch.len(), &failure),
    }
}

async fn commit_whole(engine: &mut dyn Committer, batch: &[Append], now: Timestamp) -> Result<Answers, Fault> {
    let stop = match engine.try_commit(batch, now).await {
        Ok(results) => return Ok(results),
        Err(stop) => stop,
    };
    Err(Fault::Store(match stop {
        Stop::Constraint { duplicate, error } => return Err(Fault::Row { duplicate, error }),
        Stop::Failed { context, error } => engine.failure(context, error),
        Stop::Refused(failure) => failure,
        Stop::Unknown {
            error,
            witness,
            results,
        } => match engine.was_committed(&witness).await {
            Ok(true) => return Ok(results),
            Ok(false) => engine.failure("committing", error),
            Err(failure) => failure,
        },
    }))
}

/// One after the other, until the store fails. The rest gets the same answer then: each try would take as long as the
/// first to find out, while everybody else waits.
async fn commit_singly(engine: &mut dyn Committer, batch: &[Append], now: Timestamp) -> Answers {
    let mut results = Vec::with_capacity(batch.len());
    for append in batch {
        match commit_whole(engine, std::slice::from_ref(append), now).await {
            Ok(mut answers) => results.append(&mut answers),
            Err(Fault::Row { duplicate, error }) => results.push(Err(refused(engine, duplicate, error))),
            Err(Fault::Store(failure)) => {
                results.append(&mut unavailable(batch.len() - results.len(), &failure));
                break;
            }
        }
    }
    results
}

/// What an append is told of which a row was refused.
fn refused(engine: &dyn Committer, duplicate: bool, error: sqlx::Error) -> AppendError {
    if duplicate {
        return AppendError::DuplicateEvent;
    }
    let failure = engine.failure("inserting events", error);
    log(1, &failure);
    AppendError::Unavailable(Box::new(failure))
}

/// Fails that many appends. Logged here once for all of their callers.
fn unavailable(appends: usize, failure: &LogError) -> Answers {
    log(appends, failure);
    (0..appends)
        .map(|_| Err(AppendError::Unavailable(Box::new(copy_of(failure)))))
        .collect()
}

fn log(appends: usize, failure: &LogError) {
    let cause = std::error::Error::source(failure)
        .map(ToString::to_string)
        .unwrap_or_default();
    tracing::error!(appends, error = %failure, cause, "a batch could not be committed");
}

/// Every caller gets an error of its own; the driver's cannot be cloned, so its text stands for it.
fn copy_of(failure: &LogError) -> LogError {
    match failure {
        LogError::Database { context, source } => LogError::Database {
            context,
            source: sqlx::Error::Protocol(source.to_string()),
        },
        LogError::Corrupt(text) => LogError::Corrupt(text.clone()),
        LogError::Unusable(text) => LogError::Unusable(text.clone()),
        LogError::Closed => LogError::Closed,
    }
}

/// The first event of a verdict, if it has one.
pub(crate) fn witness_of(verdict: &crate::judge::Verdict<'_>) -> Option<Witness> {
    verdict.events.first().map(|first| Witness {
        position: first.position,
        event_id: first.event.event_id.into_bytes(),
        append_id: first.append.append_id.into_bytes(),
    })
}

/// What is answered must be what is stored.
pub(crate) fn to_the_microsecond(instant: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(instant.as_microsecond()).unwrap_or(instant)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    /// A store that refuses batches of several, then one append, and then fails.
    #[derive(Default)]
    struct Failing {
        tries: usize,
    }

    #[async_trait]
    impl Committer for Failing {
        async fn try_commit(&mut self, batch: &[Append], _now: Timestamp) -> Result<Answers, Stop> {
            self.tries += 1;
            let error = sqlx::Error::PoolTimedOut;
            match self.tries {
                1 | 2 => Err(Stop::Constraint { duplicate: true, error }),
                3 => Ok(batch.iter().map(|_| Err(AppendError::IdempotencyMismatch)).collect()),
                _ => Err(Stop::Failed {
                    context: "writing",
                    error,
                }),
            }
        }

        async fn was_committed(&mut self, _witness: &Witness) -> Result<bool, LogError> {
            Ok(false)
        }

        fn failure(&self, context: &'static str, source: sqlx::Error) -> LogError {
            LogError::Database { context, source }
        }
    }

    #[tokio::test]
    async fn a_store_that_fails_in_the_middle_is_not_tried_again_for_the_rest() {
        let append = Append {
            append_id: Uuid::nil(),
            events: Vec::new(),
            guards: Vec::new(),
            idempotency: None,
            actor: Uuid::nil(),
            correlation_id: Uuid::nil(),
            causation_id: None,
        };
        let mut store = Failing::default();
        let answers = commit(&mut store, &vec![append; 5], Timestamp::UNIX_EPOCH).await;
        assert!(matches!(
            answers.as_slice(),
            [
                Err(AppendError::DuplicateEvent),
                Err(AppendError::IdempotencyMismatch),
                Err(AppendError::Unavailable(_)),
                Err(AppendError::Unavailable(_)),
                Err(AppendError::Unavailable(_)),
            ]
        ));
        assert_eq!(store.tries, 4);
    }
}
