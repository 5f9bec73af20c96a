//! The comments of a dossier as a viewer sees them (R15): what every view, export, letter and document of the review
//! is made from. None of these looks at a comment that is not among these rows.

mod order;

use std::borrow::Cow;

use jiff::Timestamp;

pub use order::{ReadingKey, ReadingOrder};

use super::seen::{has, without_words};
use super::{InputFacts, Rights, Sight, attribution_rank, audience_rank};
use crate::review::{
    Answer, CommentReview, DispositionAsked, DispositionKind, Published, disposition_now, unanswered_now,
};
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
    /// In an answer about the past: it was changed or withdrawn since, so its words are withheld (R15b).
    pub superseded: bool,
    /// The comment is the viewer's own.
    pub own: bool,
    /// What the members did with it; for members only (R18).
    pub review: Option<&'a CommentReview>,
    /// Its disposition as published (R20); for whoever sees the comment. For the answer in it see [`SeenRow::answer`],
    /// for its instant [`SeenRow::published_at`].
    pub published: Option<&'a Published>,
    /// See [`SeenRow::answer`].
    answer: Option<&'a Answer>,
    /// See [`SeenRow::disposition`].
    disposition: Option<DispositionKind>,
    /// See [`SeenRow::version`].
    version: u64,
    /// See [`SeenRow::dated_version`].
    dated_version: u64,
}

/// What a dossier of the past is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    /// The dossier as it stands.
    pub present: &'a Dossier,
    /// The instant of the point asked for.
    pub instant: Timestamp,
}

impl<'a> SeenRow<'a> {
    /// The state's answer to the published disposition (R21). Of the past, one that it replaced since, or that is about
    /// words which no longer stand, is for the own state only (R15b); and under a label there is none, since it would
    /// tell when the state answered (R15c).
    #[must_use]
    pub fn answer(&self) -> Option<&'a Answer> {
        self.answer
    }

    /// The published disposition as it reads now: a request for clarification that went unanswered is noted (R20). Of
    /// the past, one under a label reads as if nobody had answered.
    #[must_use]
    pub fn disposition(&self) -> Option<DispositionKind> {
        self.disposition
    }

    /// Whether what the viewer may know of its dispositions is what is asked for: what was published, and for members
    /// what is proposed now, too.
    #[must_use]
    pub fn has_disposition(&self, asked: DispositionAsked) -> bool {
        let proposed = self.review.and_then(|review| review.proposed.as_ref());
        asked.finds(
            self.disposition,
            proposed.map(|proposed| proposed.disposition.disposition),
        )
    }

    /// The version of its review: for members how often a disposition was proposed, published or answered, for others
    /// without the proposals. Of the past, answers to one under a label are not counted.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The version as an answer about the past tells it, to be compared with one: under a label, answers are not counted.
    #[must_use]
    pub fn dated_version(&self) -> u64 {
        self.dated_version
    }

    /// When the disposition was published. Under a label not before the close, at which such a comment appears: an
    /// earlier request for clarification would tell by when it was said (R15c), as would an earlier lapse of it.
    #[must_use]
    pub fn published_at(&self) -> Option<Timestamp> {
        Some(went_out_at(self.published?, self.speaker, self.consultation))
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

/// The comments that stood in `shown`, an earlier state of what is present, in the same order; without `past` the
/// dossier is that of now.
///
/// Rights are those of now, by what audience and attribution are now *and* were then: neither the past opens what was
/// closed since, nor the present what was closed then. Words that no longer stand are for the own state only (R15b).
/// A comment under a label is seen only if it is the same at every position after close, since a question about the
/// past would tell when it was said (R15c). What the members did and what was published is that of `shown`.
#[must_use]
pub fn seen_rows_at<'a>(rights: &Rights, shown: &'a Dossier, past: Option<Past<'_>>) -> Vec<SeenRow<'a>> {
    let rows = shown
        .standing_comments()
        .filter_map(|(submission, comment)| seen_row_at(rights, shown, past, submission, comment));
    in_order(shown, rows.collect())
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
    shown_row(
        rights,
        dossier,
        (submission, Cow::Borrowed(comment)),
        rights.sight(&facts),
        false,
    )
}

/// One comment of the past as the viewer sees it, if at all; see [`seen_rows_at`].
#[must_use]
pub fn seen_row_at<'a>(
    rights: &Rights,
    shown: &'a Dossier,
    past: Option<Past<'_>>,
    submission: &'a Submission,
    comment: &'a Comment,
) -> Option<SeenRow<'a>> {
    let Some(Past { present, instant }) = past else {
        return seen_row(rights, shown, submission, comment);
    };
    let now = present.submissions.get(&submission.id)?;
    let consultation = present.consultation_of(submission)?;
    let last = last_said(now, comment.id).unwrap_or(comment);
    let gone_at = now.stood_until(comment.since_version, |later| has(later, comment));
    // Spoken for another group, or jointly with others, than now: for none of them by that.
    let shared = comment.on_behalf_of == last.on_behalf_of && comment.joint_with == last.joint_with;
    let facts = InputFacts {
        state: submission.state,
        on_behalf_of: comment.on_behalf_of.as_ref().filter(|_| shared),
        joint_with: if shared { &comment.joint_with } else { &[] },
        audience: stricter(comment.audience, last.audience, audience_rank),
        attribution: stricter(comment.attribution, last.attribution, attribution_rank),
        before_close: consultation.before_close,
        // What was withdrawn before the close was for those only who could read it then (R15b).
        closes_at: if gone_at.is_some_and(|gone_at| gone_at < consultation.closes_at) {
            Timestamp::MAX
        } else {
            consultation.closes_at
        },
    };
    let sight = rights.sight(&facts);
    let was_closed = consultation.closes_at <= instant || shown.consultation_of(submission)?.closing_recorded;
    if sight == Sight::Labelled && (comment.late || gone_at.is_some() || !was_closed) {
        return None;
    }
    let closed = closed_to_both(comment, last);
    let row = shown_row(rights, shown, (submission, closed), sight, gone_at.is_some())?;
    let answered = present
        .review
        .of(comment.id)
        .and_then(|review| review.published.as_ref()?.answer.as_ref());
    let answer_stands = || row.is_named() && !row.superseded && answered == row.answer;
    let answer = row.answer.filter(|_| row.own || answer_stands());
    let row = SeenRow { answer, ..row };
    Some(if row.is_named() {
        row
    } else {
        as_if_unanswered(row, rights.now())
    })
}

