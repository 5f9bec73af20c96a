//! `ApplyRegister` (R1): the difference between the register and the file's truth becomes one event.

use super::{World, expect};
use crate::command::ApplyRegister;
use crate::event::RegisterApplied;
use crate::register::difference;
use crate::{Event, Rejection};

pub(super) fn decide(world: &World, command: &ApplyRegister) -> Result<Vec<Event>, Rejection> {
    expect(world.register_version, &command.expected)?;
    let changes = difference(&world.register, &command.facts, command.at);
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Event::RegisterApplied(RegisterApplied {
        at: command.at,
        changes,
    })])
}
