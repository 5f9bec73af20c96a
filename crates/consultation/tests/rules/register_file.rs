//! The register file (R1): what a person writes, and what is refused.

use consultation::register::{Fact, RegisterFile};

use crate::fixtures::*;

const HEAD: &str = "
[[members]]
code = 'KOR'
names = { en = 'Republic of Korea' }
time_zone = 'Asia/Seoul'
[[members]]
code = 'AUS'
names = { en = 'Australia' }
time_zone = 'Australia/Sydney'
";

/// Pointer and detail of each mistake.
fn mistakes(rest: &str) -> Vec<(String, String)> {
    let file: RegisterFile = toml::from_str(&format!("{HEAD}{rest}")).unwrap();
    match file.facts() {
        Ok(_) => Vec::new(),
        Err(errors) => errors.into_iter().map(|error| (error.pointer, error.detail)).collect(),
    }
}

#[track_caller]
fn one_mistake(rest: &str, pointer: &str, detail: &str) {
    let mistakes = mistakes(rest);
    let [(at, found)] = mistakes.as_slice() else {
        unreachable!("{mistakes:?}")
    };
    assert_eq!(at, pointer);
    assert!(found.contains(detail), "{found:?} says nothing of {detail:?}");
}

fn unreadable(rest: &str) -> String {
    toml::from_str::<RegisterFile>(&format!("{HEAD}{rest}"))
        .unwrap_err()
        .to_string()
}

#[test]
fn r1_dates_are_first_instants_in_utc_or_instants_and_the_end_is_exclusive() {
    let facts = facts_of(&format!(
        "{HEAD}[[chair_terms]]\nmember = 'KOR'\nfrom = '2026-02-15'\nuntil = '2027-02-15T12:00:00+09:00'\n"
    ));
    let term = facts
        .iter()
        .find(|dated| matches!(dated.fact, Fact::ChairTerm { .. }))
        .unwrap();
    assert_eq!(term.from, Some(at("2026-02-15T00:00:00Z")));
    assert_eq!(term.until, Some(at("2027-02-15T03:00:00Z")));
    assert!(term.holds_at(at("2026-02-15T00:00:00Z")));
    assert!(!term.holds_at(at("2026-02-14T23:59:59Z")));
    assert!(!term.holds_at(at("2027-02-15T03:00:00Z")));
}

#[test]
fn a_file_may_be_toml_or_json() {
    let json = r#"{"members": [{"code": "kr", "names": {"EN": "Republic of Korea"}, "time_zone": "Asia/Seoul"}]}"#;
    let file: RegisterFile = serde_json::from_str(json).unwrap();
    let facts = file.facts().unwrap();
    assert_eq!(facts[0].fact.key(), "member KOR");
    assert_eq!(RegisterFile::default().facts(), Ok(Vec::new()));
}

#[test]
fn unknown_fields_are_refused_everywhere() {
    let entries = [
        "[[member]]\ncode = 'IDN'",
        "[[members]]\ncode = 'IDN'\ncapital = 'Jakarta'",
        "[[partners]]\ncode = 'FJI'\nnames = { en = 'Fiji' }\ntimezone = 'Pacific/Fiji'",
        "[[groups]]\ncode = 'PIF'\nnames = { en = 'PIF' }\nstates = []",
        "[[groups]]\ncode = 'PIF'\nnames = { en = 'PIF' }\nmembers = [{ state = 'FJI', since = '2020-01-01' }]",
        "[[chair_terms]]\nmember = 'KOR'\nto = '2027-01-01'",
        "[[focus_areas]]\ncode = 'x'\nnames = { en = 'X' }\non = '2027-01-01'",
        "[[key_events]]\ncode = 'x'\nnames = { en = 'X' }\non = '2027-01-01'\nat = 'noon'",
    ];
    for entry in entries {
        assert!(unreadable(entry).contains("unknown field"), "{entry}");
    }
}

#[test]
fn codes_dates_and_languages_are_read_strictly() {
    let entries = [
        ("[[chair_terms]]\nmember = 'XXX'", "XXX"),
        (
            "[[chair_terms]]\nmember = 'KOR'\nfrom = '15 February 2027'",
            "neither a date",
        ),
        ("[[chair_terms]]\nmember = 'KOR'\nfrom = '2027-02-30'", "neither a date"),
        (
            "[[chair_terms]]\nmember = 'KOR'\nfrom = '2027-02-15T12:00:00'",
            "neither a date",
        ),
        ("[[focus_areas]]\ncode = 'two words'\nnames = { en = 'X' }", "two words"),
        ("[[focus_areas]]\ncode = 'x'\nnames = { klingon = 'X' }", "klingon"),
        ("[[key_events]]\ncode = 'x'\nnames = { en = 'X' }", "on"),
    ];
    for (entry, said) in entries {
        let error = unreadable(entry);
        // A clock time without a zone is no instant, and dropping it would move a hand-over by hours.
        assert!(error.contains(said), "{entry}: {error}");
    }
}

