//! `BreakSilence` (R23): by paragraph, with a rationale or an amendment, before the instant.

use consultation::command::{BreakSilence, BrokenParagraphDraft, Expected};
use consultation::event::SilenceBroken;
use consultation::silence::BrokenParagraph;
use consultation::testing::given;
use consultation::{Command, Event, ProposalStatus, Rejection};

use crate::fixtures::*;
use crate::silence_fixtures::*;

fn break_with(change: impl FnOnce(&mut BreakSilence)) -> Command {
    let mut command = break_silence();
    change(&mut command);
    Command::BreakSilence(command)
}

#[test]
fn r23_any_member_breaks_silence_and_that_stops_the_whole_text() {
    given(under_silence())
        .when(break_with(|_| ()))
        .then([Event::SilenceBroken(SilenceBroken {
            proposal_id: PROPOSAL,
            silence: 1,
            at: at(MEANWHILE),
            by: state("TUR"),
            paragraphs: vec![BrokenParagraph {
                paragraph: P1,
                rationale: Some("It goes too far.".into()),
                amendment: None,
            }],
            disclosed: false,
        })]);
    assert_eq!(
        proposal_after(&broken()).status_at(at(MEANWHILE)),
        ProposalStatus::Closed
    );
    given(broken()).when(adopt_due(ADOPTS)).then([]);
    let partner = break_with(|command| command.by = state("FJI"));
    given(under_silence())
        .when(partner)
        .then_rejected(Rejection::NotAMember { state: state("FJI") });
}

#[test]
fn r23_a_break_at_or_after_the_instant_is_refused() {
    for instant in [UNTIL, "2027-03-06T08:00:01Z", THEN] {
        let late = || break_with(|command| command.at = at(instant));
        let over = Rejection::SilenceOver { until: at(UNTIL) };
        // Also when the adoption is not yet recorded.
        given(under_silence()).when(late()).then_rejected(over.clone());
        given(broken()).when(late()).then_rejected(over.clone());
        given(adopted()).when(late()).then_rejected(over);
    }
    let just = break_with(|command| command.at = at("2027-03-06T07:59:59.999999Z"));
    assert_eq!(given(under_silence()).when(just.clone()).events().len(), 1);
    // It was in time, and came to the log after the adoption.
    given(adopted())
        .when(just)
        .then_rejected(Rejection::AlreadyAdopted { at: at(UNTIL) });
}

#[test]
fn r23_further_members_add_their_breaks_until_the_instant() {
    let second = break_with(|command| {
        command.by = state("AUS");
        command.at = at("2027-03-05T08:00:00Z");
        command.disclosed = true;
    });
    let events = and(broken(), second);
    let proposal = proposal_after(&events);
    let silence = proposal.procedure.silences.last().unwrap();
    let by: Vec<_> = silence.breaks.iter().map(|one| (one.by, one.disclosed)).collect();
    assert_eq!(by, [(state("TUR"), false), (state("AUS"), true)]);
}

#[test]
fn r23_each_paragraph_needs_a_rationale_or_an_amendment() {
    let errors = |paragraphs: Vec<BrokenParagraphDraft>| {
        let outcome = given(under_silence()).when(break_with(|command| command.paragraphs = paragraphs));
        outcome.content_errors()
    };
    let saying = |rationale: Option<&str>, amendment: Option<&str>| BrokenParagraphDraft {
        paragraph: "1".into(),
        rationale: rationale.map(Into::into),
        amendment: amendment.map(Into::into),
    };
    let pointer = |field: &str| format!("/paragraphs/0/{field}");
    assert_eq!(errors(vec![]), [("/paragraphs".into(), "empty")]);
    assert_eq!(errors(vec![saying(None, Some(" "))]), [(pointer("rationale"), "empty")]);
    assert_eq!(
        errors(vec![broken_on("9")]),
        [(pointer("paragraph"), "unknown_paragraph")]
    );
    let long = "x".repeat(64 * 1024 + 1);
    assert_eq!(
        errors(vec![saying(None, Some(&long))]),
        [(pointer("amendment"), "too_long")]
    );
    let twice = errors(vec![broken_on("1"), broken_on("1")]);
    assert_eq!(twice, [("/paragraphs/1/paragraph".into(), "duplicate")]);
    let amended = break_with(|command| command.paragraphs = vec![saying(None, Some("States may share data."))]);
    assert_eq!(given(under_silence()).when(amended).events().len(), 1);
}

#[test]
fn r23_what_is_not_under_silence_is_not_broken() {
    given(disposed())
        .when(break_with(|_| ()))
        .then_rejected(Rejection::NotUnderSilence);
    let taken_back = and(under_silence(), Command::TakeBackSilence(take_back_silence()));
    given(taken_back)
        .when(break_with(|_| ()))
        .then_rejected(Rejection::NotUnderSilence);
    let withdrawn = and(
        under_silence(),
        Command::WithdrawProposal(consultation::command::WithdrawProposal {
            at: at(MEANWHILE),
            ..withdraw_proposal()
        }),
    );
    given(withdrawn)
        .when(break_with(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(MEANWHILE) });
    given(under_silence())
        .when(break_with(|command| command.expected = Expected::Versions(vec![1])))
        .then_rejected(Rejection::StaleVersion { present: 4 });
}
