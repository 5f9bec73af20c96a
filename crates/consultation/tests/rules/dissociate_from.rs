//! `DissociateFrom` (R12, R13, R15).

use consultation::command::{DissociateFrom, OpenConsultation, SubmissionDraft};
use consultation::event::{SubmissionDissociated, SubmissionHead};
use consultation::testing::given;
use consultation::{BeforeClose, Command, Event, Rejection};

use crate::fixtures::*;

fn leaving(by: &str, change: impl FnOnce(&mut DissociateFrom)) -> Command {
    let mut command = dissociate(by, "FJI");
    change(&mut command);
    Command::DissociateFrom(command)
}

fn left(by: &str, change: impl FnOnce(&mut SubmissionDissociated)) -> Event {
    let mut event = SubmissionDissociated {
        head: SubmissionHead {
            submission_id: submission_of("FJI"),
            proposal_id: PROPOSAL,
            consultation: 1,
            state: state("FJI"),
        },
        by: state(by),
        at: at(REVISED),
        late: false,
        comments: None,
        paragraphs: Vec::new(),
    };
    change(&mut event);
    Event::SubmissionDissociated(event)
}

fn spoken_for_the_forum() -> Vec<Event> {
    and(
        opened(),
        Command::LodgeSubmission(lodge("FJI", for_the_forum(two_comments()))),
    )
}

#[test]
fn r13_a_state_steps_out_of_its_groups_paragraph() {
    let events = spoken_for_the_forum();
    given(events.clone())
        .when(leaving("WSM", |command| command.paragraphs = vec!["1".into()]))
        .then([left("WSM", |event| event.paragraphs = vec![P1])]);
    given(events)
        .when(leaving("WSM", |command| {
            command.comments = Some(vec!["FJI-002".into()]);
        }))
        .then([left("WSM", |event| event.comments = Some(vec![comment_id(2)]))]);
}

#[test]
fn r13_a_state_leaves_what_it_joined() {
    let joined = and(lodged(), Command::AlignWith(align("JPN", "FJI")));
    given(joined).when(leaving("JPN", |_| ())).then([left("JPN", |_| ())]);
}

#[test]
fn r13_a_state_leaves_a_joint_submission_that_names_it() {
    let joint = SubmissionDraft {
        joint_with: vec![state("JPN")],
        ..two_comments()
    };
    let events = and(opened(), Command::LodgeSubmission(lodge("FJI", joint)));
    given(events).when(leaving("JPN", |_| ())).then([left("JPN", |_| ())]);
}

#[test]
fn r12_leaving_after_closing_is_late() {
    given(spoken_for_the_forum())
        .when(leaving("WSM", |command| command.at = at(AFTER)))
        .then([left("WSM", |event| {
            event.at = at(AFTER);
            event.late = true;
        })]);
}

#[test]
fn r13_leaving_twice_changes_nothing() {
    let once = and(spoken_for_the_forum(), leaving("WSM", |_| ()));
    given(once.clone()).when(leaving("WSM", |_| ())).then([]);
    given(once)
        .when(leaving("WSM", |command| command.paragraphs = vec!["1".into()]))
        .then([]);
}

#[test]
fn r13_nothing_is_left_that_was_neither_joined_nor_said_for_the_group() {
    given(lodged())
        .when(leaving("WSM", |_| ()))
        .then_rejected(Rejection::NothingToLeave);
    given(spoken_for_the_forum())
        .when(leaving("JPN", |_| ()))
        .then_rejected(Rejection::NothingToLeave);
    given(spoken_for_the_forum())
        .when(leaving("WSM", |command| command.paragraphs = vec!["2".into()]))
        .then_rejected(Rejection::NothingToLeave);
}

#[test]
fn r9_members_of_the_group_have_nothing_to_leave() {
    given(spoken_for_the_forum())
        .when(leaving("AUS", |_| ()))
        .then_rejected(Rejection::MembersGiveNoInput { state: state("AUS") });
}

#[test]
fn r13_who_is_not_invited_or_speaks_itself_does_not_leave() {
    let mut draft = for_the_forum(two_comments());
    draft.audience = consultation::Audience::Public;
    let public = and(opened(), Command::LodgeSubmission(lodge("FJI", draft)));
    given(public.clone())
        .when(leaving("KIR", |_| ()))
        .then_rejected(Rejection::NotAnInvitedState { state: state("KIR") });
    given(public)
        .when(leaving("FJI", |_| ()))
        .then_rejected(Rejection::OwnSubmission);
}

#[test]
fn r13_what_is_named_must_be_there() {
    let outcome = given(spoken_for_the_forum()).when(leaving("WSM", |command| {
        command.comments = Some(vec!["FJI-009".into()]);
        command.paragraphs = vec!["9".into()];
    }));
    assert_eq!(
        outcome.content_errors(),
        [
            ("/comments/0".into(), "unknown_comment"),
            ("/paragraphs/0".into(), "unknown_paragraph")
        ]
    );
}

#[test]
fn r12_nothing_is_left_of_what_was_withdrawn() {
    let gone = and(spoken_for_the_forum(), Command::WithdrawSubmission(withdraw("FJI")));
    given(gone)
        .when(leaving("WSM", |command| command.at = at(AFTER)))
        .then_rejected(Rejection::AlreadyWithdrawn { at: at(REVISED) });
    given(withdrawn(spoken_for_the_forum()))
        .when(leaving("WSM", |_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}

#[test]
fn r13_the_groups_invited_partners_see_it_under_seal_and_others_do_not() {
    let sealed = OpenConsultation {
        before_close: BeforeClose::Sealed,
        ..open_consultation()
    };
    let sealed = and(tabled(), Command::OpenConsultation(sealed));
    let draft = for_the_forum(two_comments());
    let events = and(sealed, Command::LodgeSubmission(lodge("FJI", draft)));
    given(events.clone())
        .when(leaving("WSM", |_| ()))
        .then([left("WSM", |_| ())]);
    given(events)
        .when(leaving("JPN", |_| ()))
        .then_rejected(Rejection::SubmissionNotFound);
}
