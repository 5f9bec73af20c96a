//! Who joined or left what another state said (R13), as the stream `alignment/{proposal}` tells it.

pub mod stances;

use jiff::Timestamp;

use crate::{CommentId, Event, ParagraphId, StateCode, SubmissionId};

/// What a state may join or leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// What a submission says beside its comments.
    Whole,
    /// A comment; without an id, whichever may still be made on that paragraph, or in general.
    Comment {
        /// The comment.
        id: Option<CommentId>,
        /// Its paragraph; none for a general one.
        paragraph: Option<ParagraphId>,
    },
}

/// Whether a state joins or leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Aligns itself with.
    Aligned,
    /// Dissociates itself from.
    Dissociated,
}

/// One act of joining or leaving. Later acts of the same state on the same submission outweigh earlier ones where they
/// speak of the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlignmentAct {
    /// The submission that is joined or left.
    pub submission: SubmissionId,
    /// The consultation it belongs to.
    pub consultation: u32,
    /// The state whose submission that is.
    pub author: StateCode,
    /// The state that joins or leaves.
    pub by: StateCode,
    /// Which of the two.
    pub direction: Direction,
    /// When.
    pub at: Timestamp,
    /// After closing.
    pub late: bool,
    /// The comments it is about; none means all.
    pub comments: Option<Vec<CommentId>>,
    /// Of an alignment: paragraphs that it leaves out. Of a dissociation: the only paragraphs that it is about, none
    /// meaning all.
    pub paragraphs: Vec<ParagraphId>,
}

impl AlignmentAct {
    /// The act that an event tells of, if it is one.
    #[must_use]
    pub fn of(event: &Event) -> Option<Self> {
        Some(match event {
            Event::SubmissionAligned(aligned) => Self {
                submission: aligned.head.submission_id,
                consultation: aligned.head.consultation,
                author: aligned.head.state,
                by: aligned.by,
                direction: Direction::Aligned,
                at: aligned.at,
                late: aligned.late,
                comments: aligned.comments.clone(),
                paragraphs: aligned.except_paragraphs.clone(),
            },
            Event::SubmissionDissociated(left) => Self {
                submission: left.head.submission_id,
                consultation: left.head.consultation,
                author: left.head.state,
                by: left.by,
                direction: Direction::Dissociated,
                at: left.at,
                late: left.late,
                comments: left.comments.clone(),
                paragraphs: left.paragraphs.clone(),
            },
            _ => return None,
        })
    }

    /// What the act says of something in its submission; none if it does not speak of it. An alignment that leaves
    /// paragraphs out says of these that they are not joined.
    #[must_use]
    pub fn says_of(&self, target: Target) -> Option<Direction> {
        let Target::Comment { id, paragraph } = target else {
            let all = self.comments.is_none() && (self.direction == Direction::Aligned || self.paragraphs.is_empty());
            return all.then_some(self.direction);
        };
        let named = match &self.comments {
            Some(comments) => id.is_some_and(|id| comments.contains(&id)),
            None => true,
        };
        let listed = paragraph.is_some_and(|paragraph| self.paragraphs.contains(&paragraph));
        match self.direction {
            _ if !named => None,
            Direction::Aligned if listed => Some(Direction::Dissociated),
            Direction::Aligned => Some(Direction::Aligned),
            Direction::Dissociated if listed || self.paragraphs.is_empty() => Some(Direction::Dissociated),
            Direction::Dissociated => None,
        }
    }
}

/// All acts of alignment on a proposal, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alignments {
    /// The acts.
    pub acts: Vec<AlignmentAct>,
}

impl Alignments {
    /// The act that decides where a state stands on something in a submission: the newest that speaks of it.
    #[must_use]
    pub fn deciding(&self, by: StateCode, submission: SubmissionId, target: Target) -> Option<&AlignmentAct> {
        let of_both = self
            .acts
            .iter()
            .rev()
            .filter(|act| act.by == by && act.submission == submission);
        of_both.into_iter().find(|act| act.says_of(target).is_some())
    }

    /// Whether a state has joined or left something in a submission; none if it said nothing of it.
    #[must_use]
    pub fn standing(&self, by: StateCode, submission: SubmissionId, target: Target) -> Option<Direction> {
        self.deciding(by, submission, target)?.says_of(target)
    }

    /// Takes up an event; those of other things change nothing.
    pub fn evolve(&mut self, event: &Event) {
        self.acts.extend(AlignmentAct::of(event));
    }
}
