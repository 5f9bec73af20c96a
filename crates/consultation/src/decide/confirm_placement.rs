//! `ConfirmPlacement`.

use super::World;
use crate::command::ConfirmPlacement;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &ConfirmPlacement) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
