//! `ReviseSubmission` (R8, R12, R16).

use consultation::command::{ApplyRegister, CommentDraft, Expected, Inherited, ReviseSubmission, SubmissionDraft};
use consultation::event::{SubmissionHead, SubmissionRevised};
use consultation::submission::{Act, Position, Standing};
use consultation::testing::given;
use consultation::{Attribution, Audience, Command, CommentId, Event, Rejection, Submission};
use jiff::Timestamp;

use crate::fixtures::*;

fn revising(draft: SubmissionDraft) -> Command {
    Command::ReviseSubmission(revise("FJI", draft))
}

fn revising_at(instant: &str, draft: SubmissionDraft) -> Command {
    Command::ReviseSubmission(ReviseSubmission {
        at: at(instant),
        ..revise("FJI", draft)
    })
}

fn fiji(events: &[Event]) -> Submission {
    submission_after(events, submission_of("FJI"))
}

/// Number, text, version and lateness of each comment.
fn comments_of(submission: &Submission) -> Vec<(u32, String, u64, bool)> {
    let comments = &submission.current().unwrap().content.comments;
    comments
        .iter()
        .map(|comment| {
            (
                comment.number,
                comment.text.clone(),
                comment.since_version,
                comment.late,
            )
        })
        .collect()
}

/// Id and number of each comment that was left out, and when.
fn withdrawn_from(submission: &Submission) -> Vec<(CommentId, u32, Timestamp)> {
    submission
        .withdrawn_comments
        .iter()
        .map(|(comment, at)| (comment.id, comment.number, *at))
        .collect()
}

#[test]
fn r8_a_revision_replaces_all_and_numbers_stay_with_their_comments() {
    let by_id = CommentDraft {
        id: Some(comment_id(2)),
        ..comment(11, "We thank the lead member warmly.")
    };
    let by_number = CommentDraft {
        number: Some(" fji-001".into()),
        ..comment_on(12, "1", "Voluntary is too weak.")
    };
    let new = comment(13, "One thing more.");
    let events = given(lodged())
        .when(revising(draft(vec![by_id, by_number, new])))
        .events();
    let before = fiji(&lodged());
    let before = &before.current().unwrap().content;
    let mut content = before.clone();
    content.comments = vec![
        before.comments[1].clone(),
        before.comments[0].clone(),
        before.comments[1].clone(),
    ];
    for (changed, text) in [(0, "We thank the lead member warmly."), (2, "One thing more.")] {
        content.comments[changed].text = text.into();
        content.comments[changed].since_version = 2;
        content.comments[changed].at = at(REVISED);
    }
    content.comments[2].id = comment_id(13);
    content.comments[2].number = 3;
    let head = SubmissionHead {
        submission_id: submission_of("FJI"),
        proposal_id: PROPOSAL,
        consultation: 1,
        state: state("FJI"),
    };
    let revised = SubmissionRevised {
        head,
        at: at(REVISED),
        late: false,
        content,
    };
    assert_eq!(events, [Event::SubmissionRevised(revised)]);
}

#[test]
fn r8_a_comment_left_out_is_withdrawn_and_its_number_is_never_used_again() {
    let one = keeping(draft(vec![comment_on(1, "1", "Voluntary is too weak.")]), "FJI", 1);
    let events = and(lodged(), revising(one));
    assert_eq!(withdrawn_from(&fiji(&events)), [(comment_id(2), 2, at(REVISED))]);
    let more = SubmissionDraft {
        comments: vec![comment(21, "New.")],
        ..draft(Vec::new())
    };
    let events = and(events, revising_at(HAND_OVER, more));
    let submission = fiji(&events);
    assert_eq!(comments_of(&submission), [(3, "New.".into(), 3, false)]);
    assert_eq!(
        withdrawn_from(&submission),
        [(comment_id(2), 2, at(REVISED)), (comment_id(1), 1, at(HAND_OVER))]
    );
}

#[test]
fn r8_a_withdrawn_comment_is_not_continued() {
    let one = keeping(draft(vec![comment_on(1, "1", "Voluntary is too weak.")]), "FJI", 1);
    let events = and(lodged(), revising(one));
    let back = CommentDraft {
        number: Some("FJI-002".into()),
        ..comment(2, "We thank the lead member.")
    };
    assert_eq!(
        given(events)
            .when(revising_at(HAND_OVER, draft(vec![back])))
            .content_errors(),
        [("/comments/0/number".into(), "unknown_comment")]
    );
}

