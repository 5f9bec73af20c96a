//! What a register file changes: a fact left out ends now, a new one is recorded, nothing is erased (R1).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{DatedFact, Register};

/// The changes that bring a register to a file's truth.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RegisterChanges {
    /// Facts that are new.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recorded: Vec<DatedFact>,
    /// Number of a recorded fact, and its new end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub until_set: Vec<(u64, Option<Timestamp>)>,
}

impl RegisterChanges {
    /// True if the register already says what the file says.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.recorded.is_empty() && self.until_set.is_empty()
    }

    /// One line for each change, for a person to read.
    #[must_use]
    pub fn describe(&self, before: &Register) -> Vec<Change> {
        let ended = self.until_set.iter().filter_map(|(number, until)| {
            let fact = usize::try_from(*number).ok().and_then(|number| before.facts.get(number))?;
            Some(Change { kind: "until", subject: fact.fact.key(), from: fact.from, until: *until })
        });
        let recorded = self.recorded.iter().map(|dated| Change {
            kind: "recorded",
            subject: dated.fact.key(),
            from: dated.from,
            until: dated.until,
        });
        ended.chain(recorded).collect()
    }
}

/// One change in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// `recorded` or `until` (an end was set, moved or lifted).
    pub kind: &'static str,
    /// What the fact is about, for example `partner FJI`.
    pub subject: String,
    /// Since when it holds.
    pub from: Option<Timestamp>,
    /// Until when it holds.
    pub until: Option<Timestamp>,
}

/// Compares a file's facts with the register at `now`.
///
/// A fact of the file without `from` holds from now; in the first application to an empty register, since ever.
#[must_use]
pub fn difference(register: &Register, wanted: &[DatedFact], now: Timestamp) -> RegisterChanges {
    let mut matched = vec![false; register.facts.len()];
    let mut changes = RegisterChanges::default();
    let mut unmatched = Vec::new();
    for fact in wanted {
        match find_match(register, &matched, fact, now) {
            Some((index, number, known)) => {
                if let Some(seen) = matched.get_mut(index) {
                    *seen = true;
                }
                if known.until != fact.until {
                    changes.until_set.push((number, fact.until));
                }
            }
            None => unmatched.push(fact),
        }
    }
    for ((number, known), _) in (0_u64..).zip(&register.facts).zip(&matched).filter(|(_, seen)| !**seen) {
        if known.not_ended_at(now) {
            let end = known.from.map_or(now, |from| from.max(now));
            changes.until_set.push((number, Some(end)));
        }
    }
    for fact in unmatched {
        changes.recorded.push(DatedFact { from: beginning(register, fact, now), ..fact.clone() });
    }
    changes
}

/// The recorded fact that says the same. One that has ended is the same only if the file ends it at the same instant.
fn find_match<'a>(
    register: &'a Register,
    matched: &[bool],
    wanted: &DatedFact,
    now: Timestamp,
) -> Option<(usize, u64, &'a DatedFact)> {
    register.facts.iter().zip(matched).zip(0_u64..).enumerate().find_map(|(index, ((known, seen), number))| {
        let same = !*seen
            && known.fact == wanted.fact
            && (wanted.from.is_none() || wanted.from == known.from)
            && (known.until == wanted.until || known.not_ended_at(now));
        same.then_some((index, number, known))
    })
}

/// A fact that replaces another of the same key begins now: what was said of the past stays.
fn beginning(register: &Register, wanted: &DatedFact, now: Timestamp) -> Option<Timestamp> {
    if register.facts.is_empty() {
        return wanted.from;
    }
    let key = wanted.fact.key();
    let replaces = register.facts.iter().any(|known| known.not_ended_at(now) && known.from == wanted.from && known.fact.key() == key);
    match wanted.from {
        Some(from) if replaces => Some(from.max(now)),
        Some(from) => Some(from),
        None => Some(now),
    }
}
