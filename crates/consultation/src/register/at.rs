//! Questions to the register as of an instant.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{DatedFact, Fact, Names, Register};
use crate::{RegisterCode, StateCode};

/// The register as of an instant.
#[derive(Debug, Clone, Copy)]
pub struct RegisterAt<'a> {
    register: &'a Register,
    instant: Timestamp,
}

/// A member or partner as of an instant.
#[derive(Debug, Clone, Copy)]
pub struct StateAt<'a> {
    /// The state.
    pub state: StateCode,
    /// What it is called.
    pub names: &'a Names,
    /// IANA zone of its capital.
    pub time_zone: &'a str,
    /// When the fact holds.
    pub dated: &'a DatedFact,
}

/// A partner as of an instant.
#[derive(Debug, Clone, Copy)]
pub struct PartnerAt<'a> {
    /// The state.
    pub state: StateAt<'a>,
    /// The members it is near.
    pub neighbourhoods: &'a [StateCode],
}

/// A regional group as of an instant.
#[derive(Debug, Clone)]
pub struct GroupAt<'a> {
    /// Its code.
    pub code: &'a RegisterCode,
    /// What it is called.
    pub names: &'a Names,
    /// The states that belong to it, members of the register's group included.
    pub members: BTreeSet<StateCode>,
    /// Who may speak on its behalf.
    pub spokespersons: BTreeSet<StateCode>,
}

/// A focus area as of an instant.
#[derive(Debug, Clone, Copy)]
pub struct NamedAt<'a> {
    /// Its code.
    pub code: &'a RegisterCode,
    /// What it is called.
    pub names: &'a Names,
}

/// A key event as of an instant.
#[derive(Debug, Clone, Copy)]
pub struct KeyEventAt<'a> {
    /// Code and names.
    pub named: NamedAt<'a>,
    /// Its calendar date.
    pub on: Date,
}

impl<'a> RegisterAt<'a> {
    pub(super) fn new(register: &'a Register, instant: Timestamp) -> Self {
        Self { register, instant }
    }

    /// The instant of the question.
    #[must_use]
    pub fn instant(&self) -> Timestamp {
        self.instant
    }

