//! Which comment a row became: rows and comments with the same reference, paragraph, audience and attribution belong
//! together in their order.

use std::collections::HashMap;

use consultation::{Attribution, Audience};

/// What a row did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Entered,
    Revised,
    Unchanged,
}

impl Change {
    /// The word in the report.
    pub(crate) fn as_str(self, dry_run: bool) -> &'static str {
        match (self, dry_run) {
            (Self::Entered, false) => "entered",
            (Self::Entered, true) => "would_enter",
            (Self::Revised, false) => "revised",
            (Self::Revised, true) => "would_revise",
            (Self::Unchanged, _) => "unchanged",
        }
    }
}

/// What a row became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Landed {
    pub(crate) change: Change,
    /// The comment's number, if it is told.
    pub(crate) number: Option<String>,
}

/// What a batch became.
pub(crate) struct Entered {
    /// Of each comment, in the order of the batch.
    pub(crate) comments: Vec<Landed>,
    /// Of the position.
    pub(crate) position: Change,
}

/// By what a row is known again beside its state.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) reference: Option<String>,
    pub(crate) paragraph: Option<String>,
    pub(crate) audience: Audience,
    pub(crate) attribution: Attribution,
}

/// The comments of the submission after the entry, ready to be claimed by rows.
#[derive(Default)]
pub(crate) struct Landing(HashMap<Key, Vec<Landed>>);

impl Landing {
    /// The comments in the submission's order.
    pub(crate) fn of(comments: impl DoubleEndedIterator<Item = (Key, Landed)>) -> Self {
        let mut landing = Self::default();
        // Reversed, so that the first is claimed first.
        for (key, landed) in comments.rev() {
            landing.0.entry(key).or_default().push(landed);
        }
        landing
    }

    /// What the next row with this key became.
    pub(crate) fn claim(&mut self, key: &Key) -> Landed {
        let claimed = self.0.get_mut(key).and_then(Vec::pop);
        claimed.unwrap_or(Landed {
            change: Change::Entered,
            number: None,
        })
    }
}