#[test]
fn r8_numbers_of_a_second_consultation_are_not_given_to_a_late_revision_of_the_first() {
    let second = consultation::command::LodgeSubmission {
        at: at(LATER),
        ..lodge("FJI", draft(vec![comment(3, "C.")]))
    };
    let events = and(opened_again(), Command::LodgeSubmission(second));
    let mut both = keeping(two_comments(), "FJI", 1);
    both.comments.push(comment(4, "Late."));
    let events = and(events, revising_at("2027-03-04T00:00:00Z", both));
    assert_eq!(comments_of(&fiji(&events))[2], (4, "Late.".into(), 2, true));
    let second = submission_after(&events, submission_in(2, "FJI"));
    assert_eq!(comments_of(&second), [(3, "C.".into(), 1, false)]);
}

#[test]
fn r8_the_same_words_again_change_nothing() {
    let again = keeping(two_comments(), "FJI", 1);
    given(lodged()).when(revising(again.clone())).then([]);
    given(lodged()).when(revising_at(AFTER, again)).then([]);
}

#[test]
fn r8_comments_without_id_or_number_are_new_ones() {
    let events = and(
        lodged(),
        revising(draft(vec![comment_on(21, "1", "Voluntary is too weak.")])),
    );
    let numbers: Vec<_> = comments_of(&fiji(&events))
        .into_iter()
        .map(|(number, ..)| number)
        .collect();
    assert_eq!(numbers, [3]);
}

#[test]
fn r8_a_comment_is_continued_once() {
    let first = CommentDraft {
        id: Some(comment_id(1)),
        ..comment(21, "A.")
    };
    let second = CommentDraft {
        number: Some("FJI-001".into()),
        ..comment(22, "B.")
    };
    assert_eq!(
        given(lodged())
            .when(revising(draft(vec![first, second])))
            .content_errors(),
        [("/comments/1/number".into(), "duplicate")]
    );
    let other = CommentDraft {
        number: Some("WSM-001".into()),
        ..comment(22, "B.")
    };
    assert_eq!(
        given(lodged()).when(revising(draft(vec![other]))).content_errors(),
        [("/comments/0/number".into(), "unknown_comment")]
    );
}

#[test]
fn r8_only_the_submitting_state_revises() {
    let command = ReviseSubmission {
        by: state("WSM"),
        ..revise("FJI", two_comments())
    };
    given(lodged())
        .when(Command::ReviseSubmission(command))
        .then_rejected(Rejection::NotTheSubmittingState { state: state("WSM") });
}

#[test]
fn r9_a_state_that_has_become_a_member_revises_no_more() {
    let mut facts = small_register_facts();
    facts.retain(|dated| dated.fact.key() != "partner FJI");
    facts.extend(facts_of(
        "[[members]]\ncode = 'FJI'\nnames = { en = 'Fiji' }\ntime_zone = 'Pacific/Fiji'\n",
    ));
    let joined = ApplyRegister {
        at: at(HAND_OVER),
        expected: Expected::Unstated,
        facts,
    };
    given(and(lodged(), Command::ApplyRegister(joined)))
        .when(revising_at(AFTER, two_comments()))
        .then_rejected(Rejection::MembersGiveNoInput { state: state("FJI") });
}

#[test]
fn r12_what_stood_at_close_stays_on_time_beside_its_late_revision() {
    let mut revised = keeping(two_comments(), "FJI", 1);
    revised.comments[1].text = "We thank everybody.".into();
    let events = and(lodged(), revising_at(AFTER, revised));
    let submission = fiji(&events);
    assert_eq!(
        comments_of(&submission),
        [
            (1, "Voluntary is too weak.".into(), 1, false),
            (2, "We thank everybody.".into(), 2, true),
        ]
    );
    let now = submission.current().unwrap();
    assert_eq!((now.number, now.late), (2, true));
    let at_close = submission.version_at_close(at(CLOSES)).unwrap();
    assert_eq!((at_close.number, at_close.late), (1, false));
    assert_eq!(at_close.content.comments[1].text, "We thank the lead member.");
    assert_eq!(submission.find_version(1), Some(at_close));
}

#[test]
fn r12_what_was_revised_on_time_stood_at_close_in_its_last_words() {
    let mut on_time = keeping(two_comments(), "FJI", 1);
    on_time.comments[0].text = "Second words.".into();
    let mut late = on_time.clone();
    late.comments[0].text = "Third words.".into();
    let events = and(and(lodged(), revising(on_time)), revising_at(CLOSES, late));
    let submission = fiji(&events);
    let at_close = submission.version_at_close(at(CLOSES)).unwrap();
    assert_eq!(
        (at_close.number, at_close.content.comments[0].text.as_str()),
        (2, "Second words.")
    );
    assert!(submission.current().unwrap().late);
}

#[test]
fn r12_only_a_changed_position_makes_the_version_late_and_leaves_the_comments_on_time() {
    let changed = SubmissionDraft {
        position: Some(Position::Supports),
        ..keeping(two_comments(), "FJI", 1)
    };
    let submission = fiji(&and(lodged(), revising_at(AFTER, changed)));
    assert!(submission.current().unwrap().late);
    assert!(comments_of(&submission).iter().all(|(.., late)| !late));
}

