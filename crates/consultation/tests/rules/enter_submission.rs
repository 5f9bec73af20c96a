//! `EnterSubmission` (R2, R9, R12, R16), and how rows are merged.

use consultation::command::{
    CommentDraft, EnterSubmission, EnteredBy, Expected, Inherited, OpenConsultation, SubmissionDraft,
};
use consultation::event::SubmissionHead;
use consultation::submission::{Act, Entry, Standing};
use consultation::testing::given;
use consultation::{Attribution, Audience, BeforeClose, Command, Event, Rejection, Submission};

use crate::fixtures::*;

fn entering(change: impl FnOnce(&mut EnterSubmission)) -> Command {
    let mut command = enter("FJI", two_comments());
    change(&mut command);
    Command::EnterSubmission(command)
}

fn entering_later(draft: SubmissionDraft) -> Command {
    entering(|command| (command.at, command.draft) = (at(REVISED), draft))
}

/// A row of a sheet.
fn row(id: u128, reference: Option<&str>, paragraph: Option<&str>, text: &str) -> CommentDraft {
    CommentDraft {
        reference: reference.map(str::to_owned),
        paragraph: paragraph.map(str::to_owned),
        ..comment(id, text)
    }
}

/// Rows say nothing of the submission as a whole.
fn rows(rows: Vec<CommentDraft>) -> SubmissionDraft {
    SubmissionDraft {
        position: None,
        ..draft(rows)
    }
}

fn fiji(events: &[Event]) -> Submission {
    submission_after(events, submission_of("FJI"))
}

/// Number, text and version of each comment.
fn comments_of(submission: &Submission) -> Vec<(u32, &str, u64)> {
    let comments = &submission.current().unwrap().content.comments;
    comments
        .iter()
        .map(|comment| (comment.number, comment.text.as_str(), comment.since_version))
        .collect()
}

#[test]
fn r16_an_entry_names_channel_evidence_and_when_it_is_said_to_have_come() {
    let events = given(opened())
        .when(entering(|command| command.channel = " note verbale ".into()))
        .events();
    let [Event::SubmissionEntered(entered)] = events.as_slice() else {
        panic!("{events:?}")
    };
    let head = SubmissionHead {
        submission_id: submission_of("FJI"),
        proposal_id: PROPOSAL,
        consultation: 1,
        state: state("FJI"),
    };
    assert_eq!((entered.head, entered.at, entered.late), (head, at(LODGED), false));
    assert_eq!(
        entered.entry,
        Entry {
            channel: "note verbale".into(),
            received_at: at("2027-01-31T08:00:00Z"),
            evidence_sha256: "0123456789abcdef".repeat(4),
        }
    );
    assert_eq!(entered.content.comments.len(), 2);
}

#[test]
fn r16_an_entry_awaits_confirmation_and_is_not_lodged() {
    let submission = fiji(&entered());
    assert_eq!(submission.standing, Standing::AwaitingConfirmation);
    assert_eq!(submission.current().unwrap().act, Act::Entered);
    assert_eq!(submission.entry.unwrap().channel, "note verbale");
}

#[test]
fn r16_an_operator_or_the_chair_enters_and_nobody_else() {
    let by = |code: &str, instant: &str| {
        given(opened()).when(entering(|command| {
            command.by = EnteredBy::Member(state(code));
            command.at = at(instant);
        }))
    };
    assert_eq!(by("MEX", LODGED).events().len(), 1);
    by("KOR", LODGED).then_rejected(Rejection::MayNotEnter);
    by("FJI", LODGED).then_rejected(Rejection::MayNotEnter);
    // R2: the chair's power passes on.
    by("MEX", HAND_OVER).then_rejected(Rejection::MayNotEnter);
    assert_eq!(by("AUS", HAND_OVER).events().len(), 1);
}

#[test]
fn r9_holds_for_entries_too() {
    given(opened())
        .when(entering(|command| command.state = state("AUS")))
        .then_rejected(Rejection::MembersGiveNoInput { state: state("AUS") });
    given(opened())
        .when(entering(|command| command.state = state("MNG")))
        .then_rejected(Rejection::NotAnInvitedState { state: state("MNG") });
    given(tabled())
        .when(entering(|_| ()))
        .then_rejected(Rejection::NotAnInvitedState { state: state("FJI") });
}

#[test]
fn r16_what_a_state_lodged_itself_is_not_overwritten() {
    given(lodged())
        .when(entering_later(rows(vec![comment(9, "More.")])))
        .then_rejected(Rejection::LodgedByTheState);
    let own_words = keeping(two_comments(), "FJI", 1);
    let replaced = and(entered(), Command::ReviseSubmission(revise("FJI", own_words)));
    given(replaced)
        .when(entering_later(rows(vec![comment(9, "More.")])))
        .then_rejected(Rejection::LodgedByTheState);
}

