//! `ExtendSilence`.

use super::World;
use crate::command::ExtendSilence;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &ExtendSilence) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
