//! Whether silence still fits before the key event (R23).

use consultation::silence::BREAKS_IN_FLIGHT;
use jiff::Timestamp;
use review_board::{Deadline, DeadlineKind, DeadlineStanding, begins_at, deadlines, key_event};

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
    let begins = key_event(reading.register, proposal).and_then(begins_at);
    if let Some(adoption) = &proposal.procedure.adoption {
        return SilenceFit::Adopted {
            at: adoption.adopted_at,
        };
    }
    if let Some(at) = proposal.withdrawn_at {
        return SilenceFit::Withdrawn { at };
    }
    if let Some(until) = deadline(reading, DeadlineKind::SilenceEnds).map(|one| one.at) {
        let in_time = begins.map(|begins| adopted_after(until).is_some_and(|end| end <= begins));
        return SilenceFit::Kept { until, in_time };
    }
    let open = deadline(reading, DeadlineKind::OpenSilence);
    let Some((key_event, open)) = begins.zip(open) else {
        return SilenceFit::NoKeyEvent;
    };
    match (open.standing, open.at_the_latest) {
        (DeadlineStanding::Ahead, _) => SilenceFit::Fits {
            open_by: open.at,
            key_event,
        },
        (DeadlineStanding::ShortNotice, Some(open_by)) => SilenceFit::WithUrgency { open_by, key_event },
        _ => SilenceFit::TooLate { key_event },
    }
}

/// Until when dispositions can go under silence before that, while silence on the text still fits.
pub(super) fn dispose(reading: &Reading<'_, '_>) -> Option<Deadline> {
    let open = deadline(reading, DeadlineKind::OpenSilence)?;
    let fits = open.standing != DeadlineStanding::TooLate;
    deadline(reading, DeadlineKind::Dispose).filter(|_| fits)
}

fn deadline(reading: &Reading<'_, '_>, kind: DeadlineKind) -> Option<Deadline> {
    let found = deadlines(reading.register, reading.dossier);
    found.into_iter().find(|one| one.kind == kind)
}

/// When the clock adopts a text whose silence ends at this instant.
fn adopted_after(until: Timestamp) -> Option<Timestamp> {
    until.checked_add(BREAKS_IN_FLIGHT).ok()
}
