//! `ConfirmSubmission` (R16).

use consultation::command::{ConfirmSubmission, Expected};
use consultation::event::{SubmissionConfirmed, SubmissionHead};
use consultation::submission::{Act, Standing};
use consultation::testing::given;
use consultation::{Command, Event, Rejection};

use crate::fixtures::*;

fn confirming(change: impl FnOnce(&mut ConfirmSubmission)) -> Command {
    let mut command = confirm("FJI");
    change(&mut command);
    Command::ConfirmSubmission(command)
}

#[test]
fn r16_a_state_confirms_an_entry() {
    let head = SubmissionHead {
        submission_id: submission_of("FJI"),
        proposal_id: PROPOSAL,
        consultation: 1,
        state: state("FJI"),
    };
    given(entered())
        .when(confirming(|_| ()))
        .then([Event::SubmissionConfirmed(SubmissionConfirmed {
            head,
            at: at(REVISED),
        })]);
    let submission = submission_after(&and(entered(), confirming(|_| ())), submission_of("FJI"));
    assert_eq!(submission.standing, Standing::Confirmed);
    let version = submission.current().unwrap();
    assert_eq!(
        (version.number, version.act, version.content.comments.len()),
        (2, Act::Confirmed, 2)
    );
    assert!(submission.entry.is_some(), "it is never the same as lodged");
}

#[test]
fn r12_confirming_after_close_does_not_make_the_entry_late() {
    let events = and(entered(), confirming(|command| command.at = at(AFTER)));
    let submission = submission_after(&events, submission_of("FJI"));
    assert!(!submission.current().unwrap().late);
    assert_eq!(submission.version_at_close(at(CLOSES)).unwrap().number, 1);
}

#[test]
fn r16_only_the_state_itself_confirms() {
    for code in ["WSM", "MEX", "KOR"] {
        given(entered())
            .when(confirming(|command| command.by = state(code)))
            .then_rejected(Rejection::NotTheSubmittingState { state: state(code) });
    }
}

#[test]
fn r16_only_an_entry_that_awaits_it_is_confirmed() {
    given(lodged())
        .when(confirming(|_| ()))
        .then_rejected(Rejection::NothingToConfirm);
    given(and(entered(), confirming(|_| ())))
        .when(confirming(|_| ()))
        .then_rejected(Rejection::NothingToConfirm);
}

#[test]
fn a_withdrawn_entry_is_not_confirmed() {
    let events = and(entered(), Command::WithdrawSubmission(withdraw("FJI")));
    given(events)
        .when(confirming(|_| ()))
        .then_rejected(Rejection::AlreadyWithdrawn { at: at(REVISED) });
}

#[test]
fn confirming_needs_the_submission_as_the_caller_saw_it_and_a_proposal_that_stands() {
    given(opened())
        .when(confirming(|_| ()))
        .then_rejected(Rejection::SubmissionNotFound);
    given(entered())
        .when(confirming(|command| command.expected = Expected::Versions(vec![2])))
        .then_rejected(Rejection::StaleVersion { present: 1 });
    given(withdrawn(entered()))
        .when(confirming(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}
