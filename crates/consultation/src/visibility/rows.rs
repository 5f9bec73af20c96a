//! The comments of a dossier as a viewer sees them (R15): what every view, export, letter and document of the review
//! is made from. None of these looks at a comment that is not among these rows.

mod order;
mod past;

use std::borrow::Cow;

pub use order::{ReadingKey, ReadingOrder};
pub use past::{Past, seen_rows_at};

use super::{InputFacts, Rights, Sight};
use crate::review::{Answer, CommentReview, Published};
use crate::submission::comment_number;
use crate::{AttributionLabel, Comment, CommentId, Consultation, Dossier, StateCode, Submission};

/// Who is shown as the author of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaker {
    /// The state.
    State(StateCode),
    /// What stands for it where the viewer may not know it.
    Label(AttributionLabel),
}

/// A comment as a viewer sees it.
#[derive(Debug, Clone)]
pub struct SeenRow<'a> {
    /// Its id.
    pub id: CommentId,
    /// `FJI-001`, or `DEL-7F3A` under a label.
    pub number: String,
    /// Who is shown as its author.
    pub speaker: Speaker,
    /// Its submission; none under a label.
    pub submission: Option<&'a Submission>,
    /// The consultation in which it was made.
    pub consultation: &'a Consultation,
    /// The comment. Under a label, whatever could point to the state is taken out: reference, translations, group and mandate.
    /// Its language, instant and lateness are not for such a viewer either: see [`SeenRow::is_named`].
    pub comment: Cow<'a, Comment>,
    /// The comment is the viewer's own.
    pub own: bool,
    /// What the members did with it; for members only (R18).
    pub review: Option<&'a CommentReview>,
    /// Its disposition as published (R20); for whoever sees the comment. For the answer in it see
    /// [`SeenRow::answer`].
    pub published: Option<&'a Published>,
    /// In an answer about the past: it was changed or withdrawn since, so its words are withheld (R15b).
    pub superseded: bool,
    /// It is a row of the past.
    pub past: bool,
}

impl<'a> SeenRow<'a> {
    /// The state's answer to the published disposition (R21). Of the past under a label there is none: it would tell
    /// when the state answered (R15c).
    #[must_use]
    pub fn answer(&self) -> Option<&'a Answer> {
        let published = self.published.filter(|_| self.is_named() || !self.past)?;
        published.answer.as_ref()
    }

    /// Whether the viewer may know the state, and with it language, instant and lateness.
    #[must_use]
    pub fn is_named(&self) -> bool {
        matches!(self.speaker, Speaker::State(_))
    }
}

/// The comments that stand and are for the viewer. Named ones are ordered by state and number within each paragraph;
/// those under a label follow, in the order of their random numbers, so that order tells nothing (R15c).
#[must_use]
pub fn seen_rows<'a>(rights: &Rights, dossier: &'a Dossier) -> Vec<SeenRow<'a>> {
    let rows = dossier
        .standing_comments()
        .filter_map(|(submission, comment)| seen_row(rights, dossier, submission, comment));
    in_order(dossier, rows.collect())
}

fn in_order<'a>(dossier: &Dossier, mut rows: Vec<SeenRow<'a>>) -> Vec<SeenRow<'a>> {
    let order = ReadingOrder::of(dossier);
    rows.sort_by_cached_key(|row| order.key(row));
    rows
}

/// One comment as the viewer sees it, if at all.
#[must_use]
pub fn seen_row<'a>(
    rights: &Rights,
    dossier: &'a Dossier,
    submission: &'a Submission,
    comment: &'a Comment,
) -> Option<SeenRow<'a>> {
    let consultation = dossier.consultation_of(submission)?;
    let facts = InputFacts::of(submission.state, comment, consultation);
    let found = Found {
        rights,
        dossier,
        consultation,
        submission,
    };
    found.row(rights.sight(&facts), Cow::Borrowed(comment))
}

/// Whether a comment that does not stand was withdrawn, and the viewer could read it then and could now (R15b).
#[must_use]
pub fn sees_withdrawn(rights: &Rights, dossier: &Dossier, id: CommentId) -> bool {
    let mut gone = dossier.submissions.values().filter_map(|submission| {
        let (comment, at) = submission.find_withdrawn(id)?;
        Some((submission, comment, at))
    });
    gone.any(|(submission, comment, at)| {
        let then = rights.at(at);
        let could = |rights: &Rights| seen_row(rights, dossier, submission, comment).is_some();
        could(rights) && could(&then)
    })
}

/// A comment and what it belongs to, in a dossier.
struct Found<'r, 'a> {
    rights: &'r Rights,
    dossier: &'a Dossier,
    consultation: &'a Consultation,
    submission: &'a Submission,
}

impl<'a> Found<'_, 'a> {
    fn row(&self, sight: Sight, shown: Cow<'a, Comment>) -> Option<SeenRow<'a>> {
        let state = self.submission.state;
        match sight {
            Sight::Hidden => None,
            Sight::Named => Some(SeenRow {
                submission: Some(self.submission),
                ..self.common(Speaker::State(state), comment_number(state, shown.number), shown)
            }),
            Sight::Labelled => {
                let label = self.consultation.invited.get(&state).copied();
                let bare = Comment {
                    reference: None,
                    translations: Vec::new(),
                    on_behalf_of: None,
                    mandate: None,
                    joint_with: Vec::new(),
                    ..shown.into_owned()
                };
                let number = bare.id.unattributed_number();
                let speaker = Speaker::Label(label.unwrap_or(AttributionLabel::Delegation));
                Some(self.common(speaker, number, Cow::Owned(bare)))
            }
        }
    }

    fn common(&self, speaker: Speaker, number: String, comment: Cow<'a, Comment>) -> SeenRow<'a> {
        let review = self.dossier.review.of(comment.id);
        SeenRow {
            id: comment.id,
            number,
            speaker,
            submission: None,
            consultation: self.consultation,
            comment,
            own: self.rights.is_own(self.submission.state),
            review: review.filter(|_| self.rights.is_member()),
            published: review.and_then(|review| review.published.as_ref()),
            superseded: false,
            past: false,
        }
    }
}