#[test]
fn time_zones_are_iana_zones() {
    let partner = |zone: &str| format!("[[partners]]\ncode = 'FJI'\nnames = {{ en = 'Fiji' }}\ntime_zone = '{zone}'\n");
    assert_eq!(mistakes(&partner("Pacific/Fiji")), []);
    one_mistake(&partner("Pacific/Atlantis"), "/partners/0/time_zone", "IANA");
    one_mistake(&partner(""), "/partners/0/time_zone", "IANA");
}

#[test]
fn an_english_name_is_required() {
    let named = |names: &str| format!("[[focus_areas]]\ncode = 'x'\nnames = {{ {names} }}\n");
    assert_eq!(mistakes(&named("en = 'X', ko = '엑스'")), []);
    one_mistake(&named("ko = '엑스'"), "/focus_areas/0/names", "English");
    one_mistake(&named("en = ' '"), "/focus_areas/0/names", "English");
}

#[test]
fn r2_chair_terms_do_not_overlap_even_of_two_members() {
    let terms = |until: &str, from: &str| {
        format!(
            "[[chair_terms]]\nmember = 'KOR'\nfrom = '2026-01-01'\n{until}\n[[chair_terms]]\nmember = 'AUS'\nfrom = '{from}'\n"
        )
    };
    assert_eq!(mistakes(&terms("until = '2027-01-01'", "2027-01-01")), []);
    one_mistake(&terms("until = '2027-01-02'", "2027-01-01"), "", "chair");
    one_mistake(&terms("", "2027-01-01"), "", "hold at the same time");
}

#[test]
fn r2_a_chair_is_a_member() {
    one_mistake(
        "[[chair_terms]]\nmember = 'FJI'\n",
        "/chair_terms/0",
        "FJI is not among [[members]]",
    );
}

#[test]
fn a_fact_ends_after_it_begins() {
    for until in ["2026-01-01", "2025-01-01"] {
        let term = format!("[[chair_terms]]\nmember = 'KOR'\nfrom = '2026-01-01'\nuntil = '{until}'\n");
        one_mistake(&term, "/chair_terms/0/until", "later than from");
    }
}

#[test]
fn the_same_state_or_code_holds_once_at_a_time() {
    let twice =
        "[[focus_areas]]\ncode = 'x'\nnames = { en = 'X' }\n[[focus_areas]]\ncode = 'x'\nnames = { en = 'Y' }\n";
    one_mistake(twice, "", "focus area x");
    let one_after_the_other = "
[[focus_areas]]
code = 'x'
names = { en = 'X' }
until = '2027-01-01'
[[focus_areas]]
code = 'x'
names = { en = 'Y' }
from = '2027-01-01'
";
    assert_eq!(mistakes(one_after_the_other), []);
    let in_a_group = "[[groups]]\ncode = 'G'\nnames = { en = 'G' }\nmembers = [{ state = 'FJI' }, { state = 'FJ' }]\n";
    one_mistake(in_a_group, "", "group G member FJI");
}

#[test]
fn r9_a_state_is_a_member_or_a_partner_at_any_instant() {
    let partner = |dates: &str| {
        format!("[[partners]]\ncode = 'AUS'\nnames = {{ en = 'Australia' }}\ntime_zone = 'Australia/Sydney'\n{dates}\n")
    };
    one_mistake(&partner(""), "", "state AUS");
    one_mistake(&partner("until = '2013-01-01'"), "", "member AUS");
    let joined = "
[[members]]
code = 'FJI'
names = { en = 'Fiji' }
time_zone = 'Pacific/Fiji'
from = '2027-06-01'
[[partners]]
code = 'FJI'
names = { en = 'Fiji' }
time_zone = 'Pacific/Fiji'
until = '2027-06-01'
";
    assert_eq!(mistakes(joined), []);
}

#[test]
fn neighbourhoods_are_those_of_members_and_may_be_none() {
    let partner = |near: &str| {
        format!(
            "[[partners]]\ncode = 'FJI'\nnames = {{ en = 'Fiji' }}\ntime_zone = 'Pacific/Fiji'\nneighbourhoods = [{near}]\n"
        )
    };
    assert_eq!(mistakes(&partner("")), []);
    one_mistake(&partner("'AUS', 'NZL'"), "/partners/0/neighbourhoods/1", "NZL");
    let facts = facts_of(&format!("{HEAD}{}", partner("'KOR', 'AUS', 'KOR'")));
    let Some(Fact::Partner { neighbourhoods, .. }) = facts.last().map(|dated| &dated.fact) else {
        panic!("{facts:?}")
    };
    assert_eq!(neighbourhoods, &[state("AUS"), state("KOR")]);
}

#[test]
fn every_mistake_is_told_not_only_the_first() {
    let wrong = "
[[partners]]
code = 'FJI'
names = { fr = 'Fidji' }
time_zone = 'Fiji'
neighbourhoods = ['FJI']
[[chair_terms]]
member = 'FJI'
from = '2027-01-01'
until = '2026-01-01'
";
    let pointers: Vec<_> = mistakes(wrong).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(
        pointers,
        [
            "/partners/0/names",
            "/partners/0/time_zone",
            "/partners/0/neighbourhoods/0",
            "/chair_terms/0",
            "/chair_terms/0/until",
        ]
    );
}
