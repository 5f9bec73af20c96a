//! `ReviseSubmission` (R8, R12): replaces all; numbers stay with their comments.

use super::{World, head_of, takes_changes};
use crate::command::ReviseSubmission;
use crate::content::{Origin, build};
use crate::event::SubmissionRevised;
use crate::{Event, Rejection, permit};

pub(super) fn decide(world: &World, command: &ReviseSubmission) -> Result<Vec<Event>, Rejection> {
    let submission = world.submission()?;
    let proposal = world.proposal()?;
    permit::change(submission, command.by)?;
    if world.register_at(command.at).is_member(command.by) {
        return Err(Rejection::MembersGiveNoInput { state: command.by });
    }
    let consultation = proposal
        .find_consultation(submission.consultation)
        .ok_or(Rejection::NoConsultation)?;
    let late = !consultation.is_open_at(command.at);
    let origin = Origin {
        register: world.register_at(command.at),
        proposal,
        consultation,
        state: submission.state,
        existing: Some(submission),
        numbers_elsewhere: world.numbers_elsewhere,
        at: command.at,
        late,
    };
    let content = build(&origin, &command.draft).map_err(Rejection::Content)?;
    world.expect_submission(&command.expected)?;
    takes_changes(proposal)?;
    if let Some(at) = submission.withdrawn_at {
        return Err(Rejection::AlreadyWithdrawn { at });
    }
    // The same words again change nothing, unless they replace an entry and so make it the state's own (R16).
    let own_words = submission.standing == crate::submission::Standing::Lodged;
    if own_words && submission.current().is_some_and(|current| current.content == content) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::SubmissionRevised(SubmissionRevised {
        head: head_of(submission),
        at: command.at,
        late,
        content,
    })])
}
