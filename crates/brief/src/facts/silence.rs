//! Whether silence still fits before the key event (R23).

use consultation::limits;
use consultation::silence::BREAKS_IN_FLIGHT;
use jiff::{SignedDuration, Timestamp};
use review_board::{DeadlineKind, deadlines};

use super::Reading;

/// Whether silence still fits before the key event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SilenceFit {
    /// The text is adopted.
    Adopted {
        /// Since when.
        at: Timestamp,
    },
    /// The proposal was withdrawn.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
    /// Silence is kept.
    Kept {
        /// Until when.
        until: Timestamp,
        /// Whether that is before the key event; `None` without one.
        in_time: Option<bool>,
    },
    /// The proposal has no key event, or one that the register does not know.
    NoKeyEvent,
    /// It fits.
    Fits {
        /// The last instant to open it for the ordinary time.
        open_by: Timestamp,
        /// When the key event begins.
        key_event: Timestamp,
    },
    /// It fits only with the shorter notice that the chair may give, stating urgency.
    WithUrgency {
        /// The last instant to open it so.
        open_by: Timestamp,
        /// When the key event begins.
        key_event: Timestamp,
    },
    /// It does not fit any more.
    TooLate {
        /// When the key event begins, or began.
        key_event: Timestamp,
    },
}

pub(super) fn silence_fit(reading: &Reading<'_, '_>) -> SilenceFit {
    let proposal = &reading.dossier.proposal;
    let found = deadlines(reading.register, reading.dossier);
    let at = |kind| found.iter().find(|one| one.kind == kind).map(|one| one.at);
    let begins = at(DeadlineKind::KeyEvent);
    if let Some(adoption) = &proposal.procedure.adoption {
        return SilenceFit::Adopted {
            at: adoption.adopted_at,
        };
    }
    if let Some(at) = proposal.withdrawn_at {
        return SilenceFit::Withdrawn { at };
    }
    if let Some(until) = at(DeadlineKind::SilenceEnds) {
        let in_time = begins.map(|begins| adopted_after(until).is_some_and(|end| end <= begins));
        return SilenceFit::Kept { until, in_time };
    }
    let Some(key_event) = begins else {
        return SilenceFit::NoKeyEvent;
    };
    let urgent = SignedDuration::from_hours(limits::URGENT_SILENCE_HOURS) + BREAKS_IN_FLIGHT;
    let ordinary = at(DeadlineKind::OpenSilence).filter(|last| reading.now() <= *last);
    let urgent = key_event.checked_sub(urgent).ok().filter(|last| reading.now() <= *last);
    match (ordinary, urgent) {
        (Some(open_by), _) => SilenceFit::Fits { open_by, key_event },
        (None, Some(open_by)) => SilenceFit::WithUrgency { open_by, key_event },
        (None, None) => SilenceFit::TooLate { key_event },
    }
}

/// When the clock adopts a text whose silence ends at this instant.
fn adopted_after(until: Timestamp) -> Option<Timestamp> {
    until.checked_add(BREAKS_IN_FLIGHT).ok()
}
