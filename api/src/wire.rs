//! Pieces of requests and answers that several endpoints share. Domain types never leave the API as they are.

pub mod alignment;
pub mod areas;
pub mod asked;
pub mod brief;
pub mod changes;
pub mod comment;
pub mod deadline;
pub mod disposition;
pub mod disposition_request;
pub mod follow_up;
pub mod input;
pub mod input_comment;
pub mod instant;
pub mod matrix;
pub mod names;
pub mod outcome;
pub mod package;
pub mod participation;
pub mod problem_kind;
pub mod proposal;
pub mod record;
pub mod register;
pub mod reviewed;
pub mod revision;
pub mod silence;
pub mod stances;
pub mod submission;

use std::collections::BTreeMap;

use consultation::StateCode;
use consultation::register::{Names, RegisterAt};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::query::invalid;
use crate::problem::Problem;

/// Words by language.
pub type Words = BTreeMap<String, String>;

/// Names of the domain as words by language.
#[must_use]
pub fn words(names: &Names) -> Words {
    names
        .iter()
        .map(|(language, name)| (language.as_str().to_owned(), name.clone()))
        .collect()
}

/// An IANA time zone that a client names.
///
/// # Errors
/// 400 `invalid_query_parameter` if there is no such zone.
pub fn known_zone(zone: &str) -> Result<&str, Problem> {
    match TimeZone::get(zone) {
        Ok(_) => Ok(zone),
        Err(_) => Err(invalid("tz", "is not an IANA time zone such as Pacific/Fiji")),
    }
}

/// The zone of local times in an answer: the one that the client names, or that of the asking state's capital (R7).
///
/// # Errors
/// 400 `invalid_query_parameter` if the named one does not exist.
pub fn zone_for<'a>(
    named: Option<&'a str>,
    register: RegisterAt<'a>,
    state: Option<StateCode>,
) -> Result<Option<&'a str>, Problem> {
    match named {
        Some(zone) => known_zone(zone).map(Some),
        None => Ok(state.and_then(|state| register.time_zone_of(state))),
    }
}

/// The rules of a zone that is known to exist; UTC without one.
#[must_use]
pub fn time_zone(zone: Option<&str>) -> TimeZone {
    zone.and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC)
}

/// An instant as a person at a place reads it (R7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LocalTime {
    /// Local date and time with the offset from UTC.
    #[schema(example = "2027-03-02T04:00:00+12:00")]
    pub local: String,
    /// IANA time zone.
    #[schema(example = "Pacific/Fiji")]
    pub time_zone: String,
}

impl LocalTime {
    /// The instant in a zone; `None` if there is no such zone.
    #[must_use]
    pub fn in_zone(instant: Timestamp, zone: &str) -> Option<Self> {
        let zoned = instant.to_zoned(TimeZone::get(zone).ok()?);
        Some(Self {
            local: zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            time_zone: zone.to_owned(),
        })
    }
}