    fn facts(self) -> impl Iterator<Item = &'a DatedFact> {
        self.register
            .facts
            .iter()
            .filter(move |fact| fact.holds_at(self.instant))
    }

    /// The members.
    pub fn members(self) -> impl Iterator<Item = StateAt<'a>> {
        self.facts().filter_map(|dated| match &dated.fact {
            Fact::Member {
                state,
                names,
                time_zone,
            } => Some(StateAt {
                state: *state,
                names,
                time_zone,
                dated,
            }),
            _ => None,
        })
    }

    /// The partners.
    pub fn partners(self) -> impl Iterator<Item = PartnerAt<'a>> {
        self.facts().filter_map(|dated| match &dated.fact {
            Fact::Partner {
                state,
                neighbourhoods,
                names,
                time_zone,
            } => Some(PartnerAt {
                state: StateAt {
                    state: *state,
                    names,
                    time_zone,
                    dated,
                },
                neighbourhoods,
            }),
            _ => None,
        })
    }

    /// Whether the state is a member.
    #[must_use]
    pub fn is_member(self, state: StateCode) -> bool {
        self.members().any(|member| member.state == state)
    }

    /// Whether the state is a partner.
    #[must_use]
    pub fn is_partner(self, state: StateCode) -> bool {
        self.partners().any(|partner| partner.state.state == state)
    }

    /// The member that holds the chair (R2).
    #[must_use]
    pub fn chair(self) -> Option<StateCode> {
        self.chair_term().map(|(member, _)| member)
    }

    /// The chair and its term.
    #[must_use]
    pub fn chair_term(self) -> Option<(StateCode, &'a DatedFact)> {
        self.facts().find_map(|dated| match &dated.fact {
            Fact::ChairTerm { member } => Some((*member, dated)),
            _ => None,
        })
    }

    /// All chair terms, past and to come, by their beginning.
    #[must_use]
    pub fn chair_terms(self) -> Vec<(StateCode, &'a DatedFact)> {
        let mut terms: Vec<_> = self
            .register
            .facts
            .iter()
            .filter_map(|dated| match &dated.fact {
                // A term that was taken back before it began has an empty span.
                Fact::ChairTerm { member } if dated.until.is_none() || dated.from < dated.until => {
                    Some((*member, dated))
                }
                _ => None,
            })
            .collect();
        terms.sort_by_key(|(_, dated)| dated.from);
        terms
    }

    /// The regional groups.
    #[must_use]
    pub fn groups(self) -> Vec<GroupAt<'a>> {
        self.facts()
            .filter_map(|dated| match &dated.fact {
                Fact::Group { code, names } => Some(GroupAt {
                    code,
                    names,
                    members: self.group_members(code),
                    spokespersons: self.spokespersons(code),
                }),
                _ => None,
            })
            .collect()
    }

    /// Whether the group exists.
    #[must_use]
    pub fn has_group(self, wanted: &RegisterCode) -> bool {
        self.facts()
            .any(|dated| matches!(&dated.fact, Fact::Group { code, .. } if code == wanted))
    }

    /// The states that belong to a group.
    #[must_use]
    pub fn group_members(self, wanted: &RegisterCode) -> BTreeSet<StateCode> {
        self.facts()
            .filter_map(|dated| match &dated.fact {
                Fact::GroupMember { group, state } if group == wanted => Some(*state),
                _ => None,
            })
            .collect()
    }

    /// Codes of the groups that a state belongs to.
    #[must_use]
    pub fn groups_of(self, wanted: StateCode) -> BTreeSet<&'a RegisterCode> {
        self.facts()
            .filter_map(|dated| match &dated.fact {
                Fact::GroupMember { group, state } if *state == wanted => Some(group),
                _ => None,
            })
            .collect()
    }

    /// Whether the state may speak for the group without stating a mandate (R13).
    #[must_use]
    pub fn is_spokesperson(self, wanted: &RegisterCode, speaker: StateCode) -> bool {
        self.facts().any(
            |dated| matches!(&dated.fact, Fact::Spokesperson { group, state } if group == wanted && *state == speaker),
        )
    }

    fn spokespersons(self, wanted: &RegisterCode) -> BTreeSet<StateCode> {
        self.facts()
            .filter_map(|dated| match &dated.fact {
                Fact::Spokesperson { group, state } if group == wanted => Some(*state),
                _ => None,
            })
            .collect()
    }

    /// The focus areas.
    pub fn focus_areas(self) -> impl Iterator<Item = NamedAt<'a>> {
        self.facts().filter_map(|dated| match &dated.fact {
            Fact::FocusArea { code, names } => Some(NamedAt { code, names }),
            _ => None,
        })
    }

    /// The key events.
    pub fn key_events(self) -> impl Iterator<Item = KeyEventAt<'a>> {
        self.facts().filter_map(|dated| match &dated.fact {
            Fact::KeyEvent { code, names, on } => Some(KeyEventAt {
                named: NamedAt { code, names },
                on: *on,
            }),
            _ => None,
        })
    }

    /// IANA zone of the state's capital, if the register knows the state (R7).
    #[must_use]
    pub fn time_zone_of(self, wanted: StateCode) -> Option<&'a str> {
        self.facts().find_map(|dated| match &dated.fact {
            Fact::Member { state, time_zone, .. } | Fact::Partner { state, time_zone, .. } if *state == wanted => {
                Some(time_zone.as_str())
            }
            _ => None,
        })
    }

    /// What the state is called in English, if the register knows it.
    #[must_use]
    pub fn english_name_of(self, wanted: StateCode) -> Option<&'a str> {
        self.name_in(wanted, "en")
    }

    /// What the state is called in a language, or else in English, if the register knows it.
    #[must_use]
    pub fn name_of(self, wanted: StateCode, language: &str) -> Option<&'a str> {
        self.name_in(wanted, language).or_else(|| self.english_name_of(wanted))
    }

    fn name_in(self, wanted: StateCode, language: &str) -> Option<&'a str> {
        self.facts().find_map(|dated| match &dated.fact {
            Fact::Member { state, names, .. } | Fact::Partner { state, names, .. } if *state == wanted => names
                .iter()
                .find(|(tag, _)| tag.as_str() == language)
                .map(|(_, name)| name.as_str()),
            _ => None,
        })
    }
}
