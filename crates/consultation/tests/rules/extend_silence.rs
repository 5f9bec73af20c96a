//! `ExtendSilence` (R23): later only, while it is kept.

use consultation::command::{Expected, ExtendSilence};
use consultation::event::SilenceExtended;
use consultation::testing::given;
use consultation::{Command, Event, Rejection};

use crate::fixtures::*;
use crate::silence_fixtures::*;

fn extend(change: impl FnOnce(&mut ExtendSilence)) -> Command {
    let mut command = extend_silence();
    change(&mut command);
    Command::ExtendSilence(command)
}

#[test]
fn r23_extending_moves_the_instant_later() {
    let later = at("2027-03-09T08:00:00Z");
    given(under_silence())
        .when(extend(|_| ()))
        .then([Event::SilenceExtended(SilenceExtended {
            proposal_id: PROPOSAL,
            silence: 1,
            at: at(MEANWHILE),
            by: state("KOR"),
            until: later,
        })]);
    let extended = and(under_silence(), extend(|_| ()));
    given(extended.clone())
        .when(adopt_due(ADOPTS))
        .then_rejected(Rejection::NotYetDue {
            closes_at: at("2027-03-09T08:00:05Z"),
        });
    assert_eq!(
        given(extended).when(adopt_due("2027-03-09T08:00:05Z")).events().len(),
        1
    );
}

#[test]
fn r23_extending_never_moves_it_earlier() {
    let same = given(under_silence()).when(extend(|command| command.until = at(UNTIL)));
    assert_eq!(same.content_errors(), [("/until".into(), "too_early")]);
}

#[test]
fn r23_a_silence_that_has_ended_is_not_extended() {
    given(under_silence())
        .when(extend(|command| command.at = at(UNTIL)))
        .then_rejected(Rejection::SilenceOver { until: at(UNTIL) });
    given(broken())
        .when(extend(|_| ()))
        .then_rejected(Rejection::NotUnderSilence);
    given(disposed())
        .when(extend(|_| ()))
        .then_rejected(Rejection::NotUnderSilence);
    given(adopted())
        .when(extend(|command| command.at = at(THEN)))
        .then_rejected(Rejection::AlreadyAdopted { at: at(UNTIL) });
    given(under_silence())
        .when(extend(|command| command.expected = Expected::Versions(vec![1])))
        .then_rejected(Rejection::StaleVersion { present: 4 });
}

#[test]
fn r23_lead_member_or_chair_extend_and_nobody_else() {
    let by = |code: &str| given(under_silence()).when(extend(|command| command.by = state(code)));
    assert_eq!(by("AUS").events().len(), 1);
    by("TUR").then_rejected(Rejection::NotLeadMemberOrChair { state: state("TUR") });
}
