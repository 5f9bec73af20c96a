//! Who stands where, and through what (R13): on each paragraph, and on the text as a whole.
//!
//! A state's own words outweigh its explicit alignment, which outweighs what its group said. Each state is counted
//! once; members, and states of a group that are not invited, never. What was outweighed, and what contradicts, stays
//! in the answer. Only what the viewer sees under a state's name counts (R15), and an alignment inherits that from what
//! it joins. A state stands behind nothing that it cannot read itself.

mod ledger;
mod voices;

use jiff::Timestamp;

use crate::alignment::Direction;
use crate::register::RegisterAt;
use crate::submission::{Position, ProposedWording, Standing};
use crate::text::Quote;
use crate::visibility::{Past, Rights};
use crate::{CommentId, Dossier, ParagraphId, RegisterCode, StateCode, SubmissionId};

/// Through what a state stands somewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Through {
    /// Its own words.
    Own,
    /// An alignment with what this state said.
    Alignment(StateCode),
    /// What was said on behalf of this group.
    Group(RegisterCode),
}

/// A comment that a state stands behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidComment {
    /// The comment.
    pub id: CommentId,
    /// Its number, for example `FJI-001`.
    pub number: String,
    /// The revision that it speaks of.
    pub revision: u32,
    /// This version of it came after closing, or the alignment with it did (R12).
    pub late: bool,
    wording: Option<ProposedWording>,
    quote: Option<Quote>,
}

/// A position on the text as a whole that a state stands behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidPosition {
    /// Whose submission states it.
    pub author: StateCode,
    /// That submission.
    pub submission: SubmissionId,
    /// Its consultation.
    pub consultation: u32,
    /// The position; none if the submission states none.
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    pub ad_referendum: bool,
    /// The group spoken for.
    pub on_behalf_of: Option<RegisterCode>,
    /// It was stated, or joined, after closing (R12).
    pub late: bool,
    /// Whether the submission is the author's own word.
    pub standing: Standing,
}

/// What a state says through one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice<T> {
    /// Through what.
    pub through: Through,
    /// When it aligned itself, if it did.
    pub aligned_at: Option<Timestamp>,
    /// What it says so.
    pub said: Vec<T>,
}

/// A state, counted once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand<T> {
    /// The state.
    pub state: StateCode,
    /// What counts.
    pub voice: Voice<T>,
    /// What it also said, joined or is spoken for by.
    pub outweighed: Vec<Voice<T>>,
}

impl<T> Stand<T> {
    /// Everything that it says, joined or is spoken for by, what counts first.
    pub fn voices(&self) -> impl Iterator<Item = &Voice<T>> {
        std::iter::once(&self.voice).chain(&self.outweighed)
    }
}

impl Stand<SaidPosition> {
    /// The position that it holds; none if what counts states none.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.voice.said.first()?.position
    }
}

/// Why a state is not counted through something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A member of the register's group.
    Member,
    /// Belongs to the group, and is not invited.
    NotInvited,
    /// It dissociated itself.
    Dissociated,
    /// Named in a joint submission, and has not confirmed it by aligning itself.
    NotConfirmed,
}

impl Reason {
    /// The name used in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::NotInvited => "not_invited",
            Self::Dissociated => "dissociated",
            Self::NotConfirmed => "not_confirmed",
        }
    }
}

/// A state that is not counted through something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotCounted {
    /// The state.
    pub state: StateCode,
    /// Why.
    pub reason: Reason,
    /// The group that was spoken for; none for own or joint words.
    pub group: Option<RegisterCode>,
    /// Who spoke.
    pub author: StateCode,
}

/// Two things that a state says and that do not go together: other positions, or other wording in the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The state.
    pub state: StateCode,
    /// Through what it says the one.
    pub one: Through,
    /// Through what it says the other.
    pub other: Through,
}

/// Who stands where on one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<T> {
    /// Each state once, by code.
    pub stands: Vec<Stand<T>>,
    /// Who is not counted, and why.
    pub not_counted: Vec<NotCounted>,
    /// What does not go together.
    pub contradictions: Vec<Contradiction>,
}

/// Who stands where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stances {
    /// On the text as a whole.
    pub whole: Place<SaidPosition>,
    /// On paragraphs that are spoken of, in reading order; none for general comments.
    pub paragraphs: Vec<(Option<ParagraphId>, Place<SaidComment>)>,
}

/// What a question about stances is asked of.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The rights of who asks, now.
    pub rights: &'a Rights,
    /// The dossier as it stands, by which rights are judged (R15b).
    pub present: &'a Dossier,
    /// The dossier at the point asked for.
    pub shown: &'a Dossier,
    /// What a dossier of the past is judged by; none for the present.
    pub past: Option<Past<'a>>,
    /// The register at that point.
    pub register: RegisterAt<'a>,
    /// One consultation; none for all.
    pub consultation: Option<u32>,
}

/// Who stands where, as far as the viewer may know.
#[must_use]
pub fn stances(asked: Asked<'_>) -> Stances {
    let house = voices::House::of(asked);
    Stances {
        whole: house.whole(),
        paragraphs: house.paragraphs(),
    }
}

/// What can contradict its like.
pub(crate) trait Says {
    /// Whether nobody can mean both.
    fn contradicts(&self, other: &Self) -> bool;
}

impl Says for SaidComment {
    fn contradicts(&self, other: &Self) -> bool {
        let exact = |said: &Self| said.quote.as_ref().map(|quote| quote.exact.clone());
        let both = self.wording.is_some() && other.wording.is_some();
        both && exact(self) == exact(other) && self.wording != other.wording
    }
}

impl Says for SaidPosition {
    fn contradicts(&self, other: &Self) -> bool {
        self.position.is_some() && other.position.is_some() && self.position != other.position
    }
}

/// Whether a state has joined something.
pub(crate) fn joined(direction: Option<Direction>) -> bool {
    direction == Some(Direction::Aligned)
}
