//! `RecordMemberView` (R18): a member's own view, on one comment or a selection. To differ on what is under silence is to
//! break that silence (R19).

use super::break_package::broken;
use super::selection::{Seen, optional_text, refuse};
use super::{World, not_withdrawn};
use crate::command::RecordMemberView;
use crate::event::MemberViewRecorded;
use crate::review::MemberView;
use crate::{CommentId, ContentCode, ContentError, Event, Rejection, limits};

pub(super) fn decide(world: &World, command: &RecordMemberView) -> Result<Vec<Event>, Rejection> {
    let seen = Seen::by(world, command.by, command.at)?;
    let mut errors = Vec::new();
    seen.check(&command.comments, &mut errors);
    let note = optional_text(&mut errors, "/note", command.note.as_ref(), limits::COMMENT_BYTES);
    let differs = command.view == MemberView::Differs;
    if differs && command.note.is_none() {
        let detail = "say to the other members why you differ";
        errors.push(ContentError::new("/note", ContentCode::Empty, detail));
    }
    refuse(errors)?;
    seen.expect(&command.comments, &command.expected)?;
    not_withdrawn(seen.proposal)?;
    seen.none_withdrawn(&command.comments)?;
    let is_proposed = |id: &CommentId| seen.review.of(*id).is_some_and(|review| review.proposed.is_some());
    let not_proposed: Vec<CommentId> = command.comments.iter().copied().filter(|id| !is_proposed(id)).collect();
    if !not_proposed.is_empty() {
        return Err(Rejection::NothingProposed(not_proposed));
    }
    let is_silent = |id: &CommentId| seen.review.of(*id).is_some_and(|review| review.package.is_some());
    let (silent, others): (Vec<CommentId>, Vec<CommentId>) = command
        .comments
        .iter()
        .copied()
        .partition(|id| differs && is_silent(id));
    let is_new = |id: &CommentId| {
        let known = seen.review.of(*id).and_then(|review| review.views.get(&command.by));
        known.is_none_or(|known| known.view != command.view || known.note != note || known.by_silence)
    };
    let others: Vec<CommentId> = others.into_iter().filter(is_new).collect();
    let mut events = Vec::new();
    if !silent.is_empty() {
        let note = note.clone().unwrap_or_default();
        events.push(broken(&seen, command.by, command.at, silent, note)?);
    }
    if !others.is_empty() {
        events.push(Event::MemberViewRecorded(MemberViewRecorded {
            proposal_id: command.proposal,
            at: command.at,
            by: command.by,
            comments: others,
            view: command.view,
            note,
        }));
    }
    Ok(events)
}