#[test]
fn r16_what_a_state_withdrew_is_not_entered_again() {
    let events = and(entered(), Command::WithdrawSubmission(withdraw("FJI")));
    given(events)
        .when(entering(|command| command.at = at(AFTER)))
        .then_rejected(Rejection::AlreadyWithdrawn { at: at(REVISED) });
}

#[test]
fn r16_a_confirmed_entry_that_is_added_to_awaits_confirmation_again() {
    let events = and(entered(), Command::ConfirmSubmission(confirm("FJI")));
    let more = entering(|command| {
        (command.at, command.draft) = (at(HAND_OVER), rows(vec![row(9, Some("note 2"), None, "More.")]));
    });
    let submission = fiji(&and(events, more));
    assert_eq!(submission.standing, Standing::AwaitingConfirmation);
    assert_eq!(comments_of(&submission)[2], (3, "More.", 3));
}

#[test]
fn r12_the_instant_of_entering_decides_on_lateness_not_the_claimed_receipt() {
    for (instant, late) in [(LODGED, false), (CLOSES, true), (AFTER, true)] {
        let events = and(opened(), entering(|command| command.at = at(instant)));
        let submission = fiji(&events);
        assert_eq!(submission.current().unwrap().late, late);
        assert_eq!(submission.version_at_close(at(CLOSES)).is_some(), !late);
    }
}

#[test]
fn r16_every_mistake_of_the_entry_is_told_beside_those_of_its_content() {
    let wrong = entering(|command| {
        command.channel = " ".into();
        command.received_at = at(REVISED);
        command.evidence_sha256 = "0123".into();
        command.draft = draft(vec![comment_on(1, "9", "Where?")]);
    });
    assert_eq!(
        given(opened()).when(wrong).content_errors(),
        [
            ("/channel".into(), "empty"),
            ("/received_at".into(), "too_late"),
            ("/evidence_sha256".into(), "invalid_digest"),
            ("/comments/0/paragraph".into(), "unknown_paragraph"),
        ]
    );
    let not_hexadecimal = entering(|command| command.evidence_sha256 = "g".repeat(64));
    assert_eq!(
        given(opened()).when(not_hexadecimal).content_errors(),
        [("/evidence_sha256".into(), "invalid_digest")]
    );
    let received_now = entering(|command| command.received_at = command.at);
    assert_eq!(given(opened()).when(received_now).events().len(), 1);
}

#[test]
fn r16_entering_the_same_again_changes_nothing() {
    given(entered()).when(entering_later(two_comments())).then([]);
    given(entered())
        .when(entering(|command| command.at = at(AFTER)))
        .then([]);
    let sheet = || {
        rows(vec![
            row(1, Some("a"), Some("1"), "One."),
            row(2, Some("a"), Some("2"), "Two."),
            row(3, None, None, "Three."),
            row(4, None, None, "Three."),
        ])
    };
    let events = and(opened(), entering(|command| command.draft = sheet()));
    assert_eq!(comments_of(&fiji(&events)).len(), 4, "identical texts are not merged");
    given(events).when(entering_later(sheet())).then([]);
}

#[test]
fn r16_a_changed_row_revises_its_comment_a_new_one_is_added_and_the_others_stay() {
    let first = rows(vec![
        row(1, Some("a"), Some("1"), "One."),
        row(2, Some("b"), Some("1"), "Two."),
        row(3, Some("a"), Some("2"), "Three."),
    ]);
    let second = rows(vec![
        row(11, Some("c"), None, "New."),
        row(12, Some("b"), Some("1"), "Two, in other words."),
        row(13, Some("a"), Some("2"), "Three."),
    ]);
    let events = and(
        and(opened(), entering(|command| command.draft = first)),
        entering_later(second),
    );
    let submission = fiji(&events);
    assert_eq!(
        comments_of(&submission),
        [
            (1, "One.", 1),
            (2, "Two, in other words.", 2),
            (3, "Three.", 1),
            (4, "New.", 2)
        ]
    );
    let ids: Vec<_> = submission
        .current()
        .unwrap()
        .content
        .comments
        .iter()
        .map(|comment| comment.id)
        .collect();
    assert_eq!(ids, [comment_id(1), comment_id(2), comment_id(3), comment_id(11)]);
    assert_eq!(submission.withdrawn_comments, []);
}

