//! `TakeBackSilence`.

use super::World;
use crate::command::TakeBackSilence;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &TakeBackSilence) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
