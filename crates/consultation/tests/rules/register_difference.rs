//! What a register file changes, and questions as of an instant (R1, R2, R7).

use consultation::register::{DatedFact, Fact, Register, RegisterChanges, difference};
use consultation::{LanguageTag, StateCode};
use jiff::Timestamp;

use crate::fixtures::*;

const JANUARY: &str = "2027-01-01T00:00:00Z";
const MARCH: &str = "2027-03-01T00:00:00Z";
const JUNE: &str = "2027-06-01T00:00:00Z";
const EARLIER: &str = "2026-06-01T00:00:00Z";

/// A register to which files are applied one after another.
#[derive(Default)]
struct Applied(Register);

impl Applied {
    /// Applies, and checks that applying again at once, or later, changes nothing.
    #[track_caller]
    fn apply(mut self, instant: &str, wanted: &[DatedFact]) -> (Self, RegisterChanges) {
        let changes = difference(&self.0, wanted, at(instant));
        self.0.evolve(&changes);
        let later = at(instant).checked_add(jiff::SignedDuration::from_hours(20)).unwrap();
        for again in [at(instant), later] {
            let more = difference(&self.0, wanted, again);
            assert!(more.is_empty(), "applied again at {again}: {more:?}");
        }
        (self, changes)
    }

    #[track_caller]
    fn then(self, instant: &str, wanted: &[DatedFact]) -> Self {
        self.apply(instant, wanted).0
    }

    /// English name of the partner FJI at the instant, if it is one.
    #[track_caller]
    fn fiji(&self, instant: &str) -> Option<String> {
        let known = self.0.at(at(instant));
        assert!(
            known
                .partners()
                .filter(|partner| partner.state.state == state("FJI"))
                .count()
                <= 1
        );
        known
            .is_partner(state("FJI"))
            .then(|| known.english_name_of(state("FJI")).unwrap().to_owned())
    }

    #[track_caller]
    fn chair(&self, instant: &str) -> Option<String> {
        let terms = self
            .0
            .facts()
            .iter()
            .filter(|dated| matches!(dated.fact, Fact::ChairTerm { .. }));
        assert!(
            terms.filter(|dated| dated.holds_at(at(instant))).count() <= 1,
            "two chairs at {instant}"
        );
        self.0.at(at(instant)).chair().map(|chair| chair.to_string())
    }
}

fn dated(from: Option<&str>, until: Option<&str>, fact: Fact) -> DatedFact {
    DatedFact {
        from: from.map(at),
        until: until.map(at),
        fact,
    }
}

fn fiji_called(name: &str) -> Fact {
    Fact::Partner {
        state: state("FJI"),
        neighbourhoods: vec![state("AUS")],
        names: [(language("en"), name.to_owned())].into(),
        time_zone: "Pacific/Fiji".into(),
    }
}

fn term(code: &str, from: &str, until: Option<&str>) -> DatedFact {
    dated(Some(from), until, Fact::ChairTerm { member: state(code) })
}

/// Something that keeps a register from being empty.
fn ballast() -> DatedFact {
    let names = [(language("en"), "Cybersecurity".to_owned())].into();
    dated(
        None,
        None,
        Fact::FocusArea {
            code: code("cybersecurity"),
            names,
        },
    )
}

#[test]
fn r1_in_an_empty_register_a_fact_without_beginning_holds_since_ever() {
    let register = Applied::default().then(JANUARY, &[dated(None, None, fiji_called("Fiji"))]);
    assert_eq!(register.fiji("1971-01-01T00:00:00Z").as_deref(), Some("Fiji"));
}

#[test]
fn r1_a_fact_added_later_without_beginning_holds_from_now() {
    let register = Applied::default()
        .then(JANUARY, &[ballast()])
        .then(MARCH, &[ballast(), dated(None, None, fiji_called("Fiji"))]);
    assert_eq!(register.fiji("2027-02-28T23:59:59Z"), None);
    assert_eq!(register.fiji(MARCH).as_deref(), Some("Fiji"));
}

