//! `AssignComments`.

use super::World;
use crate::command::AssignComments;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &AssignComments) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