#[test]
fn r12_lateness_is_that_of_the_submissions_own_consultation() {
    let mut revised = keeping(two_comments(), "FJI", 1);
    revised.comments[0].text = "While the second is open.".into();
    let submission = fiji(&and(opened_again(), revising_at(LATER, revised)));
    assert!(submission.current().unwrap().late);
}

#[test]
fn r12_revising_input_to_a_withdrawn_proposal_is_refused() {
    given(withdrawn(lodged()))
        .when(revising(two_comments()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
}

#[test]
fn r16_revising_an_entry_makes_it_the_states_own_even_with_the_same_words() {
    let events = and(entered(), revising(keeping(two_comments(), "FJI", 1)));
    let submission = fiji(&events);
    assert_eq!(submission.standing, Standing::Lodged);
    assert_eq!(submission.current().unwrap().act, Act::Revised);
    assert_eq!(
        comments_of(&submission)[0],
        (1, "Voluntary is too weak.".into(), 1, false)
    );
}

#[test]
fn a_withdrawn_submission_cannot_be_revised() {
    let events = and(lodged(), Command::WithdrawSubmission(withdraw("FJI")));
    given(events)
        .when(revising_at(HAND_OVER, keeping(two_comments(), "FJI", 1)))
        .then_rejected(Rejection::AlreadyWithdrawn { at: at(REVISED) });
}

#[test]
fn revising_needs_the_submission_as_the_caller_saw_it() {
    given(opened())
        .when(revising(two_comments()))
        .then_rejected(Rejection::SubmissionNotFound);
    let stale = ReviseSubmission {
        expected: Expected::Versions(vec![2]),
        ..revise("FJI", keeping(two_comments(), "FJI", 1))
    };
    given(lodged())
        .when(Command::ReviseSubmission(stale))
        .then_rejected(Rejection::StaleVersion { present: 1 });
}

/// The register moves on, the wording of the submission stays checked as of now.
#[test]
fn r1_speaking_for_a_group_is_checked_as_of_the_revision() {
    let command = |instant| {
        let draft = SubmissionDraft {
            on_behalf_of: Some(code("PIF")),
            mandate: Some("Decision of the officials".into()),
            ..keeping(two_comments(), "FJI", 1)
        };
        revising_at(instant, draft)
    };
    let mut facts = small_register_facts();
    facts.retain(|dated| dated.fact.key() != "group PIF member FJI");
    let left = ApplyRegister {
        at: at(HAND_OVER),
        expected: Expected::Unstated,
        facts,
    };
    let events = and(lodged(), Command::ApplyRegister(left));
    assert_eq!(given(events.clone()).when(command(REVISED)).events().len(), 1);
    assert_eq!(
        given(events).when(command(AFTER)).content_errors(),
        [("/on_behalf_of".into(), "not_in_group")]
    );
}

/// Audience and attribution of each comment after a submission is revised.
fn seen_by(before: SubmissionDraft, revised: SubmissionDraft) -> Vec<(Audience, Attribution)> {
    let events = and(opened(), Command::LodgeSubmission(lodge("FJI", before)));
    let events = and(events, revising(revised));
    let submission = fiji(&events);
    let comments = submission.current().unwrap().content.comments.iter();
    comments
        .map(|comment| (comment.audience, comment.attribution))
        .collect()
}

#[test]
fn r15_a_comment_that_is_continued_is_opened_to_nobody_new_unless_it_says_so() {
    let kept_back = SubmissionDraft {
        audience: Audience::MembersOnly,
        attribution: Attribution::ToNone,
        ..draft(vec![comment(1, "We cannot do this.")])
    };
    let mended = CommentDraft {
        number: Some("FJI-9001".into()),
        ..comment(2, "We cannot do this yet.")
    };
    let said = CommentDraft {
        audience: Inherited::Own(Audience::Public),
        attribution: Inherited::Own(Attribution::Named),
        ..mended.clone()
    };
    let as_before = (Audience::MembersOnly, Attribution::ToNone);
    assert_eq!(
        seen_by(kept_back.clone(), draft(vec![mended, comment(3, "New.")])),
        [as_before, (Audience::Participants, Attribution::Named)]
    );
    assert_eq!(
        seen_by(kept_back.clone(), draft(vec![said])),
        [(Audience::Public, Attribution::Named)]
    );
    let continued = CommentDraft {
        number: Some("FJI-001".into()),
        ..comment(2, "We cannot do this.")
    };
    let withheld = SubmissionDraft {
        comments: vec![continued],
        ..kept_back
    };
    assert_eq!(
        seen_by(draft(vec![comment(1, "We cannot do this.")]), withheld),
        [as_before],
        "to fewer it is closed by the submission, too"
    );
}
