//! `TakeBackPackage`.

use super::World;
use crate::command::TakeBackPackage;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &TakeBackPackage) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
