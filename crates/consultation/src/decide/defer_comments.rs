//! `DeferComments` (R23): lead member or chair leave comments open, with a reason that the record prints.

use super::selection::{Seen, refuse};
use super::{World, check_text, takes_changes};
use crate::command::DeferComments;
use crate::event::CommentsDeferred;
use crate::{CommentId, Event, Rejection, limits};

pub(super) fn decide(world: &World, command: &DeferComments) -> Result<Vec<Event>, Rejection> {
    world.steered_by(command.by, command.at)?;
    let seen = Seen::by(world, command.by, command.at)?;
    let mut errors = Vec::new();
    seen.check(&command.comments, &mut errors);
    let missing = "say why they are left open";
    check_text(&mut errors, "/reason", &command.reason, limits::LINE_BYTES, missing);
    refuse(errors)?;
    takes_changes(seen.proposal)?;
    seen.none_withdrawn(&command.comments)?;
    let reason = command.reason.trim();
    let said = |id: &CommentId| seen.review.of(*id).and_then(|review| review.deferred.as_deref());
    let comments: Vec<CommentId> = command
        .comments
        .iter()
        .copied()
        .filter(|id| said(id) != Some(reason))
        .collect();
    if comments.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Event::CommentsDeferred(CommentsDeferred {
        proposal_id: command.proposal,
        at: command.at,
        by: command.by,
        comments,
        reason: reason.to_owned(),
    })])
}
