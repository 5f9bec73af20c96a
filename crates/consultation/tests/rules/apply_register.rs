//! `ApplyRegister` (R1).

use consultation::command::{ApplyRegister, Expected};
use consultation::event::RegisterApplied;
use consultation::register::{DatedFact, RegisterChanges};
use consultation::testing::given;
use consultation::{Command, Event, Rejection};

use crate::fixtures::*;

#[test]
fn r1_the_first_application_records_every_fact() {
    let recorded = small_register_facts();
    let changes = RegisterChanges {
        recorded,
        until_set: Vec::new(),
    };
    given([])
        .when(Command::ApplyRegister(apply_register()))
        .then([Event::RegisterApplied(RegisterApplied {
            at: at(APPLIED),
            changes,
        })]);
}

#[test]
fn r1_applying_the_same_file_again_changes_nothing() {
    let again = ApplyRegister {
        at: at(LODGED),
        ..apply_register()
    };
    given(registered()).when(Command::ApplyRegister(again)).then([]);
}

#[test]
fn r1_a_change_is_an_event_that_names_only_what_changed() {
    let wanted: Vec<DatedFact> = small_register_facts()
        .into_iter()
        .filter(|dated| dated.fact.key() != "partner JPN")
        .collect();
    let number = small_register_facts()
        .iter()
        .position(|dated| dated.fact.key() == "partner JPN")
        .unwrap();
    let changes = RegisterChanges {
        recorded: Vec::new(),
        until_set: vec![(u64::try_from(number).unwrap(), Some(at(LODGED)))],
    };
    given(registered())
        .when(Command::ApplyRegister(ApplyRegister {
            at: at(LODGED),
            facts: wanted,
            ..apply_register()
        }))
        .then([Event::RegisterApplied(RegisterApplied {
            at: at(LODGED),
            changes,
        })]);
}

#[test]
fn a_register_that_changed_meanwhile_is_not_overwritten() {
    for expected in [Expected::AnyExisting, Expected::Versions(vec![1])] {
        given([])
            .when(Command::ApplyRegister(ApplyRegister {
                expected,
                ..apply_register()
            }))
            .then_rejected(Rejection::StaleVersion { present: 0 });
    }
    let fits = ApplyRegister {
        expected: Expected::Versions(vec![7, 1]),
        ..apply_register()
    };
    given(registered()).when(Command::ApplyRegister(fits)).then([]);
}
