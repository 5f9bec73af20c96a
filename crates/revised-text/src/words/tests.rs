use std::fmt::Write;

use proptest::prelude::*;

use super::*;

/// `{+inserted+}` and `[-deleted-]`.
fn told(old: &[&str], new: &[&str]) -> Vec<String> {
    let line = |segments: &Vec<Segment>| {
        segments.iter().fold(String::new(), |mut line, segment| {
            match segment.kind {
                SegmentKind::Equal => line.push_str(&segment.text),
                SegmentKind::Inserted => write!(line, "{{+{}+}}", segment.text).unwrap(),
                SegmentKind::Deleted => write!(line, "[-{}-]", segment.text).unwrap(),
            }
            line
        })
    };
    compare(old, new).iter().map(line).collect()
}

#[test]
fn words_put_in_the_place_of_others_are_one_change() {
    assert_eq!(
        told(
            &["States share data on a voluntary basis."],
            &["States share data on a mandatory footing, yearly."]
        ),
        ["States share data on a [-voluntary basis-]{+mandatory footing, yearly+}."]
    );
    assert_eq!(
        told(&["States share data."], &["States shall share data and reports."]),
        ["States {+shall +}share data{+ and reports+}."]
    );
}

#[test]
fn korean_words_are_never_cut() {
    assert_eq!(
        told(
            &["국가는 자발적으로 정보를 공유한다."],
            &["국가는 의무적으로 정보와 자료를 공유한다."]
        ),
        ["국가는 [-자발적으로 정보를-]{+의무적으로 정보와 자료를+} 공유한다."]
    );
    // Written in conjoining letters, a syllable is one word all the same.
    let decomposed = "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8} 회원국";
    assert_eq!(
        told(&[decomposed], &["회원국"]),
        [format!("[-{}-]회원국", decomposed.strip_suffix("회원국").unwrap())]
    );
}

#[test]
fn turkish_words_are_compared_as_they_are_written() {
    assert_eq!(
        told(
            &["İlgili ülkeler gönüllü olarak bilgi paylaşır."],
            &["İlgili ülkeler zorunlu olarak bilgi paylaşır."]
        ),
        ["İlgili ülkeler [-gönüllü-]{+zorunlu+} olarak bilgi paylaşır."]
    );
}

#[test]
fn the_parts_of_a_split_paragraph_are_told_together_and_shown_apart() {
    assert_eq!(
        told(
            &["States share data. They protect it well."],
            &["States share data.", "They protect it."]
        ),
        ["States share data.[- -]", "They protect it[- well-]."]
    );
    assert_eq!(
        told(
            &["States share data.", "States protect it."],
            &["States share data and protect it."]
        ),
        ["States share data[-.States-]{+ and+} protect it."]
    );
}

#[test]
fn what_is_new_is_inserted_and_nothing_becomes_nothing() {
    assert_eq!(told(&[], &["New."]), ["{+New.+}"]);
    assert_eq!(told(&["Same."], &["Same."]), ["Same."]);
    assert_eq!(compare(&[], &[""]), [Vec::new()]);
}

#[test]
fn texts_without_a_common_word_are_compared_in_time() {
    let words = |from: u32| (0..20_000_u32).fold(String::new(), |text, word| text + &format!("w{} ", word * 2 + from));
    let (old, new) = (words(0), words(1));
    let segments = compare(&[&old], &[&new]);
    assert!(segments[0].iter().any(|segment| segment.kind == SegmentKind::Deleted));
}

fn paragraphs() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof!["[ab]", "가|나다|정보를", " |, |\\. ", "İ|ı"];
    prop::collection::vec(
        prop::collection::vec(word, 0..12).prop_map(|words| words.concat()),
        1..4,
    )
}

proptest! {
    #[test]
    fn no_word_is_lost_or_made_up(old in paragraphs(), new in paragraphs()) {
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        let parts = compare(&old, &new);
        let text = |segments: &[Segment], without: SegmentKind| -> String {
            let kept = segments.iter().filter(|segment| segment.kind != without);
            kept.map(|segment| segment.text.as_str()).collect()
        };
        let later: Vec<String> = parts.iter().map(|part| text(part, SegmentKind::Deleted)).collect();
        prop_assert_eq!(&later, &new);
        let earlier: String = parts.iter().map(|part| text(part, SegmentKind::Inserted)).collect();
        prop_assert_eq!(earlier, old.concat());
    }
}
