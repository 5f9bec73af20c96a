//! Groups of comments in nearly the same words: a suggestion, and people decide (R17).
//!
//! Two texts are compared by the share of runs of five characters that they have in common (Jaccard). Which pairs are
//! compared at all is found by an index over the eight runs of each text whose hashes are smallest: texts that have four
//! fifths of their runs in common share one of them almost surely, and others rarely. So the work grows with the number
//! of texts and not with that of pairs.

use std::collections::{BTreeMap, HashMap};

use crate::CommentId;
use crate::text::search_copy;

/// Characters in a run.
const RUN: usize = 5;
/// Runs by which a text is found.
const KEYS: usize = 8;
/// Texts behind one key that a text is compared with at most.
const COMPARED: usize = 16;
/// Least share of common runs, in percent.
const LEAST_PERCENT: usize = 80;

/// Comments in nearly the same words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearDuplicates {
    /// At least two comments, in the order in which they were given.
    pub comments: Vec<CommentId>,
    /// The same words, but for case, width and what is neither letter nor digit.
    pub identical: bool,
}

/// The groups among these texts, in the order of their first comments. Texts without letters and digits are in none.
#[must_use]
pub fn near_duplicates<'a>(texts: impl IntoIterator<Item = (CommentId, &'a str)>) -> Vec<NearDuplicates> {
    let prints: Vec<(CommentId, Print)> = texts.into_iter().map(|(id, text)| (id, Print::of(text))).collect();
    let mut first_of_group: Vec<usize> = (0..prints.len()).collect();
    let mut known: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, (_, print)) in prints.iter().enumerate() {
        let keys = print.runs.iter().take(KEYS);
        let mut candidates: Vec<usize> = keys
            .clone()
            .filter_map(|key| known.get(key))
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        let alike = |other: &usize| prints.get(*other).is_some_and(|(_, other)| print.is_like(other));
        if let Some(other) = candidates.into_iter().find(alike)
            && let Some(first) = first_of_group.get(other).copied()
            && let Some(own) = first_of_group.get_mut(index)
        {
            *own = first;
        }
        for key in keys {
            let behind = known.entry(*key).or_default();
            if behind.len() < COMPARED {
                behind.push(index);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<&(CommentId, Print)>> = BTreeMap::new();
    for (print, first) in prints.iter().zip(first_of_group) {
        groups.entry(first).or_default().push(print);
    }
    let groups = groups.into_values().filter(|group| group.len() > 1);
    groups
        .map(|group| NearDuplicates {
            identical: group
                .iter()
                .skip(1)
                .all(|one| group.first().is_some_and(|first| first.1.words == one.1.words)),
            comments: group.iter().map(|(id, _)| *id).collect(),
        })
        .collect()
}

/// A text as it is compared.
struct Print {
    /// Its letters and digits, in lower case, words parted by one space.
    words: String,
    /// Hashes of its runs, sorted, each once.
    runs: Vec<u64>,
}

impl Print {
    fn of(text: &str) -> Self {
        let mut words = String::with_capacity(text.len());
        for character in search_copy(text).chars() {
            if character.is_alphanumeric() {
                words.push(character);
            } else if !words.ends_with(' ') {
                words.push(' ');
            }
        }
        let words = words.trim().to_owned();
        let letters: Vec<char> = words.chars().collect();
        let mut runs: Vec<u64> = if letters.is_empty() {
            Vec::new()
        } else if letters.len() < RUN {
            vec![hash(&letters)]
        } else {
            letters.windows(RUN).map(hash).collect()
        };
        runs.sort_unstable();
        runs.dedup();
        Self { words, runs }
    }

    /// Whether both have enough of their runs in common.
    fn is_like(&self, other: &Self) -> bool {
        let (mut own, mut foreign) = (self.runs.iter().peekable(), other.runs.iter().peekable());
        let mut common = 0;
        while let (Some(left), Some(right)) = (own.peek(), foreign.peek()) {
            let order = left.cmp(right);
            common += usize::from(order.is_eq());
            if order.is_le() {
                own.next();
            }
            if order.is_ge() {
                foreign.next();
            }
        }
        let all = self.runs.len() + other.runs.len() - common;
        common > 0 && common * 100 >= all * LEAST_PERCENT
    }
}

/// FNV-1a with 64 bits, over code points, with its bits mixed once more: the smallest hashes are to be no certain letters.
fn hash(letters: &[char]) -> u64 {
    let fnv = letters.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, letter| {
        (hash ^ u64::from(u32::from(*letter))).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (fnv ^ (fnv >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