#[test]
fn r16_rows_without_reference_are_told_apart_by_paragraph_and_order_of_occurrence() {
    let first = rows(vec![
        row(1, None, Some("1"), "First on one."),
        row(2, None, Some("2"), "First on two."),
        row(3, None, Some("1"), "Second on one."),
    ]);
    let second = rows(vec![
        row(11, None, Some("1"), "First on one."),
        row(12, None, Some("1"), "Second on one, changed."),
        row(13, None, Some("1"), "Third on one."),
    ]);
    let events = and(
        and(opened(), entering(|command| command.draft = first)),
        entering_later(second),
    );
    assert_eq!(
        comments_of(&fiji(&events)),
        [
            (1, "First on one.", 1),
            (2, "First on two.", 1),
            (3, "Second on one, changed.", 2),
            (4, "Third on one.", 2),
        ]
    );
}

/// Rows that name a comment: one that may be there, and one that never is.
fn naming() -> Vec<CommentDraft> {
    let named = |id, change: fn(&mut CommentDraft)| {
        let mut named = row(id, Some("a"), Some("1"), "One.");
        change(&mut named);
        named
    };
    vec![
        named(11, |row| row.id = Some(comment_id(1))),
        named(12, |row| row.id = Some(consultation::CommentId(STRANGER))),
        named(13, |row| row.number = Some("FJI-001".into())),
        named(14, |row| row.number = Some("DEL-001".into())),
        named(15, |row| row.number = Some("FJI-999".into())),
    ]
}

/// FJI has said nothing; lodged; lodged and withdrew; replaced, or withdrew, what was entered.
fn whatever_the_state_did() -> Vec<Vec<Event>> {
    let hidden = CommentDraft {
        attribution: Inherited::Own(Attribution::ToNone),
        ..comment_on(1, "1", "Hidden.")
    };
    let lodged = and(
        opened(),
        Command::LodgeSubmission(lodge("FJI", draft(vec![hidden.clone()]))),
    );
    let withdrawal = || Command::WithdrawSubmission(withdraw("FJI"));
    vec![
        opened(),
        lodged.clone(),
        and(lodged, withdrawal()),
        and(entered(), Command::ReviseSubmission(revise("FJI", draft(vec![hidden])))),
        and(entered(), withdrawal()),
    ]
}

#[test]
fn r15d_what_is_wrong_with_an_entry_does_not_depend_on_what_the_state_did_itself() {
    let sheet = |rows: Vec<CommentDraft>| SubmissionDraft {
        position: None,
        ..draft(rows)
    };
    let full = (0..=u128::try_from(consultation::limits::COMMENTS).unwrap())
        .map(|id| row(100 + id, None, None, "Row."))
        .collect();
    let mut bodies = vec![sheet(naming()), sheet(Vec::new()), sheet(full)];
    bodies.extend(naming().into_iter().map(|row| sheet(vec![row])));
    bodies.push(sheet(vec![comment_on(9, "9", "Where?"), comment(10, " ")]));
    bodies.push(sheet(vec![naming().remove(0), comment_on(9, "9", "Where?")]));
    for body in bodies {
        let answers: Vec<_> = whatever_the_state_did()
            .into_iter()
            .map(|events| {
                let entry = entering(|command| {
                    (command.at, command.draft) = (at(HAND_OVER), body.clone());
                    command.expected = Expected::Versions(vec![7]);
                });
                given(events).when(entry).result.unwrap_err()
            })
            .collect();
        assert!(matches!(answers[0], Rejection::Content(_)), "{answers:?}");
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    }
}

#[test]
fn r15d_no_precondition_tells_of_what_the_state_did_itself() {
    for events in whatever_the_state_did() {
        for expected in [Expected::AnyExisting, Expected::Versions(vec![1, 2])] {
            let entry = entering(|command| (command.at, command.expected) = (at(HAND_OVER), expected));
            given(events.clone())
                .when(entry)
                .then_rejected(Rejection::StaleVersion { present: 0 });
        }
    }
}

#[test]
fn r16_rows_name_no_comment_whatever_there_is() {
    let before = and(
        opened(),
        entering(|command| command.draft = rows(vec![row(1, Some("a"), Some("1"), "One.")])),
    );
    for events in [opened(), before] {
        assert_eq!(
            given(events).when(entering_later(rows(naming()))).content_errors(),
            ["0/id", "1/id", "2/number", "3/number", "4/number"]
                .map(|place| (format!("/comments/{place}"), "unknown_comment"))
        );
    }
}

