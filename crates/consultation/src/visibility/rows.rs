//! The comments of a dossier as a viewer sees them (R15): what every view, export, letter and document of the review
//! is made from. None of these looks at a comment that is not among these rows.

use std::borrow::Cow;

use super::{InputFacts, Rights, Sight};
use crate::review::{CommentReview, Published};
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
    /// Its disposition as published (R20); for whoever sees the comment. The answer of the state is in it (R21).
    pub published: Option<&'a Published>,
}

impl SeenRow<'_> {
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
    let mut rows: Vec<SeenRow<'a>> = rows.collect();
    let place = reading_order(dossier);
    rows.sort_by_cached_key(|row| {
        let paragraph = row.comment.paragraph.map(&place);
        let state = match row.speaker {
            Speaker::State(state) => Some(state),
            Speaker::Label(_) => None,
        };
        let number = if row.is_named() { row.comment.number } else { 0 };
        (paragraph, state.is_none(), state, number, row.number.clone(), row.id)
    });
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
    let review = dossier.review.of(comment.id);
    let common = |speaker, number, shown| SeenRow {
        id: comment.id,
        number,
        speaker,
        submission: None,
        consultation,
        comment: shown,
        own: rights.is_own(submission.state),
        review: review.filter(|_| rights.is_member()),
        published: review.and_then(|review| review.published.as_ref()),
    };
    match rights.sight(&facts) {
        Sight::Hidden => None,
        Sight::Named => Some(SeenRow {
            submission: Some(submission),
            ..common(
                Speaker::State(submission.state),
                comment_number(submission.state, comment.number),
                Cow::Borrowed(comment),
            )
        }),
        Sight::Labelled => {
            let label = consultation.invited.get(&submission.state).copied();
            let bare = Comment {
                reference: None,
                translations: Vec::new(),
                on_behalf_of: None,
                mandate: None,
                joint_with: Vec::new(),
                ..comment.clone()
            };
            Some(common(
                Speaker::Label(label.unwrap_or(AttributionLabel::Delegation)),
                comment.id.unattributed_number(),
                Cow::Owned(bare),
            ))
        }
    }
}

/// Place of each paragraph in reading order: that of the newest revision which has it.
fn reading_order(dossier: &Dossier) -> impl Fn(crate::ParagraphId) -> (usize, u32) {
    let mut places = std::collections::HashMap::new();
    for (_, revision) in &dossier.proposal.revisions {
        for (ordinal, paragraph) in revision.paragraphs.iter().enumerate() {
            places.insert(paragraph.id, (ordinal, revision.number));
        }
    }
    move |id| places.get(&id).copied().unwrap_or((usize::MAX, 0))
}
