//! `AnswerDisposition` (R21).

use consultation::command::{AnswerDisposition, Expected};
use consultation::event::DispositionAnswered;
use consultation::review::DispositionKind;
use consultation::testing::given;
use consultation::{Command, CommentId, Event, Rejection};

use crate::fixtures::*;
use crate::review_fixtures::*;

fn answering(change: impl FnOnce(&mut AnswerDisposition)) -> Command {
    let mut command = answer(false);
    change(&mut command);
    Command::AnswerDisposition(command)
}

fn published() -> Vec<Event> {
    and(
        all_agree(proposed(), &[one()]),
        Command::PublishDispositions(publish(None)),
    )
}

#[test]
fn r21_the_state_objects_or_is_satisfied() {
    given(published())
        .when(answering(|_| ()))
        .then([Event::DispositionAnswered(DispositionAnswered {
            proposal_id: PROPOSAL,
            at: at(LATER),
            by: state("FJI"),
            comment: one(),
            satisfied: false,
            justification: Some("It was never meant to be voluntary.".into()),
            suggestion: None,
        })]);
    given(and(published(), answering(|_| ())))
        .when(answering(|_| ()))
        .then([]);
    let satisfied = answering(|command| *command = answer(true));
    assert_eq!(given(published()).when(satisfied).events().len(), 1);
}

#[test]
fn r21_nobody_else_answers_and_an_objection_says_why() {
    let other = answering(|command| command.by = state("WSM"));
    given(published())
        .when(other)
        .then_rejected(Rejection::NotTheSubmittingState { state: state("WSM") });
    let unknown = answering(|command| command.comment = CommentId(STRANGER));
    given(published())
        .when(unknown)
        .then_rejected(Rejection::CommentNotFound);
    let bare = answering(|command| command.justification = None);
    assert_eq!(
        given(published()).when(bare).content_errors(),
        [("/justification".into(), "empty")]
    );
    let ask = propose("TUR", &[one()], DispositionKind::ClarificationRequested);
    let asked = and(spoken(), Command::ProposeDispositions(ask));
    let empty = answering(|command| *command = answer(true));
    assert_eq!(
        given(asked).when(empty).content_errors(),
        [("/justification".into(), "empty")]
    );
}

#[test]
fn r21_only_what_is_published_and_stands_is_answered() {
    given(proposed())
        .when(answering(|_| ()))
        .then_rejected(Rejection::NothingPublished);
    let gone = and(
        published(),
        Command::WithdrawSubmission(consultation::command::WithdrawSubmission {
            at: at(LATER),
            ..withdraw("FJI")
        }),
    );
    given(gone)
        .when(answering(|_| ()))
        .then_rejected(Rejection::CommentsWithdrawn(vec![one()]));
    // The version that partners know counts publications and answers, not proposals.
    let version = |number| answering(|command| command.expected = Expected::Versions(vec![number]));
    assert_eq!(given(published()).when(version(1)).events().len(), 1);
    given(published())
        .when(version(2))
        .then_rejected(Rejection::StaleVersion { present: 1 });
}
