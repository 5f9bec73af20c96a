//! `ConfirmSubmission` (R16): the state makes an entry its own.

use super::{World, head_of, takes_changes};
use crate::command::ConfirmSubmission;
use crate::event::SubmissionConfirmed;
use crate::submission::Standing;
use crate::{Event, Rejection, permit};

pub(super) fn decide(world: &World, command: &ConfirmSubmission) -> Result<Vec<Event>, Rejection> {
    let submission = world.submission()?;
    permit::change(submission, command.by)?;
    world.expect_submission(&command.expected)?;
    takes_changes(world.proposal()?)?;
    if let Some(at) = submission.withdrawn_at {
        return Err(Rejection::AlreadyWithdrawn { at });
    }
    if submission.standing != Standing::AwaitingConfirmation {
        return Err(Rejection::NothingToConfirm);
    }
    Ok(vec![Event::SubmissionConfirmed(SubmissionConfirmed {
        head: head_of(submission),
        at: command.at,
    })])
}
