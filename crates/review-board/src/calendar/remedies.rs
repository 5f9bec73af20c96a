//! What can still be done where a deadline that is counted back is not ahead any more.

use consultation::limits;
use jiff::{SignedDuration, Timestamp};

use super::{Back, DISPOSITIONS, DeadlineKind, DeadlineStanding, SILENCE};

/// Something that can still be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remedy {
    /// The consultation is closed early, with the notice that this needs (R6).
    CloseEarly,
    /// Dispositions go under silence for the shortest time (R19).
    ShortPackage,
    /// The chair states urgency, so that the text is under silence for the shorter time (R23).
    Urgency,
    /// A cut-off decides what the members have not shared by then (R19).
    CutOff,
    /// Comments are left open, each with a reason (R23).
    Defer,
    /// Comments that come now are flagged as late and noted (R12, R23).
    NoteLate,
    /// Silence ends after the key event, or the text is meant for another one.
    AfterKeyEvent,
}

/// How much time there is.
pub(super) struct Left {
    /// When the key event begins.
    pub(super) begins: Timestamp,
    /// When the consultation closes, if it is open.
    pub(super) closes: Option<Timestamp>,
    pub(super) now: Timestamp,
}

impl Left {
    /// Whether so much time is left before the key event, some hours from now.
    fn fits(&self, hours: i64, before: SignedDuration) -> bool {
        let then = self.now.checked_add(SignedDuration::from_hours(hours)).ok();
        let last = self.begins.checked_sub(before).ok();
        then.zip(last).is_some_and(|(then, last)| then <= last)
    }

    /// Whether the consultation can be closed so early that this fits.
    fn close_early(&self, back: Back, standing: DeadlineStanding) -> bool {
        let wanted = match standing {
            DeadlineStanding::ShortNotice => back.ordinary,
            _ => back.shortest,
        };
        self.closes.is_some() && self.fits(limits::EARLY_CLOSING_NOTICE_HOURS, wanted)
    }
}

pub(super) fn remedies(kind: DeadlineKind, standing: DeadlineStanding, left: &Left) -> Vec<Remedy> {
    let silence_fits = left.fits(0, SILENCE.shortest);
    let rest: &[Remedy] = match (kind, standing) {
        (_, DeadlineStanding::Ahead | DeadlineStanding::Passed) => return Vec::new(),
        (DeadlineKind::Comment | DeadlineKind::Dispose, DeadlineStanding::ShortNotice) => {
            &[Remedy::ShortPackage, Remedy::Urgency]
        }
        (DeadlineKind::Comment, DeadlineStanding::TooLate) if silence_fits => &[Remedy::NoteLate],
        (DeadlineKind::Dispose, DeadlineStanding::TooLate) if silence_fits => &[Remedy::CutOff, Remedy::Defer],
        (_, DeadlineStanding::ShortNotice) => &[Remedy::Urgency],
        (_, DeadlineStanding::TooLate) => &[Remedy::AfterKeyEvent],
    };
    let early = kind == DeadlineKind::Comment && left.close_early(DISPOSITIONS, standing);
    let early = early.then_some(Remedy::CloseEarly);
    early.into_iter().chain(rest.iter().copied()).collect()
}