/// See [`SeenRow::published_at`].
fn went_out_at(published: &Published, speaker: Speaker, consultation: &Consultation) -> Timestamp {
    match speaker {
        Speaker::State(_) => published.at,
        Speaker::Label(_) => published.at.max(consultation.closes_at),
    }
}

/// What the state answers under a label would tell when it did, asked for at one position after another (R15c).
fn as_if_unanswered(row: SeenRow<'_>, now: Timestamp) -> SeenRow<'_> {
    SeenRow {
        answer: None,
        disposition: row
            .published
            .map(|published| unanswered_now(published, went_out_at(published, row.speaker, row.consultation), now)),
        version: row.dated_version,
        ..row
    }
}

/// The comment for the fewer of those that it was for then and is for now.
fn closed_to_both<'a>(then: &'a Comment, last: &Comment) -> Cow<'a, Comment> {
    let audience = stricter(then.audience, last.audience, audience_rank);
    let attribution = stricter(then.attribution, last.attribution, attribution_rank);
    if (audience, attribution) == (then.audience, then.attribution) {
        return Cow::Borrowed(then);
    }
    Cow::Owned(Comment {
        audience,
        attribution,
        ..then.clone()
    })
}

/// Of then and now, the one that is for fewer.
fn stricter<T: Copy>(then: T, now: T, rank: impl Fn(T) -> i64) -> T {
    if rank(now) > rank(then) { now } else { then }
}

/// The comment as it is now, or as it last was.
fn last_said(now: &Submission, id: CommentId) -> Option<&Comment> {
    let live = now.current().into_iter().flat_map(|version| &version.content.comments);
    live.chain(now.withdrawn_comments.iter().map(|(comment, _)| comment))
        .find(|comment| comment.id == id)
}

fn shown_row<'a>(
    rights: &Rights,
    dossier: &'a Dossier,
    (submission, comment): (&'a Submission, Cow<'a, Comment>),
    sight: Sight,
    superseded: bool,
) -> Option<SeenRow<'a>> {
    let consultation = dossier.consultation_of(submission)?;
    let review = dossier.review.of(comment.id);
    let own = rights.is_own(submission.state);
    let published = review.and_then(|review| review.published.as_ref());
    let id = comment.id;
    let version = review.map_or(0, |review| {
        if rights.is_member() {
            review.version
        } else {
            review.public_version
        }
    });
    let answers = review.map_or(0, |review| review.answers);
    let common = |speaker, number, shown| SeenRow {
        id,
        number,
        speaker,
        submission: None,
        consultation,
        comment: shown,
        superseded: superseded && !own,
        own,
        review: review.filter(|_| rights.is_member()),
        published,
        answer: published.and_then(|published| published.answer.as_ref()),
        disposition: published.map(|published| {
            let since = went_out_at(published, speaker, consultation);
            disposition_now(published, since, rights.now())
        }),
        version,
        dated_version: match speaker {
            Speaker::State(_) => version,
            Speaker::Label(_) => version.saturating_sub(answers),
        },
    };
    let number = comment_number(submission.state, comment.number);
    match sight {
        Sight::Hidden => None,
        Sight::Named => Some(SeenRow {
            submission: Some(submission),
            ..common(
                Speaker::State(submission.state),
                number,
                if superseded && !own {
                    Cow::Owned(without_words(&comment))
                } else {
                    comment
                },
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
                ..comment.into_owned()
            };
            Some(common(
                Speaker::Label(label.unwrap_or(AttributionLabel::Delegation)),
                bare.id.unattributed_number(),
                Cow::Owned(bare),
            ))
        }
    }
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

fn in_order<'a>(dossier: &Dossier, mut rows: Vec<SeenRow<'a>>) -> Vec<SeenRow<'a>> {
    let order = ReadingOrder::of(dossier);
    rows.sort_by_cached_key(|row| order.key(row));
    rows
}
