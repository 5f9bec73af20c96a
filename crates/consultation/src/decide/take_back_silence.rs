//! `TakeBackSilence` (R23): while it is kept, with a reason.

use super::{World, check_text, running_silence};
use crate::command::TakeBackSilence;
use crate::event::SilenceTakenBack;
use crate::{Event, Rejection, limits};

pub(super) fn decide(world: &World, command: &TakeBackSilence) -> Result<Vec<Event>, Rejection> {
    let proposal = world.steered_by(command.by, command.at)?;
    let mut errors = Vec::new();
    check_text(
        &mut errors,
        "/reason",
        &command.reason,
        limits::LINE_BYTES,
        "say why silence is taken back",
    );
    if !errors.is_empty() {
        return Err(Rejection::Content(errors));
    }
    world.expect_proposal(&command.expected)?;
    let silence = running_silence(proposal, command.at)?;
    Ok(vec![Event::SilenceTakenBack(SilenceTakenBack {
        proposal_id: proposal.id,
        silence: silence.number,
        at: command.at,
        by: command.by,
        reason: command.reason.trim().to_owned(),
    })])
}
