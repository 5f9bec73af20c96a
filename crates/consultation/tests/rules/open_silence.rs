//! `OpenSilence` (R23): notice, urgency, the gate.

use consultation::command::{DeferralDraft, Expected, Inherited, LodgeSubmission, OpenSilence};
use consultation::event::{ConsultationClosed, SilenceOpened};
use consultation::review::DispositionKind;
use consultation::silence::Deferred;
use consultation::testing::given;
use consultation::{Attribution, Command, Event, OpenComment, ProposalStatus, Rejection};

use crate::fixtures::*;
use crate::silence_fixtures::*;

fn open(change: impl FnOnce(&mut OpenSilence)) -> Command {
    let mut command = open_silence();
    change(&mut command);
    Command::OpenSilence(command)
}

fn leave_open(comment: &str, reason: &str) -> DeferralDraft {
    DeferralDraft {
        comment: comment.into(),
        reason: reason.into(),
    }
}

fn opened_silence(events: Vec<Event>) -> SilenceOpened {
    let found = events.into_iter().find_map(|event| match event {
        Event::SilenceOpened(opened) => Some(opened),
        _ => None,
    });
    found.unwrap()
}

#[test]
fn r23_the_newest_text_goes_under_silence_for_72_hours() {
    let events = given(disposed()).when(open(|_| ())).events();
    let closed = Event::ConsultationClosed(ConsultationClosed {
        proposal_id: PROPOSAL,
        consultation: 1,
        closed_at: at(CLOSES),
    });
    let silence = Event::SilenceOpened(SilenceOpened {
        proposal_id: PROPOSAL,
        silence: 1,
        at: at(LATER),
        by: state("KOR"),
        revision: 0,
        until: at(UNTIL),
        urgency: None,
        deferred: Vec::new(),
        late_noted: Vec::new(),
    });
    assert_eq!(events, [closed, silence]);
    let proposal = proposal_after(&under_silence());
    assert_eq!(proposal.status_at(at(MEANWHILE)), ProposalStatus::UnderSilence);
}

#[test]
fn r23_notice_is_72_hours_and_24_when_the_chair_states_urgency() {
    let day = |command: &mut OpenSilence| command.until = Some(at("2027-03-04T08:00:00Z"));
    let too_short = given(disposed()).when(open(day));
    assert_eq!(too_short.content_errors(), [("/until".into(), "too_early")]);
    let urgent = |by: &'static str| {
        move |command: &mut OpenSilence| {
            day(command);
            command.by = state(by);
            command.urgency = Some("The summit begins on Friday.".into());
        }
    };
    assert_eq!(given(disposed()).when(open(urgent("AUS"))).events().len(), 2);
    let lead = given(disposed()).when(open(urgent("KOR")));
    assert_eq!(lead.content_errors(), [("/urgency".into(), "invalid")]);
    let hasty = given(disposed()).when(open(|command| {
        urgent("AUS")(command);
        command.until = Some(at("2027-03-04T07:59:59Z"));
        command.urgency = Some(" ".into());
    }));
    let expected = [("/urgency".into(), "empty"), ("/until".into(), "too_early")];
    assert_eq!(hasty.content_errors(), expected);
}

#[test]
fn r23_a_configuration_may_set_a_shorter_notice_for_trials() {
    let second = |until: &'static str| {
        open(move |command| {
            command.shortest_seconds = Some(1);
            command.until = Some(at(until));
        })
    };
    assert_eq!(given(disposed()).when(second("2027-03-03T08:00:01Z")).events().len(), 2);
    let none = given(disposed()).when(second("2027-03-03T08:00:00Z"));
    assert_eq!(none.content_errors(), [("/until".into(), "too_early")]);
}

#[test]
fn r23_only_the_newest_revision_goes_under_silence() {
    let revised = and(
        disposed(),
        Command::CirculateRevision(consultation::command::CirculateRevision {
            at: at(AFTER),
            ..circulate_revision(text_of(vec![paragraph(P1, &[P1], "1", P1_TEXT)]))
        }),
    );
    let of = |number| given(revised.clone()).when(open(|command| command.revision = Some(number)));
    assert_eq!(of(1).events().len(), 2);
    assert_eq!(of(0).content_errors(), [("/revision".into(), "invalid")]);
    assert_eq!(of(2).content_errors(), [("/revision".into(), "unknown_revision")]);
}

#[test]
fn r23_the_gate_names_every_comment_that_is_open() {
    let open_comments = |events| match given(events).when(open(|_| ())).result {
        Err(Rejection::GateNotMet(open)) => open,
        other => panic!("the gate is open: {other:?}"),
    };
    let on = |number: u128, name: &str, paragraph: Option<&str>| OpenComment {
        comment: comment_id(number),
        number: name.into(),
        paragraph: paragraph.map(Into::into),
    };
    let (first, second) = (on(1, "FJI-001", Some("1")), on(2, "FJI-002", None));
    let all = open_comments(lodged());
    assert_eq!(all.len(), 2);
    assert!(all.contains(&first) && all.contains(&second));
    let half = disposed_of(lodged(), DispositionKind::Noted, &[comment_id(1)]);
    assert_eq!(open_comments(half), std::slice::from_ref(&second));
    // A request for clarification is no disposition, unless nobody answered it for five working days (R20).
    let asked = disposed_of(disposed(), DispositionKind::ClarificationRequested, &[comment_id(2)]);
    assert_eq!(open_comments(asked.clone()), [second]);
    let week = open(|command| command.at = at("2027-03-09T08:00:00Z"));
    assert_eq!(given(asked.clone()).when(week.clone()).events().len(), 2);
    let answer = answered(asked, comment_id(2), true);
    assert!(matches!(given(answer).when(week).result, Err(Rejection::GateNotMet(_))));
}

