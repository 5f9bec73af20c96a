//! What stands for a state that may not be named (R15c).

use serde::{Deserialize, Serialize};

use crate::geography;

/// What a viewer who may not know the state is told instead (R15c): fixed when the consultation opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "code")]
pub enum AttributionLabel {
    /// "a delegation from Melanesia": an M49 sub-region or region with at least eight invited states.
    Area(AreaCode),
    /// "a delegation".
    Delegation,
}

/// A three-digit M49 area code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode([u8; 3]);

impl AreaCode {
    /// Reads three digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = <[u8; 3]>::try_from(text.as_bytes()).ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Serialize for AreaCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AreaCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a three-digit M49 code"))
    }
}

impl AttributionLabel {
    /// The words shown, for example "a delegation from Melanesia".
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Delegation => "a delegation".to_owned(),
            Self::Area(code) => match geography::area_name(code.as_str()) {
                Some(name) => format!("a delegation from {name}"),
                None => "a delegation".to_owned(),
            },
        }
    }

    /// The M49 code, if the label names an area.
    #[must_use]
    pub fn area_code(&self) -> Option<&str> {
        match self {
            Self::Area(code) => Some(code.as_str()),
            Self::Delegation => None,
        }
    }
}
