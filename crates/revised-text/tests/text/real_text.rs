//! Published texts of a group of states, where they are at hand.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

use crate::house::*;

/// The texts, beside the checkout or in `REGIONAL_INPUT_REAL_DATA`.
fn texts() -> Option<Value> {
    let named = env::var_os("REGIONAL_INPUT_REAL_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let file = named.unwrap_or_else(beside).join("mikta_texts/mikta_paragraphs.json");
    serde_json::from_str(&fs::read_to_string(file).ok()?).ok()
}

#[test]
fn every_paragraph_of_a_real_text_takes_alternatives_in_place() {
    let Some(texts) = texts() else {
        println!("skipped: needs published texts beside the checkout, or REGIONAL_INPUT_REAL_DATA");
        return;
    };
    for text in texts.as_array().unwrap() {
        let paragraphs: Vec<&str> = text["paragraphs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["text"].as_str().unwrap())
            .collect();
        let events = opened_with(text_in("en", &paragraphs));
        let middle = |text: &str| {
            let words: Vec<&str> = text.split(' ').collect();
            words[words.len() / 3..words.len() / 3 + 3].join(" ")
        };
        let comments = (1_usize..).zip(&paragraphs).map(|(number, text)| {
            let id = u128::try_from(number).unwrap();
            replace(id, &number.to_string(), &middle(text), "other words")
        });
        let events = says(events, "FJI", comments.collect());
        for (line, text) in rolled("KOR", &events, 0).iter().zip(&paragraphs) {
            let shown = format!("[{}] [other words] (FJI)", middle(text));
            assert!(line.contains(&shown), "{line}");
        }
    }
}
