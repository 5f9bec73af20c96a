//! `TakeBackSilence` (R23): with a reason, while it is kept; the text takes input and changes again.

use consultation::command::{CirculateRevision, TakeBackSilence};
use consultation::event::SilenceTakenBack;
use consultation::testing::given;
use consultation::{Command, Event, ProposalStatus, Rejection};

use crate::fixtures::*;
use crate::silence_fixtures::*;

fn take_back(change: impl FnOnce(&mut TakeBackSilence)) -> Command {
    let mut command = take_back_silence();
    change(&mut command);
    Command::TakeBackSilence(command)
}

#[test]
fn r23_silence_is_taken_back_and_the_text_changes_again() {
    given(under_silence())
        .when(take_back(|_| ()))
        .then([Event::SilenceTakenBack(SilenceTakenBack {
            proposal_id: PROPOSAL,
            silence: 1,
            at: at(MEANWHILE),
            by: state("KOR"),
            reason: "paragraph 2 is to be corrected".into(),
        })]);
    let events = and(under_silence(), take_back(|_| ()));
    assert_eq!(proposal_after(&events).status_at(at(MEANWHILE)), ProposalStatus::Closed);
    let revision = text_of(vec![paragraph(P1, &[P1], "1", P1_TEXT)]);
    let circulate = Command::CirculateRevision(CirculateRevision {
        at: at(MEANWHILE),
        ..circulate_revision(revision)
    });
    given(under_silence())
        .when(circulate.clone())
        .then_rejected(Rejection::UnderSilence { until: at(UNTIL) });
    assert_eq!(given(events.clone()).when(circulate).events().len(), 1);
    given(events).when(adopt_due(ADOPTS)).then([]);
}

#[test]
fn r23_taking_back_needs_a_reason() {
    let without = given(under_silence()).when(take_back(|command| command.reason = " ".into()));
    assert_eq!(without.content_errors(), [("/reason".into(), "empty")]);
    let long = given(under_silence()).when(take_back(|command| command.reason = "x".repeat(1_001)));
    assert_eq!(long.content_errors(), [("/reason".into(), "too_long")]);
}

#[test]
fn r23_a_silence_that_has_ended_is_not_taken_back() {
    given(under_silence())
        .when(take_back(|command| command.at = at(UNTIL)))
        .then_rejected(Rejection::SilenceOver { until: at(UNTIL) });
    given(broken())
        .when(take_back(|_| ()))
        .then_rejected(Rejection::NotUnderSilence);
    given(under_silence())
        .when(take_back(|command| command.by = state("TUR")))
        .then_rejected(Rejection::NotLeadMemberOrChair { state: state("TUR") });
}
