//! `ProposeDispositions` (R17): any member, for one comment or a selection, all or none of it. A new proposal starts the
//! views afresh. One that says what is proposed already is the member's agreement to it.

use super::selection::{Seen, optional_text, refuse};
use super::{World, check_text, takes_changes};
use crate::command::ProposeDispositions;
use crate::event::{DispositionProposed, MemberViewRecorded};
use crate::review::{CommentReview, Disposition, DispositionKind, MemberView};
use crate::{CommentId, ContentCode, ContentError, Event, Rejection, limits};

pub(super) fn decide(world: &World, command: &ProposeDispositions) -> Result<Vec<Event>, Rejection> {
    let seen = Seen::by(world, command.by, command.at)?;
    let mut errors = Vec::new();
    seen.check(&command.comments, &mut errors);
    let disposition = checked(&command.disposition, &mut errors);
    check_duplicate_of(&seen, command, &mut errors);
    refuse(errors)?;
    seen.expect(&command.comments, &command.expected)?;
    takes_changes(seen.proposal)?;
    seen.none_withdrawn(&command.comments)?;
    no_chain(&seen, &command.comments, &disposition)?;
    let says_so = |id: &CommentId| {
        let proposed = seen.review.of(*id).and_then(|review| review.proposed.as_ref());
        proposed.is_some_and(|proposed| proposed.disposition == disposition)
    };
    let agrees = |id: &CommentId| {
        let view = seen.review.of(*id).and_then(|review| review.views.get(&command.by));
        view.is_some_and(|view| view.view == MemberView::Agrees)
    };
    let (same, new): (Vec<CommentId>, Vec<CommentId>) = command.comments.iter().copied().partition(says_so);
    let same: Vec<CommentId> = same.into_iter().filter(|id| !agrees(id)).collect();
    let mut events = Vec::new();
    if !new.is_empty() {
        events.push(Event::DispositionProposed(DispositionProposed {
            proposal_id: command.proposal,
            at: command.at,
            by: command.by,
            comments: new,
            disposition,
        }));
    }
    if !same.is_empty() {
        events.push(Event::MemberViewRecorded(MemberViewRecorded {
            proposal_id: command.proposal,
            at: command.at,
            by: command.by,
            comments: same,
            view: MemberView::Agrees,
            note: None,
        }));
    }
    Ok(events)
}

/// The disposition without white space around its texts, and what is wrong with it.
fn checked(asked: &Disposition, errors: &mut Vec<ContentError>) -> Disposition {
    let kind = asked.disposition;
    if kind == DispositionKind::NoCommonView {
        let detail = "no common view is published at the cut-off; nobody proposes it";
        errors.push(ContentError::new("/disposition", ContentCode::Invalid, detail));
    }
    let needs_response = !matches!(kind, DispositionKind::Accepted | DispositionKind::Noted);
    let response = match &asked.response {
        None if needs_response => {
            let detail = format!("{} needs a response that the state reads", kind.as_str());
            errors.push(ContentError::new("/response", ContentCode::Empty, detail));
            None
        }
        response => optional_text(errors, "/response", response.as_ref(), limits::COMMENT_BYTES),
    };
    if let Some(wording) = &asked.wording {
        let missing = "write the wording, or leave it out";
        check_text(errors, "/wording", wording, limits::COMMENT_BYTES, missing);
        if kind != DispositionKind::AcceptedWithModification {
            let detail = "only accepted_with_modification carries wording";
            errors.push(ContentError::new("/wording", ContentCode::Invalid, detail));
        }
    }
    Disposition {
        disposition: kind,
        duplicate_of: asked.duplicate_of,
        response,
        wording: asked.wording.as_ref().map(|wording| wording.trim().to_owned()),
    }
}

fn check_duplicate_of(seen: &Seen<'_>, command: &ProposeDispositions, errors: &mut Vec<ContentError>) {
    let repeats = command.disposition.disposition == DispositionKind::DuplicateOf;
    let fault = match command.disposition.duplicate_of {
        None if repeats => (ContentCode::Empty, "name the comment that it repeats"),
        Some(_) if !repeats => (ContentCode::Invalid, "only duplicate_of names another comment"),
        Some(other) if command.comments.contains(&other) => (ContentCode::Invalid, "a comment does not repeat itself"),
        Some(other) if !seen.sees(other) => (ContentCode::UnknownComment, "the proposal has no such comment"),
        Some(_) | None => return,
    };
    errors.push(ContentError::new("/duplicate_of", fault.0, fault.1));
}

/// What is proposed now and what is published, if it is to repeat another comment.
fn repeats(review: &CommentReview) -> impl Iterator<Item = CommentId> {
    let proposed = review.proposed.iter().map(|proposed| &proposed.disposition);
    let published = review.published.iter().map(|published| &published.disposition);
    // What is published and proposed anew in other words is on its way out.
    let published = published.filter(|_| review.proposed.is_none());
    proposed
        .chain(published)
        .filter_map(|disposition| disposition.duplicate_of)
}

/// A comment that repeats another is not itself repeated, so that no state is sent from answer to answer.
fn no_chain(seen: &Seen<'_>, comments: &[CommentId], disposition: &Disposition) -> Result<(), Rejection> {
    let Some(target) = disposition.duplicate_of else {
        return Ok(());
    };
    if seen
        .review
        .of(target)
        .is_some_and(|review| repeats(review).next().is_some())
    {
        return Err(Rejection::DuplicateChain { comment: target });
    }
    let repeated = seen.review.comments.iter().filter(|(id, _)| seen.sees(**id));
    let mut repeated = repeated.flat_map(|(_, review)| repeats(review));
    match repeated.find(|id| comments.contains(id)) {
        Some(comment) => Err(Rejection::DuplicateChain { comment }),
        None => Ok(()),
    }
}
