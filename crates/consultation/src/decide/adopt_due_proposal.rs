//! `AdoptDueProposal` (R23): the clock's own act. Correct after downtime: `adopted_at` is always the silence's instant.
//!
//! It waits for breaks in flight: a break in time that is recorded before the adoption holds it up.

use super::World;
use crate::command::AdoptDueProposal;
use crate::event::ProposalAdopted;
use crate::silence::BREAKS_IN_FLIGHT;
use crate::{Event, Rejection};

pub(super) fn decide(world: &World, command: &AdoptDueProposal) -> Result<Vec<Event>, Rejection> {
    let proposal = world.proposal()?;
    if proposal.withdrawn_at.is_some() {
        return Ok(Vec::new());
    }
    // Adopted, broken or taken back since: nothing is left to do.
    let Some(silence) = proposal.procedure.open_silence() else {
        return Ok(Vec::new());
    };
    let due_at = silence.until.checked_add(BREAKS_IN_FLIGHT).unwrap_or(silence.until);
    if command.at < due_at {
        return Err(Rejection::NotYetDue { closes_at: due_at });
    }
    Ok(vec![Event::ProposalAdopted(ProposalAdopted {
        proposal_id: proposal.id,
        silence: silence.number,
        revision: silence.revision,
        adopted_at: silence.until,
    })])
}
