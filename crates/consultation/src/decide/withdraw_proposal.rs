//! `WithdrawProposal` (R3): by its lead member only, until the text is adopted. It ends a silence.

use super::{World, not_adopted, not_withdrawn};
use crate::command::WithdrawProposal;
use crate::event::ProposalWithdrawn;
use crate::{ContentCode, ContentError, Event, Rejection, limits, permit};

pub(super) fn decide(world: &World, command: &WithdrawProposal) -> Result<Vec<Event>, Rejection> {
    let proposal = world.proposal()?;
    permit::withdraw(world.register_at(command.at), proposal, command.by)?;
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
    if command.reason.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        let detail = "say why; the withdrawal is final";
        let fault = ContentError::new("/reason", ContentCode::Empty, detail);
        return Err(Rejection::Content(vec![fault]));
    }
    world.expect_proposal(&command.expected)?;
    not_withdrawn(proposal)?;
    not_adopted(proposal)?;
    // Silence prevailed at its instant, whenever the adoption is recorded.
    if let Some(silence) = proposal.procedure.open_silence()
        && command.at >= silence.until
    {
        return Err(Rejection::SilenceOver { until: silence.until });
    }
    Ok(vec![Event::ProposalWithdrawn(ProposalWithdrawn {
        proposal_id: proposal.id,
        at: command.at,
        reason: command.reason.clone(),
    })])
}
