//! The register: members, partners, groups, chair terms, focus areas, key events, all dated (R1, R2).

mod at;
mod difference;
mod file;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use at::{GroupAt, KeyEventAt, NamedAt, PartnerAt, RegisterAt, StateAt};
pub use difference::{Change, RegisterChanges, difference};
pub use file::{RegisterFile, RegisterFileError};

use crate::{LanguageTag, RegisterCode, StateCode};

/// A name in several languages.
pub type Names = BTreeMap<LanguageTag, String>;

/// One fact of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
pub enum Fact {
    /// A state is a member of the group that runs the register.
    Member {
        /// The state.
        state: StateCode,
        /// What it is called.
        names: Names,
        /// IANA zone of its capital (R7).
        time_zone: String,
    },
    /// A state is a partner.
    Partner {
        /// The state.
        state: StateCode,
        /// The members it is near; may be empty.
        neighbourhoods: Vec<StateCode>,
        /// What it is called.
        names: Names,
        /// IANA zone of its capital (R7).
        time_zone: String,
    },
    /// A regional group exists.
    Group {
        /// Its code, for example `PIF`.
        code: RegisterCode,
        /// What it is called.
        names: Names,
    },
    /// A state belongs to a regional group.
    GroupMember {
        /// The group.
        group: RegisterCode,
        /// The state.
        state: StateCode,
    },
    /// A state may speak on behalf of a group.
    Spokesperson {
        /// The group.
        group: RegisterCode,
        /// The state.
        state: StateCode,
    },
    /// A member holds the chair.
    ChairTerm {
        /// The member.
        member: StateCode,
    },
    /// A subject that proposals are about.
    FocusArea {
        /// Its code.
        code: RegisterCode,
        /// What it is called.
        names: Names,
    },
    /// A date that deadlines are counted back from.
    KeyEvent {
        /// Its code, for example `g20-2027`.
        code: RegisterCode,
        /// What it is called.
        names: Names,
        /// Its calendar date.
        on: Date,
    },
}

impl Fact {
    /// What the fact is about, for a person to read.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Member { state, .. } => format!("member {state}"),
            Self::Partner { state, .. } => format!("partner {state}"),
            Self::Group { code, .. } => format!("group {code}"),
            Self::GroupMember { group, state } => format!("group {group} member {state}"),
            Self::Spokesperson { group, state } => format!("group {group} spokesperson {state}"),
            Self::ChairTerm { member } => format!("chair term {member}"),
            Self::FocusArea { code, .. } => format!("focus area {code}"),
            Self::KeyEvent { code, .. } => format!("key event {code}"),
        }
    }

    /// Facts with the same subject may not hold at the same time: there is one chair, and a state is a member or a
    /// partner.
    fn subject(&self) -> String {
        match self {
            Self::Member { state, .. } | Self::Partner { state, .. } => format!("state {state}"),
            Self::ChairTerm { .. } => "chair".to_owned(),
            other => other.key(),
        }
    }
}

/// A fact and when it holds: from (inclusive) until (exclusive). An open end is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedFact {
    /// First instant; `None`: since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// First instant at which it no longer holds; `None`: until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The fact.
    #[serde(flatten)]
    pub fact: Fact,
}

impl DatedFact {
    /// Whether the fact holds at the instant.
    #[must_use]
    pub fn holds_at(&self, instant: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= instant) && self.until.is_none_or(|until| instant < until)
    }

    /// Whether the fact has not ended by the instant; it may lie in the future.
    #[must_use]
    pub fn not_ended_at(&self, instant: Timestamp) -> bool {
        self.until.is_none_or(|until| instant < until)
    }
}

/// Every fact ever recorded, in the order of recording. A fact's index is its number in events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    pub(crate) facts: Vec<DatedFact>,
}

impl Register {
    /// All facts, in the order of recording.
    #[must_use]
    pub fn facts(&self) -> &[DatedFact] {
        &self.facts
    }

    /// True before anything was recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The register as of an instant (R1).
    #[must_use]
    pub fn at(&self, instant: Timestamp) -> RegisterAt<'_> {
        RegisterAt::new(self, instant)
    }

    /// Takes up recorded changes.
    pub fn evolve(&mut self, changes: &RegisterChanges) {
        for (number, until) in &changes.until_set {
            if let Some(fact) = usize::try_from(*number)
                .ok()
                .and_then(|number| self.facts.get_mut(number))
            {
                fact.until = *until;
            }
        }
        self.facts.extend(changes.recorded.iter().cloned());
    }
}
