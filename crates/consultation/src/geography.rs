//! Countries and areas: ISO 3166-1 codes and UN M49. Names of states are data of the register.

mod table;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::StateCode;

/// The M49 areas of a state, as three-digit codes; empty where M49 has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Region, for example `009` Oceania.
    pub region: &'static str,
    /// Sub-region, for example `054` Melanesia.
    pub subregion: &'static str,
    /// Intermediate region, for example `013` Central America; often empty.
    pub intermediate: &'static str,
}

fn row(alpha3: &str) -> Option<&'static table::Row> {
    table::ROWS
        .binary_search_by(|row| row.alpha3.cmp(alpha3))
        .ok()
        .and_then(|index| table::ROWS.get(index))
}

/// The alpha-3 code for an alpha-3 or alpha-2 code in any case.
pub(crate) fn alpha3(text: &str) -> Option<&'static str> {
    let upper = text.to_ascii_uppercase();
    match upper.len() {
        3 => row(&upper).map(|row| row.alpha3),
        2 => table::ROWS.iter().find(|row| row.alpha2 == upper).map(|row| row.alpha3),
        _ => None,
    }
}

/// The areas that a state lies in.
#[must_use]
pub fn areas_of(state: StateCode) -> Areas {
    row(state.as_str()).map_or(
        Areas {
            region: "",
            subregion: "",
            intermediate: "",
        },
        |row| Areas {
            region: row.region,
            subregion: row.subregion,
            intermediate: row.intermediate,
        },
    )
}

/// The English M49 name of an area code.
#[must_use]
pub fn area_name(code: &str) -> Option<&'static str> {
    table::AREAS
        .iter()
        .find(|(area, _)| *area == code)
        .map(|(_, name)| *name)
}

/// Every state of ISO 3166-1, by alpha-3.
pub fn all_states() -> impl Iterator<Item = StateCode> {
    table::ROWS.iter().filter_map(|row| StateCode::parse(row.alpha3).ok())
}

/// Development classes that the United Nations keep: small island developing states, least developed countries,
/// landlocked developing countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DevelopmentClass {
    /// Small island developing state.
    pub sids: bool,
    /// Least developed country.
    pub ldc: bool,
    /// Landlocked developing country.
    pub lldc: bool,
}

/// The development classes of a state at an instant. Only the least developed countries change (R1).
#[must_use]
pub fn development_class_of(state: StateCode, at: Timestamp) -> DevelopmentClass {
    row(state.as_str()).map_or(
        DevelopmentClass {
            sids: false,
            ldc: false,
            lldc: false,
        },
        |row| DevelopmentClass {
            sids: row.sids,
            ldc: row.ldc && !has_graduated(row.alpha3, at),
            lldc: row.lldc,
        },
    )
}

/// Whether a state has left the least developed countries.
fn has_graduated(alpha3: &str, at: Timestamp) -> bool {
    let day = TimeZone::UTC.to_datetime(at).date();
    let mut known = table::LDC_UNTIL.iter();
    known.any(|(state, until)| *state == alpha3 && *until <= day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_so_that_they_can_be_searched() {
        assert!(table::ROWS.is_sorted_by(|a, b| a.alpha3 < b.alpha3));
    }

    #[test]
    fn every_area_of_a_state_has_a_name() {
        for state in all_states() {
            let areas = areas_of(state);
            for code in [areas.region, areas.subregion, areas.intermediate] {
                assert!(code.is_empty() || area_name(code).is_some(), "{state} {code}");
            }
        }
    }

    #[test]
    fn r1_least_developed_is_asked_as_of_an_instant() {
        let ldc = |state: &str, instant: &str| {
            let state = StateCode::parse(state).unwrap();
            development_class_of(state, instant.parse().unwrap()).ldc
        };
        let (last, first) = ("2026-11-23T23:59:59Z", "2026-11-24T00:00:00Z");
        assert_eq!(["LAO", "AFG", "FJI"].map(|state| ldc(state, last)), [true, true, false]);
        assert_eq!(
            ["LAO", "AFG", "FJI"].map(|state| ldc(state, first)),
            [false, true, false]
        );
        let marked = |(state, _): &(&str, _)| row(state).is_some_and(|row| row.ldc);
        assert!(table::LDC_UNTIL.iter().all(marked));
    }

    #[test]
    fn fiji_lies_in_melanesia_in_oceania() {
        let fiji = StateCode::parse("FJI").unwrap();
        assert_eq!(
            areas_of(fiji),
            Areas {
                region: "009",
                subregion: "054",
                intermediate: ""
            }
        );
        assert_eq!(area_name("054"), Some("Melanesia"));
    }
}
