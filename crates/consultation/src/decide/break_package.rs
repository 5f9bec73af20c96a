//! `BreakPackage` (R19): any member, on some comments of the package, before its instant. The others stay under silence.

use jiff::Timestamp;

use super::selection::{Seen, refuse};
use super::{World, check_text, not_withdrawn};
use crate::command::BreakPackage;
use crate::event::PackageBroken;
use crate::review::{Package, Review};
use crate::{CommentId, Event, Rejection, StateCode, limits};

pub(super) fn decide(world: &World, command: &BreakPackage) -> Result<Vec<Event>, Rejection> {
    let seen = Seen::by(world, command.by, command.at)?;
    let mut errors = Vec::new();
    seen.check(&command.comments, &mut errors);
    let missing = "say to the other members why you differ";
    check_text(&mut errors, "/note", &command.note, limits::COMMENT_BYTES, missing);
    refuse(errors)?;
    not_withdrawn(seen.proposal)?;
    let note = command.note.trim().to_owned();
    running_package(seen.review, command.at)?;
    seen.none_withdrawn(&command.comments)?;
    let event = broken(&seen, command.by, command.at, command.comments.clone(), note)?;
    Ok(vec![event])
}

/// The package whose silence is kept at the instant.
pub(super) fn running_package(review: &Review, at: Timestamp) -> Result<&Package, Rejection> {
    let package = review.open_package().ok_or(Rejection::NoPackage)?;
    if at < package.until {
        Ok(package)
    } else {
        Err(Rejection::SilenceOver { until: package.until })
    }
}

/// The member differs on these comments of the package.
pub(super) fn broken(
    seen: &Seen<'_>,
    by: StateCode,
    at: Timestamp,
    comments: Vec<CommentId>,
    note: String,
) -> Result<Event, Rejection> {
    let package = running_package(seen.review, at)?;
    let is_in_it = |id: &CommentId| seen.review.of(*id).and_then(|review| review.package) == Some(package.number);
    let outside: Vec<CommentId> = comments.iter().copied().filter(|id| !is_in_it(id)).collect();
    if !outside.is_empty() {
        return Err(Rejection::NotInPackage(outside));
    }
    Ok(Event::PackageBroken(PackageBroken {
        proposal_id: seen.proposal.id,
        package: package.number,
        at,
        by,
        comments,
        note,
    }))
}
