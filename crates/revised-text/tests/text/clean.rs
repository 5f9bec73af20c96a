//! What a text reads with what was accepted.

use consultation::command::ProposeDispositions;
use consultation::review::{Disposition, DispositionKind};
use consultation::{Command, CommentId, Event};
use proptest::prelude::*;

use crate::fixtures::*;
use crate::house::*;
use crate::review_fixtures::{all_agree, propose, publish};

fn agreed(events: Vec<Event>, proposal: ProposeDispositions) -> Vec<Event> {
    let comments = proposal.comments.clone();
    all_agree(and(events, Command::ProposeDispositions(proposal)), &comments)
}

fn accepted(events: Vec<Event>, comments: &[CommentId]) -> Vec<Event> {
    agreed(events, propose("KOR", comments, DispositionKind::Accepted))
}

fn accepted_as(events: Vec<Event>, comment: CommentId, wording: Option<&str>) -> Vec<Event> {
    let proposal = propose("KOR", &[comment], DispositionKind::AcceptedWithModification);
    let disposition = Disposition {
        wording: wording.map(str::to_owned),
        ..proposal.disposition
    };
    agreed(
        events,
        ProposeDispositions {
            disposition,
            ..proposal
        },
    )
}

fn published(events: Vec<Event>) -> Vec<Event> {
    and(events, Command::PublishDispositions(publish(None)))
}

#[test]
fn what_was_accepted_is_in_the_text() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![
            replace(1, "1", "voluntary", "mandatory"),
            delete(2, "2", "national"),
            add(3, "1", "share data", "and reports"),
            add(4, "2", "", "They meet every year."),
            replace(5, "2", "contact", "liaison"),
        ],
    );
    let events = accepted(events, &[1, 2, 3, 4].map(comment_id));
    assert_eq!(
        cleaned("KOR", &published(events)),
        [
            "States share data and reports on a mandatory basis and protect data.",
            "States name a point of contact.",
            "+ They meet every year."
        ]
    );
}

#[test]
fn r20_partners_read_what_is_published_and_members_what_they_agreed_on() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![replace(1, "1", "voluntary", "mandatory")],
    );
    let events = accepted(events, &[comment_id(1)]);
    assert_eq!(cleaned("FJI", &events)[0], P1_TEXT);
    let mandatory = "States share data on a mandatory basis and protect data.";
    assert_eq!(cleaned("KOR", &events)[0], mandatory);
    assert_eq!(cleaned("FJI", &published(events))[0], mandatory);
}

#[test]
fn r20_what_is_agreed_anew_counts_for_members_until_it_is_published() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![replace(1, "1", "voluntary", "mandatory")],
    );
    let noted = published(agreed(events, propose("KOR", &[comment_id(1)], DispositionKind::Noted)));
    let events = accepted(noted, &[comment_id(1)]);
    assert_eq!(cleaned("FJI", &events)[0], P1_TEXT);
    assert_eq!(
        cleaned("KOR", &events)[0],
        "States share data on a mandatory basis and protect data."
    );
}

#[test]
fn accepted_with_modification_takes_the_wording_of_the_disposition() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![
            replace(1, "1", "voluntary", "mandatory"),
            replace(2, "2", "", "States meet."),
        ],
    );
    let events = accepted_as(events, comment_id(1), Some("reciprocal"));
    let events = accepted_as(events, comment_id(2), None);
    assert_eq!(
        cleaned("KOR", &events),
        [
            "States share data on a reciprocal basis and protect data.",
            P2_TEXT,
            "FJI-002 without wording"
        ]
    );
}

#[test]
fn what_does_not_go_together_is_shown_and_not_resolved() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![
            replace(1, "1", "voluntary", "mandatory"),
            add(2, "1", "protect data", "well"),
        ],
    );
    let events = says(
        events,
        "WSM",
        vec![
            replace(3, "1", "a voluntary basis", "request"),
            add(4, "1", "protect data", "together"),
            replace(5, "2", "national", "regional"),
        ],
    );
    let events = says(events, "TON", vec![replace(6, "2", "national", "regional")]);
    let events = accepted(events, &[1, 2, 3, 4, 5, 6].map(comment_id));
    assert_eq!(
        cleaned("KOR", &events),
        [
            P1_TEXT,
            r#""a voluntary basis" or ["request", "mandatory"]"#,
            r#""" or ["well", "together"]"#,
            "States name a regional point of contact."
        ]
    );
}

#[test]
fn a_paragraph_is_taken_out_as_a_whole_if_nothing_speaks_against_it() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![delete(1, "2", ""), delete(2, "1", "and protect data")],
    );
    let taken_out = accepted(events.clone(), &[1, 2].map(comment_id));
    assert_eq!(
        cleaned("KOR", &taken_out),
        ["States share data on a voluntary basis.", "(taken out)"]
    );
    let events = says(events, "WSM", vec![replace(3, "2", "national", "regional")]);
    let both = accepted(events, &[1, 3].map(comment_id));
    assert_eq!(
        cleaned("KOR", &both)[1..],
        [
            P2_TEXT,
            r#""States name a national point of contact." or ["", "regional"]"#
        ]
    );
}

proptest! {
    /// Each accepted comment is followed, is part of a conflict, or is named as not followed.
    #[test]
    fn no_accepted_comment_is_passed_over(places in prop::collection::vec((0..P1_TEXT.len(), 1_usize..12), 1..6)) {
        let comments = (1..).zip(&places).map(|(number, (from, length))| {
            let exact: String = P1_TEXT.chars().skip(*from).take(*length).collect();
            replace(number, "1", exact.trim(), &format!("w{number}"))
        });
        let ids: Vec<CommentId> = (1..).take(places.len()).map(comment_id).collect();
        let events = accepted(says(opened_in_english(), "FJI", comments.collect()), &ids);
        let mut told = Sight::of("KOR", &events).read(0, |text| {
            let clean = &text.paragraphs[0].clean;
            let in_conflict = clean.conflicts.iter().flat_map(|one| &one.wordings).flat_map(|(_, ids)| ids);
            let unapplied = clean.unapplied.iter().map(|one| &one.comment);
            clean.applied.iter().chain(in_conflict).chain(unapplied).copied().collect::<Vec<_>>()
        });
        told.sort_unstable();
        prop_assert_eq!(told, ids);
    }
}
