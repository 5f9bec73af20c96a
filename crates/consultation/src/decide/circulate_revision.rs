//! `CirculateRevision` (R3, R4).

use super::{World, revision, takes_changes};
use crate::command::CirculateRevision;
use crate::event::RevisionCirculated;
use crate::{Event, Rejection};

pub(super) fn decide(world: &World, command: &CirculateRevision) -> Result<Vec<Event>, Rejection> {
    let proposal = world.steered_by(command.by, command.at)?;
    let revision = revision::build(proposal.latest_revision(), &command.revision, "").map_err(Rejection::Content)?;
    world.expect_proposal(&command.expected)?;
    takes_changes(proposal)?;
    Ok(vec![Event::RevisionCirculated(RevisionCirculated {
        proposal_id: proposal.id,
        at: command.at,
        by: command.by,
        revision,
    })])
}
