//! `SetCutOff` (R19): lead member or chair set the date from which what still differs has no common view.

use super::selection::refuse;
use super::{World, takes_changes};
use crate::command::SetCutOff;
use crate::event::CutOffSet;
use crate::{ContentCode, ContentError, Event, Rejection};

pub(super) fn decide(world: &World, command: &SetCutOff) -> Result<Vec<Event>, Rejection> {
    let proposal = world.steered_by(command.by, command.at)?;
    let dossier = world.dossier()?;
    let mut errors = Vec::new();
    if command.cut_off_at <= command.at {
        let detail = "the cut-off is announced before it comes";
        errors.push(ContentError::new("/cut_off_at", ContentCode::TooEarly, detail));
    }
    refuse(errors)?;
    takes_changes(proposal)?;
    if dossier.review.cut_off_at == Some(command.cut_off_at) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::CutOffSet(CutOffSet {
        proposal_id: command.proposal,
        at: command.at,
        by: command.by,
        cut_off_at: command.cut_off_at,
    })])
}
