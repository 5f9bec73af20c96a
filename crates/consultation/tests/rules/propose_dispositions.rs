//! `ProposeDispositions` (R17).

use consultation::command::{Expected, ProposeDispositions};
use consultation::event::{DispositionProposed, MemberViewRecorded};
use consultation::review::{DispositionKind, MemberView, Standing, convergence};
use consultation::testing::given;
use consultation::{Command, Event, Rejection};

use crate::fixtures::*;
use crate::review_fixtures::*;

type Change = fn(&mut ProposeDispositions);

fn proposing(change: impl FnOnce(&mut ProposeDispositions)) -> Command {
    let mut command = propose("TUR", &[one()], DispositionKind::NotAccepted);
    change(&mut command);
    Command::ProposeDispositions(command)
}

#[test]
fn r17_any_member_proposes_and_thereby_agrees() {
    given(spoken())
        .when(proposing(|_| ()))
        .then([Event::DispositionProposed(DispositionProposed {
            proposal_id: PROPOSAL,
            at: at(AFTER),
            by: state("TUR"),
            comments: vec![one()],
            disposition: disposition(DispositionKind::NotAccepted),
        })]);
    let review = review_after(&and(spoken(), proposing(|_| ())), one());
    assert_eq!(
        (review.version, review.views[&state("TUR")].view),
        (1, MemberView::Agrees)
    );
}

#[test]
fn r17_only_members_propose_and_the_proposal_must_be_there() {
    let partner = Rejection::NotAMember { state: state("FJI") };
    given(spoken())
        .when(proposing(|command| command.by = state("FJI")))
        .then_rejected(partner);
    given(registered())
        .when(proposing(|_| ()))
        .then_rejected(Rejection::ProposalNotFound);
}

#[test]
fn r17_all_but_accepted_and_noted_need_a_response() {
    for kind in DispositionKind::ALL {
        let command = proposing(|command| {
            command.disposition.disposition = *kind;
            command.disposition.response = None;
            command.disposition.duplicate_of = (*kind == DispositionKind::DuplicateOf).then(two);
        });
        let outcome = given(spoken()).when(command);
        match kind {
            DispositionKind::Accepted | DispositionKind::Noted => assert_eq!(outcome.events().len(), 1),
            DispositionKind::NoCommonView => {
                let both = [("/disposition".into(), "invalid"), ("/response".into(), "empty")];
                assert_eq!(outcome.content_errors(), both);
            }
            _ => assert_eq!(outcome.content_errors(), [("/response".into(), "empty")], "{kind:?}"),
        }
    }
}

#[test]
fn r17_a_mistake_is_named_by_its_field() {
    let faults: [(&str, &str, Change); 8] = [
        ("/comments", "empty", |command| command.comments.clear()),
        ("/comments/1", "duplicate", |command| command.comments.push(one())),
        ("/comments/1", "unknown_comment", |command| {
            command.comments.push(consultation::CommentId(STRANGER));
        }),
        ("/response", "empty", |command| {
            command.disposition.response = Some("  ".into());
        }),
        ("/response", "too_long", |command| {
            command.disposition.response = Some("a".repeat(64 * 1024 + 1));
        }),
        ("/wording", "invalid", |command| {
            command.disposition.wording = Some("mandatory".into());
        }),
        ("/duplicate_of", "invalid", |command| {
            command.disposition.duplicate_of = Some(two());
        }),
        ("/duplicate_of", "empty", |command| {
            command.disposition.disposition = DispositionKind::DuplicateOf;
        }),
    ];
    for (pointer, code, change) in faults {
        let outcome = given(spoken()).when(proposing(change));
        assert_eq!(outcome.content_errors(), [(pointer.to_owned(), code)]);
    }
}

#[test]
fn r17_a_duplicate_names_another_comment_that_is_answered_itself() {
    let repeats = |by, of, other| {
        let mut command = propose(by, &[of], DispositionKind::DuplicateOf);
        command.disposition.duplicate_of = Some(other);
        Command::ProposeDispositions(command)
    };
    for other in [one(), consultation::CommentId(STRANGER)] {
        let code = if other == one() { "invalid" } else { "unknown_comment" };
        let outcome = given(spoken()).when(repeats("TUR", one(), other));
        assert_eq!(outcome.content_errors(), [("/duplicate_of".into(), code)]);
    }
    let repeated = and(spoken(), repeats("TUR", three(), one()));
    given(repeated.clone())
        .when(repeats("TUR", two(), three()))
        .then_rejected(Rejection::DuplicateChain { comment: three() });
    given(repeated.clone())
        .when(repeats("TUR", one(), two()))
        .then_rejected(Rejection::DuplicateChain { comment: one() });
    assert_eq!(given(repeated).when(repeats("TUR", two(), one())).events().len(), 1);
}

