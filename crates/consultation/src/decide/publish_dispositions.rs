//! `PublishDispositions` (R20): lead member or chair publish together what the members share; from the cut-off on, who has
//! not said yet goes along, and what still differs is published as no common view, naming nobody (R19).

use super::selection::{Seen, refuse};
use super::{World, not_withdrawn};
use crate::command::PublishDispositions;
use crate::event::DispositionsPublished;
use crate::review::{Publishing, publishing};
use crate::{CommentId, Event, Rejection};

pub(super) fn decide(world: &World, command: &PublishDispositions) -> Result<Vec<Event>, Rejection> {
    world.steered_by(command.by, command.at)?;
    let seen = Seen::by(world, command.by, command.at)?;
    let mut errors = Vec::new();
    if let Some(comments) = &command.comments {
        seen.check(comments, &mut errors);
    }
    refuse(errors)?;
    not_withdrawn(seen.proposal)?;
    let selection: Vec<CommentId> = match &command.comments {
        Some(comments) => {
            seen.none_withdrawn(comments)?;
            comments.clone()
        }
        None => seen.all().collect(),
    };
    let cut_off = seen.review.cut_off_at.is_some_and(|at| at <= command.at);
    let (mut comments, mut no_common_view, mut obstacles) = (Vec::new(), Vec::new(), Vec::new());
    for id in selection {
        match publishing(seen.review.of(id), &seen.convergence(id), cut_off) {
            Publishing::AsProposed => comments.push(id),
            Publishing::NoCommonView => no_common_view.push(id),
            Publishing::Not(obstacle) => obstacles.push((id, obstacle)),
        }
    }
    if command.comments.is_some() && !obstacles.is_empty() {
        return Err(Rejection::NotPublishable(obstacles));
    }
    if comments.is_empty() && no_common_view.is_empty() {
        return Err(Rejection::NothingToPublish);
    }
    Ok(vec![Event::DispositionsPublished(DispositionsPublished {
        proposal_id: command.proposal,
        at: command.at,
        by: command.by,
        comments,
        no_common_view,
    })])
}
