//! Deadlines of a proposal: those that were set, and those counted back from its key event.
//!
//! What is counted back is what the rules need and no more: a text goes under silence (R23) when its comments have a
//! published disposition, and a package of dispositions is under silence before that (R19). Time that capitals need in
//! between is known to nobody but the members.

mod remedies;

use consultation::register::{KeyEventAt, RegisterAt};
use consultation::silence::BREAKS_IN_FLIGHT;
use consultation::{Dossier, Proposal, ProposalStatus, limits};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub use remedies::Remedy;

/// What a deadline is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadlineKind {
    /// Counted back: a comment made by then can be answered with the others.
    Comment,
    /// Counted back: dispositions that go under silence by then are published before the text goes there.
    Dispose,
    /// Counted back: a revision circulated by then can still go under silence.
    Circulate,
    /// Counted back: silence opened by then ends before the key event.
    OpenSilence,
    /// Set: the consultation closes; comments are late from then on.
    ConsultationCloses,
    /// Set: what still differs is published as "no common view" from then on.
    CutOff,
    /// Set: silence on a package of dispositions ends.
    PackageEnds,
    /// Set: silence on the text ends.
    SilenceEnds,
    /// Set: the key event begins.
    KeyEvent,
}

/// Whether a deadline can still be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadlineStanding {
    /// It is to come.
    Ahead,
    /// The ordinary times do not fit any more, the shortest ones of the rules do.
    ShortNotice,
    /// Not even the shortest times fit.
    TooLate,
    /// One that was set has passed.
    Passed,
}

/// A deadline of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The instant.
    pub at: Timestamp,
    /// What it is for.
    pub kind: DeadlineKind,
    /// Of one that is counted back: the same with the shortest times of the rules.
    pub at_the_latest: Option<Timestamp>,
    /// Whether it can still be kept.
    pub standing: DeadlineStanding,
    /// What can still be done where it is not ahead, the first to think of first.
    pub still: Vec<Remedy>,
}

/// Ordinary and shortest time before the key event.
#[derive(Debug, Clone, Copy)]
struct Back {
    ordinary: SignedDuration,
    shortest: SignedDuration,
}

/// From opening silence to the key event.
const SILENCE: Back = Back {
    ordinary: SignedDuration::from_secs(limits::SILENCE_HOURS * 3_600 + BREAKS_IN_FLIGHT.as_secs()),
    shortest: SignedDuration::from_secs(limits::URGENT_SILENCE_HOURS * 3_600 + BREAKS_IN_FLIGHT.as_secs()),
};

/// From putting dispositions under silence to the key event.
const DISPOSITIONS: Back = Back {
    ordinary: SignedDuration::from_secs(SILENCE.ordinary.as_secs() + limits::LONGEST_PACKAGE_SILENCE_HOURS * 3_600),
    shortest: SignedDuration::from_secs(SILENCE.shortest.as_secs() + limits::PACKAGE_SILENCE_HOURS * 3_600),
};

/// What is counted back, and how far.
const COUNTED_BACK: [(DeadlineKind, Back); 4] = [
    (DeadlineKind::Comment, DISPOSITIONS),
    (DeadlineKind::Dispose, DISPOSITIONS),
    (DeadlineKind::Circulate, SILENCE),
    (DeadlineKind::OpenSilence, SILENCE),
];

/// The key event of a proposal, if it has one that the register knows.
#[must_use]
pub fn key_event<'a>(register: RegisterAt<'a>, proposal: &Proposal) -> Option<KeyEventAt<'a>> {
    let code = proposal.key_event.as_ref()?;
    register.key_events().find(|event| event.named.code == code)
}

/// The first instant, in UTC, of a key event's day.
#[must_use]
pub fn begins_at(event: KeyEventAt<'_>) -> Option<Timestamp> {
    Some(event.on.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// The deadlines of a proposal at the register's instant, the earliest first. What is counted back is there only if the
/// proposal has a key event, and until its text goes under silence.
#[must_use]
pub fn deadlines(register: RegisterAt<'_>, dossier: &Dossier) -> Vec<Deadline> {
    let (proposal, now) = (&dossier.proposal, register.instant());
    let begins = key_event(register, proposal).and_then(begins_at);
    let closes = proposal.current_consultation().map(|one| one.closes_at);
    let set = [
        (DeadlineKind::ConsultationCloses, closes),
        (DeadlineKind::CutOff, dossier.review.cut_off_at),
        (
            DeadlineKind::PackageEnds,
            dossier.review.open_package().map(|package| package.until),
        ),
        (
            DeadlineKind::SilenceEnds,
            proposal.procedure.open_silence().map(|silence| silence.until),
        ),
        (DeadlineKind::KeyEvent, begins),
    ];
    let mut found: Vec<Deadline> = set
        .into_iter()
        .filter_map(|(kind, at)| Some(as_set(kind, at?, now)))
        .collect();
    let is_open_text = matches!(
        proposal.status_at(now),
        ProposalStatus::Draft | ProposalStatus::Open | ProposalStatus::Closed
    );
    if let Some(begins) = begins.filter(|_| is_open_text) {
        let counted = COUNTED_BACK.into_iter();
        found.extend(counted.filter_map(|(kind, back)| counted_back(kind, back, begins, proposal, now)));
    }
    found.sort_by_key(|one| (one.at, one.kind));
    found
}

fn as_set(kind: DeadlineKind, at: Timestamp, now: Timestamp) -> Deadline {
    Deadline {
        at,
        kind,
        at_the_latest: None,
        standing: if now < at {
            DeadlineStanding::Ahead
        } else {
            DeadlineStanding::Passed
        },
        still: Vec::new(),
    }
}

fn counted_back(
    kind: DeadlineKind,
    back: Back,
    begins: Timestamp,
    proposal: &Proposal,
    now: Timestamp,
) -> Option<Deadline> {
    let at = begins.checked_sub(back.ordinary).ok()?;
    let latest = begins.checked_sub(back.shortest).ok()?;
    // Comments come until an open consultation closes.
    let closes = proposal
        .current_consultation()
        .filter(|one| one.is_open_at(now))
        .map(|one| one.closes_at);
    let done_at = closes.filter(|_| kind == DeadlineKind::Comment).unwrap_or(now);
    let standing = if done_at <= at {
        DeadlineStanding::Ahead
    } else if done_at <= latest {
        DeadlineStanding::ShortNotice
    } else {
        DeadlineStanding::TooLate
    };
    Some(Deadline {
        at,
        kind,
        at_the_latest: Some(latest),
        standing,
        still: remedies::remedies(kind, standing, &remedies::Left { begins, closes, now }),
    })
}
