//! The roles that a token may carry.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a person or system is inside its delegation or mission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Lodges, revises and withdraws for a partner state.
    FocalPoint,
    /// Reads as the focal point.
    Deputy,
    /// Reads as the focal point.
    Reviewer,
    /// Acts for a member of the group.
    MemberMission,
    /// Applies the register and enters input that came by other channels.
    Operator,
    /// Another program that reads as its state.
    System,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::FocalPoint,
        Self::Deputy,
        Self::Reviewer,
        Self::MemberMission,
        Self::Operator,
        Self::System,
    ];

    /// The name in tokens, configuration and command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FocalPoint => "focal_point",
            Self::Deputy => "deputy",
            Self::Reviewer => "reviewer",
            Self::MemberMission => "member_mission",
            Self::Operator => "operator",
            Self::System => "system",
        }
    }

    /// The scope of a token that asks for none.
    #[must_use]
    pub fn default_scope(self) -> BTreeSet<String> {
        let scopes: &[&str] = match self {
            Self::FocalPoint => &["read", "submissions:write"],
            Self::Deputy | Self::Reviewer => &["read"],
            Self::MemberMission => &["read", "proposals:write", "review:write"],
            Self::Operator => &["read", "register:write", "entries:write"],
            Self::System => &["read", "events:read"],
        };
        scopes.iter().map(|&scope| scope.to_owned()).collect()
    }

    /// True if a token of this role must name the state it speaks for.
    #[must_use]
    pub fn needs_state(self) -> bool {
        self != Self::Operator
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that no role has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such role; use focal_point, deputy, reviewer, member_mission, operator or system")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(UnknownRole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_has_one_name_everywhere() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
            assert!(role.default_scope().contains("read"));
        }
        assert_eq!("Focal_Point".parse::<Role>(), Err(UnknownRole));
    }
}
