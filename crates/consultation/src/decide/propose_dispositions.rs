//! `ProposeDispositions`.

use super::World;
use crate::command::ProposeDispositions;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &ProposeDispositions) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
