//! `OpenPackage`.

use super::World;
use crate::command::OpenPackage;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &OpenPackage) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
