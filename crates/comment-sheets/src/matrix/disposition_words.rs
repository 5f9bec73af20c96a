//! The words for dispositions, in the languages of our own words, and back.

use std::sync::LazyLock;

use crate::{LANGUAGES, words};

/// No words for a disposition are longer, in bytes.
const LONGEST: usize = 128;

/// The names in the API.
const NAMES: [&str; 8] = [
    "accepted",
    "accepted_with_modification",
    "not_accepted",
    "noted",
    "clarification_requested",
    "duplicate_of",
    "out_of_scope",
    "no_common_view",
];

/// Words as they are compared, and the name that they stand for; the longest come first. Made once, since a sheet has
/// thousands of rows.
static WORDS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let in_languages = LANGUAGES.iter().flat_map(|language| {
        let words = words(language);
        NAMES.map(|name| (plain(&words.say(&key(name), &[])), name))
    });
    let mut known: Vec<_> = in_languages.chain(NAMES.map(|name| (plain(name), name))).collect();
    known.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    known
});

/// The English words, by name in the API.
static ENGLISH: LazyLock<Vec<(&'static str, String)>> = LazyLock::new(|| {
    let words = words("en");
    NAMES.map(|name| (name, words.say(&key(name), &[]))).to_vec()
});

fn key(name: &str) -> String {
    format!("disposition-{}", name.replace('_', "-"))
}

/// Words without what does not tell them apart: case, the kind of spaces, hyphens and apostrophes, a full stop.
fn plain(words: &str) -> String {
    let lower = words.replace(['_', '-'], " ").replace('’', "'").to_lowercase();
    // Turkish has two letters I, whose capitals lose or gain a dot by rules for other languages.
    let lower = lower.replace('\u{307}', "").replace('ı', "i");
    lower
        .trim_end_matches('.')
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns the English words for a disposition.
pub(crate) fn disposition_words(name: &str) -> &str {
    let known = ENGLISH.iter().find(|(known, _)| *known == name);
    known.map_or(name, |(_, words)| words)
}

/// Returns the name of the disposition that is called so in one of our languages, or in the API.
pub(crate) fn disposition_named(text: &str) -> Option<&'static str> {
    let text = plain(text);
    WORDS.iter().find(|(words, _)| *words == text).map(|(_, name)| *name)
}

/// The disposition that a line begins with, and what the line goes on to say; none if the line goes on without a mark,
/// so that "Noted with regret" is not taken for "Noted".
pub(super) fn disposition_at(line: &str) -> Option<(&'static str, &str)> {
    if let Some(name) = disposition_named(line) {
        return Some((name, ""));
    }
    let is_mark = |letter: char| ".:;,(–—-".contains(letter);
    let beginning = line.char_indices().take_while(|(at, _)| *at <= LONGEST);
    let marks = beginning.filter(|(_, letter)| is_mark(*letter));
    let mut cuts = marks
        .filter_map(|(at, _)| line.split_at_checked(at))
        .collect::<Vec<_>>();
    cuts.reverse();
    cuts.into_iter()
        .find_map(|(words, rest)| Some((disposition_named(words)?, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_known_by_its_words_in_every_language() {
        for language in LANGUAGES {
            let words = words(language);
            for name in NAMES {
                let said = words.say(&key(name), &[]);
                assert_ne!(said, key(name), "{language}");
                assert!(said.len() <= LONGEST);
                assert_eq!(disposition_named(&said), Some(name), "{said}");
                assert_eq!(disposition_named(&said.to_uppercase()), Some(name), "{said}");
            }
        }
        for name in NAMES {
            assert_eq!(disposition_named(name), Some(name));
        }
    }

    #[test]
    fn a_line_may_go_on_behind_a_mark() {
        for (line, name, rest) in [
            ("Not accepted – see paragraph 4.", "not_accepted", "– see paragraph 4."),
            (
                "Accepted with modification: as agreed",
                "accepted_with_modification",
                ": as agreed",
            ),
            ("Noted (proposed by AUS)", "noted", "(proposed by AUS)"),
            ("Out-of-scope.", "out_of_scope", ""),
            ("N’appuie pas", "", ""),
            ("Noted with regret", "", ""),
        ] {
            let expected = (!name.is_empty()).then_some((name, rest));
            assert_eq!(disposition_at(line), expected, "{line}");
        }
    }
}
