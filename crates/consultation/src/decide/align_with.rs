//! `AlignWith` (R12, R13): a state joins what another said, as a whole or comment by comment.

use super::alignment::Other;
use super::{World, head_of};
use crate::alignment::AlignmentAct;
use crate::command::AlignWith;
use crate::event::SubmissionAligned;
use crate::{Event, Rejection};

pub(super) fn decide(world: &World, command: &AlignWith) -> Result<Vec<Event>, Rejection> {
    let other = Other::of(world, command.by, command.at)?;
    let mut errors = Vec::new();
    let comments = other.comments(command.comments.as_deref(), &mut errors);
    let except_paragraphs = other.paragraphs("except_paragraphs", &command.except_paragraphs, &mut errors);
    if !errors.is_empty() {
        return Err(Rejection::Content(errors));
    }
    other.stands()?;
    let event = Event::SubmissionAligned(SubmissionAligned {
        head: head_of(other.submission),
        by: command.by,
        at: command.at,
        late: !other.consultation.is_open_at(command.at),
        comments,
        except_paragraphs,
    });
    let said = AlignmentAct::of(&event).is_some_and(|act| other.is_said(&act));
    Ok(if said { Vec::new() } else { vec![event] })
}
