//! `ExtendConsultation` (R3, R6).

use consultation::command::{Expected, ExtendConsultation};
use consultation::event::ConsultationExtended;
use consultation::testing::given;
use consultation::visibility::{InputFacts, Rights, Sight, Viewer};
use consultation::{Attribution, Audience, BeforeClose, Command, Event, ProposalStatus, Rejection};

use crate::fixtures::*;

fn extend(change: impl FnOnce(&mut ExtendConsultation)) -> Command {
    let mut command = extend_consultation();
    change(&mut command);
    Command::ExtendConsultation(command)
}

#[test]
fn r6_extending_moves_the_closing_later() {
    let later = at("2027-03-15T16:00:00Z");
    given(opened())
        .when(extend(|_| ()))
        .then([Event::ConsultationExtended(ConsultationExtended {
            proposal_id: PROPOSAL,
            consultation: 1,
            at: at(LODGED),
            by: state("KOR"),
            closes_at: later,
        })]);
    let proposal = proposal_after(&and(opened(), extend(|_| ())));
    assert_eq!(proposal.current_consultation().unwrap().closes_at, later);
    assert_eq!(proposal.status_at(at(AFTER)), ProposalStatus::Open);
}

#[test]
fn r6_extending_never_moves_the_closing_earlier() {
    for closes_at in [CLOSES, "2027-02-20T16:00:00Z"] {
        let outcome = given(opened()).when(extend(|command| command.closes_at = at(closes_at)));
        assert_eq!(outcome.content_errors(), [("/closes_at".into(), "too_early")]);
    }
}

#[test]
fn r6_a_closed_consultation_is_not_reopened_by_extending_it() {
    let closed = Rejection::ConsultationClosed { closed_at: at(CLOSES) };
    for instant in [CLOSES, AFTER] {
        given(opened())
            .when(extend(|command| command.at = at(instant)))
            .then_rejected(closed.clone());
    }
    given(and(opened(), close_due(AFTER)))
        .when(extend(|command| command.at = at(AFTER)))
        .then_rejected(closed);
}

/// Sealed input is seen from `closes_at` on, and from then on there is no extension.
#[test]
fn r6_sealed_input_that_a_member_has_seen_is_never_followed_by_an_extension() {
    let sealed = consultation::command::OpenConsultation {
        before_close: BeforeClose::Sealed,
        ..open_consultation()
    };
    let events = and(tabled(), Command::OpenConsultation(sealed));
    let register = small_register();
    let input = InputFacts {
        joint_with: &[],
        on_behalf_of: None,
        state: state("FJI"),
        audience: Audience::Public,
        attribution: Attribution::Named,
        before_close: BeforeClose::Sealed,
        closes_at: at(CLOSES),
    };
    for instant in [OPENED, LODGED, HAND_OVER, "2027-03-01T15:59:59.999999Z", CLOSES, AFTER] {
        let now = at(instant);
        let member = Viewer::Delegation(state("KOR"));
        let seen = Rights::of(member, register.at(now), &proposal_after(&events), now).sight(&input);
        let outcome = given(events.clone()).when(extend(|command| command.at = now));
        assert_eq!(seen == Sight::Hidden, outcome.result.is_ok(), "{instant}");
    }
}

#[test]
fn r3_lead_member_or_chair_extend_and_nobody_else() {
    let by = |code: &str| given(opened()).when(extend(|command| command.by = state(code)));
    assert_eq!(by("MEX").events().len(), 1);
    by("TUR").then_rejected(Rejection::NotLeadMemberOrChair { state: state("TUR") });
    by("FJI").then_rejected(Rejection::NotAMember { state: state("FJI") });
}

#[test]
fn extending_needs_a_consultation_and_the_proposal_as_the_caller_saw_it() {
    given(registered())
        .when(extend(|_| ()))
        .then_rejected(Rejection::ProposalNotFound);
    given(tabled())
        .when(extend(|_| ()))
        .then_rejected(Rejection::NoConsultation);
    given(opened())
        .when(extend(|command| command.expected = Expected::Versions(vec![1])))
        .then_rejected(Rejection::StaleVersion { present: 2 });
    given(withdrawn(opened()))
        .when(extend(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}
