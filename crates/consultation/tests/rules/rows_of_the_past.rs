//! The rows that views are made from, where the past or a label could tell what may not be known (R15).

use consultation::alignment::stances::{Asked, Reason, stances};
use consultation::command::{AlignWith, ExtendConsultation, OpenConsultation, ProposeDispositions, SubmissionDraft};
use consultation::review::{Answer, DispositionKind};
use consultation::visibility::{Past, Rights, SeenRow, Viewer, seen_rows_at};
use consultation::{Attribution, BeforeClose, Command, Dossier, Event};

use crate::fixtures::*;
use crate::review_fixtures::*;

/// Between the closing that was first named and the one of the extension.
const EXTENDED: &str = "2027-03-20T16:00:00Z";

fn dossier(events: &[Event]) -> Dossier {
    let own = events.iter().filter(|event| event.proposal_id() == Some(PROPOSAL));
    Dossier::fold(own).unwrap()
}

fn rights(viewer: &str, present: &Dossier, now: &str) -> Rights {
    let now = at(now);
    let viewer = Viewer::Delegation(state(viewer));
    Rights::of(viewer, small_register().at(now), &present.proposal, now)
}

fn first<'a, 'r>(rows: &'r [SeenRow<'a>]) -> &'r SeenRow<'a> {
    rows.iter().find(|row| row.id == one()).unwrap()
}

/// Whether the answer to the first comment is seen where it stood after `then` events of all.
fn answer_seen<'a>(viewer: &str, present: &Dossier, shown: &'a Dossier) -> Option<&'a Answer> {
    let past = Past {
        present,
        instant: at(LATER),
    };
    first(&seen_rows_at(&rights(viewer, present, MEANWHILE), shown, Some(past))).answer()
}

fn published(events: Vec<Event>) -> Vec<Event> {
    let proposed = and(
        events,
        Command::ProposeDispositions(propose("KOR", &[one()], DispositionKind::Noted)),
    );
    and(
        all_agree(proposed, &[one()]),
        Command::PublishDispositions(publish(None)),
    )
}

fn answered(events: Vec<Event>, satisfied: bool) -> Vec<Event> {
    and(events, Command::AnswerDisposition(answer(satisfied)))
}

#[test]
fn r15b_an_answer_that_was_replaced_is_for_the_own_state_only() {
    let then = answered(published(spoken()), false);
    let now = answered(then.clone(), true);
    let (shown, present) = (dossier(&then), dossier(&now));
    for viewer in ["MEX", "WSM"] {
        assert_eq!(answer_seen(viewer, &present, &shown), None, "{viewer}");
        assert!(answer_seen(viewer, &shown, &shown).is_some(), "{viewer}: it stands");
    }
    assert!(answer_seen("FJI", &present, &shown).is_some());
}

/// FJI said it to members only to know who, and TUR asked at once what is meant.
fn asked_early() -> Vec<Event> {
    let draft = SubmissionDraft {
        attribution: Attribution::ToMembers,
        ..draft(vec![comment(1, "What is shared?")])
    };
    let events = and(opened(), Command::LodgeSubmission(lodge("FJI", draft)));
    let ask = ProposeDispositions {
        at: at(REVISED),
        ..propose("TUR", &[one()], DispositionKind::ClarificationRequested)
    };
    and(events, Command::ProposeDispositions(ask))
}

#[test]
fn r15c_under_a_label_nothing_was_published_before_the_comment_appeared() {
    let present = dossier(&asked_early());
    let seen = |viewer| {
        let rights = rights(viewer, &present, AFTER);
        first(&seen_rows_at(&rights, &present, None)).published_at()
    };
    assert_eq!(seen("MEX"), Some(at(REVISED)));
    assert_eq!(seen("WSM"), Some(at(CLOSES)));
}

#[test]
fn r15c_under_a_label_no_request_lapsed_that_would_not_have_after_the_close() {
    let present = dossier(&asked_early());
    let read = |viewer, now| {
        let rights = rights(viewer, &present, now);
        first(&seen_rows_at(&rights, &present, None)).disposition().unwrap()
    };
    let (requested, noted) = (DispositionKind::ClarificationRequested, DispositionKind::Noted);
    let five_working_days_later = "2027-03-08T16:00:00Z";
    assert_eq!(read("MEX", AFTER), noted);
    assert_eq!(read("WSM", AFTER), requested);
    assert_eq!(read("WSM", "2027-03-08T15:59:59Z"), requested);
    assert_eq!(read("WSM", five_working_days_later), noted);
}

