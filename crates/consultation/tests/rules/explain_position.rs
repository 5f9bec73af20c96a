//! `ExplainPosition` (R24): under silence and after adoption.

use consultation::command::ExplainPosition;
use consultation::event::PositionExplained;
use consultation::silence::ExplanationKind;
use consultation::testing::given;
use consultation::{Command, Event, Rejection};

use crate::fixtures::*;
use crate::silence_fixtures::*;

fn explain(change: impl FnOnce(&mut ExplainPosition)) -> Command {
    let mut command = explain_position();
    change(&mut command);
    Command::ExplainPosition(command)
}

#[test]
fn r24_a_member_puts_a_reservation_on_record_under_silence_and_after_adoption() {
    given(under_silence())
        .when(explain(|_| ()))
        .then([Event::PositionExplained(PositionExplained {
            proposal_id: PROPOSAL,
            at: at(MEANWHILE),
            by: state("TUR"),
            kind: ExplanationKind::Reservation,
            paragraphs: vec![P2],
            text: "National law prevails.".into(),
        })]);
    let whole = explain(|command| (command.at, command.paragraphs) = (at(THEN), Vec::new()));
    assert_eq!(given(adopted()).when(whole).events().len(), 1);
}

#[test]
fn r24_there_is_nothing_to_explain_without_silence() {
    given(disposed())
        .when(explain(|_| ()))
        .then_rejected(Rejection::NotUnderSilence);
    given(broken())
        .when(explain(|_| ()))
        .then_rejected(Rejection::NotUnderSilence);
    let withdrawn = consultation::command::WithdrawProposal {
        at: at(MEANWHILE),
        ..withdraw_proposal()
    };
    given(and(under_silence(), Command::WithdrawProposal(withdrawn)))
        .when(explain(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(MEANWHILE) });
    given(under_silence())
        .when(explain(|command| command.by = state("FJI")))
        .then_rejected(Rejection::NotAMember { state: state("FJI") });
}

#[test]
fn r24_an_explanation_says_something_about_paragraphs_that_exist() {
    let errors = |change: fn(&mut ExplainPosition)| given(under_silence()).when(explain(change)).content_errors();
    assert_eq!(errors(|command| command.text = " ".into()), [("/text".into(), "empty")]);
    assert_eq!(
        errors(|command| command.text = "x".repeat(64 * 1024 + 1)),
        [("/text".into(), "too_long")]
    );
    assert_eq!(
        errors(|command| command.paragraphs = vec!["7".into()]),
        [("/paragraphs/0".into(), "unknown_paragraph")]
    );
    assert_eq!(
        errors(|command| command.paragraphs = vec!["1".into(), P1.0.to_string()]),
        [("/paragraphs/1".into(), "duplicate")]
    );
}