#[test]
fn r1_a_fact_left_out_ends_now_and_is_not_erased() {
    for from in [None, Some(EARLIER)] {
        let register = Applied::default().then(JANUARY, &[ballast(), dated(from, None, fiji_called("Fiji"))]);
        let (register, changes) = register.apply(MARCH, &[ballast()]);
        assert_eq!(
            changes,
            RegisterChanges {
                recorded: Vec::new(),
                until_set: vec![(1, Some(at(MARCH)))]
            }
        );
        assert_eq!(register.fiji("2027-02-28T23:59:59Z").as_deref(), Some("Fiji"));
        assert_eq!(register.fiji(MARCH), None);
        assert_eq!(register.0.facts().len(), 2);
    }
}

#[test]
fn r1_with_a_changed_name_the_old_ends_and_the_new_begins_now() {
    for from in [None, Some(EARLIER)] {
        let register = Applied::default()
            .then(JANUARY, &[dated(from, None, fiji_called("Fiji Islands"))])
            .then(MARCH, &[dated(from, None, fiji_called("Fiji"))]);
        assert_eq!(
            register.fiji("2026-12-01T00:00:00Z").as_deref(),
            Some("Fiji Islands"),
            "{from:?}"
        );
        assert_eq!(
            register.fiji("2027-02-28T23:59:59Z").as_deref(),
            Some("Fiji Islands"),
            "{from:?}"
        );
        assert_eq!(register.fiji(MARCH).as_deref(), Some("Fiji"), "{from:?}");
        // And a third time: what was replaced does not come back.
        let register = register.then(JUNE, &[dated(from, None, fiji_called("Republic of Fiji"))]);
        assert_eq!(
            register.fiji("2027-05-01T00:00:00Z").as_deref(),
            Some("Fiji"),
            "{from:?}"
        );
        assert_eq!(register.fiji(JUNE).as_deref(), Some("Republic of Fiji"), "{from:?}");
    }
}

#[test]
fn r1_a_fact_left_out_and_taken_up_again_leaves_the_gap_as_it_was() {
    for from in [None, Some(EARLIER)] {
        let fiji = || dated(from, None, fiji_called("Fiji"));
        let register = Applied::default()
            .then(JANUARY, &[ballast(), fiji()])
            .then(MARCH, &[ballast()])
            .then(JUNE, &[ballast(), fiji()]);
        let held =
            [EARLIER, JANUARY, MARCH, "2027-05-31T00:00:00Z", JUNE].map(|instant| register.fiji(instant).is_some());
        assert_eq!(held, [true, true, false, false, true], "{from:?}");
    }
}

#[test]
fn r1_a_fact_may_lie_in_the_future_and_be_moved_or_taken_back_before_it_begins() {
    let from = |from: &str| [ballast(), dated(Some(from), None, fiji_called("Fiji"))];
    let register = Applied::default().then(JANUARY, &from(JUNE));
    assert_eq!((register.fiji(MARCH), register.fiji(JUNE).is_some()), (None, true));

    let earlier = Applied(register.0.clone()).then(JANUARY, &from(MARCH));
    assert!(earlier.fiji(MARCH).is_some());
    let later = Applied(register.0.clone()).then(MARCH, &from("2028-01-01T00:00:00Z"));
    assert_eq!(
        (later.fiji(JUNE), later.fiji("2028-01-01T00:00:00Z").is_some()),
        (None, true)
    );
    let never = Applied(register.0).then(MARCH, &[ballast()]);
    assert_eq!(never.fiji("2029-01-01T00:00:00Z"), None);
    assert_eq!(
        never.0.facts()[1].until,
        Some(at(JUNE)),
        "it ends as it begins, not before"
    );
    let after_all = never.then(MARCH, &from(JUNE));
    assert!(after_all.fiji(JUNE).is_some());
}

#[test]
fn r1_an_end_may_be_set_moved_and_lifted_until_it_has_come() {
    let until = |until| [dated(Some(EARLIER), until, fiji_called("Fiji"))];
    let register = Applied::default().then(JANUARY, &until(None));
    let (register, changes) = register.apply(JANUARY, &until(Some(JUNE)));
    assert_eq!(
        changes,
        RegisterChanges {
            recorded: Vec::new(),
            until_set: vec![(0, Some(at(JUNE)))]
        }
    );
    assert_eq!(
        (register.fiji(MARCH).is_some(), register.fiji(JUNE).is_some()),
        (true, false)
    );
    let register = register.then(JANUARY, &until(Some(MARCH)));
    assert_eq!(register.fiji(MARCH), None);
    let register = register.then(JANUARY, &until(None));
    assert!(register.fiji("2030-01-01T00:00:00Z").is_some());
}

