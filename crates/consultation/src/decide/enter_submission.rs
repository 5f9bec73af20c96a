//! `EnterSubmission` (R9, R16): input by other channels, never the same as lodged.

use super::{World, expect, takes_changes};
use crate::command::EnterSubmission;
use crate::content::{Origin, merge};
use crate::event::{SubmissionEntered, SubmissionHead};
use crate::submission::{Entry, Standing};
use crate::{ContentCode, ContentError, Event, Rejection, Submission, limits, permit};

pub(super) fn decide(world: &World, command: &EnterSubmission) -> Result<Vec<Event>, Rejection> {
    let proposal = world.proposal()?;
    let register = world.register_at(command.at);
    permit::enter(register, command.by)?;
    let consultation = permit::lodge(register, proposal, command.state)?;
    let open = consultation.is_open_at(command.at);
    permit::enter_while_sealed(consultation, open, command.by)?;
    let present = world.submission.as_deref();
    // What a state did itself is not for whoever enters to know: until the last refusal it is not there (R15d).
    let by_the_state = present.and_then(act_of_the_state);
    let existing = present.filter(|_| by_the_state.is_none());
    let origin = Origin {
        register,
        proposal,
        consultation,
        state: command.state,
        existing,
        numbers_elsewhere: world.numbers_elsewhere,
        at: command.at,
        late: !open,
    };
    let mut errors = check(command);
    let merged = merge(&origin, &command.draft);
    let merged = match (merged, errors.is_empty()) {
        (Ok(merged), true) => merged,
        (Ok(_), false) => return Err(Rejection::Content(errors)),
        (Err(more), _) => {
            errors.extend(more);
            return Err(Rejection::Content(errors));
        }
    };
    expect(existing.map_or(0, Submission::version), &command.expected)?;
    takes_changes(proposal)?;
    if let Some(refusal) = by_the_state {
        return Err(refusal);
    }
    if existing
        .and_then(Submission::current)
        .is_some_and(|current| current.content == merged)
    {
        return Ok(Vec::new());
    }
    let submission_id = existing
        .map(|present| present.id)
        .or(world.submission_id)
        .ok_or(Rejection::SubmissionNotFound)?;
    let head = SubmissionHead {
        submission_id,
        proposal_id: proposal.id,
        consultation: consultation.number,
        state: command.state,
    };
    let entry = Entry {
        channel: command.channel.trim().to_owned(),
        received_at: command.received_at,
        evidence_sha256: command.evidence_sha256.to_ascii_lowercase(),
    };
    Ok(vec![Event::SubmissionEntered(SubmissionEntered {
        head,
        at: command.at,
        late: !open,
        entry,
        content: merged,
    })])
}

/// Why nothing is entered into a submission any more: the state lodged it, or withdrew what was entered.
fn act_of_the_state(present: &Submission) -> Option<Rejection> {
    if present.standing == Standing::Lodged {
        return Some(Rejection::LodgedByTheState);
    }
    present.withdrawn_at.map(|at| Rejection::AlreadyWithdrawn { at })
}

fn check(command: &EnterSubmission) -> Vec<ContentError> {
    let mut errors = Vec::new();
    if command.channel.trim().is_empty() {
        errors.push(ContentError::new(
            "/channel",
            ContentCode::Empty,
            "name the channel, for example note verbale",
        ));
    } else if command.channel.len() > limits::LINE_BYTES {
        errors.push(ContentError::new(
            "/channel",
            ContentCode::TooLong,
            format!("at most {} bytes", limits::LINE_BYTES),
        ));
    }
    if command.received_at > command.at {
        errors.push(ContentError::new(
            "/received_at",
            ContentCode::TooLate,
            "received_at lies in the future",
        ));
    }
    let hexadecimal = command.evidence_sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    if command.evidence_sha256.len() != 64 || !hexadecimal {
        let detail = "the SHA-256 of what was received, as 64 hexadecimal digits";
        errors.push(ContentError::new(
            "/evidence_sha256",
            ContentCode::InvalidDigest,
            detail,
        ));
    }
    errors
}
