//! Where the members stand on a proposed disposition: computed, never set by hand (R18).

use jiff::Timestamp;
use serde::Serialize;

use super::{CommentReview, MemberView, RecordedView};
use crate::StateCode;

/// The convergence of the members on one comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// No disposition is proposed yet.
    NotProposed,
    /// Every member agrees or can go along.
    Agreed,
    /// At least one differs.
    Differing,
    /// None differs; some have not said yet, or await instructions.
    Waiting,
}

impl Standing {
    /// The name used in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotProposed => "not_proposed",
            Self::Agreed => "agreed",
            Self::Differing => "differing",
            Self::Waiting => "waiting",
        }
    }
}

/// Where the members stand on a proposed disposition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convergence {
    /// The outcome.
    pub standing: Standing,
    /// Since when: of `differing` the first differing view, else the newest act that led here. `None` without a
    /// proposal.
    pub since: Option<Timestamp>,
    /// Members that differ.
    pub differing: Vec<StateCode>,
    /// Members that have not said yet, or await instructions.
    pub waiting: Vec<StateCode>,
}

/// The convergence of these members on a comment's proposed disposition. Views of states that are not among them any
/// more do not count.
#[must_use]
pub fn convergence(review: Option<&CommentReview>, members: &[StateCode]) -> Convergence {
    let Some((review, proposed)) = review.and_then(|review| Some((review, review.proposed.as_ref()?))) else {
        return Convergence {
            standing: Standing::NotProposed,
            since: None,
            differing: Vec::new(),
            waiting: Vec::new(),
        };
    };
    let view_of = |member: &StateCode| review.views.get(member);
    let is = |view: Option<&RecordedView>, wanted: MemberView| view.is_some_and(|view| view.view == wanted);
    let differing: Vec<StateCode> = members
        .iter()
        .copied()
        .filter(|member| is(view_of(member), MemberView::Differs))
        .collect();
    let waiting: Vec<StateCode> = members
        .iter()
        .copied()
        .filter(|member| view_of(member).is_none() || is(view_of(member), MemberView::AwaitingInstructions))
        .collect();
    let of_members = members.iter().filter_map(|member| review.views.get(member));
    let (standing, since) = if differing.is_empty() {
        let newest = of_members.map(|view| view.at).max().unwrap_or(proposed.at);
        let standing = if waiting.is_empty() {
            Standing::Agreed
        } else {
            Standing::Waiting
        };
        (standing, if waiting.is_empty() { newest } else { proposed.at })
    } else {
        let first = of_members
            .filter(|view| view.view == MemberView::Differs)
            .map(|view| view.at);
        (Standing::Differing, first.min().unwrap_or(proposed.at))
    };
    Convergence {
        standing,
        since: Some(since),
        differing,
        waiting,
    }
}
