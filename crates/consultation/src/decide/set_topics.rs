//! `SetTopics`.

use super::World;
use crate::command::SetTopics;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &SetTopics) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
