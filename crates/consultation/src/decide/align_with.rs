//! `AlignWith`.

use super::World;
use crate::command::AlignWith;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &AlignWith) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
