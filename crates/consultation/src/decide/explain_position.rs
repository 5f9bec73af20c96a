//! `ExplainPosition` (R24): a member's reservation or explanation, while a text is under silence and after adoption.

use super::{World, check_text, named_paragraphs, not_withdrawn};
use crate::command::ExplainPosition;
use crate::event::PositionExplained;
use crate::{Event, Rejection, limits, permit};

pub(super) fn decide(world: &World, command: &ExplainPosition) -> Result<Vec<Event>, Rejection> {
    let proposal = world.proposal()?;
    permit::table(world.register_at(command.at), command.by)?;
    let procedure = &proposal.procedure;
    let explained = match (&procedure.adoption, procedure.open_silence()) {
        (Some(adoption), _) => Some(adoption.revision),
        (None, silence) => silence.map(|silence| silence.revision),
    };
    let revision = explained.and_then(|number| proposal.find_revision(number));
    let mut errors = Vec::new();
    check_text(
        &mut errors,
        "/text",
        &command.text,
        limits::REMARKS_BYTES,
        "say what is reserved or explained",
    );
    let paragraphs = revision
        .or(proposal.latest_revision())
        .map(|revision| named_paragraphs(revision, &command.paragraphs, "/paragraphs", &mut errors));
    if !errors.is_empty() {
        return Err(Rejection::Content(errors));
    }
    world.expect_proposal(&command.expected)?;
    not_withdrawn(proposal)?;
    if explained.is_none() {
        return Err(Rejection::NotUnderSilence);
    }
    Ok(vec![Event::PositionExplained(PositionExplained {
        proposal_id: proposal.id,
        at: command.at,
        by: command.by,
        kind: command.kind,
        paragraphs: paragraphs.unwrap_or_default(),
        text: command.text.trim().to_owned(),
    })])
}
