//! Areas and groups of states: M49 areas, neighbourhoods of members, regional groups. Kinds overlap and are never
//! summed.

use std::collections::BTreeSet;

use consultation::register::{Names, RegisterAt};
use consultation::visibility::Speaker;
use consultation::{RegisterCode, StateCode, geography};
use jiff::Timestamp;

/// The smallest region code that every state of M49 has.
const WORLD: &str = "001";

/// A set of states that has a code and a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// `region`, `subregion`, `intermediate`, `neighbourhood` or `group`; `sids`, `ldc` or `lldc`.
    pub kind: &'static str,
    /// M49 code, member's alpha-3 or register code.
    pub code: String,
    /// English name.
    pub name: String,
    /// The states asked about that belong to it.
    pub states: BTreeSet<StateCode>,
}

/// Every area of every kind that has at least one of `states`, by kind and code.
#[must_use]
pub fn areas_over(register: RegisterAt<'_>, states: &BTreeSet<StateCode>) -> Vec<Area> {
    let mut areas = Vec::new();
    for (kind, code_of) in M49_KINDS {
        let codes: BTreeSet<&str> = states
            .iter()
            .map(|state| code_of(*state))
            .filter(|code| !code.is_empty())
            .collect();
        areas.extend(codes.into_iter().map(|code| Area {
            kind,
            code: code.to_owned(),
            name: geography::area_name(code).unwrap_or(code).to_owned(),
            states: states.iter().copied().filter(|state| code_of(*state) == code).collect(),
        }));
    }
    areas.extend(neighbourhoods(register, states));
    areas.extend(groups(register, states));
    areas.retain(|area| !area.states.is_empty());
    areas
}

/// The development classes that the United Nations keep, each with those of `states` that are in it at an instant.
#[must_use]
pub fn development_classes(states: &BTreeSet<StateCode>, instant: Timestamp) -> Vec<Area> {
    type Belongs = fn(geography::DevelopmentClass) -> bool;
    let classes: [(&'static str, &str, Belongs); 3] = [
        ("sids", "Small island developing States", |class| class.sids),
        ("ldc", "Least developed countries", |class| class.ldc),
        ("lldc", "Landlocked developing countries", |class| class.lldc),
    ];
    let area = |(kind, name, belongs): (&'static str, &str, Belongs)| Area {
        kind,
        code: kind.to_owned(),
        name: name.to_owned(),
        states: states
            .iter()
            .copied()
            .filter(|state| belongs(geography::development_class_of(*state, instant)))
            .collect(),
    };
    classes.into_iter().map(area).collect()
}

type CodeOf = fn(StateCode) -> &'static str;

const M49_KINDS: [(&str, CodeOf); 3] = [
    ("region", |state| geography::areas_of(state).region),
    ("subregion", |state| geography::areas_of(state).subregion),
    ("intermediate", |state| geography::areas_of(state).intermediate),
];

fn neighbourhoods(register: RegisterAt<'_>, states: &BTreeSet<StateCode>) -> Vec<Area> {
    let mut members: Vec<StateCode> = register.members().map(|member| member.state).collect();
    members.sort_unstable();
    let area = |member: StateCode| Area {
        kind: "neighbourhood",
        code: member.as_str().to_owned(),
        name: name_of_state(register, member),
        states: near(register, member).intersection(states).copied().collect(),
    };
    members.into_iter().map(area).collect()
}

fn groups(register: RegisterAt<'_>, states: &BTreeSet<StateCode>) -> Vec<Area> {
    let mut groups = register.groups();
    groups.sort_by_key(|group| group.code.as_str());
    let area = |group: consultation::register::GroupAt<'_>| Area {
        kind: "group",
        code: group.code.as_str().to_owned(),
        name: english(group.names).unwrap_or(group.code.as_str()).to_owned(),
        states: group.members.intersection(states).copied().collect(),
    };
    groups.into_iter().map(area).collect()
}

fn near(register: RegisterAt<'_>, member: StateCode) -> BTreeSet<StateCode> {
    let partners = register
        .partners()
        .filter(|partner| partner.neighbourhoods.contains(&member));
    partners.map(|partner| partner.state.state).collect()
}

/// What a state is called in English; its code if the register does not know it.
#[must_use]
pub fn name_of_state(register: RegisterAt<'_>, state: StateCode) -> String {
    register.english_name_of(state).unwrap_or(state.as_str()).to_owned()
}

/// Who is shown as the author of a comment: the state's name, or the words of a label.
#[must_use]
pub fn name_of_speaker(register: RegisterAt<'_>, speaker: Speaker) -> String {
    match speaker {
        Speaker::State(state) => name_of_state(register, state),
        Speaker::Label(label) => label.words(),
    }
}

fn english(names: &Names) -> Option<&str> {
    names
        .iter()
        .find(|(language, _)| language.as_str() == "en")
        .map(|(_, name)| name.as_str())
}

/// The states of an M49 region, sub-region or intermediate region, and the codes of all labels that lie in it;
/// `None` if there is no such area.
#[must_use]
pub fn states_in(code: &str) -> Option<(BTreeSet<StateCode>, BTreeSet<String>)> {
    geography::area_name(code)?;
    let mut states = BTreeSet::new();
    let mut codes = BTreeSet::from([code.to_owned()]);
    for state in geography::all_states() {
        let areas = geography::areas_of(state);
        let within = [areas.region, areas.subregion, areas.intermediate].contains(&code);
        if within || (code == WORLD && !areas.region.is_empty()) {
            states.insert(state);
        }
        // An intermediate region lies in a sub-region: its code comprises no label.
        if areas.region == code || code == WORLD {
            codes.extend([areas.region, areas.subregion].map(str::to_owned));
        }
    }
    codes.remove("");
    Some((states, codes))
}

/// The partners in the neighbourhood of a member; `None` if the state is no member.
#[must_use]
pub fn states_near(register: RegisterAt<'_>, member: StateCode) -> Option<BTreeSet<StateCode>> {
    register.is_member(member).then(|| near(register, member))
}

/// The states of a regional group; `None` if the register has no such group.
#[must_use]
pub fn states_of_group(register: RegisterAt<'_>, group: &RegisterCode) -> Option<BTreeSet<StateCode>> {
    register.has_group(group).then(|| register.group_members(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(states: &[&str]) -> BTreeSet<StateCode> {
        states.iter().map(|code| code.parse().unwrap()).collect()
    }

    #[test]
    fn a_region_comprises_the_labels_of_its_subregions() {
        let (states, labels) = states_in("009").unwrap();
        assert!(states.is_superset(&codes(&["FJI", "WSM", "PLW"])));
        assert_eq!(labels, ["009", "053", "054", "057", "061"].map(str::to_owned).into());
        let (melanesia, labels) = states_in("054").unwrap();
        assert!(melanesia.contains(&"FJI".parse().unwrap()) && !melanesia.contains(&"WSM".parse().unwrap()));
        assert_eq!(labels, ["054".to_owned()].into());
    }

    #[test]
    fn an_intermediate_region_comprises_no_label() {
        let (states, labels) = states_in("013").unwrap();
        assert!(states.contains(&"GTM".parse().unwrap()));
        assert_eq!(
            labels,
            ["013".to_owned()].into(),
            "labels are sub-regions and regions only"
        );
        assert_eq!(states_in("999"), None);
    }
}
