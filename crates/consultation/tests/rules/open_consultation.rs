//! `OpenConsultation` (R3, R5). Labels are in `labels.rs`.

use consultation::command::{Expected, Invitation, OpenConsultation};
use consultation::event::{ConsultationClosed, ConsultationOpened, Invited};
use consultation::testing::given;
use consultation::{AttributionLabel, BeforeClose, Command, Event, ProposalStatus, Rejection};

use crate::fixtures::*;

fn open(change: impl FnOnce(&mut OpenConsultation)) -> Command {
    let mut command = open_consultation();
    change(&mut command);
    Command::OpenConsultation(command)
}

#[track_caller]
fn invited_at(instant: &str, invite: Invitation) -> Vec<String> {
    let events = given(tabled())
        .when(open(|command| {
            command.at = at(instant);
            command.invite = invite;
        }))
        .events();
    let Some(Event::ConsultationOpened(opened)) = events.last() else {
        unreachable!("{events:?}")
    };
    opened.invited.iter().map(|invited| invited.state.to_string()).collect()
}

#[test]
fn r5_opening_names_the_invited_the_closing_and_what_is_seen_before() {
    let invited = ["FJI", "JPN", "TON", "WSM"]
        .map(|code| Invited {
            state: state(code),
            label: AttributionLabel::Delegation,
        })
        .to_vec();
    given(tabled())
        .when(open(|command| command.before_close = BeforeClose::Sealed))
        .then([Event::ConsultationOpened(ConsultationOpened {
            proposal_id: PROPOSAL,
            consultation: 1,
            at: at(OPENED),
            by: state("KOR"),
            revision: 0,
            closes_at: at(CLOSES),
            before_close: BeforeClose::Sealed,
            invited,
        })]);
}

#[test]
fn r5_open_is_what_is_seen_before_close_unless_said_otherwise() {
    assert_eq!(BeforeClose::default(), BeforeClose::Open);
}

#[test]
fn r5_a_neighbourhood_invites_the_partners_near_that_member() {
    assert_eq!(invited_at(OPENED, invite(&[], &["KOR"], &[])), ["JPN", "MNG"]);
    assert!(invited_at(OPENED, invite(&[], &["IDN"], &[])).contains(&"PNG".to_owned()));
    assert!(invited_at(OPENED, invite(&[], &["AUS"], &[])).contains(&"PNG".to_owned()));
}

#[test]
fn r5_of_a_group_those_are_invited_that_are_partners_and_never_its_members_of_ours() {
    let invited = invited_at(OPENED, invite(&[], &[], &["PIF"]));
    assert_eq!(
        invited,
        [
            "FJI", "FSM", "KIR", "MHL", "NRU", "PLW", "PNG", "SLB", "TON", "TUV", "WSM"
        ]
    );
}

#[test]
fn r5_the_invitation_is_resolved_against_the_register_at_that_instant() {
    let invited = |instant| invited_at(instant, invite(&["FJI"], &["MEX"], &["PIF"]));
    assert!(invited("2027-01-07T00:00:00Z").contains(&"GTM".to_owned()));
    assert!(
        !invited(OPENED).contains(&"GTM".to_owned()),
        "its partnership ended on 8 January"
    );
    assert!(!invited(OPENED).contains(&"VUT".to_owned()));
    assert!(
        invited(LODGED).contains(&"VUT".to_owned()),
        "it joined the group on 1 February"
    );
}

#[test]
fn r5_a_state_named_twice_is_invited_once() {
    assert_eq!(
        invited_at(OPENED, invite(&["JPN", "MNG", "JPN"], &["KOR"], &[])),
        ["JPN", "MNG"]
    );
}

#[test]
fn r5_members_strangers_and_unknown_codes_are_refused_one_by_one() {
    let command = open(|command| command.invite = invite(&["FJI", "AUS", "NZL"], &["FJI"], &["CARICOM"]));
    assert_eq!(
        given(tabled()).when(command).content_errors(),
        [
            ("/invite/states/1".into(), "member_invited"),
            ("/invite/states/2".into(), "not_a_partner"),
            ("/invite/neighbourhoods/0".into(), "unknown_code"),
            ("/invite/groups/0".into(), "unknown_code"),
        ]
    );
}

#[test]
fn r5_an_invitation_names_somebody() {
    for nobody in [
        invite(&[], &[], &[]),
        invite(&[], &[], &["WITHIN"]),
        invite(&[], &["TUR"], &[]),
    ] {
        let command = open(|command| command.invite = nobody);
        assert_eq!(
            given(tabled()).when(command).content_errors(),
            [("/invite".into(), "nobody_invited")]
        );
    }
}

