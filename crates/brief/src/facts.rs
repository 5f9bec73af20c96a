//! What a brief tells, cut to what two pages hold: of each list the first ones, and how many more there are.

mod contention;
mod dispute;
mod package;
mod positions;
mod silence;

use consultation::alignment::stances::Stances;
use consultation::register::RegisterAt;
use consultation::visibility::{SeenRow, Speaker};
use consultation::{CommentId, Dossier, Paragraph, StateCode};
use jiff::Timestamp;
use participation::TookPart;
use revised_text::{Alternative, RollingText};

pub use package::Package;
pub use positions::PositionGroup;
pub use silence::SilenceFit;

/// Most paragraphs in a brief.
const PARAGRAPHS: usize = 8;

/// Most comments on which the members differ in a brief.
const DISPUTES: usize = 8;

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
    /// Who stands where on the text as a whole.
    pub positions: Vec<PositionGroup>,
    /// Invited states that hold no position here.
    pub without_position: usize,
    /// The most contended paragraphs of the newest revision, the most contended first.
    pub paragraphs: Vec<Contended<'a>>,
    /// How many more paragraphs have comments.
    pub more_paragraphs: usize,
    /// The comments on which the members differ, that of longest standing first.
    pub disputes: Vec<Dispute>,
    /// On how many more they differ.
    pub more_disputes: usize,
    /// The alternative with the most states behind it on the most contended paragraph.
    pub most_supported: Option<MostSupported<'a>>,
    /// Whether silence still fits before the key event.
    pub silence: SilenceFit,
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
}

/// A comment on which the members differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The comment.
    pub comment: CommentId,
    /// Its number as the member sees it.
    pub number: String,
    /// Who is shown as its author.
    pub from: Speaker,
    /// The label of its paragraph in the revision that it speaks of; none for a general comment.
    pub paragraph: Option<String>,
    /// The disposition that is proposed.
    pub proposed: consultation::review::DispositionKind,
    /// The member that proposes it.
    pub by: StateCode,
    /// The members that differ, each with since when.
    pub differing: Vec<(StateCode, Timestamp)>,
    /// Since when the first of them does.
    pub since: Timestamp,
}

/// Who stands behind something, in words.
pub type Speakers = revised_text::Backing;

/// The alternative with the most states behind it, as it was put forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MostSupported<'a> {
    /// The paragraph.
    pub paragraph: &'a Paragraph,
    /// The words of the text that it is about; none for the whole paragraph, and where something is to be put in.
    pub words: Option<String>,
    /// The alternative.
    pub alternative: Alternative,
    /// How many stand behind it: states, and comments under a label, of which each counts for one.
    pub count: usize,
    /// How many other alternatives for the paragraph have as many behind them. Then this is the first in the text.
    pub ties: usize,
}

/// The brief of a proposal.
#[must_use]
pub fn brief<'a>(reading: &Reading<'_, 'a>) -> Brief<'a> {
    let mut paragraphs = contention::contended(reading);
    let mut disputes = dispute::disputes(reading);
    let most_supported = paragraphs
        .first()
        .and_then(|first| contention::most_supported(reading.text, first.paragraph));
    let (positions, without_position) = positions::positions(reading);
    Brief {
        comments: reading.rows.len(),
        positions,
        without_position,
        more_paragraphs: paragraphs.len().saturating_sub(PARAGRAPHS),
        more_disputes: disputes.len().saturating_sub(DISPUTES),
        most_supported,
        silence: silence::silence_fit(reading),
        package: package::package(reading),
        paragraphs: {
            paragraphs.truncate(PARAGRAPHS);
            paragraphs
        },
        disputes: {
            disputes.truncate(DISPUTES);
            disputes
        },
    }
}
