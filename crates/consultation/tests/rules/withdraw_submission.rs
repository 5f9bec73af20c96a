//! `WithdrawSubmission` (R8, R12, R15b).

use consultation::command::{Expected, WithdrawSubmission};
use consultation::event::{SubmissionHead, SubmissionWithdrawn};
use consultation::submission::Act;
use consultation::testing::given;
use consultation::{Command, Event, Rejection};

use crate::fixtures::*;

fn take_back(change: impl FnOnce(&mut WithdrawSubmission)) -> Command {
    let mut command = withdraw("FJI");
    change(&mut command);
    Command::WithdrawSubmission(command)
}

#[test]
fn r8_a_state_withdraws_its_submission() {
    let head = SubmissionHead {
        submission_id: submission_of("FJI"),
        proposal_id: PROPOSAL,
        consultation: 1,
        state: state("FJI"),
    };
    given(lodged())
        .when(take_back(|command| command.reason = Some("instructions".into())))
        .then([Event::SubmissionWithdrawn(SubmissionWithdrawn {
            head,
            at: at(REVISED),
            reason: Some("instructions".into()),
        })]);
}

#[test]
fn r15b_what_was_withdrawn_is_kept_for_the_own_state_and_that_it_was_is_known() {
    let submission = submission_after(&and(lodged(), take_back(|_| ())), submission_of("FJI"));
    assert_eq!(submission.withdrawn_at, Some(at(REVISED)));
    let version = submission.current().unwrap();
    assert_eq!(
        (version.number, version.act, version.content.comments.len()),
        (2, Act::Withdrawn, 2)
    );
}

#[test]
fn r12_nothing_stood_at_close_of_what_was_withdrawn_before_and_all_of_what_was_withdrawn_after() {
    let at_close = |instant: &str| {
        let events = and(lodged(), take_back(|command| command.at = at(instant)));
        let submission = submission_after(&events, submission_of("FJI"));
        submission
            .version_at_close(at(CLOSES))
            .map(|version| (version.number, version.act))
    };
    assert_eq!(at_close(REVISED), None);
    assert_eq!(at_close(CLOSES), Some((1, Act::Lodged)));
    assert_eq!(at_close(AFTER), Some((1, Act::Lodged)));
}

#[test]
fn r8_only_the_submitting_state_withdraws() {
    for code in ["WSM", "KOR", "MEX"] {
        given(lodged())
            .when(take_back(|command| command.by = state(code)))
            .then_rejected(Rejection::NotTheSubmittingState { state: state(code) });
    }
}

#[test]
fn a_withdrawn_submission_is_not_withdrawn_again() {
    given(and(lodged(), take_back(|_| ())))
        .when(take_back(|command| command.at = at(AFTER)))
        .then_rejected(Rejection::AlreadyWithdrawn { at: at(REVISED) });
}

#[test]
fn withdrawing_needs_the_submission_as_the_caller_saw_it_and_a_proposal_that_stands() {
    given(opened())
        .when(take_back(|_| ()))
        .then_rejected(Rejection::SubmissionNotFound);
    given(lodged())
        .when(take_back(|command| command.expected = Expected::Versions(vec![2, 3])))
        .then_rejected(Rejection::StaleVersion { present: 1 });
    given(withdrawn(lodged()))
        .when(take_back(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
    let long = take_back(|command| command.reason = Some("x".repeat(1_001)));
    assert_eq!(
        given(lodged()).when(long).content_errors(),
        [("/reason".into(), "too_long")]
    );
}
