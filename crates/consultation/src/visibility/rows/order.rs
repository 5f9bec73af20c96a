//! The order in which comments are read, and what a page ends with.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{SeenRow, Speaker};
use crate::{CommentId, Dossier, ParagraphId, StateCode};

/// Place of each paragraph in reading order: that of the newest revision which has it.
#[derive(Debug, Clone)]
pub struct ReadingOrder {
    places: HashMap<ParagraphId, Place>,
}

/// Where a paragraph stands in its newest revision; of those that stood at one place the newest first.
type Place = (usize, Reverse<u32>);

/// Where a row stands in reading order. It holds nothing that the row does not show.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReadingKey {
    paragraph: Option<Place>,
    unnamed: bool,
    state: Option<StateCode>,
    number: u32,
    label: Option<String>,
    id: CommentId,
}

impl ReadingOrder {
    /// The reading order of a dossier's newest texts.
    #[must_use]
    pub fn of(dossier: &Dossier) -> Self {
        let mut places = HashMap::new();
        for (_, revision) in &dossier.proposal.revisions {
            for (ordinal, paragraph) in revision.paragraphs.iter().enumerate() {
                places.insert(paragraph.id, (ordinal, Reverse(revision.number)));
            }
        }
        Self { places }
    }

    /// Where a row stands: general comments first; in a paragraph those under a state's name by state and number, then
    /// those under a label by their random numbers (R15c).
    #[must_use]
    pub fn key(&self, row: &SeenRow<'_>) -> ReadingKey {
        let nowhere = (usize::MAX, Reverse(0));
        let place = |id| self.places.get(&id).copied().unwrap_or(nowhere);
        let (state, number, label) = match row.speaker {
            Speaker::State(state) => (Some(state), row.comment.number, None),
            Speaker::Label(_) => (None, 0, Some(row.number.clone())),
        };
        ReadingKey {
            paragraph: row.comment.paragraph.map(place),
            unnamed: state.is_none(),
            state,
            number,
            label,
            id: row.id,
        }
    }
}
