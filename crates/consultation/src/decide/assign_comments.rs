//! `AssignComments`: any member says which mission prepares their dispositions, or takes that back.

use super::selection::{Seen, refuse};
use super::{World, not_withdrawn};
use crate::command::AssignComments;
use crate::event::CommentsAssigned;
use crate::{CommentId, ContentCode, ContentError, Event, Rejection};

pub(super) fn decide(world: &World, command: &AssignComments) -> Result<Vec<Event>, Rejection> {
    let seen = Seen::by(world, command.by, command.at)?;
    let mut errors = Vec::new();
    seen.check(&command.comments, &mut errors);
    if let Some(to) = command.to
        && !seen.members.contains(&to)
    {
        let detail = format!("{to} is not a member");
        errors.push(ContentError::new("/to", ContentCode::UnknownCode, detail));
    }
    refuse(errors)?;
    not_withdrawn(seen.proposal)?;
    seen.none_withdrawn(&command.comments)?;
    let assigned = |id: &CommentId| seen.review.of(*id).and_then(|review| review.assigned_to);
    let comments: Vec<CommentId> = command
        .comments
        .iter()
        .copied()
        .filter(|id| assigned(id) != command.to)
        .collect();
    if comments.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Event::CommentsAssigned(CommentsAssigned {
        proposal_id: command.proposal,
        at: command.at,
        by: command.by,
        comments,
        to: command.to,
    })])
}
