//! The view as it stood at an earlier position, for one proposal, with the rights of now (R15b).
//!
//! The proposal's events up to the position go through the same `apply` into an SQLite in memory. Then the columns
//! that rights are judged by are set to what they are now, and comments that no longer stand as they did are marked
//! superseded: their words are for the own state only.

use std::collections::HashMap;

use consultation::event::decode;
use consultation::visibility::before_close_rank;
use consultation::{Comment, Event, Proposal, Submission};
use event_log::{Position, RecordedEvent};
use jiff::Timestamp;
use projection::{ApplyError, MemoryView};
use sqlx::{Connection, SqliteConnection};

use crate::ProposalInput;
use crate::apply::poisoned;
use crate::rows::{ranks};

/// Why there is no answer about the past.
#[derive(Debug, thiserror::Error)]
pub enum AsOfError {
    /// The events could not be applied.
    #[error("the proposal's events could not be replayed")]
    Apply(#[from] ApplyError),
    /// The database in memory failed.
    #[error("the replayed view cannot be changed")]
    Database(#[from] sqlx::Error),
}

/// Replays a proposal's `history` (all of its events up to now, in position order) up to `position`.
pub async fn as_of(
    proposal: &Proposal,
    history: &[RecordedEvent],
    position: Position,
    instant: Timestamp,
) -> Result<MemoryView, AsOfError> {
    let end = history.partition_point(|recorded| recorded.position <= position);
    let past = history.get(..end).unwrap_or(history);
    let mut view = MemoryView::replay(&ProposalInput, past, position, instant).await?;
    let submissions = fold_submissions(history)?;
    let mut tx = view.conn().begin().await?;
    set_rights_of_now(&mut tx, proposal, &submissions).await?;
    tx.commit().await?;
    Ok(view)
}

fn fold_submissions(history: &[RecordedEvent]) -> Result<Vec<Submission>, ApplyError> {
    let mut submissions: HashMap<String, Submission> = HashMap::new();
    for recorded in history {
        let event: Event = decode(&recorded.kind, recorded.schema_version, &recorded.payload)
            .map_err(|error| poisoned(recorded.position, error.to_string()))?;
        if event.submission_head().is_none() {
            continue;
        }
        match submissions.get_mut(recorded.stream.as_str()) {
            Some(known) => known.evolve(&event),
            None => submissions.extend(Submission::initial(&event).map(|new| (recorded.stream.0.clone(), new))),
        }
    }
    Ok(submissions.into_values().collect())
}

async fn set_rights_of_now(
    tx: &mut SqliteConnection,
    proposal: &Proposal,
    submissions: &[Submission],
) -> Result<(), sqlx::Error> {
    for consultation in &proposal.consultations {
        sqlx::query("UPDATE consultations SET open_until = $3, before_close = $4 WHERE proposal = $1 AND number = $2")
            .bind(proposal.id.0)
            .bind(i64::from(consultation.number))
            .bind(consultation.closes_at.as_microsecond())
            .bind(before_close_rank(consultation.before_close))
            .execute(&mut *tx)
            .await?;
    }
    for submission in submissions {
        let Some(current) = submission.current() else { continue };
        let (audience, attribution) = ranks(current.content.audience, current.content.attribution);
        sqlx::query("UPDATE submissions SET audience = $2, attribution = $3, superseded = version <> $4 WHERE id = $1")
            .bind(submission.id.0)
            .bind(audience)
            .bind(attribution)
            .bind(i64::try_from(submission.version()).unwrap_or(i64::MAX))
            .execute(&mut *tx)
            .await?;
        for comment in &current.content.comments {
            set_comment(tx, comment, submission.withdrawn_at.is_some()).await?;
        }
        for (comment, _) in &submission.withdrawn_comments {
            set_comment(tx, comment, true).await?;
        }
    }
    Ok(())
}

async fn set_comment(tx: &mut SqliteConnection, now: &Comment, withdrawn: bool) -> Result<(), sqlx::Error> {
    let (audience, attribution) = ranks(now.audience, now.attribution);
    sqlx::query(
        "UPDATE comments SET audience = $2, attribution = $3, superseded = since_version <> $4 OR $5 WHERE id = $1",
    )
    .bind(now.id.0)
    .bind(audience)
    .bind(attribution)
    .bind(i64::try_from(now.since_version).unwrap_or(i64::MAX))
    .bind(withdrawn)
    .execute(&mut *tx)
    .await?;
    Ok(())
}