#[test]
fn r23_a_comment_is_left_open_with_a_reason_here_or_before() {
    let half = disposed_of(lodged(), DispositionKind::Noted, &[comment_id(1)]);
    let before = opened_silence(given(deferred(half.clone(), comment_id(2))).when(open(|_| ())).events());
    let expected = |reason: &str| {
        vec![Deferred {
            comment: comment_id(2),
            reason: reason.into(),
        }]
    };
    assert_eq!(before.deferred, expected("for the next chair"));
    for name in ["FJI-002", &comment_id(2).to_string()] {
        let here = open(|command| command.deferred = vec![leave_open(name, "later")]);
        assert_eq!(
            opened_silence(given(half.clone()).when(here).events()).deferred,
            expected("later")
        );
    }
    let wrong = |deferred: Vec<DeferralDraft>| {
        let outcome = given(half.clone()).when(open(|command| command.deferred = deferred));
        outcome.content_errors()
    };
    let comment = || "/deferred/0/comment".to_owned();
    assert_eq!(
        wrong(vec![leave_open("WSM-001", "later")]),
        [(comment(), "unknown_comment")]
    );
    assert_eq!(wrong(vec![leave_open("FJI-001", "later")]), [(comment(), "invalid")]);
    assert_eq!(
        wrong(vec![leave_open("FJI-002", " ")]),
        [("/deferred/0/reason".to_owned(), "empty")]
    );
    let twice = vec![leave_open("FJI-002", "later"), leave_open("FJI-002", "later")];
    assert_eq!(wrong(twice), [("/deferred/1/comment".to_owned(), "duplicate")]);
}

#[test]
fn r23_late_comments_are_noted_and_no_obstacle() {
    let late = LodgeSubmission {
        at: at(AFTER),
        ..lodge("WSM", draft(vec![comment(7, "Sorry to be late.")]))
    };
    let events = and(disposed(), Command::LodgeSubmission(late));
    let opened = opened_silence(given(events).when(open(|_| ())).events());
    assert_eq!(opened.late_noted, [comment_id(7)]);
}

#[test]
fn r15c_the_gate_does_not_tell_whether_an_unattributed_comment_came_late() {
    let unattributed = consultation::command::CommentDraft {
        attribution: Inherited::Own(Attribution::ToNone),
        ..comment(7, "We would rather not say who we are.")
    };
    let number = comment_id(7).unattributed_number();
    for instant in [LODGED, AFTER] {
        let command = LodgeSubmission {
            at: at(instant),
            ..lodge("WSM", draft(vec![unattributed.clone()]))
        };
        let mut events = lodged();
        events = and(events, Command::LodgeSubmission(command));
        events = disposed_of(events, DispositionKind::Accepted, &[comment_id(1), comment_id(2)]);
        let refused = given(events.clone()).when(open(|_| ())).result;
        let expected = OpenComment {
            comment: comment_id(7),
            number: number.clone(),
            paragraph: None,
        };
        assert_eq!(refused, Err(Rejection::GateNotMet(vec![expected])));
        let left = open(|command| command.deferred = vec![leave_open(&number, "later")]);
        let opened = opened_silence(given(events).when(left).events());
        assert_eq!((opened.deferred.len(), opened.late_noted.len()), (1, 0));
    }
}

#[test]
fn r23_lead_member_or_chair_open_and_nobody_else() {
    let by = |code: &str| given(disposed()).when(open(|command| command.by = state(code)));
    assert_eq!(by("AUS").events().len(), 2);
    by("TUR").then_rejected(Rejection::NotLeadMemberOrChair { state: state("TUR") });
    by("FJI").then_rejected(Rejection::NotAMember { state: state("FJI") });
}

#[test]
fn r23_no_silence_while_a_consultation_or_another_silence_is_open() {
    let early = open(|command| command.at = at(LODGED));
    given(disposed())
        .when(early)
        .then_rejected(Rejection::ConsultationAlreadyOpen { closes_at: at(CLOSES) });
    given(under_silence())
        .when(open(|_| ()))
        .then_rejected(Rejection::UnderSilence { until: at(UNTIL) });
    given(adopted())
        .when(open(|_| ()))
        .then_rejected(Rejection::AlreadyAdopted { at: at(UNTIL) });
    given(withdrawn(disposed()))
        .when(open(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
    given(disposed())
        .when(open(|command| command.expected = Expected::Versions(vec![9])))
        .then_rejected(Rejection::StaleVersion { present: 2 });
    given(registered())
        .when(open(|_| ()))
        .then_rejected(Rejection::ProposalNotFound);
}

#[test]
fn r23_after_a_broken_silence_the_next_one_has_the_next_number() {
    let again = open(|command| command.at = at("2027-03-05T08:00:00Z"));
    let opened = opened_silence(given(broken()).when(again).events());
    assert_eq!((opened.silence, opened.until), (2, at("2027-03-08T08:00:00Z")));
}
