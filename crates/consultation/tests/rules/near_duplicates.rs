//! Near duplicates (R17): suggested, deterministic, and found among ten thousand comments.

use consultation::review::near_duplicates::near_duplicates;

use crate::fixtures::comment_id;

fn groups(texts: &[&str]) -> Vec<(Vec<usize>, bool)> {
    let ids: Vec<_> = (0_u128..)
        .zip(texts)
        .map(|(number, text)| (comment_id(number), *text))
        .collect();
    let index = |id| ids.iter().position(|(known, _)| *known == id).unwrap();
    let found = near_duplicates(ids.iter().copied());
    found
        .into_iter()
        .map(|group| (group.comments.into_iter().map(index).collect(), group.identical))
        .collect()
}

#[test]
fn nearly_the_same_words_are_one_group() {
    let texts = [
        "The exchange of information on incidents should be mandatory for all participating States.",
        "We thank the lead member for the draft.",
        "The exchange of information on incidents should be mandatory for all participating states!",
        "The exchange of information on incidents shall be mandatory for all participating States.",
        "WE THANK  the lead member, for the draft",
        "",
        "",
    ];
    assert_eq!(groups(&texts), [(vec![0, 2, 3], false), (vec![1, 4], true)]);
}

#[test]
fn korean_and_short_texts_are_compared_as_well() {
    assert_eq!(
        groups(&["정보 공유", "정보 공유.", "정보 보호", "Yes", "yes"]),
        [(vec![0, 1], true), (vec![3, 4], true)]
    );
}

#[test]
fn ten_thousand_comments_are_grouped() {
    let text = |number: u64| {
        let mut seed = number / 2 + 1;
        let words = (0..60).map(|_| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            format!("{:08x}", seed >> 32)
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let texts: Vec<String> = (0..10_000).map(text).collect();
    let ids: Vec<_> = (0_u128..)
        .zip(&texts)
        .map(|(number, text)| (comment_id(number), text.as_str()))
        .collect();
    let found = near_duplicates(ids);
    assert_eq!(found.len(), 5_000);
    assert!(found.iter().all(|group| group.identical && group.comments.len() == 2));
}
