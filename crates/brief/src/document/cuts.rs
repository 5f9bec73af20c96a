//! What is cut so that a brief fits its pages, and in which order.

/// How much of each part is printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cuts {
    /// Paragraphs.
    pub(super) paragraphs: usize,
    /// Characters of a paragraph's opening words, and of the alternative that leads there.
    pub(super) opening: usize,
    /// States named for a position.
    pub(super) states: usize,
    /// Comments on which the members differ.
    pub(super) disputes: usize,
    /// Characters of a comment, and of a member's note on it.
    pub(super) words: usize,
    /// Characters of the alternative with the most states behind it, and of what stands on either side of it.
    pub(super) sentence: usize,
}

impl Cuts {
    const MOST: Self = Self {
        paragraphs: 12,
        opening: 60,
        states: 60,
        disputes: 10,
        words: 160,
        sentence: 400,
    };

    /// Twelve paragraphs, and of the rest as little as says what it is.
    const TWELVE: Self = Self {
        opening: 45,
        states: 10,
        words: 60,
        ..Self::MOST
    };

    pub(super) const LEAST: Self = Self {
        paragraphs: 6,
        opening: 30,
        states: 8,
        disputes: 4,
        words: 60,
        sentence: 200,
    };
}

/// From the longest brief to the shortest. First go names of states that are counted anyway, then words of comments that
/// are found by their numbers, then the younger disputes, then the less contended paragraphs. What can be done is never
/// cut.
pub(super) const CUTS: [Cuts; 10] = [
    Cuts::MOST,
    Cuts {
        states: 24,
        ..Cuts::MOST
    },
    Cuts {
        states: 12,
        words: 120,
        ..Cuts::MOST
    },
    Cuts {
        states: 12,
        words: 90,
        ..Cuts::MOST
    },
    Cuts::TWELVE,
    Cuts {
        disputes: 8,
        ..Cuts::TWELVE
    },
    Cuts {
        disputes: 6,
        ..Cuts::TWELVE
    },
    Cuts {
        disputes: 5,
        states: 8,
        opening: 30,
        ..Cuts::TWELVE
    },
    Cuts {
        paragraphs: 8,
        disputes: 5,
        ..Cuts::LEAST
    },
    Cuts::LEAST,
];
