//! `AdoptDueProposal`.

use super::World;
use crate::command::AdoptDueProposal;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &AdoptDueProposal) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
