//! `CloseConsultation` (R6): brings the closing forward, with 48 hours' notice and a reason.

use jiff::SignedDuration;

use super::{World, open_consultation_of, takes_changes};
use crate::command::CloseConsultation;
use crate::event::ConsultationBroughtForward;
use crate::{ContentCode, ContentError, Event, Rejection, limits};

pub(super) fn decide(world: &World, command: &CloseConsultation) -> Result<Vec<Event>, Rejection> {
    let proposal = world.steered_by(command.by, command.at)?;
    // One that has closed is a conflict with the present state, not a mistake in the field.
    let open = proposal
        .current_consultation()
        .filter(|consultation| consultation.is_open_at(command.at));
    let errors = check(command, open.map(|consultation| consultation.closes_at));
    if !errors.is_empty() {
        return Err(Rejection::Content(errors));
    }
    world.expect_proposal(&command.expected)?;
    takes_changes(proposal)?;
    let consultation = open_consultation_of(proposal, command.at)?;
    Ok(vec![Event::ConsultationBroughtForward(ConsultationBroughtForward {
        proposal_id: proposal.id,
        consultation: consultation.number,
        at: command.at,
        by: command.by,
        closes_at: command.closes_at,
        reason: command.reason.trim().to_owned(),
    })])
}

fn check(command: &CloseConsultation, present: Option<jiff::Timestamp>) -> Vec<ContentError> {
    let mut errors = Vec::new();
    let notice = SignedDuration::from_hours(limits::EARLY_CLOSING_NOTICE_HOURS);
    let earliest = command.at.checked_add(notice).unwrap_or(command.at);
    if command.closes_at < earliest {
        let detail = format!(
            "closing early needs {} hours' notice: {earliest} or later",
            limits::EARLY_CLOSING_NOTICE_HOURS
        );
        errors.push(ContentError::new("/closes_at", ContentCode::TooEarly, detail));
    } else if present.is_some_and(|present| command.closes_at >= present) {
        let detail = "this is not earlier than the present closing instant; to move it later, extend";
        errors.push(ContentError::new("/closes_at", ContentCode::TooLate, detail));
    }
    if command.reason.trim().is_empty() {
        errors.push(ContentError::new(
            "/reason",
            ContentCode::Empty,
            "say why it closes early",
        ));
    } else if command.reason.len() > limits::LINE_BYTES {
        errors.push(ContentError::new(
            "/reason",
            ContentCode::TooLong,
            format!("at most {} bytes", limits::LINE_BYTES),
        ));
    }
    errors
}