#[test]
fn r16_a_row_continues_no_comment_for_another_audience_or_under_another_attribution() {
    let hidden = |id, audience, attribution| CommentDraft {
        audience: Inherited::Own(audience),
        attribution: Inherited::Own(attribution),
        ..row(id, Some("a"), Some("1"), "Said to few.")
    };
    let first = rows(vec![
        hidden(1, Audience::MembersOnly, Attribution::Named),
        hidden(2, Audience::Participants, Attribution::ToNone),
    ]);
    let events = and(opened(), entering(|command| command.draft = first.clone()));
    let before = fiji(&events);
    let more = rows(vec![row(3, Some("a"), Some("1"), "Said to all.")]);
    let after = fiji(&and(events.clone(), entering_later(more)));
    let comments = |submission: &Submission| submission.current().unwrap().content.comments.clone();
    assert_eq!(comments(&after)[..2], comments(&before)[..]);
    assert_eq!((comments(&after)[2].id, comments(&after).len()), (comment_id(3), 3));
    // For the same audience under the same attribution it does.
    assert_eq!(given(events.clone()).when(entering_later(first)).events(), []);
    let again = CommentDraft {
        text: "Said again.".into(),
        ..hidden(4, Audience::Participants, Attribution::ToNone)
    };
    let after = comments(&fiji(&and(events, entering_later(rows(vec![again])))));
    assert_eq!(
        (after[1].id, after[1].text.as_str(), after.len()),
        (comment_id(2), "Said again.", 2)
    );
}

#[test]
fn r16_while_a_consultation_is_sealed_and_open_an_operator_enters_and_not_the_chair() {
    let sealed = OpenConsultation {
        before_close: BeforeClose::Sealed,
        ..open_consultation()
    };
    let events = and(tabled(), Command::OpenConsultation(sealed));
    let by = |by, instant: &str| {
        given(events.clone()).when(entering(|command| (command.by, command.at) = (by, at(instant))))
    };
    by(EnteredBy::Member(state("MEX")), LODGED).then_rejected(Rejection::MayNotEnter);
    assert_eq!(by(EnteredBy::Operator, LODGED).events().len(), 1);
    assert_eq!(by(EnteredBy::Member(state("AUS")), CLOSES).events().len(), 1);
}

#[test]
fn r16_rows_leave_what_the_submission_says_as_a_whole() {
    let whole = SubmissionDraft {
        ad_referendum: true,
        general_remarks: Some("Fiji welcomes the text.".into()),
        ..two_comments()
    };
    let events = and(opened(), entering(|command| command.draft = whole));
    let french = SubmissionDraft {
        language: language("fr"),
        ..rows(vec![row(9, Some("z"), None, "Encore.")])
    };
    let submission = fiji(&and(events, entering_later(french)));
    let content = &submission.current().unwrap().content;
    assert_eq!(content.position, two_comments().position);
    assert!(content.ad_referendum);
    assert_eq!(content.general_remarks.as_deref(), Some("Fiji welcomes the text."));
    assert_eq!(content.language, language("en"));
    assert_eq!(content.comments[2].language, language("fr"));
}

#[test]
fn r8_entered_comments_are_numbered_like_lodged_ones_through_consultations() {
    let again = entering(|command| command.at = at(LATER));
    let submission = submission_after(&and(opened_again(), again), submission_in(2, "FJI"));
    let numbers: Vec<_> = comments_of(&submission)
        .into_iter()
        .map(|(number, ..)| number)
        .collect();
    assert_eq!(numbers, [3, 4]);
}

#[test]
fn r15a_a_row_may_have_an_audience_of_its_own() {
    let own = CommentDraft {
        audience: Inherited::Own(consultation::Audience::MembersOnly),
        ..row(1, Some("a"), None, "For members.")
    };
    let submission = fiji(&and(opened(), entering(|command| command.draft = rows(vec![own]))));
    let content = &submission.current().unwrap().content;
    assert_eq!(content.comments[0].audience, consultation::Audience::MembersOnly);
    assert_eq!(content.audience, consultation::Audience::Participants);
}

#[test]
fn entering_needs_a_proposal_that_stands_as_the_caller_saw_the_submission() {
    given(registered())
        .when(entering(|_| ()))
        .then_rejected(Rejection::ProposalNotFound);
    given(withdrawn(opened()))
        .when(entering(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
    given(entered())
        .when(entering(|command| command.expected = Expected::Versions(vec![2])))
        .then_rejected(Rejection::StaleVersion { present: 1 });
}

#[test]
fn r16_a_second_sheet_does_not_open_to_others_what_the_first_said_to_fewer() {
    let mut first = two_comments();
    (first.audience, first.attribution) = (Audience::MembersOnly, Attribution::ToNone);
    let events = and(opened(), entering(|command| command.draft = first));
    let events = and(
        events,
        entering_later(rows(vec![row(9, Some("B-1"), Some("1"), "Another row.")])),
    );
    let content = fiji(&events).current().unwrap().content.clone();
    assert_eq!(
        (content.audience, content.attribution),
        (Audience::MembersOnly, Attribution::ToNone)
    );
    assert_eq!(content.comments.len(), 3);
}
