//! `ExtendConsultation` (R6): later only, and only while it is open. Sealed input is seen by nobody before the close,
//! so an extension can never follow a look at it.

use super::{World, open_consultation_of, takes_changes};
use crate::command::ExtendConsultation;
use crate::event::ConsultationExtended;
use crate::{ContentCode, ContentError, Event, Rejection};

pub(super) fn decide(world: &World, command: &ExtendConsultation) -> Result<Vec<Event>, Rejection> {
    let proposal = world.steered_by(command.by, command.at)?;
    if let Some(present) = proposal
        .current_consultation()
        .map(|consultation| consultation.closes_at)
        && command.closes_at <= present
    {
        let detail = format!("it closes at {present}; an extension moves that later");
        return Err(Rejection::Content(vec![ContentError::new(
            "/closes_at",
            ContentCode::TooEarly,
            detail,
        )]));
    }
    world.expect_proposal(&command.expected)?;
    takes_changes(proposal)?;
    let consultation = open_consultation_of(proposal, command.at)?;
    Ok(vec![Event::ConsultationExtended(ConsultationExtended {
        proposal_id: proposal.id,
        consultation: consultation.number,
        at: command.at,
        by: command.by,
        closes_at: command.closes_at,
    })])
}
