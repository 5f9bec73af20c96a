//! Who joined or left what another state said (R13), as the stream `alignment/{proposal}` tells it.

use jiff::Timestamp;

use crate::{CommentId, Event, ParagraphId, StateCode, SubmissionId};

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

/// All acts of alignment on a proposal, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alignments {
    /// The acts.
    pub acts: Vec<AlignmentAct>,
}

impl Alignments {
    /// Takes up an event; those of other things change nothing.
    pub fn evolve(&mut self, event: &Event) {
        let act = match event {
            Event::SubmissionAligned(aligned) => AlignmentAct {
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
            Event::SubmissionDissociated(left) => AlignmentAct {
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
            _ => return,
        };
        self.acts.push(act);
    }
}
