//! Quoted words that were changed: found again where one place is like them and no other is.

use std::collections::HashMap;

use crate::Paragraph;
use crate::text::normalise;

/// How like the best place has to be: shared pairs of letters, as a share of all (Dice's coefficient), in thousandths.
const ALIKE: usize = 750;

/// How unlike every other place has to be.
const UNLIKE: usize = 600;

/// Fewest words that are looked for: one or two are like too many others.
const FEWEST_WORDS: usize = 3;

/// The only place in these paragraphs that is like the words, and what stands there.
pub(super) fn find_alike<'a>(paragraphs: &[&'a Paragraph], words: &str) -> Option<(&'a Paragraph, String)> {
    let wanted = normalise(words);
    let length = wanted.split_whitespace().count();
    if length < FEWEST_WORDS {
        return None;
    }
    let wanted = pairs(&wanted);
    let mut best: Option<Window<'a>> = None;
    let mut windows = Vec::new();
    for paragraph in paragraphs {
        let text = normalise(&paragraph.text);
        let split: Vec<&str> = text.split_whitespace().collect();
        for size in [length.saturating_sub(1), length, length + 1] {
            for (start, window) in split.windows(size.max(1)).enumerate() {
                let shown = window.join(" ");
                let window = Window {
                    paragraph,
                    first: start,
                    last: start + size,
                    alike: likeness(&wanted, &pairs(&shown)),
                    words: shown,
                };
                if best.as_ref().is_none_or(|best| best.alike < window.alike) {
                    best = Some(window.clone());
                }
                windows.push(window);
            }
        }
    }
    let best = best.filter(|best| best.alike >= ALIKE)?;
    let rival = |other: &Window<'_>| {
        let overlaps = other.paragraph.id == best.paragraph.id && other.first < best.last && best.first < other.last;
        !overlaps && other.alike >= UNLIKE
    };
    if windows.iter().any(rival) {
        return None;
    }
    Some((best.paragraph, best.words))
}

#[derive(Clone)]
struct Window<'a> {
    paragraph: &'a Paragraph,
    first: usize,
    last: usize,
    alike: usize,
    words: String,
}

/// Pairs of neighbouring characters, in lower case, each with how often it occurs.
fn pairs(text: &str) -> HashMap<(char, char), usize> {
    let letters: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let mut pairs = HashMap::new();
    for pair in letters.windows(2) {
        if let [first, second] = pair {
            *pairs.entry((*first, *second)).or_default() += 1;
        }
    }
    pairs
}

/// Dice's coefficient of two texts' pairs, in thousandths.
fn likeness(one: &HashMap<(char, char), usize>, other: &HashMap<(char, char), usize>) -> usize {
    let shared: usize = one
        .iter()
        .map(|(pair, count)| (*count).min(other.get(pair).copied().unwrap_or_default()))
        .sum();
    let all: usize = one.values().chain(other.values()).sum();
    (2 * shared * 1_000).checked_div(all).unwrap_or_default()
}
