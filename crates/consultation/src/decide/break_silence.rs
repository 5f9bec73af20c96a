//! `BreakSilence` (R23): any member, on paragraphs, each with a rationale or an amendment.
//!
//! The instant of the request decides: a break in time is taken up also if it is recorded after the silence's instant,
//! as long as the adoption is not. Other members may add theirs to a broken silence until its instant.

use super::{World, not_adopted, not_withdrawn};
use crate::command::{BreakSilence, BrokenParagraphDraft};
use crate::event::SilenceBroken;
use crate::silence::{BrokenParagraph, Silence, SilenceEnd};
use crate::{ContentCode, ContentError, Event, ParagraphId, Proposal, Rejection, Revision, limits, permit};

pub(super) fn decide(world: &World, command: &BreakSilence) -> Result<Vec<Event>, Rejection> {
    let proposal = world.proposal()?;
    permit::table(world.register_at(command.at), command.by)?;
    let paragraphs = check(proposal, &command.paragraphs)?;
    world.expect_proposal(&command.expected)?;
    let silence = breakable(proposal, command)?;
    Ok(vec![Event::SilenceBroken(SilenceBroken {
        proposal_id: proposal.id,
        silence: silence.number,
        at: command.at,
        by: command.by,
        paragraphs,
        disclosed: command.disclosed,
    })])
}

fn breakable<'a>(proposal: &'a Proposal, command: &BreakSilence) -> Result<&'a Silence, Rejection> {
    not_withdrawn(proposal)?;
    let silence = proposal.procedure.silences.last().ok_or(Rejection::NotUnderSilence)?;
    if matches!(silence.end, Some(SilenceEnd::TakenBack { .. })) {
        return Err(Rejection::NotUnderSilence);
    }
    if command.at >= silence.until {
        return Err(Rejection::SilenceOver { until: silence.until });
    }
    not_adopted(proposal)?;
    Ok(silence)
}

fn check(proposal: &Proposal, drafts: &[BrokenParagraphDraft]) -> Result<Vec<BrokenParagraph>, Rejection> {
    let revision = match proposal.procedure.silences.last() {
        Some(silence) => proposal.find_revision(silence.revision),
        None => proposal.latest_revision(),
    };
    let Some(revision) = revision else {
        return Err(Rejection::NotUnderSilence);
    };
    let mut errors = Vec::new();
    if drafts.is_empty() {
        let detail = "name the paragraphs on which silence is broken";
        errors.push(ContentError::new("/paragraphs", ContentCode::Empty, detail));
    }
    let mut broken: Vec<BrokenParagraph> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let pointer = format!("/paragraphs/{index}");
        let paragraph = paragraph(revision, draft, &broken, &pointer, &mut errors);
        let rationale = words(draft.rationale.as_deref(), &format!("{pointer}/rationale"), &mut errors);
        let amendment = words(draft.amendment.as_deref(), &format!("{pointer}/amendment"), &mut errors);
        if rationale.is_none() && amendment.is_none() {
            let detail = "give a rationale or the amendment that you would accept";
            errors.push(ContentError::new(
                format!("{pointer}/rationale"),
                ContentCode::Empty,
                detail,
            ));
        }
        broken.extend(paragraph.map(|paragraph| BrokenParagraph {
            paragraph,
            rationale,
            amendment,
        }));
    }
    if errors.is_empty() {
        Ok(broken)
    } else {
        Err(Rejection::Content(errors))
    }
}

fn paragraph(
    revision: &Revision,
    draft: &BrokenParagraphDraft,
    before: &[BrokenParagraph],
    pointer: &str,
    errors: &mut Vec<ContentError>,
) -> Option<ParagraphId> {
    let pointer = format!("{pointer}/paragraph");
    let Some(found) = revision.find_paragraph(&draft.paragraph) else {
        let detail = revision.lacks(&draft.paragraph);
        errors.push(ContentError::new(pointer, ContentCode::UnknownParagraph, detail));
        return None;
    };
    if before.iter().any(|one| one.paragraph == found.id) {
        let detail = "this paragraph is named twice";
        errors.push(ContentError::new(pointer, ContentCode::Duplicate, detail));
    }
    Some(found.id)
}

/// What was written, if anything.
fn words(text: Option<&str>, pointer: &str, errors: &mut Vec<ContentError>) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    if text.len() > limits::PARAGRAPH_BYTES {
        let detail = format!("at most {} bytes", limits::PARAGRAPH_BYTES);
        errors.push(ContentError::new(pointer, ContentCode::TooLong, detail));
    }
    Some(text.to_owned())
}