#[test]
fn r1_an_end_in_the_past_ends_the_fact_now_so_that_the_past_stays() {
    let until = |until| [dated(Some(EARLIER), until, fiji_called("Fiji"))];
    let register = Applied::default()
        .then(JANUARY, &until(None))
        .then(JUNE, &until(Some(MARCH)));
    assert!(register.fiji("2027-05-31T00:00:00Z").is_some());
    assert_eq!(register.fiji(JUNE), None);
}

#[test]
fn r1_another_beginning_in_the_past_changes_nothing() {
    let register = Applied::default().then(JANUARY, &[ballast()]);
    let register = register.then(MARCH, &[ballast(), dated(None, None, fiji_called("Fiji"))]);
    let (register, changes) = register.apply(JUNE, &[ballast(), dated(Some(EARLIER), None, fiji_called("Fiji"))]);
    assert!(changes.is_empty());
    assert_eq!(register.fiji(JANUARY), None);
}

#[test]
fn r1_a_past_of_which_nothing_was_said_may_be_added() {
    let now = term("AUS", "2026-02-15T00:00:00Z", None);
    let before = term("KOR", "2025-02-15T00:00:00Z", Some("2026-02-15T00:00:00Z"));
    let register = Applied::default()
        .then(JANUARY, std::slice::from_ref(&now))
        .then(MARCH, &[before, now]);
    assert_eq!(register.chair("2025-06-01T00:00:00Z").as_deref(), Some("KOR"));
    assert_eq!(register.chair(MARCH).as_deref(), Some("AUS"));
}

#[test]
fn r2_a_hand_over_may_be_moved_before_it_comes_and_there_is_one_chair_at_any_instant() {
    let terms = |hand_over: &str| [term("MEX", EARLIER, Some(hand_over)), term("AUS", hand_over, None)];
    let register = Applied::default().then(JANUARY, &terms(MARCH));
    for (moved, known) in [(JUNE, JANUARY), ("2027-02-01T00:00:00Z", JANUARY)] {
        let register = Applied(register.0.clone()).then(known, &terms(moved));
        let before = at(moved)
            .checked_sub(jiff::SignedDuration::from_secs(1))
            .unwrap()
            .to_string();
        assert_eq!(register.chair(&before).as_deref(), Some("MEX"));
        assert_eq!(register.chair(moved).as_deref(), Some("AUS"));
        assert_eq!(register.chair(JANUARY).as_deref(), Some("MEX"));
        let terms: Vec<_> = register
            .0
            .at(at(known))
            .chair_terms()
            .into_iter()
            .map(|(chair, _)| chair)
            .collect();
        assert_eq!(terms, [state("MEX"), state("AUS")]);
    }
}

#[test]
fn r2_a_hand_over_that_is_told_late_takes_effect_when_it_is_told() {
    let terms = |hand_over: &str| [term("MEX", EARLIER, Some(hand_over)), term("AUS", hand_over, None)];
    let register = Applied::default()
        .then(JANUARY, &terms(JUNE))
        .then(MARCH, &terms("2027-02-01T00:00:00Z"));
    assert_eq!(register.chair("2027-02-15T00:00:00Z").as_deref(), Some("MEX"));
    assert_eq!(register.chair(MARCH).as_deref(), Some("AUS"));
}

#[test]
fn r9_a_partner_that_becomes_a_member_is_never_both() {
    let member = Fact::Member {
        state: state("FJI"),
        names: [(language("en"), "Fiji".to_owned())].into(),
        time_zone: "Pacific/Fiji".into(),
    };
    let register = Applied::default()
        .then(JANUARY, &[dated(Some(EARLIER), None, fiji_called("Fiji"))])
        .then(MARCH, &[dated(Some(EARLIER), None, member)]);
    for (instant, is_member) in [(EARLIER, false), (JANUARY, false), (MARCH, true), (JUNE, true)] {
        let known = register.0.at(at(instant));
        assert_eq!(
            (known.is_member(state("FJI")), known.is_partner(state("FJI"))),
            (is_member, !is_member),
            "{instant}"
        );
    }
}

