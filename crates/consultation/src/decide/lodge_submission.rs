//! `LodgeSubmission` (R8–R12, R14): one submission per state and consultation.

use super::{World, takes_changes};
use crate::command::LodgeSubmission;
use crate::content::{Origin, build};
use crate::event::{SubmissionHead, SubmissionLodged};
use crate::{Event, Rejection, permit};

pub(super) fn decide(world: &World, command: &LodgeSubmission) -> Result<Vec<Event>, Rejection> {
    let proposal = world.proposal()?;
    let consultation = permit::lodge(world.register_at(command.at), proposal, command.by)?;
    let late = !consultation.is_open_at(command.at);
    let existing = world.submission.as_deref();
    let origin = Origin {
        register: world.register_at(command.at),
        proposal,
        consultation,
        state: command.by,
        existing,
        numbers_elsewhere: world.numbers_elsewhere,
        at: command.at,
        late,
    };
    let content = build(&origin, &command.draft).map_err(Rejection::Content)?;
    world.expect_submission(&command.expected)?;
    takes_changes(proposal)?;
    if let Some(present) = existing.filter(|present| present.withdrawn_at.is_none()) {
        return Err(Rejection::AlreadyLodged { submission: present.id });
    }
    let submission_id = existing
        .map(|present| present.id)
        .or(world.submission_id)
        .ok_or(Rejection::SubmissionNotFound)?;
    let head = SubmissionHead {
        submission_id,
        proposal_id: proposal.id,
        consultation: consultation.number,
        state: command.by,
    };
    Ok(vec![Event::SubmissionLodged(SubmissionLodged {
        head,
        at: command.at,
        late,
        content,
    })])
}
