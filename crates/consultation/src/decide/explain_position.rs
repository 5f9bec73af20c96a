//! `ExplainPosition`.

use super::World;
use crate::command::ExplainPosition;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &ExplainPosition) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
