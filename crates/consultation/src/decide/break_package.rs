//! `BreakPackage`.

use super::World;
use crate::command::BreakPackage;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &BreakPackage) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
