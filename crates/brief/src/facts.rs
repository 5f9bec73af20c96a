//! What a brief tells: of each list the first ones, and how many more there are. The document may cut further.

mod changes;
mod contention;
mod dispute;
mod members;
mod package;
mod positions;
mod reserved;
mod silence;
mod supported;

use std::collections::BTreeSet;

use consultation::alignment::stances::Stances;
use consultation::register::RegisterAt;
use consultation::visibility::{SeenRow, Speaker};
use consultation::{Dossier, Paragraph, StateCode};
use jiff::Timestamp;
use participation::TookPart;
use review_board::Deadline;
use revised_text::RollingText;

pub use changes::{Changes, Earlier};
pub use dispute::{Differs, Dispute};
pub use members::NotHeard;
pub use package::Package;
pub use positions::{PositionGroup, Positions};
pub use silence::SilenceFit;
pub use supported::{Context, Supported};

/// Most paragraphs in a brief.
const PARAGRAPHS: usize = 12;

/// Most comments on which the members differ in a brief.
const DISPUTES: usize = 10;

/// What a brief is made from.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'r, 'a> {
    /// The proposal and what the members did.
    pub dossier: &'a Dossier,
    /// The comments that the member sees.
    pub rows: &'r [SeenRow<'a>],
    /// Who stands where, as far as the member may know.
    pub stances: &'r Stances,
    /// Who takes part, as far as the member may know.
    pub took_part: &'r TookPart,
    /// The rolling text of the newest revision.
    pub text: &'r RollingText<'a>,
    /// The members.
    pub members: &'r [StateCode],
    /// The register at the instant of the brief.
    pub register: RegisterAt<'r>,
    /// What the brief compares with, if it does.
    pub earlier: Option<Earlier<'r>>,
}

impl<'r, 'a> Reading<'r, 'a> {
    /// What a rolling text was made from, with that text.
    #[must_use]
    pub fn of(
        read: &revised_text::Reading<'r, 'a>,
        text: &'r RollingText<'a>,
        took_part: &'r TookPart,
        members: &'r [StateCode],
        register: RegisterAt<'r>,
    ) -> Self {
        Self {
            dossier: read.dossier,
            rows: read.rows,
            stances: read.stances,
            took_part,
            text,
            members,
            register,
            earlier: None,
        }
    }

    fn now(&self) -> Timestamp {
        self.register.instant()
    }
}

/// A brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief<'a> {
    /// Comments that stand and that the member sees.
    pub comments: usize,
    /// States under whose names they are.
    pub states: usize,
    /// Comments that are under a label.
    pub unattributed: usize,
    /// What is new since an earlier brief, if that was asked.
    pub changes: Option<Changes>,
    /// The most contended paragraphs of the newest revision, the most contended first.
    pub paragraphs: Vec<Contended<'a>>,
    /// How many more paragraphs have comments.
    pub more_paragraphs: usize,
    /// Who stands where on the text as a whole.
    pub positions: Positions,
    /// The comments on which the members differ, that of longest standing first.
    pub disputes: Vec<Dispute>,
    /// On how many more they differ.
    pub more_disputes: usize,
    /// Members whose view is waited for, the one with most to say first.
    pub not_heard: Vec<NotHeard>,
    /// The alternative with the most states behind it on the most contended paragraph that has one.
    pub most_supported: Option<Supported<'a>>,
    /// Whether silence still fits before the key event.
    pub silence: SilenceFit,
    /// Until when dispositions can go under silence before that; none where that is past or does not matter.
    pub dispose: Option<Deadline>,
    /// What can be put under silence as one act.
    pub package: Package,
}

/// A paragraph with what was said on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contended<'a> {
    /// The paragraph in the newest revision.
    pub paragraph: &'a Paragraph,
    /// Comments that stand on it, those carried from earlier revisions included.
    pub comments: usize,
    /// On how many of them the members differ.
    pub differing: usize,
    /// Alternatives put forward for it; those that say the same are one.
    pub alternatives: usize,
    /// The one of them with the most states behind it.
    pub leading: Option<Supported<'a>>,
}

/// The brief of a proposal.
#[must_use]
pub fn brief<'a>(reading: &Reading<'_, 'a>) -> Brief<'a> {
    let mut paragraphs = contention::contended(reading);
    let mut disputes = dispute::disputes(reading);
    let named = reading.rows.iter().filter_map(|row| match row.speaker {
        Speaker::State(state) => Some(state),
        Speaker::Label(_) => None,
    });
    let named: Vec<StateCode> = named.collect();
    Brief {
        comments: reading.rows.len(),
        unattributed: reading.rows.len().saturating_sub(named.len()),
        states: BTreeSet::from_iter(named).len(),
        changes: reading.earlier.map(|earlier| changes::changes(reading, earlier)),
        most_supported: paragraphs.iter().find_map(|one| one.leading.clone()),
        more_paragraphs: paragraphs.len().saturating_sub(PARAGRAPHS),
        paragraphs: {
            paragraphs.truncate(PARAGRAPHS);
            paragraphs
        },
        positions: positions::positions(reading),
        more_disputes: disputes.len().saturating_sub(DISPUTES),
        disputes: {
            disputes.truncate(DISPUTES);
            disputes
        },
        not_heard: members::not_heard(reading),
        silence: silence::silence_fit(reading),
        dispose: silence::dispose(reading),
        package: package::package(reading),
    }
}
