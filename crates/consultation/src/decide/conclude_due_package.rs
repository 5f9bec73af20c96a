//! `ConcludeDuePackage`.

use super::World;
use crate::command::ConcludeDuePackage;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &ConcludeDuePackage) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
