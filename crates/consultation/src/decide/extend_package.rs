//! `ExtendPackage`.

use super::World;
use crate::command::ExtendPackage;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &ExtendPackage) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
