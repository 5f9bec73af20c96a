//! `PublishDispositions`.

use super::World;
use crate::command::PublishDispositions;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &PublishDispositions) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