#[test]
fn r15c_under_a_label_the_past_does_not_tell_when_the_state_answered() {
    let events = answered(asked_early(), false);
    let present = dossier(&events);
    assert_eq!(answer_seen("WSM", &present, &present), None);
    assert!(answer_seen("MEX", &present, &present).is_some());
    let rows_of_now = rights("WSM", &present, MEANWHILE);
    let rows_of_now = seen_rows_at(&rows_of_now, &present, None);
    assert!(first(&rows_of_now).answer().is_some());
    let unanswered = dossier(&asked_early());
    let told = |viewer, shown| {
        let past = Past {
            present: &present,
            instant: at(LATER),
        };
        let rows = seen_rows_at(&rights(viewer, &present, MEANWHILE), shown, Some(past));
        (first(&rows).disposition(), first(&rows).version())
    };
    assert_eq!(told("WSM", &unanswered), told("WSM", &present));
    assert_ne!(told("MEX", &unanswered), told("MEX", &present), "named, it is told");
}

#[test]
fn r15b_an_extension_keeps_sealed_what_the_past_would_have_opened() {
    let sealed = OpenConsultation {
        before_close: BeforeClose::Sealed,
        ..open_consultation()
    };
    let events = and(tabled(), Command::OpenConsultation(sealed));
    let lodged = Command::LodgeSubmission(lodge("FJI", draft(vec![comment_on(1, "1", "Too weak.")])));
    let then = and(events, lodged);
    let later = ExtendConsultation {
        closes_at: at(EXTENDED),
        ..extend_consultation()
    };
    let now = and(then.clone(), Command::ExtendConsultation(later));
    let (shown, present) = (dossier(&then), dossier(&now));
    let past = Past {
        present: &present,
        instant: at(LODGED),
    };
    let register = small_register();
    for (instant, sees) in [(AFTER, false), (EXTENDED, true)] {
        let rights = rights("MEX", &present, instant);
        let found = stances(Asked {
            rights: &rights,
            present: &present,
            shown: &shown,
            past: Some(past),
            register: register.at(at(LODGED)),
            consultation: None,
        });
        assert_eq!(found.paragraphs.is_empty(), !sees, "{instant}");
        assert_eq!(seen_rows_at(&rights, &shown, Some(past)).is_empty(), !sees, "{instant}");
    }
}

#[test]
fn r15b_who_came_back_before_the_close_had_left_for_those_only_who_could_read_it_then() {
    for (before_close, can_read) in [
        (BeforeClose::Open, ["WSM", "TON", "FJI", "MEX", "JPN"].as_slice()),
        (BeforeClose::MembersSee, &["WSM", "TON", "FJI", "MEX"]),
        (BeforeClose::Sealed, &["WSM", "TON", "FJI"]),
    ] {
        let opening = OpenConsultation {
            before_close,
            ..open_consultation()
        };
        let words = for_the_forum(draft(vec![comment_on(1, "1", "Too weak.")]));
        let spoken = and(tabled(), Command::OpenConsultation(opening));
        let spoken = and(spoken, Command::LodgeSubmission(lodge("FJI", words)));
        let then = and(spoken, Command::DissociateFrom(dissociate("WSM", "FJI")));
        let back = AlignWith {
            at: at(HAND_OVER),
            ..align("WSM", "FJI")
        };
        let now = and(then.clone(), Command::AlignWith(back));
        let (shown, present) = (dossier(&then), dossier(&now));
        for viewer in ["WSM", "TON", "FJI", "MEX", "JPN"] {
            let rights = rights(viewer, &present, AFTER);
            let register = small_register();
            let found = stances(Asked {
                rights: &rights,
                present: &present,
                shown: &shown,
                past: Some(Past {
                    present: &present,
                    instant: at(REVISED),
                }),
                register: register.at(at(REVISED)),
                consultation: None,
            });
            let left = found.whole.not_counted.iter().map(|one| (one.state, one.reason));
            let left = left.chain(
                found
                    .paragraphs
                    .iter()
                    .flat_map(|(_, place)| &place.not_counted)
                    .map(|one| (one.state, one.reason)),
            );
            let left = left.filter(|one| *one == (state("WSM"), Reason::Dissociated)).count();
            let expected = if can_read.contains(&viewer) { 2 } else { 0 };
            assert_eq!(left, expected, "{before_close:?} {viewer}");
        }
    }
}