#[test]
fn r5_closing_lies_in_the_future() {
    for (closes_at, fits) in [(TABLED, false), (OPENED, false), ("2027-01-10T09:00:00.000001Z", true)] {
        let outcome = given(tabled()).when(open(|command| command.closes_at = at(closes_at)));
        if fits {
            assert_eq!(outcome.events().len(), 1);
        } else {
            assert_eq!(outcome.content_errors(), [("/closes_at".into(), "too_early")]);
        }
    }
}

#[test]
fn r5_a_consultation_is_on_an_existing_revision_by_default_the_newest() {
    let two = and(
        tabled(),
        Command::CirculateRevision(circulate_revision(zero_draft_again())),
    );
    for (asked, revision) in [(None, 1), (Some(0), 0), (Some(1), 1)] {
        let events = given(two.clone())
            .when(open(|command| command.revision = asked))
            .events();
        assert!(matches!(&events[0], Event::ConsultationOpened(opened) if opened.revision == revision));
    }
    let unknown = open(|command| command.revision = Some(2));
    assert_eq!(
        given(two).when(unknown).content_errors(),
        [("/revision".into(), "unknown_revision")]
    );
}

fn zero_draft_again() -> consultation::command::RevisionDraft {
    text_of(vec![paragraph(P1, &[P1], "1", P1_TEXT)])
}

#[test]
fn r5_one_consultation_at_a_time() {
    let second = |instant: &str| {
        open(|command| {
            command.at = at(instant);
            command.closes_at = at(CLOSES_AGAIN);
        })
    };
    let already = Rejection::ConsultationAlreadyOpen { closes_at: at(CLOSES) };
    given(opened()).when(second(LODGED)).then_rejected(already.clone());
    given(opened())
        .when(second("2027-03-01T15:59:59.999999Z"))
        .then_rejected(already);
    assert_eq!(given(opened()).when(second(CLOSES)).events().len(), 2);
}

#[test]
fn r6_after_closing_there_is_a_new_consultation_and_the_missing_closing_is_recorded_first() {
    let again = || open(|command| (command.at, command.closes_at) = (at(AFTER), at(CLOSES_AGAIN)));
    let events = given(opened()).when(again()).events();
    let closed = ConsultationClosed {
        proposal_id: PROPOSAL,
        consultation: 1,
        closed_at: at(CLOSES),
    };
    assert_eq!(events[0], Event::ConsultationClosed(closed));
    assert!(matches!(&events[1], Event::ConsultationOpened(opened) if opened.consultation == 2));
    assert_eq!(events.len(), 2);

    let recorded = and(opened(), close_due(AFTER));
    let events = given(recorded).when(again()).events();
    assert!(matches!(events.as_slice(), [Event::ConsultationOpened(opened)] if opened.consultation == 2));
}

#[test]
fn r3_a_draft_becomes_open_and_then_closed_by_the_clock_alone() {
    let proposal = proposal_after(&opened());
    assert_eq!(proposal.status_at(at(LODGED)), ProposalStatus::Open);
    assert_eq!(
        proposal.status_at(at("2027-03-01T15:59:59.999999Z")),
        ProposalStatus::Open
    );
    assert_eq!(proposal.status_at(at(CLOSES)), ProposalStatus::Closed);
    assert_eq!(
        proposal_after(&opened_again()).status_at(at(AFTER)),
        ProposalStatus::Open
    );
}

#[test]
fn r3_lead_member_or_chair_open_and_nobody_else() {
    let by = |code: &str| given(tabled()).when(open(|command| command.by = state(code)));
    assert_eq!(by("KOR").events().len(), 1);
    assert_eq!(by("MEX").events().len(), 1);
    by("AUS").then_rejected(Rejection::NotLeadMemberOrChair { state: state("AUS") });
    by("JPN").then_rejected(Rejection::NotAMember { state: state("JPN") });
}

#[test]
fn opening_needs_the_proposal_as_the_caller_saw_it_and_not_withdrawn() {
    given(registered())
        .when(open(|_| ()))
        .then_rejected(Rejection::ProposalNotFound);
    given(tabled())
        .when(open(|command| command.expected = Expected::Versions(vec![3])))
        .then_rejected(Rejection::StaleVersion { present: 1 });
    given(withdrawn(tabled()))
        .when(open(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}
