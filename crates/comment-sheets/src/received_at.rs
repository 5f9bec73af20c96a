//! The claimed instant of arrival: an instant, never a guess.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;

use crate::RowProblem;

/// Reads a date and time.
///
/// With an offset (RFC 3339, `Z` or `+02:00`) it is an instant. Without one (`2020-06-19T23:58:00`,
/// `2020-06-19 23:58`, or the date alone, meaning its beginning) it is one only in the `time_zone` that the user gave.
/// A local time that occurs twice when clocks go back is the earlier one; one that is skipped when they go forward is
/// moved by the gap (RFC 5545 §3.3.5).
///
/// # Errors
///
/// [`RowProblem::NoTimeZone`] for a local time without `time_zone`, [`RowProblem::NotAnInstant`] for anything else that
/// is not a date.
pub fn parse_received_at(text: &str, time_zone: Option<&TimeZone>) -> Result<Timestamp, RowProblem> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let not_an_instant = || RowProblem::NotAnInstant { text: text.to_owned() };
    // What the parser says is of its grammar and helps nobody who fills in a sheet.
    let local = Pieces::parse(text).ok().filter(is_local).ok_or_else(not_an_instant)?;
    let time_zone = time_zone.ok_or_else(|| RowProblem::NoTimeZone { text: text.to_owned() })?;
    let local = local.date().to_datetime(local.time().unwrap_or(Time::midnight()));
    let zoned = time_zone.to_ambiguous_zoned(local).compatible();
    // The only failure left is a date at the far ends of the calendar.
    zoned.ok().map(|zoned| zoned.timestamp()).ok_or_else(not_an_instant)
}

/// Whether date and time stand alone: an offset or a zone beside them would otherwise be dropped in silence.
fn is_local(pieces: &Pieces<'_>) -> bool {
    pieces.offset().is_none() && pieces.time_zone_annotation().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn at(text: &str, time_zone: Option<&TimeZone>) -> String {
        parse_received_at(text, time_zone).unwrap().to_string()
    }

    #[test]
    fn an_offset_is_enough_and_outweighs_the_given_zone() {
        assert_eq!(at("2020-06-19T23:58:00Z", None), "2020-06-19T23:58:00Z");
        assert_eq!(at("2020-06-19T23:58:00.5+09:00", None), "2020-06-19T14:58:00.5Z");
        assert_eq!(
            at(" 2020-06-19T23:58:00-06:00 ", Some(&zone("Asia/Seoul"))),
            "2020-06-20T05:58:00Z"
        );
    }

    #[test]
    fn a_local_time_is_refused_without_a_zone() {
        for text in ["2020-06-19T23:58:00", "2020-06-19 23:58", "2020-06-19"] {
            let problem = parse_received_at(text, None).unwrap_err();
            assert!(matches!(problem, RowProblem::NoTimeZone { .. }), "{text}: {problem}");
        }
    }

    #[test]
    fn a_local_time_is_read_in_the_given_zone() {
        assert_eq!(at("2020-06-19T23:58:00", Some(&TimeZone::UTC)), "2020-06-19T23:58:00Z");
        assert_eq!(
            at("2020-06-19 23:58", Some(&zone("Europe/Istanbul"))),
            "2020-06-19T20:58:00Z"
        );
        assert_eq!(at("2020-06-19", Some(&zone("Asia/Seoul"))), "2020-06-18T15:00:00Z");
    }

    #[test]
    fn a_time_that_occurs_twice_is_the_earlier_one() {
        // Sydney went back from +11:00 to +10:00 at 03:00 on 5 April 2026.
        assert_eq!(
            at("2026-04-05T02:30:00", Some(&zone("Australia/Sydney"))),
            "2026-04-04T15:30:00Z"
        );
    }

    #[test]
    fn a_time_that_was_skipped_is_moved_by_the_gap() {
        // Sydney went forward from +10:00 to +11:00 at 02:00 on 4 October 2026: 02:30 is taken as 03:30.
        assert_eq!(
            at("2026-10-04T02:30:00", Some(&zone("Australia/Sydney"))),
            "2026-10-03T16:30:00Z"
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "yesterday",
            "19.06.2020",
            "06/19/2020",
            "2020-13-01",
            "2020-02-30T10:00:00",
            "12:00",
        ] {
            let problem = parse_received_at(text, Some(&TimeZone::UTC)).unwrap_err();
            assert!(matches!(problem, RowProblem::NotAnInstant { .. }), "{text}: {problem}");
        }
    }

    #[test]
    fn an_offset_beside_a_date_alone_is_not_dropped() {
        for text in ["2020-06-19[Asia/Seoul]", "2020-06-19T23:58:00[Asia/Seoul]"] {
            let problem = parse_received_at(text, Some(&TimeZone::UTC)).unwrap_err();
            assert!(matches!(problem, RowProblem::NotAnInstant { .. }), "{text}: {problem}");
        }
    }
}
