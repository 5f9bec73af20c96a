//! `CloseDueConsultation` (R6): the clock's own act. Correct after downtime: `closed_at` is always `closes_at`.

use super::World;
use crate::command::CloseDueConsultation;
use crate::event::ConsultationClosed;
use crate::{Event, Rejection};

pub(super) fn decide(world: &World, command: &CloseDueConsultation) -> Result<Vec<Event>, Rejection> {
    let proposal = world.proposal()?;
    let consultation = proposal.current_consultation().ok_or(Rejection::NoConsultation)?;
    if consultation.closing_recorded {
        return Ok(Vec::new());
    }
    if consultation.is_open_at(command.at) {
        return Err(Rejection::NotYetDue {
            closes_at: consultation.closes_at,
        });
    }
    Ok(vec![Event::ConsultationClosed(ConsultationClosed {
        proposal_id: proposal.id,
        consultation: consultation.number,
        closed_at: consultation.closes_at,
    })])
}
