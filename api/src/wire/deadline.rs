//! Deadlines in answers.

use jiff::Timestamp;
use review_board::{Deadline, DeadlineKind, DeadlineStanding, Remedy};
use serde::Serialize;
use utoipa::ToSchema;

use super::LocalTime;
use super::names::{DeadlineName, DeadlineStandingName, RemedyName};

/// A deadline that is counted back from the key event.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountedBack {
    /// With the ordinary times of the rules.
    #[schema(value_type = String, format = DateTime, example = "2027-11-23T23:59:55Z")]
    pub at: Timestamp,
    /// The same in the capital of your state, or in `?tz=`.
    pub at_local: Option<LocalTime>,
    /// With their shortest times.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-11-27T23:59:55Z")]
    pub at_the_latest: Option<Timestamp>,
    /// Whether it can still be kept.
    pub standing: DeadlineStandingName,
    /// What can still be done where it is not ahead any more, the first to think of first.
    pub still_possible: Vec<RemedyName>,
}

impl CountedBack {
    /// A deadline, in a zone.
    #[must_use]
    pub fn of(deadline: &Deadline, zone: Option<&str>) -> Self {
        Self {
            at: deadline.at,
            at_local: zone.and_then(|zone| LocalTime::in_zone(deadline.at, zone)),
            at_the_latest: deadline.at_the_latest,
            standing: standing_name(deadline.standing),
            still_possible: deadline.still.iter().map(|one| remedy_name(*one)).collect(),
        }
    }
}

/// Whole days left until an instant; none once it has come.
#[must_use]
pub fn days_left(now: Timestamp, until: Timestamp) -> Option<i64> {
    let left = until.duration_since(now);
    left.is_positive().then(|| left.as_hours() / 24)
}

/// What a deadline is for, as a word.
#[must_use]
pub fn deadline_name(kind: DeadlineKind) -> DeadlineName {
    match kind {
        DeadlineKind::Comment => DeadlineName::comment,
        DeadlineKind::Dispose => DeadlineName::dispose,
        DeadlineKind::Circulate => DeadlineName::circulate,
        DeadlineKind::OpenSilence => DeadlineName::open_silence,
        DeadlineKind::ConsultationCloses => DeadlineName::consultation_closes,
        DeadlineKind::CutOff => DeadlineName::cut_off,
        DeadlineKind::PackageEnds => DeadlineName::package_ends,
        DeadlineKind::SilenceEnds => DeadlineName::silence_ends,
        DeadlineKind::KeyEvent => DeadlineName::key_event,
    }
}

fn standing_name(standing: DeadlineStanding) -> DeadlineStandingName {
    match standing {
        DeadlineStanding::Ahead => DeadlineStandingName::ahead,
        DeadlineStanding::ShortNotice => DeadlineStandingName::short_notice,
        DeadlineStanding::TooLate => DeadlineStandingName::too_late,
        DeadlineStanding::Passed => DeadlineStandingName::passed,
    }
}

fn remedy_name(remedy: Remedy) -> RemedyName {
    match remedy {
        Remedy::CloseEarly => RemedyName::close_early,
        Remedy::ShortPackage => RemedyName::short_package,
        Remedy::Urgency => RemedyName::urgency,
        Remedy::CutOff => RemedyName::cut_off,
        Remedy::Defer => RemedyName::defer,
        Remedy::NoteLate => RemedyName::note_late,
        Remedy::AfterKeyEvent => RemedyName::after_key_event,
    }
}
