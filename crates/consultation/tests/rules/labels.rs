//! What stands for a state that may not be named (R15c).

use consultation::command::{ApplyRegister, OpenConsultation};
use consultation::testing::given;
use consultation::{AreaCode, AttributionLabel, Command, CommentId, Event, StateCode};
use uuid::Uuid;

use crate::fixtures::*;

/// The label of each invited state, in words.
#[track_caller]
fn labels(states: &[&str], groups: &[&str]) -> Vec<(StateCode, String)> {
    labels_in(tabled(), states, groups)
}

#[track_caller]
fn labels_in(tabled: Vec<Event>, states: &[&str], groups: &[&str]) -> Vec<(StateCode, String)> {
    let command = OpenConsultation {
        invite: invite(states, &[], groups),
        ..open_consultation()
    };
    let events = given(tabled).when(Command::OpenConsultation(command)).events();
    let Some(Event::ConsultationOpened(opened)) = events.last() else {
        unreachable!("{events:?}")
    };
    opened
        .invited
        .iter()
        .map(|invited| (invited.state, invited.label.words()))
        .collect()
}

/// A proposal under the register of MIKTA, which has more partners.
fn tabled_in_mikta() -> Vec<Event> {
    let register = ApplyRegister {
        facts: facts_of(include_str!("../../../../deploy/mikta.toml")),
        ..apply_register()
    };
    let registered = and(Vec::new(), Command::ApplyRegister(register));
    and(registered, Command::TableProposal(table_proposal()))
}

fn label_of(code: &str, labels: &[(StateCode, String)]) -> String {
    labels
        .iter()
        .find(|(of, _)| *of == state(code))
        .map(|(_, words)| words.clone())
        .unwrap()
}

#[test]
fn r15c_a_sub_region_with_eight_invited_states_stands_for_each_of_them() {
    let labels = labels(&["BRN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA"], &[]);
    assert_eq!(labels.len(), 8);
    assert!(
        labels
            .iter()
            .all(|(_, words)| words == "a delegation from South-eastern Asia"),
        "{labels:?}"
    );
}

#[test]
fn r15c_seven_are_too_few() {
    let labels = labels(&["BRN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP"], &[]);
    assert!(labels.iter().all(|(_, words)| words == "a delegation"), "{labels:?}");
}

/// Four of Melanesia, five of Micronesia, three of Polynesia: no sub-region has eight, Oceania has.
#[test]
fn r15c_without_a_large_enough_sub_region_the_region_stands() {
    let labels = labels(&["VUT"], &["PIF"]);
    assert_eq!(labels.len(), 12);
    assert!(
        labels.iter().all(|(_, words)| words == "a delegation from Oceania"),
        "{labels:?}"
    );
}

#[test]
fn r15c_without_a_large_enough_region_it_is_a_delegation() {
    let labels = labels(&["CAN", "FJI"], &["ASEAN"]);
    assert_eq!(label_of("CAN", &labels), "a delegation");
    assert_eq!(label_of("FJI", &labels), "a delegation");
    assert_eq!(label_of("VNM", &labels), "a delegation from South-eastern Asia");
}

/// Nine of ASEAN have a label of their own: with it, "from Asia" would be Japan and Mongolia only.
#[test]
fn r15c_a_region_does_not_count_states_that_bear_a_smaller_label() {
    let labels = labels(&["JPN", "MNG"], &["ASEAN"]);
    assert_eq!(label_of("VNM", &labels), "a delegation from South-eastern Asia");
    assert_eq!(label_of("JPN", &labels), "a delegation");
    assert_eq!(label_of("MNG", &labels), "a delegation");
}

/// Eight of Asia beside South-eastern Asia are enough, seven are not.
#[test]
fn r15c_a_region_stands_for_its_states_that_are_left() {
    let eight = ["CHN", "JPN", "MNG", "KAZ", "KGZ", "TJK", "TKM", "UZB"];
    for (others, words) in [(&eight[..], "a delegation from Asia"), (&eight[..7], "a delegation")] {
        let labels = labels_in(tabled_in_mikta(), others, &["ASEAN"]);
        assert_eq!(label_of("VNM", &labels), "a delegation from South-eastern Asia");
        for code in others {
            assert_eq!(label_of(code, &labels), words, "{code}");
        }
    }
}

#[test]
fn r15c_members_of_ours_and_strangers_in_a_group_do_not_fill_up_an_area() {
    let seven = labels(&["FJI", "FSM", "KIR", "MHL", "NRU", "PLW", "PNG"], &[]);
    assert!(seven.iter().all(|(_, words)| words == "a delegation"), "{seven:?}");
}

#[test]
fn r15c_the_label_is_fixed_when_the_consultation_opens() {
    let proposal = proposal_after(&opened());
    let label = proposal.current_consultation().unwrap().invited[&state("FJI")];
    assert_eq!(label, AttributionLabel::Delegation);
    let more = OpenConsultation {
        at: at(AFTER),
        closes_at: at(CLOSES_AGAIN),
        invite: invite(&["VUT"], &[], &["PIF"]),
        ..open_consultation()
    };
    let proposal = proposal_after(&and(opened(), Command::OpenConsultation(more)));
    assert_eq!(
        proposal.find_consultation(1).unwrap().invited[&state("FJI")],
        AttributionLabel::Delegation
    );
    let oceania = AttributionLabel::Area(AreaCode::parse("009").unwrap());
    assert_eq!(proposal.find_consultation(2).unwrap().invited[&state("FJI")], oceania);
    assert_eq!((oceania.area_code(), label.area_code()), (Some("009"), None));
}

#[test]
fn r15c_the_number_shown_instead_is_drawn_from_the_random_id() {
    let id = CommentId(Uuid::from_u128(0x7F3A_0000_0000_4000_8000_0000_0000_0001));
    assert_eq!(id.unattributed_number(), "DEL-7F3A");
}

#[test]
fn r15c_an_area_without_a_name_is_never_shown_as_digits() {
    let nowhere = AreaCode::parse("999").unwrap();
    assert_eq!(AttributionLabel::Area(nowhere).words(), "a delegation");
    for text in ["", "9", "0090", "x09"] {
        assert_eq!(AreaCode::parse(text), None);
    }
}
