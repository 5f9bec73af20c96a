//! What was put forward, in its place, with attribution.

use std::collections::BTreeSet;

use consultation::command::{CommentDraft, Inherited};
use consultation::{Attribution, Command, CommentId};
use proptest::prelude::*;
use revised_text::Piece;

use crate::fixtures::*;
use crate::house::*;
use crate::review_fixtures::{all_agree, propose, publish};

#[test]
fn words_and_what_is_put_in_their_place_stand_in_brackets_with_who_wants_it() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![replace(1, "1", "voluntary", "mandatory")],
    );
    let for_the_forum = for_the_forum(draft(vec![replace(2, "1", "voluntary", "mandatory ")]));
    let events = says_so(events, "WSM", for_the_forum);
    assert_eq!(
        rolled("KOR", &events, 0),
        [
            "States share data on a [voluntary] [mandatory] (FJI, WSM; on behalf of PIF) basis and protect data.",
            P2_TEXT
        ]
    );
}

#[test]
fn what_is_put_in_follows_the_quoted_words_and_what_is_taken_out_is_marked() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![add(1, "1", "voluntary", "and reciprocal"), delete(2, "2", "national")],
    );
    let events = says(events, "WSM", vec![replace(3, "1", "voluntary", "mandatory")]);
    assert_eq!(
        rolled("KOR", &events, 0),
        [
            "States share data on a [voluntary] [mandatory] (WSM) [and reciprocal] (FJI) basis and protect data.",
            "States name a [national] [–] (FJI) point of contact."
        ]
    );
}

#[test]
fn overlapping_words_stand_below_the_more_supported_ones_and_none_is_lost() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![
            replace(1, "1", "on a voluntary basis", "as they see fit"),
            add(2, "1", "on a voluntary", "and free"),
        ],
    );
    let events = says(
        events,
        "WSM",
        vec![replace(3, "1", "on a voluntary basis", "as they see fit")],
    );
    let events = says(
        events,
        "TON",
        vec![
            replace(4, "1", "voluntary", "mandatory"),
            replace(5, "1", "", "States cooperate."),
        ],
    );
    assert_eq!(
        rolled("KOR", &events, 0),
        [
            "States share data [on a voluntary basis] [as they see fit] (FJI, WSM) and protect data.",
            "> \"voluntary\": [mandatory] (TON)",
            "> \"on a voluntary\": [and free] (FJI)",
            "> [States cooperate.] (TON)",
            P2_TEXT
        ]
    );
}

#[test]
fn r15c_who_is_not_for_attribution_is_a_delegation() {
    let hidden = |comment: CommentDraft| CommentDraft {
        attribution: Inherited::Own(Attribution::ToMembers),
        ..comment
    };
    let events = says(
        opened_in_english(),
        "FJI",
        vec![hidden(replace(1, "1", "voluntary", "mandatory"))],
    );
    let events = says(events, "WSM", vec![hidden(replace(2, "1", "voluntary", "mandatory"))]);
    let shown = |who: &str| format!("States share data on a [voluntary] [mandatory] ({who}) basis and protect data.");
    assert_eq!(rolled("KOR", &events, 0).first(), Some(&shown("FJI, WSM")));
    assert_eq!(rolled("JPN", &events, 0).first(), Some(&shown("2 × a delegation")));
    assert_eq!(rolled("FJI", &events, 0).first(), Some(&shown("FJI, a delegation")));
}

#[test]
fn r13_who_aligned_itself_stands_behind_the_wording() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![replace(1, "1", "voluntary", "mandatory")],
    );
    let events = and(events, Command::AlignWith(align("JPN", "FJI")));
    assert!(rolled("KOR", &events, 0)[0].contains("[mandatory] (FJI, JPN)"));
    let count = Sight::of("KOR", &events).read(0, |text| match &text.paragraphs[0].pieces[1] {
        Piece::Stretch(stretch) => stretch.alternatives[0].backing.count(),
        Piece::Text(_) => 0,
    });
    assert_eq!(count, 2);
}

