//! `AssociateWithText` (R24): an invited partner joins the adopted text, wholly or except paragraphs, until the key event
//! begins. Said again, it replaces what the partner said before.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{World, check_text, named_paragraphs, not_withdrawn};
use crate::command::AssociateWithText;
use crate::event::TextAssociated;
use crate::register::RegisterAt;
use crate::{Event, Proposal, Rejection, limits, permit};

pub(super) fn decide(world: &World, command: &AssociateWithText) -> Result<Vec<Event>, Rejection> {
    let proposal = world.proposal()?;
    let register = world.register_at(command.at);
    permit::associate(register, proposal, command.by)?;
    let adoption = proposal.procedure.adoption.as_ref();
    let revision = adoption.and_then(|adoption| proposal.find_revision(adoption.revision));
    let mut errors = Vec::new();
    if let Some(statement) = &command.statement {
        let missing = "leave the statement out, or say something";
        check_text(&mut errors, "/statement", statement, limits::REMARKS_BYTES, missing);
    }
    let except = revision
        .or(proposal.latest_revision())
        .map(|revision| named_paragraphs(revision, &command.except_paragraphs, "/except_paragraphs", &mut errors));
    if !errors.is_empty() {
        return Err(Rejection::Content(errors));
    }
    world.expect_proposal(&command.expected)?;
    not_withdrawn(proposal)?;
    if adoption.is_none() {
        return Err(Rejection::NotAdopted);
    }
    if let Some(began_at) = key_event_begins(register, proposal)
        && command.at >= began_at
    {
        return Err(Rejection::KeyEventBegan { at: began_at });
    }
    Ok(vec![Event::TextAssociated(TextAssociated {
        proposal_id: proposal.id,
        at: command.at,
        state: command.by,
        except_paragraphs: except.unwrap_or_default(),
        statement: command.statement.as_ref().map(|statement| statement.trim().to_owned()),
    })])
}

/// The first instant, in UTC, of the day of the proposal's key event, as the register has it now.
fn key_event_begins(register: RegisterAt<'_>, proposal: &Proposal) -> Option<Timestamp> {
    let code = proposal.key_event.as_ref()?;
    let event = register.key_events().find(|event| event.named.code == code)?;
    event.on.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp())
}