#[test]
fn r17_a_new_proposal_starts_the_views_afresh_and_the_same_one_is_agreement() {
    let events = all_agree(proposed(), &[one()]);
    assert_eq!(
        convergence(Some(&review_after(&events, one())), &MEMBERS.map(state)).standing,
        Standing::Agreed
    );
    let anew = and(events.clone(), proposing(|_| ()));
    let review = review_after(&anew, one());
    assert_eq!(review.views.keys().copied().collect::<Vec<_>>(), [state("TUR")]);
    let same = |by| Command::ProposeDispositions(propose(by, &[one()], DispositionKind::Accepted));
    given(proposed())
        .when(same("AUS"))
        .then([Event::MemberViewRecorded(MemberViewRecorded {
            proposal_id: PROPOSAL,
            at: at(AFTER),
            by: state("AUS"),
            comments: vec![one()],
            view: MemberView::Agrees,
            note: None,
        })]);
    given(proposed()).when(same("KOR")).then([]);
}

#[test]
fn r17_the_second_of_two_members_learns_who_proposed_what() {
    let first = |command: &mut ProposeDispositions| command.expected = Expected::Versions(vec![0]);
    assert_eq!(given(spoken()).when(proposing(first)).events().len(), 1);
    given(proposed())
        .when(proposing(first))
        .then_rejected(Rejection::StaleReview {
            present: 1,
            proposed: Some((state("KOR"), DispositionKind::Accepted, at(AFTER))),
        });
    let seen = |command: &mut ProposeDispositions| command.expected = Expected::Versions(vec![1]);
    assert_eq!(given(proposed()).when(proposing(seen)).events().len(), 1);
}

#[test]
fn r17_what_was_seen_holds_for_each_comment_of_a_selection() {
    let both = |version: u64| {
        proposing(|command| {
            command.comments = vec![two(), one()];
            command.expected = Expected::Versions(vec![version]);
        })
    };
    assert_eq!(given(spoken()).when(both(0)).events().len(), 1);
    given(proposed()).when(both(0)).then_rejected(Rejection::StaleReview {
        present: 1,
        proposed: Some((state("KOR"), DispositionKind::Accepted, at(AFTER))),
    });
}

#[test]
fn r17_a_proposal_is_open_until_a_publication_answers_it() {
    let open = |events: &[Event]| {
        let review = review_after(events, one());
        review.open_proposal().map(|proposed| proposed.disposition.disposition)
    };
    let publishing = || Command::PublishDispositions(publish(None));
    assert_eq!(open(&proposed()), Some(DispositionKind::Accepted));
    let published = and(all_agree(proposed(), &[one()]), publishing());
    assert_eq!(open(&published), None);
    assert_eq!(
        open(&and(published, proposing(|_| ()))),
        Some(DispositionKind::NotAccepted)
    );
    let differs = Command::RecordMemberView(view("TUR", &[one()], MemberView::Differs));
    let divided = and(and(proposed(), differs), cut_off(LATER));
    assert_eq!(open(&and(divided, publishing())), None);
}

#[test]
fn r17_nothing_is_proposed_for_a_withdrawn_comment_nor_once_the_text_is_settled() {
    let gone = and(spoken(), Command::WithdrawSubmission(withdraw("FJI")));
    given(gone)
        .when(proposing(|_| ()))
        .then_rejected(Rejection::CommentsWithdrawn(vec![one()]));
    given(withdrawn(spoken()))
        .when(proposing(|_| ()))
        .then_rejected(Rejection::ProposalWithdrawn { at: at(LODGED) });
    let silent = crate::silence_fixtures::under_silence();
    let until = at(crate::silence_fixtures::UNTIL);
    given(silent)
        .when(proposing(|command| command.at = at(LATER)))
        .then_rejected(Rejection::UnderSilence { until });
    let adopted = crate::silence_fixtures::adopted();
    given(adopted)
        .when(proposing(|_| ()))
        .then_rejected(Rejection::AlreadyAdopted { at: until });
}

/// Under seal a comment does not exist for members, whether it stands or was withdrawn.
#[test]
fn r15_a_sealed_comment_is_unknown_also_once_it_was_withdrawn() {
    let sealed = consultation::command::OpenConsultation {
        before_close: consultation::BeforeClose::Sealed,
        ..open_consultation()
    };
    let events = and(tabled(), Command::OpenConsultation(sealed));
    let events = and(events, Command::LodgeSubmission(lodge("FJI", two_comments())));
    let gone = and(events.clone(), Command::WithdrawSubmission(withdraw("FJI")));
    let unknown = [("/comments/0".into(), "unknown_comment")];
    let before = |command: &mut ProposeDispositions| command.at = at(REVISED);
    assert_eq!(given(events.clone()).when(proposing(before)).content_errors(), unknown);
    assert_eq!(given(events).when(proposing(|_| ())).events().len(), 1);
    for instant in [REVISED, AFTER] {
        let outcome = given(gone.clone()).when(proposing(|command| command.at = at(instant)));
        assert_eq!(outcome.content_errors(), unknown, "{instant}");
    }
}
