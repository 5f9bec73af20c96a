//! An instant in a request.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

/// An instant by RFC 3339 with its offset from UTC. A local time without one is refused: it would be moved by hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant(pub Timestamp);

impl Instant {
    /// Reads `2027-03-01T16:00:00Z`, with or without fractions of a second, with any offset.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // jiff also reads `2027-03-01 16Z` and zone names in brackets; RFC 3339 §5.6 has neither.
        let full = text.len() >= "2027-03-01T16:00:00Z".len() && !text.contains('[');
        let separated = text.as_bytes().get(10).is_some_and(|byte| matches!(byte, b'T' | b't'));
        (full && separated).then(|| text.parse().ok()).flatten().map(Self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text:?} is not an instant with an offset such as 2027-03-01T16:00:00Z"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_a_date_a_time_and_an_offset() {
        let instant = Instant("2027-03-01T16:00:00Z".parse().unwrap());
        for same in [
            "2027-03-01T16:00:00Z",
            "2027-03-02T01:00:00+09:00",
            "2027-03-01T16:00:00.000Z",
        ] {
            assert_eq!(Instant::parse(same), Some(instant), "{same}");
        }
        for odd in [
            "",
            "2027-03-01",
            "2027-03-01T16:00:00",
            "2027-03-01 16:00:00Z",
            "2027-03-01T16Z",
            "2027-02-30T16:00:00Z",
            "2027-03-01T16:00:00+09:00[Asia/Seoul]",
            "tomorrow, at about four o'clock",
        ] {
            assert_eq!(Instant::parse(odd), None, "{odd}");
        }
    }
}
