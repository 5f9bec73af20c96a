//! `ExtendPackage` (R19): lead member or chair, before its instant, later only, and at most 72 hours from now.

use super::break_package::running_package;
use super::open_package::latest;
use super::selection::refuse;
use super::{World, not_withdrawn};
use crate::command::ExtendPackage;
use crate::event::PackageExtended;
use crate::{ContentCode, ContentError, Event, Rejection};

pub(super) fn decide(world: &World, command: &ExtendPackage) -> Result<Vec<Event>, Rejection> {
    let proposal = world.steered_by(command.by, command.at)?;
    let review = &world.dossier()?.review;
    let mut errors = Vec::new();
    if let Ok(package) = running_package(review, command.at) {
        if command.until <= package.until {
            let detail = format!("it is kept until {}; an extension moves that later", package.until);
            errors.push(ContentError::new("/until", ContentCode::TooEarly, detail));
        } else if command.until > latest(command.at) {
            let detail = format!("silence is kept at most until {}", latest(command.at));
            errors.push(ContentError::new("/until", ContentCode::TooLate, detail));
        }
    }
    refuse(errors)?;
    not_withdrawn(proposal)?;
    let package = running_package(review, command.at)?;
    Ok(vec![Event::PackageExtended(PackageExtended {
        proposal_id: command.proposal,
        package: package.number,
        at: command.at,
        by: command.by,
        until: command.until,
    })])
}
