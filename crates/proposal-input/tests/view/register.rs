//! Three members, twenty-four partners in three areas, a group.

use consultation::register::{DatedFact, Fact, Names, Register, RegisterChanges};
use consultation::{LanguageTag, RegisterCode, StateCode};
use jiff::{SignedDuration, Timestamp};

pub(crate) const MEMBERS: [&str; 3] = ["KOR", "MEX", "TUR"];
/// Twelve in Oceania (four of them in Melanesia), nine in South-eastern Asia, and JPN.
pub(crate) const INVITED: [&str; 22] = [
    "FJI", "PNG", "SLB", "VUT", "FSM", "KIR", "MHL", "NRU", "PLW", "TON", "TUV", "WSM", "BRN", "KHM", "LAO", "MMR",
    "MYS", "PHL", "SGP", "THA", "VNM", "JPN",
];
/// Partners that nobody invites.
pub(crate) const UNINVITED: [&str; 2] = ["MNG", "CAN"];

pub(crate) fn state(code: &str) -> StateCode {
    StateCode::parse(code).unwrap()
}

pub(crate) fn language(tag: &str) -> LanguageTag {
    LanguageTag::parse(tag).unwrap()
}

pub(crate) fn code(text: &str) -> RegisterCode {
    RegisterCode::parse(text).unwrap()
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// So many hours after the first of January 2027.
pub(crate) fn hour(hours: u64) -> Timestamp {
    let hours = i64::try_from(hours).unwrap();
    at("2027-01-01T00:00:00Z")
        .checked_add(SignedDuration::from_hours(hours))
        .unwrap()
}

/// KOR holds the chair; FJI, WSM, TON and PHL belong to the group `PIF`.
pub(crate) fn facts() -> Vec<DatedFact> {
    let (names, time_zone) = (Names::new, || "UTC".to_owned());
    let members = MEMBERS.iter().map(|code| Fact::Member {
        state: state(code),
        names: names(),
        time_zone: time_zone(),
    });
    let partners = INVITED.iter().chain(&UNINVITED).map(|code| Fact::Partner {
        state: state(code),
        neighbourhoods: Vec::new(),
        names: names(),
        time_zone: time_zone(),
    });
    let group = ["FJI", "WSM", "TON", "PHL"].map(|code_of| Fact::GroupMember {
        group: code("PIF"),
        state: state(code_of),
    });
    let others = [
        Fact::ChairTerm { member: state("KOR") },
        Fact::Group {
            code: code("PIF"),
            names: names(),
        },
        Fact::FocusArea {
            code: code("cybersecurity"),
            names: names(),
        },
        Fact::FocusArea {
            code: code("health"),
            names: names(),
        },
        Fact::KeyEvent {
            code: code("g20-2027"),
            names: names(),
            on: "2027-11-20".parse().unwrap(),
        },
    ];
    let facts = members.chain(partners).chain(group).chain(others);
    facts
        .map(|fact| DatedFact {
            from: None,
            until: None,
            fact,
        })
        .collect()
}

pub(crate) fn register() -> Register {
    let mut register = Register::default();
    register.evolve(&RegisterChanges {
        recorded: facts(),
        until_set: Vec::new(),
    });
    register
}