#[test]
fn korean_and_turkish_words_are_replaced_where_they_stand() {
    let korean = opened_with(text_in("ko", &["회원국은 자발적으로 정보를 공유한다."]));
    let events = says(
        korean,
        "FJI",
        vec![
            replace(1, "1", "자발적으로", "의무적으로"),
            add(2, "1", "정보를", "매년"),
        ],
    );
    assert_eq!(
        rolled("KOR", &events, 0),
        ["회원국은 [자발적으로] [의무적으로] (FJI) 정보를 [매년] (FJI) 공유한다."]
    );
    // The quoted letters stand in the middle of a word: its ending stays.
    let korean = opened_with(text_in("ko", &["회원국은 정보를 공유한다."]));
    let events = says(korean, "FJI", vec![replace(1, "1", "정보", "자료")]);
    assert_eq!(rolled("KOR", &events, 0), ["회원국은 [정보] [자료] (FJI)를 공유한다."]);
    let turkish = opened_with(text_in("tr", &["İlgili ülkeler gönüllü olarak bilgi paylaşır."]));
    let events = says(
        turkish,
        "FJI",
        vec![replace(1, "1", "gönüllü", "ZORUNLU"), delete(2, "1", "İlgili")],
    );
    assert_eq!(
        rolled("KOR", &events, 0),
        ["[İlgili] [–] (FJI) ülkeler [gönüllü] [ZORUNLU] (FJI) olarak bilgi paylaşır."]
    );
}

#[test]
fn r22_what_is_still_open_is_carried_to_the_next_text_and_what_is_settled_is_not() {
    let events = says(
        opened_in_english(),
        "FJI",
        vec![
            replace(1, "1", "voluntary", "mandatory"),
            replace(2, "2", "national", "regional"),
        ],
    );
    let events = says(
        events,
        "WSM",
        vec![
            replace(3, "2", "point of contact", "focal point"),
            replace(4, "1", "protect data", "delete data"),
            replace(5, "1", "", "States cooperate."),
        ],
    );
    let accept = propose("KOR", &[comment_id(2)], consultation::review::DispositionKind::Accepted);
    let events = and(events, Command::ProposeDispositions(accept));
    let events = all_agree(events, &[comment_id(2)]);
    let events = and(events, Command::PublishDispositions(publish(Some(&[comment_id(2)]))));
    let events = circulated(
        events,
        vec![
            paragraph(P1, &[P1], "1", "States share data on a voluntary basis."),
            paragraph(P1, &[P1], "2", "They do so freely."),
            paragraph(P2, &[P2], "3", "States name a regional point of contact."),
        ],
    );
    assert_eq!(
        rolled("KOR", &events, 1),
        [
            "States share data on a voluntary basis.",
            "? \"voluntary\": [mandatory] (FJI)",
            "They do so freely.",
            "States name a regional [point of contact] [focal point] (WSM).",
            "unplaced: ? \"protect data\": [delete data] (WSM)",
            "unplaced: ? [States cooperate.] (WSM)",
        ]
    );
}

/// Any quotations of paragraph 1 that occur in it, with anything proposed for them.
fn any_comments() -> impl Strategy<Value = Vec<CommentDraft>> {
    let one = (0..P1_TEXT.len(), 0_usize..24, 0_u8..3, "[a-z]{1,6}");
    prop::collection::vec(one, 1..8).prop_map(|drawn| {
        let comment = |(number, (from, length, action, words)): (u128, (usize, usize, u8, String))| {
            let exact: String = P1_TEXT.chars().skip(from).take(length).collect();
            let exact = exact.trim();
            match action {
                0 => replace(number, "1", exact, &words),
                1 => add(number, "1", exact, &words),
                _ => delete(number, "1", exact),
            }
        };
        (1..).zip(drawn).map(comment).collect()
    })
}

proptest! {
    #[test]
    fn whatever_is_put_forward_stands_somewhere_once_and_the_text_stays_whole(comments in any_comments()) {
        let expected: BTreeSet<CommentId> = comments.iter().map(|comment| comment.new_id).collect();
        let events = says(opened_in_english(), "FJI", comments);
        let (whole, mut stand) = Sight::of("KOR", &events).read(0, |text| {
            let paragraph = &text.paragraphs[0];
            let mut whole = String::new();
            let mut stand: Vec<CommentId> = Vec::new();
            for piece in &paragraph.pieces {
                match piece {
                    Piece::Text(text) => whole.push_str(text),
                    Piece::Stretch(stretch) => {
                        whole.push_str(stretch.words.as_deref().unwrap_or_default());
                        stand.extend(stretch.alternatives.iter().flat_map(|one| one.comments.iter().map(|(id, _)| *id)));
                    }
                }
            }
            stand.extend(paragraph.below.iter().flat_map(|below| below.alternative.comments.iter().map(|(id, _)| *id)));
            (whole, stand)
        });
        prop_assert_eq!(whole, P1_TEXT);
        prop_assert_eq!(stand.len(), expected.len());
        stand.sort_unstable();
        prop_assert_eq!(stand, expected.into_iter().collect::<Vec<_>>());
    }
}
