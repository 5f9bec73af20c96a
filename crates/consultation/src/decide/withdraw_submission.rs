//! `WithdrawSubmission` (R8, R15b).

use super::{World, head_of, takes_changes};
use crate::command::WithdrawSubmission;
use crate::event::SubmissionWithdrawn;
use crate::{ContentCode, ContentError, Event, Rejection, limits, permit};

pub(super) fn decide(world: &World, command: &WithdrawSubmission) -> Result<Vec<Event>, Rejection> {
    let submission = world.submission()?;
    permit::change(submission, command.by)?;
    if command
        .reason
        .as_ref()
        .is_some_and(|reason| reason.len() > limits::LINE_BYTES)
    {
        let detail = format!("at most {} bytes", limits::LINE_BYTES);
        return Err(Rejection::Content(vec![ContentError::new(
            "/reason",
            ContentCode::TooLong,
            detail,
        )]));
    }
    world.expect_submission(&command.expected)?;
    takes_changes(world.proposal()?)?;
    if let Some(at) = submission.withdrawn_at {
        return Err(Rejection::AlreadyWithdrawn { at });
    }
    Ok(vec![Event::SubmissionWithdrawn(SubmissionWithdrawn {
        head: head_of(submission),
        at: command.at,
        reason: command.reason.clone(),
    })])
}
