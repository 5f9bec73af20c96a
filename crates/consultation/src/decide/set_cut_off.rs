//! `SetCutOff`.

use super::World;
use crate::command::SetCutOff;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &SetCutOff) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
