//! Deadlines counted back from a proposal's key event.

use consultation::register::RegisterAt;
use consultation::silence::BREAKS_IN_FLIGHT;
use consultation::{Dossier, RegisterCode, limits};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// What a deadline is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadlineKind {
    /// Comments are on time until then.
    Comment,
    /// From then on what still differs is published as "no common view".
    Dispose,
    /// A new revision can still go under silence for the ordinary time.
    Circulate,
    /// Silence opened by then, for the ordinary time, ends before the key event.
    OpenSilence,
    /// Silence that is kept ends.
    SilenceEnds,
    /// The key event begins.
    KeyEvent,
}

/// A deadline of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// The instant.
    pub at: Timestamp,
    /// What it is for.
    pub kind: DeadlineKind,
}

/// The first instant, in UTC, of a key event's day.
fn begins_at(register: RegisterAt<'_>, code: &RegisterCode) -> Option<Timestamp> {
    let event = register.key_events().find(|event| event.named.code == code)?;
    let day = event.on.to_zoned(TimeZone::UTC).ok()?;
    Some(day.timestamp())
}

/// The deadlines of a proposal, the earliest first. Those before the key event are there only if it has one. A text can
/// be circulated as late as silence can be opened on it: the two differ where a capital needs time in between, which
/// nobody but the members knows.
#[must_use]
pub fn deadlines(register: RegisterAt<'_>, dossier: &Dossier) -> Vec<Deadline> {
    let proposal = &dossier.proposal;
    let mut found = Vec::new();
    let mut add = |kind, at: Option<Timestamp>| found.extend(at.map(|at| Deadline { at, kind }));
    let consultation = proposal.current_consultation();
    add(
        DeadlineKind::Comment,
        consultation.map(|consultation| consultation.closes_at),
    );
    add(DeadlineKind::Dispose, dossier.review.cut_off_at);
    add(
        DeadlineKind::SilenceEnds,
        proposal.procedure.open_silence().map(|silence| silence.until),
    );
    let begins = proposal.key_event.as_ref().and_then(|code| begins_at(register, code));
    let ordinary = SignedDuration::from_hours(limits::SILENCE_HOURS) + BREAKS_IN_FLIGHT;
    let last = begins.and_then(|begins| begins.checked_sub(ordinary).ok());
    if proposal.procedure.adoption.is_none() {
        add(DeadlineKind::Circulate, last);
        add(DeadlineKind::OpenSilence, last);
    }
    add(DeadlineKind::KeyEvent, begins);
    found.sort_unstable();
    found
}
