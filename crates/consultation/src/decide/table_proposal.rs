//! `TableProposal` (R3, R4): a member puts a text forward and becomes its lead member.

use super::{World, revision};
use crate::command::TableProposal;
use crate::event::ProposalTabled;
use crate::{Audience, ContentCode, ContentError, Event, Rejection, limits, permit};

pub(super) fn decide(world: &World, command: &TableProposal) -> Result<Vec<Event>, Rejection> {
    let register = world.register_at(command.at);
    permit::table(register, command.by)?;
    let mut errors = Vec::new();
    let mut report = |pointer: &str, code, detail: String| errors.push(ContentError::new(pointer, code, detail));
    if command.title.values().all(|title| title.trim().is_empty()) {
        report(
            "/title",
            ContentCode::Empty,
            "give a title in at least one language".into(),
        );
    }
    if let Some((language, _)) = command.title.iter().find(|(_, title)| title.len() > limits::LINE_BYTES) {
        report(
            &format!("/title/{language}"),
            ContentCode::TooLong,
            format!("at most {} bytes", limits::LINE_BYTES),
        );
    }
    if !register.focus_areas().any(|area| *area.code == command.focus_area) {
        report(
            "/focus_area",
            ContentCode::UnknownCode,
            format!("the register has no focus area {}", command.focus_area),
        );
    }
    if let Some(wanted) = &command.key_event
        && !register.key_events().any(|event| event.named.code == wanted)
    {
        report(
            "/key_event",
            ContentCode::UnknownCode,
            format!("the register has no key event {wanted}"),
        );
    }
    if command.audience == Audience::MembersOnly {
        report(
            "/audience",
            ContentCode::Invalid,
            "a proposal's audience is public or participants".into(),
        );
    }
    let built = revision::build(None, &command.revision, "/revision");
    match built {
        Ok(revision) if errors.is_empty() => Ok(vec![Event::ProposalTabled(ProposalTabled {
            proposal_id: command.proposal,
            at: command.at,
            lead_member: command.by,
            title: command.title.clone(),
            focus_area: command.focus_area.clone(),
            key_event: command.key_event.clone(),
            audience: command.audience,
            revision,
        })]),
        Ok(_) => Err(Rejection::Content(errors)),
        Err(more) => {
            errors.extend(more);
            Err(Rejection::Content(errors))
        }
    }
}
