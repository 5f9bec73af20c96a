//! `CloseDueConsultation` (R6).

use consultation::event::ConsultationClosed;
use consultation::testing::given;
use consultation::{Command, Event, Rejection};

use crate::fixtures::*;

fn closed(consultation: u32, closed_at: &str) -> Event {
    Event::ConsultationClosed(ConsultationClosed {
        proposal_id: PROPOSAL,
        consultation,
        closed_at: at(closed_at),
    })
}

#[test]
fn r6_the_clock_closes_a_consultation_at_its_closing_instant() {
    given(opened()).when(close_due(CLOSES)).then([closed(1, CLOSES)]);
}

#[test]
fn r6_after_downtime_the_closing_is_still_that_of_the_consultation() {
    given(opened())
        .when(close_due("2029-01-01T00:00:00Z"))
        .then([closed(1, CLOSES)]);
}

#[test]
fn r6_nothing_closes_before_its_time() {
    let early = Rejection::NotYetDue { closes_at: at(CLOSES) };
    given(opened())
        .when(close_due("2027-03-01T15:59:59.999999Z"))
        .then_rejected(early);
    let extended = and(opened(), Command::ExtendConsultation(extend_consultation()));
    let later = Rejection::NotYetDue {
        closes_at: at("2027-03-15T16:00:00Z"),
    };
    given(extended.clone()).when(close_due(AFTER)).then_rejected(later);
    given(extended)
        .when(close_due(CLOSES_AGAIN))
        .then([closed(1, "2027-03-15T16:00:00Z")]);
}

#[test]
fn r6_closing_is_recorded_once() {
    given(and(opened(), close_due(AFTER))).when(close_due(LATER)).then([]);
}

#[test]
fn r6_a_second_consultation_closes_by_itself_too() {
    given(opened_again())
        .when(close_due(LATER))
        .then_rejected(Rejection::NotYetDue {
            closes_at: at(CLOSES_AGAIN),
        });
    given(opened_again())
        .when(close_due(CLOSES_AGAIN))
        .then([closed(2, CLOSES_AGAIN)]);
}

#[test]
fn r6_the_consultation_of_a_withdrawn_proposal_closes_too() {
    given(withdrawn(opened()))
        .when(close_due(AFTER))
        .then([closed(1, CLOSES)]);
}

#[test]
fn there_is_nothing_to_close_without_a_proposal_or_a_consultation() {
    given(registered())
        .when(close_due(AFTER))
        .then_rejected(Rejection::ProposalNotFound);
    given(tabled())
        .when(close_due(AFTER))
        .then_rejected(Rejection::NoConsultation);
}
