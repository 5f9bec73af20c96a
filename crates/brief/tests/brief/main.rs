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

mod printed;

use brief::{Brief, Earlier, Naming, Package, Reading, Says, SilenceFit, brief, brief_document};
use comment_sheets::document::{Document, printed_pages, to_markdown};
use comment_sheets::{LANGUAGES, words};
use consultation::alignment::stances::{Asked, stances};
use consultation::command::{CommentDraft, SubmissionDraft};
use consultation::review::{DispositionKind, MemberView};
use consultation::visibility::{Past, Rights, Viewer, seen_rows, seen_rows_at};
use consultation::{Attribution, Command, Dossier, Event, geography};
use fixtures::*;
use house::*;
use jiff::tz::TimeZone;
use participation::took_part;
use review_fixtures::{MEMBERS, propose, view};

/// Looks at the brief of a proposal as KOR reads it at an instant.
fn look<T>(events: &[Event], instant: &str, look: impl FnOnce(&Brief<'_>, &dyn Fn(&str) -> Document) -> T) -> T {
    look_since(events, None, instant, look)
}

/// The same, compared with what there was after so many events.
fn look_since<T>(
    events: &[Event],
    since: Option<(usize, &str)>,
    instant: &str,
    look: impl FnOnce(&Brief<'_>, &dyn Fn(&str) -> Document) -> T,
) -> T {
    let now = at(instant);
    let register = small_register();
    let fold = |events: &[Event]| {
        let own = events.iter().filter(|event| event.proposal_id() == Some(PROPOSAL));
        Dossier::fold(own).unwrap()
    };
    let dossier = fold(events);
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
    let before = since.map(|(count, at_instant)| (fold(events.get(..count).unwrap()), at(at_instant)));
    let known = before.as_ref().map(|(before, instant)| {
        let past = Past {
            present: &dossier,
            instant: *instant,
        };
        seen_rows_at(&rights, before, Some(past))
    });
    let earlier = before
        .as_ref()
        .zip(known.as_ref())
        .map(|((before, instant), rows)| Earlier {
            dossier: before,
            rows,
            instant: *instant,
        });
    let facts = brief(&Reading {
        earlier,
        ..Reading::of(&read, &text, &took_part, &members, register.at(now))
    });
    let printed = |language: &str| {
        let naming = Naming {
            says: Says {
                words: &words(language),
                zone: &TimeZone::get("Asia/Seoul").unwrap(),
            },
            register: register.at(now),
            dossier: &dossier,
            as_of: now,
        };
        brief_document(&facts, &naming)
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
        assert_eq!(supported.differing, [state("TUR")].into());
    });
}

#[test]
fn the_sentence_is_printed_with_what_is_put_in_and_taken_out_and_the_numbers_behind_it() {
    look(&debated(), LATER, |_, printed| {
        let text = to_markdown(&printed("en"));
        let sentence = text.lines().find(|line| line.contains("FJI-001, WSM-001")).unwrap();
        assert!(
            sentence.contains("<del>voluntary</del> <ins>mandatory</ins> basis"),
            "{sentence}"
        );
    });
}

#[test]
fn r18_the_brief_names_the_capitals_that_are_silent() {
    look(&debated(), LATER, |facts, printed| {
        let silent: Vec<_> = facts.not_heard.iter().map(|one| (one.member, one.comments)).collect();
        let four = ["AUS", "IDN", "MEX"].map(|member| (state(member), 4));
        assert_eq!(silent, [four.to_vec(), vec![(state("TUR"), 3)]].concat());
        assert!(facts.not_heard.iter().all(|one| one.since == at(AFTER)));
        assert!(to_markdown(&printed("en")).contains("has not said its view on 4 comments"));
    });
}

#[test]
fn since_an_earlier_brief_it_says_what_is_new() {
    let before = says(
        opened_in_english(),
        "FJI",
        vec![replace(1, "1", "voluntary", "mandatory"), delete(2, "2", "national")],
    );
    let known = before.len();
    look_since(&debated(), Some((known, REVISED)), LATER, |facts, printed| {
        let changes = facts.changes.as_ref().unwrap();
        assert_eq!((changes.comments, changes.agreed, changes.more_differing), (2, 0, 0));
        assert_eq!(changes.differing, ["WSM-001"]);
        assert!(to_markdown(&printed("en")).contains("New comments: 2. Newly agreed: 0. Newly differing: 1."));
    });
    look(&debated(), LATER, |facts, _| assert_eq!(facts.changes, None));
}

#[test]
fn areas_are_named_in_every_language_and_in_english_as_m49_names_them() {
    for state in geography::all_states() {
        let areas = geography::areas_of(state);
        for code in [areas.region, areas.subregion, areas.intermediate] {
            if let Some(name) = geography::area_name(code) {
                let key = format!("area-{code}");
                assert_eq!(words("en").say(&key, &[]), name);
                assert!(
                    LANGUAGES.iter().all(|language| words(language).say(&key, &[]) != key),
                    "{key}"
                );
            }
        }
    }
}

#[test]
fn r18_the_brief_says_who_differs_and_since_when_and_leaves_that_out_of_the_package() {
    look(&debated(), LATER, |facts, _| {
        let dispute = &facts.disputes[0];
        assert!(dispute.number.starts_with("WSM-"));
        assert_eq!((dispute.by, dispute.paragraph.as_deref()), (state("KOR"), Some("1")));
        let differing: Vec<_> = dispute.differing.iter().map(|one| (one.member, one.since)).collect();
        assert_eq!(differing, [(state("TUR"), at(AFTER))]);
        assert_eq!(facts.disputes.len(), 1);
        assert_eq!(facts.package, Package::Ready { count: 3 });
    });
}

#[test]
fn r15_what_only_members_may_know_is_marked_in_print_and_what_nobody_may_know_is_not_named() {
    let attributed = |attribution, comments| SubmissionDraft {
        attribution,
        ..draft(comments)
    };
    let events = says(
        opened_in_english(),
        "FJI",
        vec![replace(1, "1", "voluntary", "mandatory")],
    );
    let to_members = attributed(Attribution::ToMembers, vec![replace(2, "1", "voluntary", "mandatory")]);
    let events = says_so(events, "WSM", to_members);
    let to_none = attributed(Attribution::ToNone, vec![replace(3, "1", "voluntary", "mandatory")]);
    let events = says_so(events, "TON", to_none);
    let noted = propose("KOR", &[1, 2, 3].map(comment_id), DispositionKind::Noted);
    let events = and(events, Command::ProposeDispositions(noted));
    let differs = view("TUR", &[2, 3].map(comment_id), MemberView::Differs);
    let events = and(events, Command::RecordMemberView(differs));
    look(&events, LATER, |facts, printed| {
        let supported = facts.most_supported.as_ref().unwrap();
        assert_eq!((supported.count, &supported.reserved), (3, &[state("WSM")].into()));
        assert_eq!(facts.positions.groups[0].reserved, [state("WSM")].into());
        assert_eq!((facts.states, facts.unattributed), (2, 1));
        let text = to_markdown(&printed("en"));
        assert!(text.contains("FJI, WSM\\*, a delegation"), "{text}");
        assert!(text.contains("(2):** FJI, WSM\\*\n"), "{text}");
        assert!(text.contains("WSM-50001\\*"), "{text}");
        assert!(text.contains("For members only."), "{text}");
        assert!(!text.contains("TON") && !text.contains("Tonga"), "{text}");
    });
}

#[test]
fn r15_a_group_is_marked_if_only_members_may_know_that_it_was_spoken_for() {
    let spoken = SubmissionDraft {
        attribution: Attribution::ToMembers,
        ..for_the_forum(draft(vec![replace(1, "1", "voluntary", "mandatory")]))
    };
    let events = says_so(opened_in_english(), "WSM", spoken);
    look(&events, LATER, |facts, printed| {
        let supported = facts.most_supported.as_ref().unwrap();
        assert_eq!(supported.reserved_groups, [code("PIF")].into());
        assert_eq!(facts.positions.groups[0].reserved_groups, [code("PIF")].into());
        let text = to_markdown(&printed("en"));
        assert_eq!(text.matches("on behalf of PIF\\*").count(), 2, "{text}");
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
        assert!(to_markdown(&printed("en")).contains("The members differ on no comment."));
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
        let korean = to_markdown(&printed("ko"));
        assert!(korean.starts_with("# 요약 보고"), "{korean}");
        assert!(korean.contains("나머지 3건을 묵인 절차에 회부:"), "{korean}");
        assert!(korean.contains("mandatory"), "{korean}");
        let turkish = to_markdown(&printed("tr"));
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
fn however_much_was_said_it_stays_at_two_pages_and_says_how_much_more_there_is_and_where() {
    look(&crowded(), LATER, |facts, printed| {
        assert_eq!((facts.paragraphs.len(), facts.more_paragraphs), (12, 0));
        assert_eq!((facts.disputes.len(), facts.more_disputes), (10, 26));
        assert_eq!(facts.most_supported.as_ref().unwrap().ties, 2);
        for language in LANGUAGES {
            let document = printed(language);
            assert!(printed_pages(&document) <= 2, "{language}:\n{}", to_markdown(&document));
        }
        let english = to_markdown(&printed("en"));
        assert!(
            english.contains("more comments (…/matrix?convergence=differing)."),
            "{english}"
        );
        assert!(
            english.contains(&format!("… stands for /v1/proposals/{}", PROPOSAL.0)),
            "{english}"
        );
    });
}
