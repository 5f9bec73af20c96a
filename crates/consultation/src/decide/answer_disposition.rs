//! `AnswerDisposition` (R21): the submitting state is satisfied, or objects with a justification. It reopens nothing. The
//! answer to a request for clarification is its justification (R20).

use super::selection::{optional_text, refuse};
use super::{World, expect, not_withdrawn};
use crate::command::AnswerDisposition;
use crate::event::DispositionAnswered;
use crate::review::{Answer, DispositionKind};
use crate::{ContentCode, ContentError, Event, Rejection, limits, permit};

pub(super) fn decide(world: &World, command: &AnswerDisposition) -> Result<Vec<Event>, Rejection> {
    let dossier = world.dossier()?;
    let submission = dossier
        .submission_of(command.comment)
        .ok_or(Rejection::CommentNotFound)?;
    permit::change(submission, command.by)?;
    let review = dossier.review.of(command.comment);
    let published = review.and_then(|review| review.published.as_ref());
    let clarifies = published.is_some_and(|one| one.disposition.disposition == DispositionKind::ClarificationRequested);
    let mut errors = Vec::new();
    let mut text =
        |pointer, text: &Option<String>| optional_text(&mut errors, pointer, text.as_ref(), limits::COMMENT_BYTES);
    let justification = text("/justification", &command.justification);
    let suggestion = text("/suggestion", &command.suggestion);
    if command.justification.is_none() && (clarifies || !command.satisfied) {
        let detail = if clarifies {
            "write what is meant"
        } else {
            "say why you object"
        };
        errors.push(ContentError::new("/justification", ContentCode::Empty, detail));
    }
    refuse(errors)?;
    // The version that partners know: the members' own would tell how often they proposed (R18).
    expect(review.map_or(0, |review| review.public_version), &command.expected)?;
    not_withdrawn(world.proposal()?)?;
    if dossier.find_comment(command.comment).is_none() {
        return Err(Rejection::CommentsWithdrawn(vec![command.comment]));
    }
    let published = published.ok_or(Rejection::NothingPublished)?;
    let says_the_same = |answer: &Answer| {
        answer.satisfied == command.satisfied
            && answer.justification == justification
            && answer.suggestion == suggestion
    };
    if published.answer.as_ref().is_some_and(says_the_same) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::DispositionAnswered(DispositionAnswered {
        proposal_id: command.proposal,
        at: command.at,
        by: command.by,
        comment: command.comment,
        satisfied: command.satisfied,
        justification,
        suggestion,
    })])
}
