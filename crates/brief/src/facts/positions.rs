//! Who stands where on the text as a whole, each state once (R13).

use std::collections::{BTreeMap, BTreeSet};

use consultation::alignment::stances::{SaidPosition, Stand};
use consultation::submission::Position;
use consultation::{RegisterCode, StateCode};

use super::Reading;
use super::reserved::{by_reserved_alone, keeps};

/// Who stands where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Positions {
    /// The positions that some state holds, in the order of their names.
    pub groups: Vec<PositionGroup>,
    /// States for which several positions are stated, so that they are counted for none.
    pub contradictory: BTreeSet<StateCode>,
    /// Invited states that hold none here: silent, without stating one, or not for attribution.
    pub without: usize,
}

/// States that hold a position, as far as the member may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionGroup {
    /// The position.
    pub position: Position,
    /// The states, by code.
    pub states: BTreeSet<StateCode>,
    /// The groups on whose behalf it was stated; their states are among those above.
    pub on_behalf_of: BTreeSet<RegisterCode>,
    /// Those of the states of which only members may know it.
    pub reserved: BTreeSet<StateCode>,
    /// The same of the groups.
    pub reserved_groups: BTreeSet<RegisterCode>,
}

pub(super) fn positions(reading: &Reading<'_, '_>) -> Positions {
    let mut stands: BTreeMap<Position, Vec<&Stand<SaidPosition>>> = BTreeMap::new();
    let mut found = Positions::default();
    for stand in &reading.stances.whole.stands {
        let stated: BTreeSet<Position> = stand.voice.said.iter().filter_map(|said| said.position).collect();
        match (stated.first(), stated.len()) {
            (Some(position), 1) => stands.entry(*position).or_default().push(stand),
            (Some(_), _) => drop(found.contradictory.insert(stand.state)),
            (None, _) => {}
        }
    }
    let mut without = reading.took_part.invited.clone();
    without.retain(|state| !found.contradictory.contains(state));
    for (position, stands) in stands {
        let group = group(reading, position, &stands);
        without.retain(|state| !group.states.contains(state));
        found.groups.push(group);
    }
    found.without = without.len();
    found
}

fn group(reading: &Reading<'_, '_>, position: Position, stands: &[&Stand<SaidPosition>]) -> PositionGroup {
    let said = || {
        let stands = stands.iter();
        stands.flat_map(|stand| stand.voice.said.iter().map(|said| (stand.state, said)))
    };
    PositionGroup {
        position,
        states: stands.iter().map(|stand| stand.state).collect(),
        on_behalf_of: said().filter_map(|(_, said)| said.on_behalf_of.clone()).collect(),
        reserved: by_reserved_alone(said().map(|(state, said)| (state, is_reserved(reading, said)))),
        reserved_groups: by_reserved_alone(said().filter_map(|(_, said)| {
            let group = said.on_behalf_of.clone()?;
            Some((group, is_reserved(reading, said)))
        })),
    }
}

fn is_reserved(reading: &Reading<'_, '_>, said: &SaidPosition) -> bool {
    let submission = reading.dossier.submissions.get(&said.submission);
    let version = submission.and_then(|submission| submission.current());
    version.is_none_or(|version| keeps(version.content.audience, version.content.attribution))
}
