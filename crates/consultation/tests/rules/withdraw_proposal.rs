//! `WithdrawProposal` (R3).

use consultation::command::{Expected, WithdrawProposal};
use consultation::event::ProposalWithdrawn;
use consultation::testing::given;
use consultation::{Command, Event, ProposalStatus, Rejection};

use crate::fixtures::*;

fn take_back(change: impl FnOnce(&mut WithdrawProposal)) -> Command {
    let mut command = withdraw_proposal();
    change(&mut command);
    Command::WithdrawProposal(command)
}

#[test]
fn r3_the_lead_member_withdraws_its_proposal() {
    for events in [tabled(), opened(), lodged()] {
        given(events)
            .when(take_back(|command| command.reason = Some("overtaken".into())))
            .then([Event::ProposalWithdrawn(ProposalWithdrawn {
                proposal_id: PROPOSAL,
                at: at(LODGED),
                reason: Some("overtaken".into()),
            })]);
    }
    let proposal = proposal_after(&withdrawn(opened()));
    assert_eq!(proposal.status_at(at(REVISED)), ProposalStatus::Withdrawn);
}

#[test]
fn r3_not_even_the_chair_withdraws_the_proposal_of_another() {
    for code in ["MEX", "TUR", "FJI"] {
        given(opened())
            .when(take_back(|command| command.by = state(code)))
            .then_rejected(Rejection::NotLeadMember { state: state(code) });
    }
}

#[test]
fn a_withdrawn_proposal_stays_withdrawn() {
    given(withdrawn(opened()))
        .when(take_back(|command| command.at = at(AFTER)))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}

#[test]
fn withdrawing_needs_the_proposal_as_the_caller_saw_it_and_a_short_reason() {
    given(registered())
        .when(take_back(|_| ()))
        .then_rejected(Rejection::ProposalNotFound);
    given(opened())
        .when(take_back(|command| command.expected = Expected::Versions(vec![1])))
        .then_rejected(Rejection::StaleVersion { present: 2 });
    let long = take_back(|command| command.reason = Some("x".repeat(1_001)));
    assert_eq!(
        given(opened()).when(long).content_errors(),
        [("/reason".into(), "too_long")]
    );
}
