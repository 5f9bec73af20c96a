//! Text: searching quoted words in a paragraph (R10), and the normalised copy for text search.

mod origins;

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Quoted words and their surroundings (W3C Web Annotation Data Model §4.2.4, `TextQuoteSelector`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words themselves.
    pub exact: String,
    /// Words before them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// Words after them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
}

/// Where quoted words were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// In one place, or prefix and suffix decide.
    Found,
    /// In several places; the first is taken.
    Ambiguous,
}

/// NFC, with runs of white space as one space, and quotation marks and dashes in their plain form. Word processors
/// change all of these without being asked.
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.nfc().for_each(|character| push_plain(&mut out, character));
    out
}

/// Appends a character of a text in NFC in its plain form.
fn push_plain(out: &mut String, character: char) {
    let plain = match character {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' | '\u{02BC}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{2033}' | '\u{00AB}' | '\u{00BB}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        '\u{00AD}' | '\u{200B}' | '\u{FEFF}' => return,
        other if other.is_whitespace() => ' ',
        other => other,
    };
    if !(plain == ' ' && out.ends_with(' ')) {
        out.push(plain);
    }
}

/// A place in a text, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// Whether it is the only such place.
    pub placement: Placement,
}

/// Finds the quoted words as [`find_quote`] does, and answers where they stand in the text as it is written.
#[must_use]
pub fn locate_quote(paragraph: &str, quote: &Quote) -> Option<Located> {
    let (text, origins) = origins::normalise_with_origins(paragraph);
    let (placement, found) = find_in_normalised(&text, quote)?;
    Some(Located {
        range: origins::origin_of(&origins, &found)?,
        placement,
    })
}

/// Finds the quoted words in a paragraph's text, after [`normalise`]; if they do not occur, without the quotation marks
/// around them and the ellipsis at either end that come along when a quotation is pasted. `None` if they do not occur.
#[must_use]
pub fn find_quote(paragraph: &str, quote: &Quote) -> Option<Placement> {
    find_in_normalised(&normalise(paragraph), quote).map(|(placement, _)| placement)
}

fn find_in_normalised(text: &str, quote: &Quote) -> Option<(Placement, Range<usize>)> {
    let exact = normalise(&quote.exact);
    let bare = without_ellipsis(without_marks(without_ellipsis(&exact)));
    find_exactly(text, exact.trim(), quote).or_else(|| find_exactly(text, bare, quote))
}

/// Normalised text without one pair of quotation marks around it.
fn without_marks(text: &str) -> &str {
    let within = |mark: char| text.strip_prefix(mark)?.strip_suffix(mark);
    within('"').or_else(|| within('\'')).unwrap_or(text).trim()
}

/// Text without an ellipsis at its beginning and its end.
fn without_ellipsis(text: &str) -> &str {
    let text = text.trim();
    let text = text
        .strip_prefix('…')
        .or_else(|| text.strip_prefix("..."))
        .unwrap_or(text);
    let text = text
        .strip_suffix('…')
        .or_else(|| text.strip_suffix("..."))
        .unwrap_or(text);
    text.trim()
}

/// Finds normalised words in normalised text: the only place, the one that prefix and suffix decide for, or the first.
fn find_exactly(text: &str, exact: &str, quote: &Quote) -> Option<(Placement, Range<usize>)> {
    if exact.is_empty() {
        return None;
    }
    let (prefix, suffix) = (normalise(&quote.prefix), normalise(&quote.suffix));
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut decided: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(offset) = text.get(from..).and_then(|rest| rest.find(exact)) {
        let start = from + offset;
        let end = start + exact.len();
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        places.push(start..end);
        if before.trim_end().ends_with(prefix.trim()) && after.trim_start().starts_with(suffix.trim()) {
            decided.push(start..end);
        }
        from = start
            + text
                .get(start..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8);
    }
    match (places.as_slice(), decided.as_slice()) {
        ([], _) => None,
        ([only], _) | (_, [only]) => Some((Placement::Found, only.clone())),
        ([first, ..], _) => Some((Placement::Ambiguous, first.clone())),
    }
}

