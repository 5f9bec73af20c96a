//! `TakeBackPackage` (R19): lead member or chair, before its instant, with a reason. Views stay as they are.

use super::break_package::running_package;
use super::selection::refuse;
use super::{World, check_text, not_withdrawn};
use crate::command::TakeBackPackage;
use crate::event::PackageTakenBack;
use crate::{Event, Rejection, limits};

pub(super) fn decide(world: &World, command: &TakeBackPackage) -> Result<Vec<Event>, Rejection> {
    let proposal = world.steered_by(command.by, command.at)?;
    let review = &world.dossier()?.review;
    let mut errors = Vec::new();
    let missing = "say why it is taken back";
    check_text(&mut errors, "/reason", &command.reason, limits::LINE_BYTES, missing);
    refuse(errors)?;
    not_withdrawn(proposal)?;
    let package = running_package(review, command.at)?;
    Ok(vec![Event::PackageTakenBack(PackageTakenBack {
        proposal_id: command.proposal,
        package: package.number,
        at: command.at,
        by: command.by,
        reason: command.reason.trim().to_owned(),
    })])
}
