//! `ConfirmPlacement` (R22): a member has looked where a comment stands in a later revision.

use super::{World, takes_changes};
use crate::command::ConfirmPlacement;
use crate::event::PlacementConfirmed;
use crate::text::{Quote, find_quote};
use crate::{Comment, ContentCode, ContentError, Event, ParagraphId, Rejection, Revision, limits, permit};

pub(super) fn decide(world: &World, command: &ConfirmPlacement) -> Result<Vec<Event>, Rejection> {
    let proposal = world.proposal()?;
    permit::table(world.register_at(command.at), command.by)?;
    let dossier = world.dossier()?;
    if !dossier.knows_comment(command.comment) {
        return Err(Rejection::CommentNotFound);
    }
    let latest = proposal.latest_revision().map_or(0, |revision| revision.number);
    let number = command.revision.unwrap_or(latest);
    let Some(revision) = proposal.find_revision(number) else {
        return Err(refused(
            "/revision",
            ContentCode::UnknownRevision,
            format!("the newest revision is {latest}"),
        ));
    };
    let paragraph = placed_in(revision, command)?;
    takes_changes(proposal)?;
    let Some((_, comment)) = dossier.find_comment(command.comment) else {
        return Err(Rejection::CommentsWithdrawn(vec![command.comment]));
    };
    carried(comment, number)?;
    let known = dossier.review.of(command.comment);
    let already = known.and_then(|review| review.placements.get(&number));
    if already.is_some_and(|place| place.paragraph == paragraph && place.quote == command.quote) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::PlacementConfirmed(PlacementConfirmed {
        proposal_id: proposal.id,
        at: command.at,
        by: command.by,
        comment: command.comment,
        revision: number,
        paragraph,
        quote: command.quote.clone(),
    })])
}

fn carried(comment: &Comment, number: u32) -> Result<(), Rejection> {
    if comment.revision < number {
        return Ok(());
    }
    let detail = format!(
        "the comment speaks of revision {} itself; name a later one",
        comment.revision
    );
    Err(refused("/revision", ContentCode::TooEarly, detail))
}

/// The paragraph named, if it and the words are there.
fn placed_in(revision: &Revision, command: &ConfirmPlacement) -> Result<Option<ParagraphId>, Rejection> {
    let Some(wanted) = command.paragraph.as_deref() else {
        return match &command.quote {
            None => Ok(None),
            Some(_) => Err(refused(
                "/quote",
                ContentCode::QuoteWithoutParagraph,
                "name the paragraph that is quoted".to_owned(),
            )),
        };
    };
    let Some(paragraph) = revision.find_paragraph(wanted.trim()) else {
        let detail = revision.lacks(wanted);
        return Err(refused("/paragraph", ContentCode::UnknownParagraph, detail));
    };
    match &command.quote {
        Some(Quote { exact, prefix, suffix }) if exact.len() + prefix.len() + suffix.len() > limits::COMMENT_BYTES => {
            let detail = format!("at most {} bytes", limits::COMMENT_BYTES);
            Err(refused("/quote", ContentCode::TooLong, detail))
        }
        Some(quote) if find_quote(&paragraph.text, quote).is_none() => Err(refused(
            "/quote/exact",
            ContentCode::QuoteNotFound,
            "the words do not occur in that paragraph; copy them from the text".to_owned(),
        )),
        _ => Ok(Some(paragraph.id)),
    }
}

fn refused(pointer: &str, code: ContentCode, detail: String) -> Rejection {
    Rejection::Content(vec![ContentError::new(pointer, code, detail)])
}
