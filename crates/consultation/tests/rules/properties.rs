//! Properties of random sequences of commands, and of random lists of events.

mod house;
mod invariants;
mod quiet;
mod reviewing;
mod steps;

use std::collections::BTreeSet;

use consultation::event::{KINDS, encode};
use consultation::register::Register;
use consultation::{Event, Proposal, Submission};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use self::house::House;
use self::steps::{Act, Step, steps};

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn r25_any_sequence_of_commands_leaves_the_house_in_order(steps in steps()) {
        let mut house = House::new();
        for step in &steps {
            // A refusal changes nothing; what is checked then is that nothing panics.
            let _ = house.take(step);
        }
    }

    #[test]
    fn evolve_never_panics_on_any_list_of_events(steps in steps(), order in vec(any::<prop::sample::Index>(), 1..80)) {
        let mut house = House::new();
        for step in &steps {
            let _ = house.take(step);
        }
        let events: Vec<_> = order.iter().map(|index| index.get(&house.events)).collect();
        let mut register = Register::default();
        for event in &events {
            if let Event::RegisterApplied(applied) = event {
                register.evolve(&applied.changes);
            }
        }
        for (place, first) in events.iter().enumerate() {
            let rest = &events[place + 1..];
            if let Some(mut proposal) = Proposal::initial(first) {
                for event in rest {
                    proposal.evolve(event);
                }
                let _ = (proposal.status_at(house.now), proposal.latest_revision(), proposal.current_consultation());
            }
            if let Some(mut submission) = Submission::initial(first) {
                for event in rest {
                    submission.evolve(event);
                }
                let mine = |event: &&&Event| event.submission_head().is_some_and(|head| head.submission_id == submission.id);
                let counted = 1 + rest.iter().filter(mine).count();
                prop_assert_eq!(submission.versions.len(), counted, "one version an event, and none of other streams");
            }
        }
    }

    #[test]
    fn r1_applying_any_two_registers_one_after_another_settles(
        first in proptest::option::of((0..3_usize, any::<bool>())),
        second in proptest::option::of((0..3_usize, any::<bool>())),
        hours in 0..1_000_i64,
    ) {
        let mut house = House::new();
        for change in [first, second] {
            let step = Step { hours, act: Act::ChangeRegister(change) };
            prop_assert!(house.take(&step).is_ok());
            let again = Step { hours: 1, act: Act::ChangeRegister(change) };
            prop_assert_eq!(house.take(&again), Ok(0));
        }
    }
}

/// The sequences reach what they are meant to test: with a fixed seed every kind of event occurs, and so do refusals.
#[test]
fn the_random_sequences_reach_every_kind_of_event() {
    let mut runner = TestRunner::deterministic();
    let mut kinds = BTreeSet::new();
    let mut refused = 0;
    let mut late = 0;
    for _ in 0..150 {
        let mut house = House::new();
        for step in steps().new_tree(&mut runner).unwrap().current() {
            refused += usize::from(house.take(&step).is_err());
        }
        kinds.extend(house.events.iter().map(|event| encode(event).unwrap().0));
        late += house
            .events
            .iter()
            .filter(|event| matches!(event, Event::SubmissionRevised(revised) if revised.late))
            .count();
    }
    let all: BTreeSet<_> = KINDS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, all);
    assert!(refused > 100, "{refused} refusals");
    assert!(late > 10, "{late} late revisions");
}
