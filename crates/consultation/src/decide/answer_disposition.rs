//! `AnswerDisposition`.

use super::World;
use crate::command::AnswerDisposition;
use crate::{Event, Rejection};

pub(super) fn decide(_world: &World, _command: &AnswerDisposition) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::ProposalNotFound)
}
