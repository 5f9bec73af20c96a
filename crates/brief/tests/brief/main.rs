//! The brief, made from the events of proposals: what it tells, and that it stays at two pages.
#![expect(clippy::unwrap_used, reason = "a test that meets something unexpected fails")]

#[path = "../../../consultation/tests/rules/fixtures.rs"]
#[expect(dead_code, reason = "the world of the rules' tests; not all of it is needed here")]
mod fixtures;
#[path = "../../../revised-text/tests/text/house.rs"]
#[expect(
    dead_code,
    reason = "the proposals of the rolling text's tests; not all of it is needed here"
)]
mod house;
#[path = "../../../consultation/tests/rules/review_fixtures.rs"]
#[expect(dead_code, reason = "the world of the rules' tests; not all of it is needed here")]
mod review_fixtures;

use brief::{Brief, Naming, Package, Reading, SilenceFit, brief, brief_document};
use comment_sheets::document::to_markdown;
use comment_sheets::words;
use consultation::alignment::stances::{Asked, stances};
use consultation::command::CommentDraft;
use consultation::review::{DispositionKind, MemberView};
use consultation::visibility::{Rights, Viewer, seen_rows};
use consultation::{Command, Dossier, Event};
use fixtures::*;
use house::*;
use participation::took_part;
use review_fixtures::{MEMBERS, propose, view};

/// Looks at the brief of a proposal as KOR reads it at an instant.
fn look<T>(events: &[Event], instant: &str, look: impl FnOnce(&Brief<'_>, &dyn Fn(&str) -> String) -> T) -> T {
    let now = at(instant);
    let register = small_register();
    let own = events.iter().filter(|event| event.proposal_id() == Some(PROPOSAL));
    let dossier = Dossier::fold(own).unwrap();
    let rights = Rights::of(
        Viewer::Delegation(state("KOR")),
        register.at(now),
        &dossier.proposal,
        now,
    );
    let question = Asked {
        rights: &rights,
        present: &dossier,
        shown: &dossier,
        past: None,
        register: register.at(now),
        consultation: None,
    };
    let stances = stances(question);
    let took_part = took_part(question, &stances);
    let (rows, members) = (seen_rows(&rights, &dossier), MEMBERS.map(state));
    let read = revised_text::Reading {
        dossier: &dossier,
        rows: &rows,
        stances: &stances,
        members: Some(&members),
        now,
    };
    let newest = dossier.proposal.latest_revision().unwrap().number;
    let text = revised_text::rolling_text(&read, newest).unwrap();
    let facts = brief(&Reading::of(&read, &text, &took_part, &members, register.at(now)));
    let printed = |language: &str| {
        let naming = Naming {
            words: &words(language),
            register: register.at(now),
            dossier: &dossier,
            as_of: now,
        };
        to_markdown(&brief_document(&facts, &naming))
    };
    look(&facts, &printed)
}

/// FJI and WSM want `mandatory` in paragraph 1, TON something else; FJI wants a word of paragraph 2 gone. TUR differs on
/// WSM's.
fn debated() -> Vec<Event> {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![replace(1, "1", "voluntary", "mandatory"), delete(2, "2", "national")],
    );
    let events = says(events, "WSM", vec![replace(3, "1", "voluntary", "mandatory")]);
    let events = says(events, "TON", vec![replace(4, "1", "voluntary", "regular")]);
    let noted = propose("KOR", &[1, 2, 3, 4].map(comment_id), DispositionKind::Noted);
    let events = and(events, Command::ProposeDispositions(noted));
    let differs = view("TUR", &[comment_id(3)], MemberView::Differs);
    and(events, Command::RecordMemberView(differs))
}

#[test]
fn the_most_contended_paragraph_comes_first_with_what_most_states_want() {
    look(&debated(), LATER, |facts, _| {
        let labels: Vec<&str> = facts
            .paragraphs
            .iter()
            .map(|one| one.paragraph.label.as_str())
            .collect();
        assert_eq!(labels, ["1", "2"]);
        let first = &facts.paragraphs[0];
        assert_eq!((first.comments, first.differing, first.alternatives), (3, 1, 2));
        let supported = facts.most_supported.as_ref().unwrap();
        assert_eq!(supported.words.as_deref(), Some("voluntary"));
        assert_eq!(supported.alternative.text.as_deref(), Some("mandatory"));
        assert_eq!((supported.count, supported.ties), (2, 0));
    });
}

