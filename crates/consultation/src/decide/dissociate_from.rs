//! `DissociateFrom`.

use super::World;
use crate::command::DissociateFrom;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &DissociateFrom) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
