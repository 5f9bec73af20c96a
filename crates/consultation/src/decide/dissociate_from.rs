//! `DissociateFrom` (R12, R13): a state leaves what it joined, or steps out of what was said on behalf of its group or
//! jointly with it.

use super::alignment::Other;
use super::{World, head_of};
use crate::alignment::AlignmentAct;
use crate::command::DissociateFrom;
use crate::event::SubmissionDissociated;
use crate::{Event, Rejection};

pub(super) fn decide(world: &World, command: &DissociateFrom) -> Result<Vec<Event>, Rejection> {
    let other = Other::of(world, command.by, command.at)?;
    let mut errors = Vec::new();
    let comments = other.comments(command.comments.as_deref(), &mut errors);
    let paragraphs = other.paragraphs("paragraphs", &command.paragraphs, &mut errors);
    if !errors.is_empty() {
        return Err(Rejection::Content(errors));
    }
    other.stands()?;
    let event = Event::SubmissionDissociated(SubmissionDissociated {
        head: head_of(other.submission),
        by: command.by,
        at: command.at,
        late: !other.consultation.is_open_at(command.at),
        comments,
        paragraphs,
    });
    let Some(act) = AlignmentAct::of(&event) else {
        return Ok(Vec::new());
    };
    if other.is_said(&act) {
        return Ok(Vec::new());
    }
    if !other.may_leave(&act) {
        return Err(Rejection::NothingToLeave);
    }
    Ok(vec![event])
}