/// The copy of a text that text search looks in: NFKC, lower case, one space between words. Substrings of it are
/// found, so two-syllable Korean words are, too.
#[must_use]
pub fn search_copy(text: &str) -> String {
    if text.is_ascii() {
        let mut out = String::with_capacity(text.len());
        for character in text.chars() {
            let plain = if character.is_ascii_whitespace() {
                ' '
            } else {
                character.to_ascii_lowercase()
            };
            if !(plain == ' ' && out.ends_with(' ')) {
                out.push(plain);
            }
        }
        return out;
    }
    let folded: String = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(|character| if character == 'ς' { 'σ' } else { character })
        .collect();
    normalise(&folded.replace('ß', "ss").replace("i\u{307}", "i"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(exact: &str, prefix: &str, suffix: &str) -> Quote {
        Quote {
            exact: exact.into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
        }
    }

    #[test]
    fn r10_quotes_survive_what_word_processors_do() {
        let paragraph = "States shall, on a \u{201C}voluntary\u{201D} basis \u{2013} where possible \u{2013} share.";
        assert_eq!(
            find_quote(paragraph, &quote("\"voluntary\"  basis - where", "", "")),
            Some(Placement::Found)
        );
        assert_eq!(
            find_quote("cafe\u{301} culture", &quote("café", "", "")),
            Some(Placement::Found)
        );
        assert_eq!(find_quote(paragraph, &quote("mandatory", "", "")), None);
        assert_eq!(find_quote(paragraph, &quote("  ", "", "")), None);
    }

    #[test]
    fn r10_marks_around_a_quote_and_an_ellipsis_do_no_harm() {
        let paragraph = "States shall share data on a voluntary basis, where possible.";
        for pasted in [
            "\u{201C}on a voluntary basis\u{201D}",
            "'on a voluntary basis'",
            "« on a voluntary basis »",
            "on a voluntary basis…",
            "... on a voluntary basis ...",
            "\"…on a voluntary basis...\"",
            "\u{201C}on a voluntary basis\u{201D}...",
        ] {
            assert_eq!(
                find_quote(paragraph, &quote(pasted, "", "")),
                Some(Placement::Found),
                "{pasted}"
            );
        }
        for odd in ["\"\"", "…", "\"", "\"...\"", "on a … basis"] {
            assert_eq!(find_quote(paragraph, &quote(odd, "", "")), None, "{odd}");
        }
    }

    #[test]
    fn r10_prefix_and_suffix_decide_between_occurrences() {
        let paragraph = "share data and protect data and delete data";
        assert_eq!(
            find_quote(paragraph, &quote("data", "", "")),
            Some(Placement::Ambiguous)
        );
        assert_eq!(
            find_quote(paragraph, &quote("data", "protect ", "")),
            Some(Placement::Found)
        );
        assert_eq!(
            find_quote(paragraph, &quote("data", "nowhere ", "")),
            Some(Placement::Ambiguous)
        );
    }

    #[test]
    fn r10_words_are_located_in_the_text_as_it_is_written() {
        for (text, exact, written) in [
            (
                "on a \u{201C}voluntary\u{201D}  basis",
                "\"voluntary\" basis",
                "\u{201C}voluntary\u{201D}  basis",
            ),
            ("le cafe\u{301} noir", "café", "cafe\u{301}"),
            (
                "\u{1112}\u{1161}\u{11AB}국의 협력",
                "한국",
                "\u{1112}\u{1161}\u{11AB}국",
            ),
            ("co\u{AD}operate", "cooperate", "co\u{AD}operate"),
        ] {
            let found = locate_quote(text, &quote(exact, "", "")).unwrap();
            assert_eq!(text.get(found.range), Some(written));
        }
        let decided = locate_quote("data and more data", &quote("data", "more", "")).unwrap();
        assert_eq!((decided.range, decided.placement), (14..18, Placement::Found));
        let first = locate_quote("data and data", &quote("data", "", "")).unwrap();
        assert_eq!((first.range, first.placement), (0..4, Placement::Ambiguous));
    }

    #[test]
    fn search_finds_two_syllables_and_ignores_case() {
        assert!(search_copy("지역 협력을 강화한다").contains(&search_copy("협력")));
        assert!(search_copy("İSTANBUL Straße").contains(&search_copy("istanbul STRASSE")));
        assert!(search_copy("A\n B").contains("a b"));
    }
}
