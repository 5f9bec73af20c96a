//! The view as it stood at an earlier position, for one proposal, with the rights of now (R15b).
//!
//! The proposal's events up to the position go through the same `apply` into an SQLite in memory. Then the columns
//! that rights are judged by are closed to what they are now: neither the past opens what was closed since, nor the
//! present what was closed then. What no longer stands as it did is marked superseded: it is for the own state only.
//!
//! A comment under a label appears at close and without its time (R15c). A question about the past would tell when it
//! was said, and with whose other input; so there it is seen only if it is the same at every position after close. For
//! the same reason nothing tells there when its state answered what became of it.

use std::collections::HashMap;

use consultation::event::decode;
use consultation::submission::Version;
use consultation::visibility::{before_close_rank, joint_column};
use consultation::{Comment, CommentId, Event, Proposal, RegisterCode, Submission, SubmissionId};
use event_log::{Position, RecordedEvent};
use jiff::Timestamp;
use projection::sql::{Sql, ViewConn};
use projection::{ApplyError, MemoryView};

use crate::ProposalInput;
use crate::apply::poisoned;
use crate::rows::ranks;

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

/// Replays a proposal's `history` (all of its events up to `head`, in position order) up to `position`, which is what
/// stood at `instant`. `head` is the end of the log: at it the answer is that of the live view. It is not judged by
/// what follows in the proposal, since that would tell whether anything hidden does.
///
/// # Errors
/// [`AsOfError`], when an event cannot be applied or the view cannot be made.
pub async fn as_of(
    proposal: &Proposal,
    history: &[RecordedEvent],
    position: Position,
    instant: Timestamp,
    head: Position,
) -> Result<MemoryView, AsOfError> {
    let end = history.partition_point(|recorded| recorded.position <= position);
    let past = history.get(..end).unwrap_or(history);
    let mut view = MemoryView::replay(&ProposalInput, past, position, instant).await?;
    if position >= head {
        return Ok(view);
    }
    let submissions = fold_submissions(history)?;
    let conn = view.conn();
    conn.begin().await?;
    set_consultations(conn, proposal).await?;
    for submission in submissions.values() {
        set_submission(conn, submission).await?;
        set_comments(conn, submission).await?;
    }
    keep_from_labels(conn, instant).await?;
    conn.commit().await?;
    Ok(view)
}

fn fold_submissions(history: &[RecordedEvent]) -> Result<HashMap<SubmissionId, Submission>, ApplyError> {
    let mut submissions: HashMap<SubmissionId, Submission> = HashMap::new();
    for recorded in history {
        let event: Event = decode(&recorded.kind, recorded.schema_version, &recorded.payload)
            .map_err(|error| poisoned(recorded.position, error.to_string()))?;
        let Some(head) = event.submission_head() else { continue };
        match submissions.get_mut(&head.submission_id) {
            Some(known) => known.evolve(&event),
            None => submissions.extend(Submission::initial(&event).map(|new| (head.submission_id, new))),
        }
    }
    Ok(submissions)
}

async fn set_consultations(tx: &mut ViewConn, proposal: &Proposal) -> Result<(), sqlx::Error> {
    for consultation in &proposal.consultations {
        Sql::new("UPDATE @consultations SET open_until = $3, before_close = $4 WHERE proposal = $1 AND number = $2")
            .bind(proposal.id.0)
            .bind(i64::from(consultation.number))
            .bind(consultation.closes_at.as_microsecond())
            .bind(before_close_rank(consultation.before_close))
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// What the submission says beside its comments.
async fn set_submission(tx: &mut ViewConn, now: &Submission) -> Result<(), sqlx::Error> {
    let shown = Sql::new("SELECT version FROM @submissions WHERE id = $1")
        .bind(now.id.0)
        .fetch_optional(tx)
        .await?;
    let shown = shown.map(|row| row.try_get::<i64>(0)).transpose()?;
    let number = shown.and_then(|number| u64::try_from(number).ok());
    let shown = number.and_then(|number| now.find_version(number));
    let (Some(shown), Some(current)) = (shown, now.current()) else {
        return Ok(());
    };
    let says_the_same = |later: &Version| later.content.says_the_same_beside_comments(&shown.content);
    let superseded_at = now.stood_until(shown.number, says_the_same);
    let (audience, attribution) = ranks(current.content.audience, current.content.attribution);
    Sql::new(
        "UPDATE @submissions SET audience = max(audience, $2), attribution = max(attribution, $3), superseded_at = $4,
             unshared = on_behalf_of IS DISTINCT FROM $5 OR joint_with IS DISTINCT FROM $6
         WHERE id = $1",
    )
    .bind(now.id.0)
    .bind(audience)
    .bind(attribution)
    .bind(superseded_at.map(Timestamp::as_microsecond))
    .bind(current.content.on_behalf_of.as_ref().map(RegisterCode::as_str))
    .bind(joint_column(&current.content.joint_with).as_deref())
    .execute(tx)
    .await?;
    Ok(())
}

async fn set_comments(tx: &mut ViewConn, now: &Submission) -> Result<(), sqlx::Error> {
    let live = now.current().into_iter().flat_map(|version| &version.content.comments);
    let gone = now.withdrawn_comments.iter().map(|(comment, _)| comment);
    let last: HashMap<CommentId, &Comment> = live.chain(gone).map(|comment| (comment.id, comment)).collect();
    let rows = Sql::new("SELECT id, since_version FROM @comments WHERE submission = $1")
        .bind(now.id.0)
        .fetch_all(tx)
        .await?;
    for row in rows {
        let id = CommentId(row.try_get(0)?);
        let since = u64::try_from(row.try_get::<i64>(1)?).unwrap_or(0);
        let Some(last) = last.get(&id) else { continue };
        let stands = |later: &Version| {
            let mut comments = later.content.comments.iter();
            comments.any(|comment| comment.id == id && comment.since_version == since)
        };
        let (audience, attribution) = ranks(last.audience, last.attribution);
        Sql::new(
            "UPDATE @comments SET audience = max(audience, $2), attribution = max(attribution, $3), superseded_at = $4,
                 unshared = on_behalf_of IS DISTINCT FROM $6 OR joint_with IS DISTINCT FROM $7
             WHERE submission = $1 AND id = $5",
        )
        .bind(now.id.0)
        .bind(audience)
        .bind(attribution)
        .bind(now.stood_until(since, stands).map(Timestamp::as_microsecond))
        .bind(id.0)
        .bind(last.on_behalf_of.as_ref().map(RegisterCode::as_str))
        .bind(joint_column(&last.joint_with).as_deref())
        .execute(tx)
        .await?;
    }
    Ok(())
}

async fn keep_from_labels(tx: &mut ViewConn, instant: Timestamp) -> Result<(), sqlx::Error> {
    Sql::new(
        "UPDATE @comments SET unlabelled = true FROM @consultations k
         WHERE k.proposal = @comments.proposal AND k.number = @comments.consultation
           AND (@comments.late OR @comments.superseded_at IS NOT NULL
                OR (k.open_until > $1 AND NOT k.closing_recorded))",
    )
    .bind(instant.as_microsecond())
    .execute(tx)
    .await?;
    Sql::new("UPDATE @dispositions SET unlabelled = true")
        .execute(tx)
        .await?;
    Ok(())
}