#[test]
fn r18_the_brief_says_who_differs_and_since_when_and_leaves_that_out_of_the_package() {
    look(&debated(), LATER, |facts, _| {
        let dispute = &facts.disputes[0];
        assert!(dispute.number.starts_with("WSM-"));
        assert_eq!((dispute.by, dispute.paragraph.as_deref()), (state("KOR"), Some("1")));
        assert_eq!(dispute.differing, [(state("TUR"), at(AFTER))]);
        assert_eq!(facts.disputes.len(), 1);
        assert_eq!(facts.package, Package::Ready { count: 3 });
    });
}

#[test]
fn without_input_there_is_nothing_to_decide() {
    look(&opened_in_english(), LATER, |facts, printed| {
        assert_eq!(
            (facts.comments, facts.paragraphs.len(), facts.disputes.len()),
            (0, 0, 0)
        );
        assert_eq!((facts.most_supported.as_ref(), facts.package), (None, Package::Nothing));
        assert!(printed("en").contains("The members differ on no comment."));
    });
}

#[test]
fn r23_silence_fits_until_three_days_before_the_key_event_and_with_urgency_until_one() {
    let fit = |instant: &str| look(&debated(), instant, |facts, _| facts.silence);
    let SilenceFit::Fits { open_by, key_event } = fit(LATER) else {
        panic!("{:?}", fit(LATER));
    };
    let before = |hours: i64| key_event.checked_sub(jiff::SignedDuration::from_hours(hours)).unwrap();
    assert!(open_by < before(72) && open_by >= before(73));
    assert!(matches!(fit(&before(72).to_string()), SilenceFit::WithUrgency { .. }));
    assert!(matches!(fit(&before(24).to_string()), SilenceFit::TooLate { .. }));
}

#[test]
fn in_korean_and_turkish_it_speaks_their_words_and_leaves_what_states_said() {
    look(&debated(), LATER, |_, printed| {
        let korean = printed("ko");
        assert!(korean.starts_with("# 요약 보고"), "{korean}");
        assert!(korean.contains("나머지 3건을 묵인 절차에 회부:"), "{korean}");
        assert!(korean.contains("mandatory"), "{korean}");
        let turkish = printed("tr");
        assert!(turkish.starts_with("# Özet not"), "{turkish}");
        assert!(turkish.contains("Diğer 3 tanesini sessizliğe sun:"), "{turkish}");
    });
}

/// Twelve paragraphs with long words, three alternatives for each, and members that differ on all of them.
fn crowded() -> Vec<Event> {
    let text = "They cooperate on a voluntary basis. ".repeat(40);
    let events = opened_with(text_in("en", &[text.as_str(); 12]));
    let long = "as they see fit, in good faith and in good time, ".repeat(40);
    let comments = |first: u128, words: &str| -> Vec<CommentDraft> {
        let each = (first..).zip(1..=12);
        each.map(|(id, paragraph)| replace(id, &paragraph.to_string(), "", &format!("{words} {long}")))
            .collect()
    };
    let events = says(events, "FJI", comments(1, "first"));
    let events = says(events, "WSM", comments(21, "second"));
    let events = says(events, "TON", comments(41, "third"));
    let all: Vec<_> = (1..13).chain(21..33).chain(41..53).map(comment_id).collect();
    let events = and(
        events,
        Command::ProposeDispositions(propose("KOR", &all, DispositionKind::Noted)),
    );
    let differs = |events, member| {
        and(
            events,
            Command::RecordMemberView(view(member, &all, MemberView::Differs)),
        )
    };
    ["MEX", "IDN", "TUR", "AUS"].into_iter().fold(events, differs)
}

#[test]
fn however_much_was_said_it_stays_at_two_pages_and_says_how_much_more_there_is() {
    look(&crowded(), LATER, |facts, printed| {
        assert_eq!((facts.paragraphs.len(), facts.more_paragraphs), (8, 4));
        assert_eq!((facts.disputes.len(), facts.more_disputes), (8, 28));
        assert_eq!(facts.most_supported.as_ref().unwrap().ties, 2);
        for language in ["en", "es", "fr", "id", "ko", "tr"] {
            let text = printed(language);
            // A page of A4 in 11 points holds 50 lines of 85 characters: counted so, headings and rows of a table with
            // the space around them are two lines each.
            let lines = text.lines().filter(|line| !line.is_empty()).map(|line| {
                let spaced = usize::from(line.starts_with(['#', '|']));
                line.chars().count().div_ceil(85) + spaced
            });
            let lines: usize = lines.sum();
            assert!(lines <= 100, "{language}: {lines} lines\n{text}");
        }
        assert!(printed("en").contains("And 4 more paragraphs with comments."));
        assert!(printed("en").contains("And 28 more comments."));
    });
}
