//! `CloseConsultation` (R3, R6).

use consultation::command::{CloseConsultation, Expected};
use consultation::event::ConsultationBroughtForward;
use consultation::testing::given;
use consultation::{Command, Event, Rejection};

use crate::fixtures::*;

fn close(change: impl FnOnce(&mut CloseConsultation)) -> Command {
    let mut command = close_consultation();
    change(&mut command);
    Command::CloseConsultation(command)
}

#[test]
fn r6_closing_early_moves_the_closing_and_says_why() {
    let earlier = at("2027-02-20T16:00:00Z");
    given(opened())
        .when(close(|_| ()))
        .then([Event::ConsultationBroughtForward(ConsultationBroughtForward {
            proposal_id: PROPOSAL,
            consultation: 1,
            at: at(LODGED),
            by: state("KOR"),
            closes_at: earlier,
            reason: "the summit was moved".into(),
        })]);
    let proposal = proposal_after(&and(opened(), close(|_| ())));
    let consultation = proposal.current_consultation().unwrap();
    assert_eq!(consultation.closes_at, earlier);
    assert_eq!(
        consultation.early_closing_reason.as_deref(),
        Some("the summit was moved")
    );
}

#[test]
fn r6_closing_early_needs_48_hours_notice() {
    let just_too_early = close(|command| command.closes_at = at("2027-02-03T11:59:59.999999Z"));
    assert_eq!(
        given(opened()).when(just_too_early).content_errors(),
        [("/closes_at".into(), "too_early")]
    );
    let just_right = close(|command| command.closes_at = at("2027-02-03T12:00:00Z"));
    assert_eq!(given(opened()).when(just_right).events().len(), 1);
}

#[test]
fn r6_closing_early_is_earlier_than_the_present_closing() {
    for closes_at in [CLOSES, AFTER] {
        let outcome = given(opened()).when(close(|command| command.closes_at = at(closes_at)));
        assert_eq!(outcome.content_errors(), [("/closes_at".into(), "too_late")]);
    }
}

#[test]
fn r6_closing_early_needs_a_reason() {
    let without = close(|command| command.reason = "  ".into());
    assert_eq!(
        given(opened()).when(without).content_errors(),
        [("/reason".into(), "empty")]
    );
    let long = close(|command| command.reason = "x".repeat(1_001));
    assert_eq!(
        given(opened()).when(long).content_errors(),
        [("/reason".into(), "too_long")]
    );
}

#[test]
fn r6_a_closed_consultation_is_not_closed_again() {
    let instant = |command: &mut CloseConsultation| (command.at, command.closes_at) = (at(AFTER), at(CLOSES_AGAIN));
    given(opened())
        .when(close(instant))
        .then_rejected(Rejection::ConsultationClosed { closed_at: at(CLOSES) });
}

#[test]
fn r3_lead_member_or_chair_close_and_nobody_else() {
    let by = |code: &str| given(opened()).when(close(|command| command.by = state(code)));
    assert_eq!(by("MEX").events().len(), 1);
    by("IDN").then_rejected(Rejection::NotLeadMemberOrChair { state: state("IDN") });
    by("WSM").then_rejected(Rejection::NotAMember { state: state("WSM") });
}

#[test]
fn closing_needs_a_consultation_and_the_proposal_as_the_caller_saw_it() {
    given(registered())
        .when(close(|_| ()))
        .then_rejected(Rejection::ProposalNotFound);
    given(tabled())
        .when(close(|_| ()))
        .then_rejected(Rejection::NoConsultation);
    given(opened())
        .when(close(|command| command.expected = Expected::Versions(vec![])))
        .then_rejected(Rejection::StaleVersion { present: 2 });
    given(withdrawn(opened()))
        .when(close(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}
