//! `RecordMemberView`.

use super::World;
use crate::command::RecordMemberView;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &RecordMemberView) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
