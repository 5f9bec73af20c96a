//! `AlignWith` (R12, R13, R15).

use consultation::command::{AlignWith, ApplyRegister, Expected, Inherited, OpenConsultation};
use consultation::event::{SubmissionAligned, SubmissionHead};
use consultation::testing::given;
use consultation::{Attribution, Audience, BeforeClose, Command, Event, Rejection};

use crate::fixtures::*;

fn aligning(by: &str, change: impl FnOnce(&mut AlignWith)) -> Command {
    let mut command = align(by, "FJI");
    change(&mut command);
    Command::AlignWith(command)
}

fn aligned(change: impl FnOnce(&mut SubmissionAligned)) -> Event {
    let mut event = SubmissionAligned {
        head: SubmissionHead {
            submission_id: submission_of("FJI"),
            proposal_id: PROPOSAL,
            consultation: 1,
            state: state("FJI"),
        },
        by: state("WSM"),
        at: at(REVISED),
        late: false,
        comments: None,
        except_paragraphs: Vec::new(),
    };
    change(&mut event);
    Event::SubmissionAligned(event)
}

#[test]
fn r13_a_state_aligns_with_a_submission_except_for_paragraphs() {
    given(lodged()).when(aligning("WSM", |_| ())).then([aligned(|_| ())]);
    given(lodged())
        .when(aligning("WSM", |command| {
            command.except_paragraphs = vec!["2".into(), P1.to_string(), " 2 ".into()];
        }))
        .then([aligned(|event| event.except_paragraphs = vec![P1, P2])]);
}

#[test]
fn r13_a_state_aligns_with_comments_by_number_or_id() {
    given(lodged())
        .when(aligning("WSM", |command| {
            command.comments = Some(vec!["fji-002".into(), comment_id(1).to_string(), "FJI-002".into()]);
        }))
        .then([aligned(|event| {
            event.comments = Some(vec![comment_id(2), comment_id(1)]);
        })]);
}

#[test]
fn r12_an_alignment_after_closing_is_late() {
    given(lodged())
        .when(aligning("WSM", |command| command.at = at(AFTER)))
        .then([aligned(|event| {
            event.at = at(AFTER);
            event.late = true;
        })]);
}

#[test]
fn r13_aligning_twice_changes_nothing_and_saying_more_does() {
    let once = and(lodged(), aligning("WSM", |_| ()));
    given(once.clone()).when(aligning("WSM", |_| ())).then([]);
    let first = |command: &mut AlignWith| command.comments = Some(vec!["FJI-001".into()]);
    given(once.clone()).when(aligning("WSM", first)).then([]);
    let except = |command: &mut AlignWith| command.except_paragraphs = vec!["1".into()];
    let narrowed = and(once, aligning("WSM", except));
    given(narrowed.clone()).when(aligning("WSM", except)).then([]);
    assert_eq!(given(narrowed).when(aligning("WSM", |_| ())).events().len(), 1);
    // One comment is not the submission as it will be revised.
    let of_one = and(lodged(), aligning("WSM", first));
    assert_eq!(given(of_one).when(aligning("WSM", |_| ())).events().len(), 1);
}

#[test]
fn r9_members_and_states_that_are_not_invited_do_not_align() {
    given(lodged())
        .when(aligning("MEX", |_| ()))
        .then_rejected(Rejection::MembersGiveNoInput { state: state("MEX") });
    // Public, so that anybody sees it.
    let mut draft = two_comments();
    draft.audience = Audience::Public;
    let public = and(opened(), Command::LodgeSubmission(lodge("FJI", draft)));
    given(public)
        .when(aligning("SGP", |_| ()))
        .then_rejected(Rejection::NotAnInvitedState { state: state("SGP") });
}

#[test]
fn r13_a_partner_that_became_a_member_does_not_align() {
    let toml = include_str!("register.toml").replace(
        "[[partners]]\ncode = \"WSM\"\nneighbourhoods = [\"AUS\"]",
        "[[members]]\ncode = \"WSM\"",
    );
    let joined = ApplyRegister {
        at: at(LODGED),
        expected: Expected::Unstated,
        facts: facts_of(&toml),
    };
    let events = and(lodged(), Command::ApplyRegister(joined));
    let later = aligning("WSM", |command| command.at = at(LATER));
    given(events)
        .when(later)
        .then_rejected(Rejection::MembersGiveNoInput { state: state("WSM") });
}

#[test]
fn r15d_what_a_state_does_not_see_is_not_there() {
    given(opened())
        .when(aligning("WSM", |_| ()))
        .then_rejected(Rejection::SubmissionNotFound);
    let sealed = OpenConsultation {
        before_close: BeforeClose::Sealed,
        ..open_consultation()
    };
    let sealed = and(tabled(), Command::OpenConsultation(sealed));
    let sealed = and(sealed, Command::LodgeSubmission(lodge("FJI", two_comments())));
    let wrong = |command: &mut AlignWith| command.comments = Some(vec!["FJI-009".into()]);
    given(sealed)
        .when(aligning("WSM", wrong))
        .then_rejected(Rejection::SubmissionNotFound);
}

#[test]
fn r15_comments_that_a_state_does_not_see_are_unknown() {
    let mut draft = two_comments();
    draft.comments[0].audience = Inherited::Own(Audience::MembersOnly);
    draft.comments[1].attribution = Inherited::Own(Attribution::ToNone);
    let events = and(opened(), Command::LodgeSubmission(lodge("FJI", draft)));
    let named = vec![
        "FJI-001".into(),
        comment_id(2).to_string(),
        "FJI-777".into(),
        comment_id(2).unattributed_number(),
    ];
    let outcome = given(events).when(aligning("WSM", |command| {
        command.at = at(AFTER);
        command.comments = Some(named);
    }));
    let unknown = |index: usize| (format!("/comments/{index}"), "unknown_comment");
    assert_eq!(outcome.content_errors(), (0..4).map(unknown).collect::<Vec<_>>());
}

#[test]
fn r13_what_is_named_must_be_there() {
    let outcome = given(lodged()).when(aligning("WSM", |command| {
        command.comments = Some(Vec::new());
        command.except_paragraphs = vec!["9".into(), STRANGER.to_string()];
    }));
    assert_eq!(
        outcome.content_errors(),
        [
            ("/comments".into(), "empty"),
            ("/except_paragraphs/0".into(), "unknown_paragraph"),
            ("/except_paragraphs/1".into(), "unknown_paragraph")
        ]
    );
}

#[test]
fn r13_a_state_does_not_align_with_itself() {
    given(lodged())
        .when(aligning("FJI", |_| ()))
        .then_rejected(Rejection::OwnSubmission);
}

#[test]
fn r12_nothing_is_joined_that_was_withdrawn() {
    let gone = and(lodged(), Command::WithdrawSubmission(withdraw("FJI")));
    given(gone)
        .when(aligning("WSM", |command| command.at = at(AFTER)))
        .then_rejected(Rejection::AlreadyWithdrawn { at: at(REVISED) });
    given(withdrawn(lodged()))
        .when(aligning("WSM", |_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}
