//! `AssociateWithText`.

use super::World;
use crate::command::AssociateWithText;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &AssociateWithText) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
