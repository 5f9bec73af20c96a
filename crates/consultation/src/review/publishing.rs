//! What can be published of a proposed disposition, and how a published one reads (R19, R20).

use jiff::Timestamp;

use super::{CommentReview, Convergence, Disposition, DispositionKind, Published, Standing};
use crate::gate::after_working_days;
use crate::limits;

/// Why a comment's disposition cannot be published, or cannot go under silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obstacle {
    /// Nothing is proposed.
    NotProposed,
    /// Members differ, and the cut-off has not come.
    Differing,
    /// Members have not said yet, and the cut-off has not come.
    Waiting,
    /// It is published as it stands.
    Published,
    /// Silence is kept on it.
    UnderSilence,
}

impl Obstacle {
    /// The name used in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotProposed => "not_proposed",
            Self::Differing => "differing",
            Self::Waiting => "waiting",
            Self::Published => "published",
            Self::UnderSilence => "under_silence",
        }
    }
}

/// What publishing would do with a comment now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publishing {
    /// Its proposed disposition is published.
    AsProposed,
    /// The members differ at the cut-off: no common view, text unchanged.
    NoCommonView,
    /// Nothing can be published.
    Not(Obstacle),
}

/// What publishing would do now with a comment on which the members stand so. From the cut-off on, who has not said
/// yet goes along, and what differs has no common view (R19). On what is under silence, silence decides first.
#[must_use]
pub fn publishing(review: Option<&CommentReview>, standing: &Convergence, cut_off: bool) -> Publishing {
    let Some((review, proposed)) = review.and_then(|review| Some((review, review.proposed.as_ref()?))) else {
        return Publishing::Not(Obstacle::NotProposed);
    };
    let is_published = |wanted: &Disposition| review.published.as_ref().is_some_and(|one| one.disposition == *wanted);
    if is_published(&proposed.disposition) {
        return Publishing::Not(Obstacle::Published);
    }
    match standing.standing {
        Standing::NotProposed => Publishing::Not(Obstacle::NotProposed),
        Standing::Differing if !cut_off => Publishing::Not(Obstacle::Differing),
        Standing::Differing if is_published(&Disposition::no_common_view()) => Publishing::Not(Obstacle::Published),
        Standing::Differing => Publishing::NoCommonView,
        Standing::Waiting if review.package.is_some() => Publishing::Not(Obstacle::UnderSilence),
        Standing::Waiting if !cut_off => Publishing::Not(Obstacle::Waiting),
        Standing::Agreed | Standing::Waiting => Publishing::AsProposed,
    }
}

/// A published disposition as it reads at an instant, for who takes it to have gone out at `since`: a request for
/// clarification that went unanswered for five working days reads as noted (R20). An answer, also a later one, makes it
/// a request again, which is answered.
#[must_use]
pub fn disposition_now(published: &Published, since: Timestamp, now: Timestamp) -> DispositionKind {
    match &published.answer {
        Some(_) => published.disposition.disposition,
        None => unanswered_now(published, since, now),
    }
}

/// The same without looking whether it was answered.
#[must_use]
pub fn unanswered_now(published: &Published, since: Timestamp, now: Timestamp) -> DispositionKind {
    match published.disposition.disposition {
        DispositionKind::ClarificationRequested if now >= clarification_lapses_at(since) => DispositionKind::Noted,
        kind => kind,
    }
}

/// From when on a request for clarification reads as noted if it goes unanswered (R20).
#[must_use]
pub fn clarification_lapses_at(requested_at: Timestamp) -> Timestamp {
    after_working_days(requested_at, limits::CLARIFICATION_WORKING_DAYS)
}

impl Disposition {
    /// What is published where the members differ at the cut-off.
    #[must_use]
    pub fn no_common_view() -> Self {
        Self {
            disposition: DispositionKind::NoCommonView,
            duplicate_of: None,
            response: None,
            wording: None,
        }
    }
}
