//! `ExtendSilence` (R23): later only, and only while silence is kept.

use super::{World, running_silence};
use crate::command::ExtendSilence;
use crate::event::SilenceExtended;
use crate::{ContentCode, ContentError, Event, Rejection};

pub(super) fn decide(world: &World, command: &ExtendSilence) -> Result<Vec<Event>, Rejection> {
    let proposal = world.steered_by(command.by, command.at)?;
    if let Some(silence) = proposal.procedure.open_silence()
        && command.until <= silence.until
    {
        let detail = format!("silence is kept until {}; an extension moves that later", silence.until);
        let fault = ContentError::new("/until", ContentCode::TooEarly, detail);
        return Err(Rejection::Content(vec![fault]));
    }
    world.expect_proposal(&command.expected)?;
    let silence = running_silence(proposal, command.at)?;
    Ok(vec![Event::SilenceExtended(SilenceExtended {
        proposal_id: proposal.id,
        silence: silence.number,
        at: command.at,
        by: command.by,
        until: command.until,
    })])
}
