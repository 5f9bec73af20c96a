//! The register of MIKTA, `deploy/mikta.toml`: it can be read and says what its readers rely on.

use std::collections::BTreeSet;

use consultation::register::{DatedFact, Fact, Register, difference};
use consultation::{LanguageTag, geography};
use jiff::ToSpan;
use jiff::civil::date;
use jiff::tz::TimeZone;

use crate::fixtures::*;

fn facts() -> Vec<DatedFact> {
    facts_of(include_str!("../../../../deploy/mikta.toml"))
}

fn register() -> Register {
    let mut register = Register::default();
    let changes = difference(&register, &facts(), at("2026-11-01T00:00:00Z"));
    register.evolve(&changes);
    register
}

#[test]
fn r2_there_is_exactly_one_chair_on_each_day() {
    let register = register();
    let members: BTreeSet<_> = register.at(at(OPENED)).members().map(|member| member.state).collect();
    let mut day = date(2026, 11, 1);
    let mut days = 0;
    while day <= date(2027, 12, 31) {
        for hour in [0, 12, 23] {
            let instant = day.at(hour, 30, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
            let chairs: Vec<_> = facts()
                .into_iter()
                .filter(|dated| matches!(dated.fact, Fact::ChairTerm { .. }) && dated.holds_at(instant))
                .collect();
            assert_eq!(chairs.len(), 1, "{instant}");
            assert!(members.contains(&register.at(instant).chair().unwrap()), "{instant}");
        }
        day = day.checked_add(1.day()).unwrap();
        days += 1;
    }
    assert_eq!(days, 426);
}

#[test]
fn there_are_five_members_and_ninety_one_partners() {
    let register = register();
    let now = register.at(at(OPENED));
    let members: BTreeSet<_> = now.members().map(|member| member.state.to_string()).collect();
    assert_eq!(members, ["AUS", "IDN", "KOR", "MEX", "TUR"].map(str::to_owned).into());
    let partners: BTreeSet<_> = now.partners().map(|partner| partner.state.state).collect();
    assert_eq!((now.partners().count(), partners.len()), (91, 91));
    assert!(partners.iter().all(|partner| !now.is_member(*partner)));
    assert!(now.partners().all(|partner| !partner.neighbourhoods.is_empty()));
}

#[test]
fn every_state_has_a_name_in_the_five_languages_and_lies_somewhere() {
    let register = register();
    let now = register.at(at(OPENED));
    let states: Vec<_> = now
        .members()
        .chain(now.partners().map(|partner| partner.state))
        .collect();
    assert_eq!(states.len(), 96);
    for known in states {
        for tag in ["en", "es", "id", "ko", "tr"] {
            let name = known.names.get(&LanguageTag::parse(tag).unwrap());
            assert!(
                name.is_some_and(|name| !name.trim().is_empty()),
                "{} has no name in {tag}",
                known.state
            );
        }
        assert!(
            geography::area_name(geography::areas_of(known.state).subregion).is_some(),
            "{}",
            known.state
        );
    }
}

#[test]
fn the_examples_of_the_documents_are_in_it() {
    let register = register();
    let now = register.at(at(OPENED));
    assert!(now.focus_areas().any(|area| *area.code == code("cybersecurity")));
    assert!(now.key_events().any(|event| *event.named.code == code("g20-2027")));
    assert!(now.has_group(&code("ASEAN")) && now.has_group(&code("PIF")));
    assert!(now.is_partner(state("FJI")));
}

#[test]
fn r1_applying_it_again_at_any_time_changes_nothing() {
    let register = register();
    for instant in [
        "2026-11-01T00:00:00Z",
        "2027-02-28T23:59:59Z",
        "2027-03-01T00:00:00Z",
        "2028-06-01T00:00:00Z",
    ] {
        let changes = difference(&register, &facts(), at(instant));
        assert!(changes.is_empty(), "{instant}: {changes:?}");
    }
}
