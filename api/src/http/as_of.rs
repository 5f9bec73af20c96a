//! Which state of the log a read is about: `as_of` (the past) and `at_least` (not before).

use event_log::Position;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::query::invalid;
use crate::problem::Problem;

/// A point of the log, as a client names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// A position.
    Position(Position),
    /// The last position that was recorded at or before an instant.
    Instant(Timestamp),
}

/// What a read asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAt {
    /// What the view has.
    Now,
    /// What the view has, once it has this position.
    AtLeast(Position),
    /// What the log had at this point.
    AsOf(Point),
}

impl ReadAt {
    /// Reads the query parameters `as_of` (a position, or an instant by RFC 3339) and `at_least` (a position).
    ///
    /// # Errors
    /// 400 `invalid_query_parameter`; 422 `as_of_with_at_least` if both are there.
    pub fn parse(as_of: Option<&str>, at_least: Option<u64>) -> Result<Self, Problem> {
        match (as_of, at_least) {
            (None, None) => Ok(Self::Now),
            (None, Some(position)) => Ok(Self::AtLeast(Position(position))),
            (Some(text), None) => Point::parse("as_of", text).map(Self::AsOf),
            (Some(text), Some(_)) => Point::parse("as_of", text).and(Err(Problem::of("as_of_with_at_least"))),
        }
    }
}

impl ReadAt {
    /// The instant at which dated facts hold: that of the answer if it is about the past, else `now`.
    #[must_use]
    pub fn instant_of(self, answered: AsOf, now: Timestamp) -> Timestamp {
        match self {
            Self::AsOf(_) => answered.instant,
            Self::Now | Self::AtLeast(_) => now,
        }
    }
}

impl Point {
    /// Reads a position, or an instant by RFC 3339, from a query parameter.
    ///
    /// # Errors
    /// 400 `invalid_query_parameter`.
    pub fn parse(parameter: &str, text: &str) -> Result<Self, Problem> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let position = text
                .parse()
                .map_err(|_too_large| invalid(parameter, "is beyond any position"))?;
            return Ok(Self::Position(Position(position)));
        }
        // jiff also reads forms that RFC 3339 does not have, such as `2027-01-01T00Z`; those have fewer characters.
        let instant = text
            .parse()
            .ok()
            .filter(|_| text.len() >= "2027-01-01T00:00:00Z".len() && !text.contains('['));
        instant.map(Self::Instant).ok_or_else(|| {
            invalid(
                parameter,
                "is neither a position nor an instant such as 2027-03-01T16:00:00Z",
            )
        })
    }
}

/// In answers: which state of the log this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct AsOf {
    /// The last position that the answer takes into account.
    #[schema(example = 42)]
    pub log_position: u64,
    /// The instant at which that was so.
    #[schema(value_type = String, format = DateTime, example = "2027-03-01T16:00:00Z")]
    pub instant: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(as_of: &str) -> Result<ReadAt, &'static str> {
        ReadAt::parse(Some(as_of), None).map_err(|problem| problem.code())
    }

    #[test]
    fn as_of_is_a_position_or_an_instant() {
        assert_eq!(parse("42"), Ok(ReadAt::AsOf(Point::Position(Position(42)))));
        let instant = "2027-03-01T16:00:00Z".parse().unwrap();
        assert_eq!(parse("2027-03-01T16:00:00Z"), Ok(ReadAt::AsOf(Point::Instant(instant))));
        assert_eq!(
            parse("2027-03-02T01:00:00+09:00"),
            Ok(ReadAt::AsOf(Point::Instant(instant)))
        );
        for odd in [
            "",
            "-1",
            "yesterday",
            "2027-03-01",
            "2027-03-01T16Z",
            "2027-03-01T16:00:00",
            "99999999999999999999",
            "2027-02-30T00:00:00Z",
        ] {
            assert_eq!(parse(odd), Err("invalid_query_parameter"), "{odd}");
        }
    }

    #[test]
    fn at_least_is_a_position_and_excludes_as_of() {
        assert_eq!(ReadAt::parse(None, None).unwrap(), ReadAt::Now);
        assert_eq!(ReadAt::parse(None, Some(7)).unwrap(), ReadAt::AtLeast(Position(7)));
        assert_eq!(
            ReadAt::parse(Some("1"), Some(7)).unwrap_err().code(),
            "as_of_with_at_least"
        );
        assert_eq!(
            ReadAt::parse(Some("x"), Some(7)).unwrap_err().code(),
            "invalid_query_parameter"
        );
    }
}
