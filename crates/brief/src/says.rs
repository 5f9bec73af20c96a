//! Deadlines and instants in words of a language, where the reader is: for the brief and the calendar.

use comment_sheets::{Arg, Words};
use consultation::register::NamedAt;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use review_board::{Deadline, DeadlineKind, DeadlineStanding, Remedy};

/// Our own words and a place.
#[derive(Clone, Copy)]
pub struct Says<'n> {
    /// The words.
    pub words: &'n Words,
    /// The zone of the reader's place.
    pub zone: &'n TimeZone,
}

impl Says<'_> {
    /// An instant to the minute, with the zone's offset: `2027-11-27 08:59 UTC+09:00`.
    #[must_use]
    pub fn minute(&self, at: Timestamp) -> String {
        let format = if *self.zone == TimeZone::UTC {
            "%Y-%m-%d %H:%M UTC"
        } else {
            "%Y-%m-%d %H:%M UTC%:z"
        };
        at.to_zoned(self.zone.clone()).strftime(format).to_string()
    }

    /// What something of the register is called in this language, or else in English, or else by its code.
    #[must_use]
    pub fn named(&self, named: NamedAt<'_>) -> String {
        let mut wanted = [self.words.language(), "en"].into_iter();
        let name = wanted.find_map(|tag| named.names.iter().find(|(language, _)| language.as_str() == tag));
        name.map_or_else(|| named.code.as_str().to_owned(), |(_, name)| name.clone())
    }

    /// A deadline in a sentence, and, where it is not ahead any more, what can still be done.
    #[must_use]
    pub fn deadline(&self, deadline: &Deadline, event: &str) -> String {
        let at = self.minute(deadline.at);
        let args = [("at", Arg::Text(&at)), ("event", Arg::Text(event))];
        let mut parts = vec![self.words.say(kind(deadline.kind), &args)];
        match (deadline.standing, deadline.at_the_latest) {
            (DeadlineStanding::ShortNotice, Some(latest)) => {
                let latest = self.minute(latest);
                let until = [("latest", Arg::Text(&latest))];
                parts.push(self.words.say("calendar-short-notice", &until));
            }
            (DeadlineStanding::TooLate, _) => parts.push(self.words.say("calendar-too-late", &[])),
            _ => {}
        }
        parts.extend(deadline.still.iter().map(|one| self.words.say(remedy(*one), &args)));
        parts.join(" ")
    }
}

fn kind(kind: DeadlineKind) -> &'static str {
    match kind {
        DeadlineKind::Comment => "calendar-comment",
        DeadlineKind::Dispose => "calendar-dispose",
        DeadlineKind::Circulate => "calendar-circulate",
        DeadlineKind::OpenSilence => "calendar-open-silence",
        DeadlineKind::ConsultationCloses => "calendar-consultation-closes",
        DeadlineKind::CutOff => "calendar-cut-off",
        DeadlineKind::PackageEnds => "calendar-package-ends",
        DeadlineKind::SilenceEnds => "calendar-silence-ends",
        DeadlineKind::KeyEvent => "calendar-key-event",
    }
}

fn remedy(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::CloseEarly => "calendar-still-close-early",
        Remedy::ShortPackage => "calendar-still-short-package",
        Remedy::Urgency => "calendar-still-urgency",
        Remedy::CutOff => "calendar-still-cut-off",
        Remedy::Defer => "calendar-still-defer",
        Remedy::NoteLate => "calendar-still-note-late",
        Remedy::AfterKeyEvent => "calendar-still-after-key-event",
    }
}
