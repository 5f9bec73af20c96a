//! Who stands where on the text as a whole, each state once (R13).

use std::collections::BTreeSet;

use consultation::StateCode;
use consultation::submission::Position;

use super::Reading;

/// States that hold a position, as far as the member may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionGroup {
    /// The position.
    pub position: Position,
    /// The states, by code.
    pub states: BTreeSet<StateCode>,
}

/// The positions that some state holds, in the order of their names, and how many invited states hold none here: silent,
/// without stating one, or not for attribution.
pub(super) fn positions(reading: &Reading<'_, '_>) -> (Vec<PositionGroup>, usize) {
    let stands = &reading.stances.whole.stands;
    let holding = |position: Position| -> BTreeSet<StateCode> {
        let held = stands.iter().filter(|stand| stand.position() == Some(position));
        held.map(|stand| stand.state).collect()
    };
    let groups: Vec<PositionGroup> = Position::ALL
        .iter()
        .map(|position| PositionGroup {
            position: *position,
            states: holding(*position),
        })
        .filter(|group| !group.states.is_empty())
        .collect();
    let holds = |state: &&StateCode| groups.iter().any(|group| group.states.contains(state));
    let without = reading.took_part.invited.iter().filter(|state| !holds(state));
    let without = without.count();
    (groups, without)
}
