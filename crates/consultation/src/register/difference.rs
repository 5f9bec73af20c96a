//! What a register file changes: a fact left out ends now, a new one is recorded, nothing is erased (R1).

use std::collections::BTreeSet;

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
            let fact = usize::try_from(*number)
                .ok()
                .and_then(|number| before.facts.get(number))?;
            Some(Change {
                kind: "until",
                subject: fact.fact.key(),
                from: fact.from,
                until: *until,
            })
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
/// What was said of the past stays: ends are set to `now` at the earliest, and a fact that follows another about the
/// same thing begins `now` at the earliest. So applying a file twice changes nothing, whatever its dates. Only where
/// the register said nothing of the past may a file add to it.
///
/// A fact of the file without `from` holds from now; in the first application to an empty register, since ever.
#[must_use]
pub fn difference(register: &Register, wanted: &[DatedFact], now: Timestamp) -> RegisterChanges {
    let known_as = matches(register, wanted, now);
    let mut changes = RegisterChanges::default();
    for ((number, index), known) in (0_u64..).zip(0_usize..).zip(&register.facts) {
        let same = known_as
            .iter()
            .position(|matched| *matched == Some(index))
            .and_then(|place| wanted.get(place));
        let until = match same {
            Some(fact) if fact.until == known.until => known.until,
            Some(fact) => fact.until.map(|until| until.max(now)),
            None if known.not_ended_at(now) => Some(known.from.map_or(now, |from| from.max(now))),
            None => known.until,
        };
        if until != known.until {
            changes.until_set.push((number, until));
        }
    }
    for (fact, _) in wanted.iter().zip(&known_as).filter(|(_, matched)| matched.is_none()) {
        let from = beginning(register, fact, now);
        let never_holds = matches!((from, fact.until), (Some(from), Some(until)) if until <= from);
        if !never_holds {
            changes.recorded.push(DatedFact { from, ..fact.clone() });
        }
    }
    changes
}

/// For each wanted fact the index of the recorded one that says the same; the closest match first.
fn matches(register: &Register, wanted: &[DatedFact], now: Timestamp) -> Vec<Option<usize>> {
    let rules: [fn(&DatedFact, &DatedFact, Timestamp) -> bool; 3] = [same_span, same_beginning, same_until_now];
    let mut matched = vec![None; wanted.len()];
    let mut taken = BTreeSet::new();
    for rule in rules {
        for (fact, place) in wanted.iter().zip(&mut matched).filter(|(_, place)| place.is_none()) {
            let same = |(index, known): &(usize, &DatedFact)| {
                !taken.contains(index) && known.fact == fact.fact && rule(known, fact, now)
            };
            *place = register.facts.iter().enumerate().find(same).map(|(index, _)| index);
            taken.extend(*place);
        }
    }
    matched
}

fn same_span(known: &DatedFact, wanted: &DatedFact, _now: Timestamp) -> bool {
    known.from == wanted.from && known.until == wanted.until
}

/// The end may move as long as it has not come.
fn same_beginning(known: &DatedFact, wanted: &DatedFact, now: Timestamp) -> bool {
    known.from == wanted.from && known.not_ended_at(now)
}

/// Both have begun: whether they differ in their beginning is a question of the past, which stays as it is.
fn same_until_now(known: &DatedFact, wanted: &DatedFact, now: Timestamp) -> bool {
    let begun = |fact: &DatedFact| fact.from.is_none_or(|from| from <= now);
    let end_fits = known.until == wanted.until || known.not_ended_at(now);
    begun(known) && begun(wanted) && end_fits && overlap(known, wanted)
}

fn overlap(one: &DatedFact, other: &DatedFact) -> bool {
    let begins_before_end = |a: &DatedFact, b: &DatedFact| match (a.from, b.until) {
        (Some(from), Some(until)) => from < until,
        _ => true,
    };
    let lasts = |fact: &DatedFact| begins_before_end(fact, fact);
    lasts(one) && lasts(other) && begins_before_end(one, other) && begins_before_end(other, one)
}

/// A fact that follows another about the same thing begins now: what was said of the past stays.
fn beginning(register: &Register, wanted: &DatedFact, now: Timestamp) -> Option<Timestamp> {
    if register.facts.is_empty() {
        return wanted.from;
    }
    let from = wanted.from.unwrap_or(now);
    let past = DatedFact {
        from: Some(from),
        until: Some(wanted.until.map_or(now, |until| until.min(now))),
        ..wanted.clone()
    };
    let subject = wanted.fact.subject();
    let spoken_of = register
        .facts
        .iter()
        .any(|known| known.fact.subject() == subject && overlap(known, &past));
    Some(if spoken_of { from.max(now) } else { from })
}