#[test]
fn r1_questions_are_answered_as_of_the_instant() {
    let register = small_register();
    let names = |code: &str, instant: &str| register.at(at(instant)).english_name_of(state(code)).map(str::to_owned);
    assert_eq!(register.at(at(OPENED)).members().count(), 5);
    assert_eq!(register.at(at(OPENED)).partners().count(), 24);
    assert_eq!(register.at(at(TABLED)).partners().count(), 25);
    assert_eq!(names("GTM", TABLED).as_deref(), Some("Guatemala"));
    assert_eq!(names("GTM", OPENED), None);
    let vanuatu_in_pif = |instant: &str| {
        register
            .at(at(instant))
            .group_members(&code("PIF"))
            .contains(&state("VUT"))
    };
    assert_eq!([OPENED, LODGED].map(vanuatu_in_pif), [false, true]);
    let focus_areas = |instant: &str| register.at(at(instant)).focus_areas().count();
    assert_eq!([focus_areas("2026-12-30T00:00:00Z"), focus_areas(APPLIED)], [2, 1]);
    let events: Vec<_> = register
        .at(at(OPENED))
        .key_events()
        .map(|event| event.on.to_string())
        .collect();
    assert_eq!(events, ["2027-11-20"]);
    assert_eq!(register.at(at(OPENED)).instant(), at(OPENED));
}

#[test]
fn r2_the_chair_is_asked_of_the_register_at_that_instant() {
    let register = small_register();
    let chair = |instant: Timestamp| register.at(instant).chair();
    let hand_over = at(HAND_OVER);
    let just_before = hand_over.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap();
    assert_eq!(chair(just_before), Some(state("MEX")));
    assert_eq!(chair(hand_over), Some(state("AUS")));
    assert_eq!(chair(at("2026-01-01T00:00:00Z")), None);
    assert_eq!(chair(at("2028-02-15T00:00:00Z")), None);
    let (_, term) = register.at(hand_over).chair_term().unwrap();
    assert_eq!(term.from, Some(hand_over));
}

#[test]
fn r7_the_local_time_of_a_capital_comes_from_the_register() {
    let register = small_register();
    let known = register.at(at(OPENED));
    assert_eq!(known.time_zone_of(state("FJI")), Some("Pacific/Fiji"));
    assert_eq!(known.time_zone_of(state("KOR")), Some("Asia/Seoul"));
    assert_eq!(known.time_zone_of(state("NZL")), None);
}

#[test]
fn a_group_knows_its_states_and_who_speaks_for_it() {
    let register = small_register();
    let groups = register.at(at(OPENED)).groups();
    let pif = groups.iter().find(|group| *group.code == code("PIF")).unwrap();
    let codes = |states: &std::collections::BTreeSet<StateCode>| states.len();
    assert_eq!((codes(&pif.members), codes(&pif.spokespersons)), (13, 1));
    assert!(pif.members.contains(&state("AUS")) && pif.members.contains(&state("NZL")));
    assert!(pif.spokespersons.contains(&state("TON")));
    assert_eq!(
        pif.names.get(&LanguageTag::parse("en").unwrap()).map(String::as_str),
        Some("Pacific Islands Forum")
    );
    assert!(!register.at(at(OPENED)).has_group(&code("CARICOM")));
}

#[test]
fn changes_are_described_line_by_line() {
    let old = [ballast(), dated(Some(EARLIER), None, fiji_called("Fiji Islands"))];
    let register = Applied::default().then(JANUARY, &old).0;
    let changes = difference(
        &register,
        &[ballast(), dated(Some(EARLIER), None, fiji_called("Fiji"))],
        at(MARCH),
    );
    let lines: Vec<_> = changes
        .describe(&register)
        .into_iter()
        .map(|line| (line.kind, line.subject, line.from, line.until))
        .collect();
    assert_eq!(
        lines,
        [
            ("until", "partner FJI".to_owned(), Some(at(EARLIER)), Some(at(MARCH))),
            ("recorded", "partner FJI".to_owned(), Some(at(MARCH)), None),
        ]
    );
    assert!(RegisterChanges::default().describe(&register).is_empty());
}

#[test]
fn changes_to_facts_that_are_not_there_change_nothing() {
    let mut register = small_register();
    let before = register.clone();
    register.evolve(&RegisterChanges {
        recorded: Vec::new(),
        until_set: vec![(9_999, None), (u64::MAX, None)],
    });
    assert_eq!(register, before);
}
