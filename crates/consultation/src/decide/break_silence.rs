//! `BreakSilence`.

use super::World;
use crate::command::BreakSilence;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &BreakSilence) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
