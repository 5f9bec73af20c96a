//! `OpenSilence`.

use super::World;
use crate::command::OpenSilence;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &OpenSilence) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
