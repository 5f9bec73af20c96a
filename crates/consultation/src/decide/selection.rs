//! What the decisions on the members' review share: the comments that an act names, as the member sees them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::World;
use crate::command::Expected;
use crate::review::{CommentReview, Convergence, convergence};
use crate::visibility::{Rights, Viewer, seen_row, sees_withdrawn};
use crate::{
    Comment, CommentId, ContentCode, ContentError, Dossier, Proposal, Rejection, StateCode, Submission, limits,
};
use crate::{permit, review::Review};

/// The review as a member sees it: comments that it does not see do not exist for it (R15d).
pub(super) struct Seen<'a> {
    pub(super) proposal: &'a Proposal,
    pub(super) review: &'a Review,
    pub(super) members: Vec<StateCode>,
    dossier: &'a Dossier,
    rights: Rights,
    standing: BTreeMap<CommentId, (&'a Submission, &'a Comment)>,
}

impl<'a> Seen<'a> {
    /// The review, if the state is a member at the instant (R17).
    pub(super) fn by(world: &'a World, member: StateCode, at: Timestamp) -> Result<Self, Rejection> {
        let proposal = world.proposal()?;
        let register = world.register_at(at);
        permit::table(register, member)?;
        let dossier = world.dossier()?;
        let standing = dossier.standing_comments();
        Ok(Self {
            proposal,
            review: &dossier.review,
            members: register.members().map(|member| member.state).collect(),
            dossier,
            rights: Rights::of(Viewer::Delegation(member), register, proposal, at),
            standing: standing.map(|(said, comment)| (comment.id, (said, comment))).collect(),
        })
    }

    /// Whether the comment stands and the member sees it.
    pub(super) fn sees(&self, id: CommentId) -> bool {
        let found = self.standing.get(&id);
        found.is_some_and(|(said, comment)| seen_row(&self.rights, self.dossier, said, comment).is_some())
    }

    /// All comments that stand and that the member sees, in the order of their random ids.
    pub(super) fn all(&self) -> impl Iterator<Item = CommentId> {
        self.standing.keys().copied().filter(|id| self.sees(*id))
    }

    /// Where the members stand on a comment.
    pub(super) fn convergence(&self, id: CommentId) -> Convergence {
        convergence(self.review.of(id), &self.members)
    }

    /// What is wrong with the comments that an act names: none, too many, twice the same, or unknown ones.
    pub(super) fn check(&self, comments: &[CommentId], errors: &mut Vec<ContentError>) {
        if comments.is_empty() {
            errors.push(ContentError::new(
                "/comments",
                ContentCode::Empty,
                "name at least one comment",
            ));
        }
        if comments.len() > limits::SELECTION {
            let detail = format!("at most {} comments", limits::SELECTION);
            errors.push(ContentError::new("/comments", ContentCode::TooLong, detail));
            return;
        }
        let mut named = BTreeSet::new();
        for (index, id) in comments.iter().enumerate() {
            let pointer = || format!("/comments/{index}");
            if !named.insert(*id) {
                let detail = "this comment is named twice";
                errors.push(ContentError::new(pointer(), ContentCode::Duplicate, detail));
            } else if !self.sees(*id) && !self.saw(*id) {
                let detail = format!("the proposal has no comment {id}");
                errors.push(ContentError::new(pointer(), ContentCode::UnknownComment, detail));
            }
        }
    }

    /// Whether the comment was withdrawn, and the member could read it.
    fn saw(&self, id: CommentId) -> bool {
        !self.standing.contains_key(&id) && sees_withdrawn(&self.rights, self.dossier, id)
    }

    /// R17: nothing is done with what was withdrawn.
    pub(super) fn none_withdrawn(&self, comments: &[CommentId]) -> Result<(), Rejection> {
        let gone = comments.iter().copied().filter(|id| self.saw(*id));
        let gone: Vec<CommentId> = gone.collect();
        if gone.is_empty() {
            Ok(())
        } else {
            Err(Rejection::CommentsWithdrawn(gone))
        }
    }

    /// The caller's precondition, which holds for each of the comments.
    pub(super) fn expect(&self, comments: &[CommentId], expected: &Expected) -> Result<(), Rejection> {
        let mut reviews = comments.iter().map(|id| self.review.of(*id));
        reviews.try_for_each(|review| expect_review(review, expected))
    }
}

/// The caller's precondition on a comment's review.
pub(super) fn expect_review(review: Option<&CommentReview>, expected: &Expected) -> Result<(), Rejection> {
    let present = review.map_or(0, |review| review.version);
    super::expect(present, expected).map_err(|_stale| Rejection::StaleReview {
        present,
        proposed: review.and_then(|review| {
            let proposed = review.proposed.as_ref()?;
            Some((proposed.by, proposed.disposition.disposition, proposed.at))
        }),
    })
}

/// Errors of content, if there are any.
pub(super) fn refuse(errors: Vec<ContentError>) -> Result<(), Rejection> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Rejection::Content(errors))
    }
}

/// A text that is left out, or there and not too long; without white space around it.
pub(super) fn optional_text(
    errors: &mut Vec<ContentError>,
    pointer: &str,
    text: Option<&String>,
    cap: usize,
) -> Option<String> {
    let text = text?;
    super::check_text(errors, pointer, text, cap, "write it, or leave it out");
    Some(text.trim().to_owned())
}
