//! `LodgeSubmission` (R8, R9, R12). What a submission says is in `what_is_lodged.rs`.

use consultation::command::{ApplyRegister, CommentDraft, Expected, LodgeSubmission, SubmissionDraft};
use consultation::event::{SubmissionHead, SubmissionLodged};
use consultation::submission::{Act, CommentType, Content, Position, Standing};
use consultation::testing::given;
use consultation::{Attribution, Audience, Command, Comment, Event, Rejection};

use crate::fixtures::*;

fn lodging(draft: SubmissionDraft) -> Command {
    Command::LodgeSubmission(lodge("FJI", draft))
}

fn lodging_at(instant: &str, draft: SubmissionDraft) -> Command {
    Command::LodgeSubmission(LodgeSubmission {
        at: at(instant),
        ..lodge("FJI", draft)
    })
}

#[track_caller]
fn content_of(events: Vec<Event>, command: Command) -> Content {
    let mut events = given(events).when(command).events();
    match events.pop() {
        Some(Event::SubmissionLodged(lodged)) if events.is_empty() => lodged.content,
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn r8_an_invited_state_lodges_numbered_comments() {
    let comment = |id, number, paragraph, text: &str| Comment {
        joint_with: Vec::new(),
        mandate: None,
        id: comment_id(id),
        number,
        revision: 0,
        paragraph,
        quote: None,
        ambiguous: false,
        kind: CommentType::Substantive,
        text: text.into(),
        language: language("en"),
        proposed_wording: None,
        explanation: None,
        translations: Vec::new(),
        audience: Audience::Participants,
        attribution: Attribution::Named,
        on_behalf_of: None,
        reference: None,
        since_version: 1,
        at: at(LODGED),
        late: false,
    };
    given(opened())
        .when(lodging(two_comments()))
        .then([Event::SubmissionLodged(SubmissionLodged {
            head: SubmissionHead {
                submission_id: submission_of("FJI"),
                proposal_id: PROPOSAL,
                consultation: 1,
                state: state("FJI"),
            },
            at: at(LODGED),
            late: false,
            content: Content {
                joint_with: Vec::new(),
                mandate: None,
                position: Some(Position::SupportsWithAmendments),
                ad_referendum: false,
                language: language("en"),
                audience: Audience::Participants,
                attribution: Attribution::Named,
                on_behalf_of: None,
                general_remarks: None,
                comments: vec![
                    comment(1, 1, Some(P1), "Voluntary is too weak."),
                    comment(2, 2, None, "We thank the lead member."),
                ],
            },
        })]);
}

#[test]
fn r8_numbers_are_shown_with_the_state_and_at_least_three_digits() {
    let number = |number| consultation::submission::comment_number(state("FJI"), number);
    assert_eq!(
        [number(1), number(42), number(1000)],
        ["FJI-001", "FJI-042", "FJI-1000"]
    );
}

#[test]
fn r8_a_submission_is_revised_not_repeated() {
    given(lodged())
        .when(lodging_at(REVISED, two_comments()))
        .then_rejected(Rejection::AlreadyLodged {
            submission: submission_of("FJI"),
        });
    assert_eq!(
        given(lodged())
            .when(Command::LodgeSubmission(lodge("WSM", two_comments())))
            .events()
            .len(),
        1
    );
}

#[test]
fn r16_a_state_replaces_an_entry_by_revising_it_not_by_lodging_beside_it() {
    given(entered())
        .when(lodging_at(REVISED, two_comments()))
        .then_rejected(Rejection::AlreadyLodged {
            submission: submission_of("FJI"),
        });
}

#[test]
fn r8_lodging_after_withdrawal_is_the_next_version_of_the_same_submission() {
    let events = and(lodged(), Command::WithdrawSubmission(withdraw("FJI")));
    let events = and(events, lodging_at(HAND_OVER, draft(vec![comment(3, "Again.")])));
    let submission = submission_after(&events, submission_of("FJI"));
    let acts: Vec<_> = submission
        .versions
        .iter()
        .map(|version| (version.number, version.act))
        .collect();
    assert_eq!(acts, [(1, Act::Lodged), (2, Act::Withdrawn), (3, Act::Lodged)]);
    assert_eq!(submission.withdrawn_at, None);
    assert_eq!(submission.standing, Standing::Lodged);
    let again = &submission.current().unwrap().content.comments;
    assert_eq!(
        (again.len(), again[0].number),
        (1, 3),
        "numbers 1 and 2 are not used again"
    );
}

#[test]
fn r8_numbers_run_on_through_a_second_consultation() {
    let second = content_of(
        opened_again(),
        lodging_at(LATER, draft(vec![comment(3, "More."), comment(4, "Yet more.")])),
    );
    let numbers: Vec<_> = second.comments.iter().map(|comment| comment.number).collect();
    assert_eq!(numbers, [3, 4]);
}

#[test]
fn r8_numbers_of_withdrawn_comments_are_not_used_in_a_second_consultation() {
    let events = and(lodged(), Command::WithdrawSubmission(withdraw("FJI")));
    let again = consultation::command::OpenConsultation {
        at: at(AFTER),
        closes_at: at(CLOSES_AGAIN),
        ..open_consultation()
    };
    let events = and(events, Command::OpenConsultation(again));
    let second = content_of(events, lodging_at(LATER, draft(vec![comment(3, "More.")])));
    assert_eq!(second.comments[0].number, 3);
}

#[test]
fn r8_numbers_count_for_each_state_by_itself() {
    let wsm = content_of(lodged(), Command::LodgeSubmission(lodge("WSM", two_comments())));
    assert_eq!(wsm.comments[0].number, 1);
}

#[test]
fn r9_only_invited_states_lodge() {
    for uninvited in ["MNG", "VUT", "NZL"] {
        given(opened())
            .when(Command::LodgeSubmission(lodge(uninvited, two_comments())))
            .then_rejected(Rejection::NotAnInvitedState {
                state: state(uninvited),
            });
    }
    given(tabled())
        .when(lodging(two_comments()))
        .then_rejected(Rejection::NotAnInvitedState { state: state("FJI") });
}

#[test]
fn r9_an_invitation_to_an_earlier_consultation_is_none_to_the_present_one() {
    let other = consultation::command::OpenConsultation {
        at: at(AFTER),
        closes_at: at(CLOSES_AGAIN),
        invite: invite(&["JPN"], &[], &[]),
        ..open_consultation()
    };
    let events = and(opened(), Command::OpenConsultation(other));
    given(events)
        .when(lodging_at(LATER, two_comments()))
        .then_rejected(Rejection::NotAnInvitedState { state: state("FJI") });
}

#[test]
fn r9_members_give_no_partner_input() {
    given(opened())
        .when(Command::LodgeSubmission(lodge("AUS", two_comments())))
        .then_rejected(Rejection::MembersGiveNoInput { state: state("AUS") });
}

#[test]
fn r9_an_invited_state_that_has_become_a_member_gives_no_partner_input_any_more() {
    let mut facts = small_register_facts();
    facts.retain(|dated| dated.fact.key() != "partner JPN");
    facts.extend(facts_of(
        "[[members]]\ncode = 'JPN'\nnames = { en = 'Japan' }\ntime_zone = 'Asia/Tokyo'\n",
    ));
    let joined = ApplyRegister {
        at: at(HAND_OVER),
        expected: Expected::Unstated,
        facts,
    };
    let events = and(opened(), Command::ApplyRegister(joined));
    given(events)
        .when(Command::LodgeSubmission(LodgeSubmission {
            at: at(AFTER),
            ..lodge("JPN", two_comments())
        }))
        .then_rejected(Rejection::MembersGiveNoInput { state: state("JPN") });
}

#[test]
fn r12_input_at_or_after_closing_is_late_and_is_not_refused() {
    for (instant, late) in [("2027-03-01T15:59:59.999999Z", false), (CLOSES, true), (AFTER, true)] {
        let events = and(opened(), lodging_at(instant, two_comments()));
        let submission = submission_after(&events, submission_of("FJI"));
        let version = submission.current().unwrap();
        assert_eq!(
            (version.late, version.content.comments[0].late),
            (late, late),
            "{instant}"
        );
        assert_eq!(submission.version_at_close(at(CLOSES)).is_some(), !late, "{instant}");
        assert_eq!(submission.first_at(), Some(at(instant)));
    }
    let recorded = and(and(opened(), close_due(AFTER)), lodging_at(LATER, two_comments()));
    assert!(
        submission_after(&recorded, submission_of("FJI"))
            .current()
            .unwrap()
            .late
    );
}

#[test]
fn r12_an_extension_makes_later_input_on_time() {
    let extended = and(opened(), Command::ExtendConsultation(extend_consultation()));
    let events = and(extended, lodging_at(AFTER, two_comments()));
    assert!(!submission_after(&events, submission_of("FJI")).current().unwrap().late);
}

#[test]
fn r12_input_to_a_withdrawn_proposal_is_refused_with_the_reason() {
    given(withdrawn(opened()))
        .when(lodging_at(REVISED, two_comments()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}

#[test]
fn a_first_lodging_continues_no_comment() {
    let by_id = CommentDraft {
        id: Some(comment_id(1)),
        ..comment(1, "Which?")
    };
    let by_number = CommentDraft {
        number: Some("FJI-001".into()),
        ..comment(2, "Which?")
    };
    assert_eq!(
        given(opened())
            .when(lodging(draft(vec![by_id, by_number])))
            .content_errors(),
        [
            ("/comments/0/id".into(), "unknown_comment"),
            ("/comments/1/number".into(), "unknown_comment")
        ]
    );
}

#[test]
fn lodging_needs_its_proposal_and_the_version_that_the_caller_saw() {
    given(registered())
        .when(lodging(two_comments()))
        .then_rejected(Rejection::ProposalNotFound);
    let stale = LodgeSubmission {
        expected: Expected::AnyExisting,
        ..lodge("FJI", two_comments())
    };
    given(opened())
        .when(Command::LodgeSubmission(stale))
        .then_rejected(Rejection::StaleVersion { present: 0 });
}

#[test]
fn r12_what_was_withdrawn_before_close_and_lodged_again_after_it_is_late() {
    let events = withdrawn_submission_of_fiji();
    let again = Command::LodgeSubmission(LodgeSubmission {
        at: at(AFTER),
        ..lodge("FJI", keeping(two_comments(), "FJI", 1))
    });
    let submission = submission_after(&and(events, again), submission_of("FJI"));
    let comments = &submission.current().unwrap().content.comments;
    assert_eq!(
        comments
            .iter()
            .map(|comment| (comment.number, comment.late))
            .collect::<Vec<_>>(),
        [(1, true), (2, true)]
    );
}

fn withdrawn_submission_of_fiji() -> Vec<Event> {
    and(lodged(), Command::WithdrawSubmission(withdraw("FJI")))
}
