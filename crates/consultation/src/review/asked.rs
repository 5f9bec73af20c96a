//! What lists of comments are asked for by disposition.

use super::DispositionKind;

/// What of dispositions is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DispositionAsked {
    /// None at all.
    Nothing,
    /// This one.
    Kind(DispositionKind),
}

impl DispositionAsked {
    /// Reads the name of a disposition, or `none`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "none" => Some(Self::Nothing),
            name => DispositionKind::parse(name).map(Self::Kind),
        }
    }

    /// Whether the dispositions that a comment has are what is asked for: the published one, and the one proposed now.
    #[must_use]
    pub fn finds(self, published: Option<DispositionKind>, proposed: Option<DispositionKind>) -> bool {
        match self {
            Self::Nothing => published.is_none() && proposed.is_none(),
            Self::Kind(kind) => [published, proposed].contains(&Some(kind)),
        }
    }
}
