//! The disposition that a sheet shows.

use consultation::StateCode;
use consultation::review::{CommentReview, Disposition, DispositionKind};
use consultation::visibility::SeenRow;

/// What a sheet shows as becoming of a comment: to a member what is proposed, until it is published (R18); to others
/// what is published (R20).
#[derive(Debug, Clone, Copy, Default)]
pub struct ShownDisposition<'a> {
    /// As it was proposed or published.
    pub disposition: Option<&'a Disposition>,
    /// What it reads as: a request for clarification that went unanswered is noted.
    pub kind: Option<DispositionKind>,
    /// The member that proposes it, if it is not published.
    pub proposed_by: Option<StateCode>,
}

impl<'a> ShownDisposition<'a> {
    /// The one of a row.
    #[must_use]
    pub fn of(row: &SeenRow<'a>) -> Self {
        match row.review.and_then(CommentReview::open_proposal) {
            Some(proposed) => Self {
                disposition: Some(&proposed.disposition),
                kind: Some(proposed.disposition.disposition),
                proposed_by: Some(proposed.by),
            },
            None => Self {
                disposition: row.published.map(|published| &published.disposition),
                kind: row.disposition(),
                proposed_by: None,
            },
        }
    }
}
