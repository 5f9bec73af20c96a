//! Who stands behind what was put forward.

use std::collections::{BTreeMap, BTreeSet};

use consultation::alignment::stances::{Stances, Through};
use consultation::visibility::{SeenRow, Speaker};
use consultation::{AttributionLabel, CommentId, RegisterCode, StateCode};

/// Who stands behind something, as far as the viewer may know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Backing {
    /// States that said it, or aligned themselves with who did.
    pub states: BTreeSet<StateCode>,
    /// Groups on whose behalf it was said.
    pub groups: BTreeSet<RegisterCode>,
    /// Comments under a label that say it, by label.
    pub labels: BTreeMap<AttributionLabel, usize>,
    /// All states behind it, those of the groups included.
    pub all_states: BTreeSet<StateCode>,
}

/// The words for who stands behind something, in a language.
pub trait Sayings {
    /// For example "a delegation from Melanesia".
    fn label(&self, label: AttributionLabel) -> String;
    /// For example "on behalf of PIF".
    fn on_behalf_of(&self, groups: &str) -> String;
}

impl Backing {
    /// How many stand behind it: states, and comments under a label, of which nobody may know whether they are of one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all_states.len() + self.labels.values().sum::<usize>()
    }

    /// For example `FJI, WSM; on behalf of PIF`.
    #[must_use]
    pub fn shown(&self, sayings: &dyn Sayings) -> String {
        let states = self.states.iter().map(StateCode::to_string);
        let labels = self.labels.iter().map(|(label, count)| match count {
            1 => sayings.label(*label),
            several => format!("{several} × {}", sayings.label(*label)),
        });
        let who: Vec<String> = states.chain(labels).collect();
        let mut shown = who.join(", ");
        if !self.groups.is_empty() {
            let groups: Vec<&str> = self.groups.iter().map(RegisterCode::as_str).collect();
            shown = format!("{shown}; {}", sayings.on_behalf_of(&groups.join(", ")));
        }
        shown
    }

    /// Adds those behind another.
    pub(super) fn join(&mut self, other: Self) {
        self.states.extend(other.states);
        self.groups.extend(other.groups);
        self.all_states.extend(other.all_states);
        for (label, count) in other.labels {
            *self.labels.entry(label).or_default() += count;
        }
    }
}

/// The states that stand behind each comment, and through what.
pub(super) struct Supporters<'s>(BTreeMap<CommentId, Vec<(StateCode, &'s Through)>>);

impl<'s> Supporters<'s> {
    pub(super) fn of(stances: &'s Stances) -> Self {
        let mut supporters: BTreeMap<CommentId, Vec<(StateCode, &Through)>> = BTreeMap::new();
        let stands = stances.paragraphs.iter().flat_map(|(_, place)| &place.stands);
        for stand in stands {
            for said in &stand.voice.said {
                let of_comment = supporters.entry(said.id).or_default();
                of_comment.push((stand.state, &stand.voice.through));
            }
        }
        Self(supporters)
    }

    /// Who stands behind a comment. Its author always does.
    pub(super) fn backing(&self, row: &SeenRow<'_>) -> Backing {
        let mut backing = Backing {
            groups: row.comment.on_behalf_of.iter().cloned().collect(),
            ..Backing::default()
        };
        match row.speaker {
            Speaker::State(state) => {
                backing.states.insert(state);
                backing.all_states.insert(state);
            }
            Speaker::Label(label) => *backing.labels.entry(label).or_default() += 1,
        }
        for (state, through) in self.0.get(&row.id).into_iter().flatten() {
            backing.all_states.insert(*state);
            if !matches!(through, Through::Group(_)) {
                backing.states.insert(*state);
            }
        }
        backing
    }
}
