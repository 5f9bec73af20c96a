//! The comments behind each change (R22).

use consultation::review::DispositionKind;
use consultation::{Attribution, Command, Event, ParagraphId};
use revised_text::{Behind, behind, differences};
use uuid::Uuid;

use crate::fixtures::*;
use crate::house::*;
use crate::review_fixtures::{all_agree, propose, publish};

const P3: ParagraphId = ParagraphId(Uuid::from_u128(0x103));

/// For each difference, the numbers of the comments behind it; those that moved it with a mark.
fn told(viewer: &str, events: &[Event], since: u32, number: u32) -> Vec<Vec<String>> {
    let sight = Sight::of(viewer, events);
    let rows = sight.rows();
    let proposal = &sight.dossier.proposal;
    let differences = differences(proposal, Some(since), number);
    let line = |one: &Behind<'_, '_>| {
        let mark = if one.moved_it() { "!" } else { "" };
        format!("{}{mark}", one.row.number)
    };
    let found = behind(proposal, &rows, (since, number), &differences);
    found.iter().map(|of_one| of_one.iter().map(line).collect()).collect()
}

/// FJI spoke on paragraphs 1 and 2 and in general, WSM on 1; FJI's second and WSM's were settled.
fn settled() -> Vec<Event> {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![
            comment_on(1, "1", "Too weak."),
            comment_on(2, "2", "Which one?"),
            comment(3, "Thank you."),
        ],
    );
    let mut not_for_attribution = draft(vec![comment_on(4, "1", "Say mandatory.")]);
    not_for_attribution.attribution = Attribution::ToMembers;
    let events = says_so(events, "WSM", not_for_attribution);
    let accepted = propose("KOR", &[comment_id(4)], DispositionKind::Accepted);
    let noted = propose("KOR", &[comment_id(1), comment_id(2)], DispositionKind::Noted);
    let events = and(events, Command::ProposeDispositions(accepted));
    let events = and(events, Command::ProposeDispositions(noted));
    let events = all_agree(events, &[1, 2, 4].map(comment_id));
    and(events, Command::PublishDispositions(publish(None)))
}

#[test]
fn r22_comments_that_moved_a_paragraph_come_first() {
    let events = circulated(
        settled(),
        vec![
            paragraph(P1, &[P1], "1", "States share data."),
            paragraph(P2, &[P2], "2", P2_TEXT),
        ],
    );
    // Nothing is behind what was kept.
    assert_eq!(told("KOR", &events, 0, 1), [vec!["WSM-50001!", "FJI-001"], vec![]]);
    let seen_by_a_partner = &told("JPN", &events, 0, 1)[0];
    assert!(seen_by_a_partner[0].starts_with("DEL-"), "{seen_by_a_partner:?}");
}

#[test]
fn r22_comments_are_followed_through_splits_merges_and_deletions() {
    let events = circulated(
        settled(),
        vec![
            paragraph(P1, &[P1], "1", "States share data."),
            paragraph(P3, &[P1], "2", "They protect it."),
            paragraph(P2, &[P2], "3", P2_TEXT),
        ],
    );
    let mut merged = circulate_revision(text_of(vec![paragraph(
        P2,
        &[P3, P2],
        "1",
        "They protect it together.",
    )]));
    merged.at = at(LATER);
    let events = and(events, Command::CirculateRevision(merged));
    let both = vec!["WSM-50001!", "FJI-001"];
    assert_eq!(told("KOR", &events, 0, 1), [both.clone(), both, vec![]]);
    assert_eq!(told("KOR", &events, 0, 2), [vec!["WSM-50001!", "FJI-001", "FJI-002"]]);
    // Nobody has spoken on revision 1; its first paragraph was deleted.
    assert_eq!(told("KOR", &events, 1, 2), [Vec::<String>::new(), vec![]]);
    let deleted = circulated(settled(), vec![paragraph(P1, &[P1], "1", P1_TEXT)]);
    assert_eq!(told("KOR", &deleted, 0, 1), [vec![], vec!["FJI-002".to_owned()]]);
}
