//! Everything that is said in one place, sorted to who counts through what.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Contradiction, NotCounted, Place, Says, Stand, Through, Voice};
use crate::StateCode;

pub(super) struct Ledger<T> {
    voices: BTreeMap<StateCode, Vec<Voice<T>>>,
    not_counted: BTreeSet<NotCounted>,
}

impl<T: Says + PartialEq> Ledger<T> {
    pub(super) fn new() -> Self {
        Self {
            voices: BTreeMap::new(),
            not_counted: BTreeSet::new(),
        }
    }

    /// A state says something through something.
    pub(super) fn say(&mut self, state: StateCode, through: Through, aligned_at: Option<Timestamp>, said: T) {
        let voices = self.voices.entry(state).or_default();
        if let Some(known) = voices.iter_mut().find(|voice| voice.through == through) {
            known.aligned_at = known.aligned_at.max(aligned_at);
            if !known.said.contains(&said) {
                known.said.push(said);
            }
        } else {
            voices.push(Voice {
                through,
                aligned_at,
                said: vec![said],
            });
        }
    }

    pub(super) fn leave_out(&mut self, not_counted: NotCounted) {
        self.not_counted.insert(not_counted);
    }

    /// Each state once, through what weighs most: of several alignments the newest.
    pub(super) fn close(self) -> Place<T> {
        let mut stands = Vec::new();
        let mut contradictions = Vec::new();
        for (state, mut voices) in self.voices {
            voices.sort_by_key(|voice| (weight(&voice.through), Reverse(voice.aligned_at), voice.through.clone()));
            contradictions.extend(contradictions_of(state, &voices));
            let mut voices = voices.into_iter();
            stands.extend(voices.next().map(|voice| Stand {
                state,
                voice,
                outweighed: voices.collect(),
            }));
        }
        Place {
            stands,
            not_counted: self.not_counted.into_iter().collect(),
            contradictions,
        }
    }
}

fn weight(through: &Through) -> u8 {
    match through {
        Through::Own => 0,
        Through::Alignment(_) => 1,
        Through::Group(_) => 2,
    }
}

/// Within what is said through one thing, too: a group may speak by two voices.
fn contradictions_of<T: Says>(state: StateCode, voices: &[Voice<T>]) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (place, one) in voices.iter().enumerate() {
        for other in voices.iter().skip(place) {
            if one
                .said
                .iter()
                .any(|said| other.said.iter().any(|more| said.contradicts(more)))
            {
                found.push(Contradiction {
                    state,
                    one: one.through.clone(),
                    other: other.through.clone(),
                });
            }
        }
    }
    found
}
