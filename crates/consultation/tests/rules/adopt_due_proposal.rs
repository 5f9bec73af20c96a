//! `AdoptDueProposal` (R23): the clock's own act, and what is refused from then on (R12).

use consultation::command::{
    CirculateRevision, ConfirmSubmission, EnterSubmission, LodgeSubmission, OpenConsultation, ReviseSubmission,
    WithdrawProposal, WithdrawSubmission,
};
use consultation::event::ProposalAdopted;
use consultation::testing::given;
use consultation::{Command, Event, ProposalStatus, Rejection};

use crate::fixtures::*;
use crate::silence_fixtures::*;

#[test]
fn r23_the_clock_waits_five_seconds_for_breaks_in_flight() {
    for early in [MEANWHILE, UNTIL, "2027-03-06T08:00:04.999999Z"] {
        given(under_silence())
            .when(adopt_due(early))
            .then_rejected(Rejection::NotYetDue { closes_at: at(ADOPTS) });
    }
    // The break was in time; it is recorded when the instant has passed.
    given(broken()).when(adopt_due(ADOPTS)).then([]);
}

#[test]
fn r23_silence_prevailed_at_its_instant_also_after_downtime() {
    for instant in [ADOPTS, "2027-06-01T00:00:00Z"] {
        given(under_silence())
            .when(adopt_due(instant))
            .then([Event::ProposalAdopted(ProposalAdopted {
                proposal_id: PROPOSAL,
                silence: 1,
                revision: 0,
                adopted_at: at(UNTIL),
            })]);
    }
    assert_eq!(proposal_after(&adopted()).status_at(at(THEN)), ProposalStatus::Adopted);
}

#[test]
fn r23_a_second_adoption_is_no_event() {
    given(adopted()).when(adopt_due(THEN)).then([]);
    given(disposed()).when(adopt_due(THEN)).then([]);
    let command = WithdrawProposal {
        at: at(MEANWHILE),
        ..withdraw_proposal()
    };
    let withdrawn = and(under_silence(), Command::WithdrawProposal(command));
    given(withdrawn).when(adopt_due(ADOPTS)).then([]);
}

#[test]
fn r23_a_proposal_is_withdrawn_under_silence_but_not_once_silence_prevailed() {
    let withdraw = |instant: &str| {
        Command::WithdrawProposal(WithdrawProposal {
            at: at(instant),
            ..withdraw_proposal()
        })
    };
    assert_eq!(given(under_silence()).when(withdraw(MEANWHILE)).events().len(), 1);
    given(under_silence())
        .when(withdraw(UNTIL))
        .then_rejected(Rejection::SilenceOver { until: at(UNTIL) });
    given(adopted())
        .when(withdraw(THEN))
        .then_rejected(Rejection::AlreadyAdopted { at: at(UNTIL) });
}

/// Every command that adds input or steers, at an instant.
fn changes(instant: &str) -> Vec<Command> {
    let instant = at(instant);
    let revision = text_of(vec![paragraph(P1, &[P1], "1", P1_TEXT)]);
    vec![
        Command::LodgeSubmission(LodgeSubmission {
            at: instant,
            ..lodge("WSM", draft(vec![comment(8, "One more thing.")]))
        }),
        Command::EnterSubmission(EnterSubmission {
            at: instant,
            ..enter("TON", draft(vec![comment(9, "By letter.")]))
        }),
        Command::ReviseSubmission(ReviseSubmission {
            at: instant,
            ..revise("FJI", draft(vec![comment(8, "Otherwise.")]))
        }),
        Command::WithdrawSubmission(WithdrawSubmission {
            at: instant,
            ..withdraw("FJI")
        }),
        Command::ConfirmSubmission(ConfirmSubmission {
            at: instant,
            ..confirm("FJI")
        }),
        Command::CirculateRevision(CirculateRevision {
            at: instant,
            ..circulate_revision(revision)
        }),
        Command::OpenConsultation(OpenConsultation {
            at: instant,
            closes_at: at(CLOSES_AGAIN),
            ..open_consultation()
        }),
        Command::ExtendConsultation(consultation::command::ExtendConsultation {
            at: instant,
            closes_at: at(CLOSES_AGAIN),
            ..extend_consultation()
        }),
        Command::CloseConsultation(consultation::command::CloseConsultation {
            at: instant,
            closes_at: at(CLOSES_AGAIN),
            ..close_consultation()
        }),
    ]
}

#[test]
fn r12_a_text_under_silence_or_adopted_takes_neither_input_nor_changes() {
    for command in changes(MEANWHILE) {
        let outcome = given(under_silence()).when(command.clone());
        outcome.then_rejected(Rejection::UnderSilence { until: at(UNTIL) });
    }
    for command in changes(UNTIL) {
        // The adoption is not yet recorded.
        let outcome = given(under_silence()).when(command.clone());
        outcome.then_rejected(Rejection::UnderSilence { until: at(UNTIL) });
        let outcome = given(adopted()).when(command);
        outcome.then_rejected(Rejection::AlreadyAdopted { at: at(UNTIL) });
    }
    // A broken silence lets late input in again.
    let [late, ..] = &changes(MEANWHILE)[..] else {
        unreachable!()
    };
    assert_eq!(given(broken()).when(late.clone()).events().len(), 1);
}
