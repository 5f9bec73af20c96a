//! Codes from standards: states (ISO 3166-1), languages (BCP 47), register codes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::geography;

/// A code that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not an ISO 3166-1 code.
    #[error("{0:?} is not an ISO 3166-1 country code; use three letters such as FJI")]
    UnknownState(String),
    /// Not a BCP 47 language tag.
    #[error("{0:?} is not a BCP 47 language tag; use one such as en or pt-BR")]
    InvalidLanguage(String),
    /// Not a code of the register.
    #[error("{0:?} is not a code; use 1 to 64 letters, digits and hyphens")]
    InvalidCode(String),
}

/// A state, by ISO 3166-1 alpha-3. Two letters (alpha-2) are accepted on input.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateCode([u8; 3]);

impl StateCode {
    /// Reads alpha-3 or alpha-2, in any case.
    ///
    /// # Errors
    /// [`CodeError::UnknownState`] if ISO 3166-1 has no such code.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        geography::alpha3(text)
            .and_then(|alpha3| <[u8; 3]>::try_from(alpha3.as_bytes()).ok())
            .map(Self)
            .ok_or_else(|| CodeError::UnknownState(text.chars().take(64).collect()))
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII letters get in; the fallback is unreachable and names no state.
        std::str::from_utf8(&self.0).unwrap_or("ZZZ")
    }
}

impl fmt::Display for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A language by BCP 47 tag in canonical case, for example `es-MX`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Reads a well-formed tag whose primary language has two or three letters (ISO 639).
    ///
    /// # Errors
    /// [`CodeError::InvalidLanguage`] otherwise.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let invalid = || CodeError::InvalidLanguage(text.chars().take(64).collect());
        let primary = text.split(['-', '_']).next().unwrap_or_default();
        if !(2..=3).contains(&primary.len()) || text.len() > 35 || text.contains('_') {
            return Err(invalid());
        }
        let locale: icu_locale_core::Locale = text.parse().map_err(|_error| invalid())?;
        Ok(Self(locale.to_string()))
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A code of the register: a regional group, focus area or key event, for example `PIF` or `g20-2027`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegisterCode(String);

impl RegisterCode {
    /// Reads 1 to 64 ASCII letters, digits and hyphens.
    ///
    /// # Errors
    /// [`CodeError::InvalidCode`] otherwise.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let good =
            (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if good {
            Ok(Self(text.to_owned()))
        } else {
            Err(CodeError::InvalidCode(text.chars().take(64).collect()))
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegisterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RegisterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! code_as_text {
    ($($code:ty),+) => {$(
        impl FromStr for $code {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::parse(text)
            }
        }

        impl Serialize for $code {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $code {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

code_as_text!(StateCode, LanguageTag, RegisterCode);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_by_two_or_three_letters_in_any_case() {
        for text in ["FJI", "FJ", "fj", "fji"] {
            assert_eq!(StateCode::parse(text).unwrap().as_str(), "FJI");
        }
        for text in ["", "F", "XXX", "FJIX", "ÄÖ", "QQ"] {
            assert!(StateCode::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn languages_are_well_formed_tags_in_canonical_case() {
        assert_eq!(LanguageTag::parse("ES-mx").unwrap().as_str(), "es-MX");
        assert_eq!(LanguageTag::parse("zh-hant").unwrap().as_str(), "zh-Hant");
        for text in ["", "e", "klingon", "en_US", "en-", "e!", "english language", "12"] {
            assert!(LanguageTag::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn register_codes_are_plain() {
        assert!(RegisterCode::parse("g20-2027").is_ok());
        assert!(RegisterCode::parse("").is_err());
        assert!(RegisterCode::parse("a b").is_err());
    }
}
