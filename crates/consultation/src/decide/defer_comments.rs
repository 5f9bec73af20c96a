//! `DeferComments`.

use super::World;
use crate::command::DeferComments;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &DeferComments) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
