//! What a viewer sees of a folded submission (R15): decided comment by comment, and apart from them for what the
//! submission says as a whole.
//!
//! Only comments under the state's name are in it: under a label they would be tied to the state. Times, lateness and
//! withdrawal are those of what is seen, so that nothing hidden changes a byte; `tests/rules/seen.rs` holds that.
//! The standing is of the submission as a whole: an entry and the act that confirms or replaces it (R16) are known to
//! whoever sees any of it.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{InputFacts, Rights, Sight};
use crate::submission::{Act, Content, Entry, Position, Standing, Version};
use crate::{
    Attribution, Audience, Comment, CommentId, Consultation, LanguageTag, ProposalId, RegisterCode, StateCode,
    Submission, SubmissionId,
};

/// A submission as a viewer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenSubmission<'a> {
    /// Its id.
    pub id: SubmissionId,
    /// The proposal.
    pub proposal: ProposalId,
    /// The consultation's number.
    pub consultation: u32,
    /// The state that speaks.
    pub state: StateCode,
    /// Its version; for the own state only, since it counts changes that others may not see.
    pub version: Option<u64>,
    /// By what act that version came about; for the own state only.
    pub act: Option<Act>,
    /// Whether it is the state's own; none for others once all that they could see is withdrawn.
    pub standing: Option<Standing>,
    /// Something that is seen of it came after closing (R12).
    pub late: bool,
    /// When the earliest of what is seen was said; for the own state when it first took part.
    pub lodged_at: Timestamp,
    /// When the newest of what is seen was said; for the own state when the present version was made.
    pub revised_at: Timestamp,
    /// When all that is seen of it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// What it says as a whole.
    pub part: Option<SeenPart<'a>>,
    /// Its comments, in the state's order.
    pub comments: Vec<SeenComment<'a>>,
    /// Its comments that were withdrawn.
    pub withdrawn_comments: Vec<WithdrawnComment>,
    /// How it came, if by another channel; for members and the own state.
    pub entry: Option<Cow<'a, Entry>>,
}

/// What a submission says as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenPart<'a> {
    /// On the text as a whole.
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    pub ad_referendum: bool,
    /// Default language of its comments.
    pub language: &'a LanguageTag,
    /// Who may read it.
    pub audience: Audience,
    /// Who may know the state behind it.
    pub attribution: Attribution,
    /// The group spoken for.
    pub on_behalf_of: Option<&'a RegisterCode>,
    /// What entitles the state to speak for it.
    pub mandate: Option<&'a str>,
    /// The states that it is joint with.
    pub joint_with: &'a [StateCode],
    /// Remarks on the text as a whole.
    pub general_remarks: Option<&'a str>,
}

/// A comment under its state's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenComment<'a> {
    /// The comment, without its words where these are withheld.
    pub comment: Cow<'a, Comment>,
    /// In an answer about the past: it was changed or withdrawn since, so its words are withheld (R15b).
    pub superseded: bool,
    /// What stood at close, if that was something else and may be read, too (R12).
    pub at_close: Option<&'a Comment>,
}

/// That a comment was withdrawn. Its words are in the versions that had it, for the own state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithdrawnComment {
    /// The comment.
    pub id: CommentId,
    /// Its number.
    pub number: u32,
    /// When.
    pub at: Timestamp,
}

impl<'a> SeenPart<'a> {
    fn of(content: &'a Content) -> Self {
        Self {
            position: content.position,
            ad_referendum: content.ad_referendum,
            language: &content.language,
            audience: content.audience,
            attribution: content.attribution,
            on_behalf_of: content.on_behalf_of.as_ref(),
            mandate: content.mandate.as_deref(),
            joint_with: &content.joint_with,
            general_remarks: content.general_remarks.as_deref(),
        }
    }
}

/// What the viewer sees of a submission as it stood in `shown`, an earlier state of `now` or `now` itself. `None` if
/// nothing of it is for the viewer. Rights are those of now, by what audience and attribution are now *and* were
/// then: neither the past opens what was closed since, nor the present what was closed then.
#[must_use]
pub fn seen_submission<'a>(
    rights: &Rights,
    consultation: &Consultation,
    now: &Submission,
    shown: &'a Submission,
) -> Option<SeenSubmission<'a>> {
    let look = Look {
        rights,
        consultation,
        now,
        own: rights.is_own(shown.state),
    };
    let current = shown.current()?;
    let said = look.part(shown);
    // One that states no position and makes no remarks says nothing beside its comments: it is known by these, or not
    // at all (R15c).
    let part = said.filter(|_| current.content.speaks_beside_comments());
    let comments = look.comments(shown, current);
    let withdrawn = look.withdrawn(shown, current);
    if part.is_none() && comments.is_empty() && withdrawn.is_empty() && !look.own {
        return None;
    }
    let comment_times = comments
        .iter()
        .map(|seen| seen.comment.at)
        .chain(withdrawn.iter().map(|(said, _)| said.at));
    let times: Vec<Timestamp> = part.map(|since| since.at).into_iter().chain(comment_times).collect();
    // The own state reads among the comments what it withdrew as a whole; that does not count.
    let late_comment = shown.withdrawn_at.is_none() && comments.iter().any(|seen| seen.comment.late);
    let late = late_comment || part.is_some_and(|since| since.late);
    let (lodged_at, revised_at) = if look.own {
        (shown.first_at()?, current.at)
    } else {
        (times.iter().copied().min()?, times.iter().copied().max()?)
    };
    let live = !comments.is_empty() || (part.is_some() && shown.withdrawn_at.is_none());
    let withdrawn_at = match (look.own, live) {
        (true, _) => shown.withdrawn_at,
        (false, true) => None,
        (false, false) => {
            let of_part = shown.withdrawn_at.filter(|_| part.is_some());
            withdrawn.iter().map(|(_, at)| *at).chain(of_part).max()
        }
    };
    let stands = (part.is_some() || (said.is_some() && !comments.is_empty())) && look.part_stands(shown);
    Some(SeenSubmission {
        id: shown.id,
        proposal: shown.proposal,
        consultation: shown.consultation,
        state: shown.state,
        version: look.own.then_some(current.number),
        act: look.own.then_some(current.act),
        standing: (look.own || live).then_some(shown.standing),
        late,
        lodged_at,
        revised_at,
        withdrawn_at,
        part: (look.own || stands).then(|| SeenPart::of(&current.content)),
        comments,
        withdrawn_comments: look.withdrawn_apart(&withdrawn, current),
        entry: shown
            .entry
            .as_ref()
            .filter(|_| look.own || (stands && rights.is_member()))
            .map(Cow::Borrowed),
    })
}

struct Look<'r> {
    rights: &'r Rights,
    consultation: &'r Consultation,
    now: &'r Submission,
    own: bool,
}

impl Look<'_> {
    /// Whether what stood until `gone_at`, or stands, is for the viewer under the state's name. What was withdrawn or
    /// replaced before the close was for those only who could read it then (R15b): for it no close is reached.
    fn named(&self, facts: InputFacts<'_>, gone_at: Option<Timestamp>) -> bool {
        let closes_at = match gone_at {
            Some(gone_at) if gone_at < facts.closes_at => Timestamp::MAX,
            _ => facts.closes_at,
        };
        self.rights.sight(&InputFacts { closes_at, ..facts }) == Sight::Named
    }

    fn named_part(&self, content: &Content, gone_at: Option<Timestamp>) -> bool {
        self.named(InputFacts::of_part(self.now.state, content, self.consultation), gone_at)
    }

    fn named_comment(&self, comment: &Comment, gone_at: Option<Timestamp>) -> bool {
        self.named(InputFacts::of(self.now.state, comment, self.consultation), gone_at)
    }

    /// The version since which the submission says what it says as a whole, if that is for the viewer.
    fn part<'a>(&self, shown: &'a Submission) -> Option<&'a Version> {
        let (then, now) = (&shown.current()?.content, &self.now.current()?.content);
        let says_the_same = |later: &Version| later.content.says_the_same_beside_comments(then);
        let gone_at = self.gone_at(shown, says_the_same);
        let named = [then, now].iter().all(|content| self.named_part(content, gone_at));
        named.then(|| shown.part_since())?
    }

    /// When something that `shown` says ceased to stand, by then or since.
    fn gone_at(&self, shown: &Submission, says_it: impl Fn(&Version) -> bool) -> Option<Timestamp> {
        let since = || self.now.stood_until(shown.version(), says_it);
        shown.withdrawn_at.or_else(since)
    }

    /// Whether it still says so.
    fn part_stands(&self, shown: &Submission) -> bool {
        let since = |submission: &Submission| submission.part_since().map(|version| version.number);
        let withdrawn = shown.withdrawn_at.is_some() || self.now.withdrawn_at.is_some();
        !withdrawn && since(shown) == since(self.now)
    }

    /// The comment as it is now, or as it last was.
    fn comment_now(&self, id: CommentId) -> Option<&Comment> {
        let live = self
            .now
            .current()
            .into_iter()
            .flat_map(|version| &version.content.comments);
        live.chain(self.now.withdrawn_comments.iter().map(|(comment, _)| comment))
            .find(|comment| comment.id == id)
    }

    fn is_for_viewer(&self, comment: &Comment, gone_at: Option<Timestamp>) -> bool {
        self.own
            || (self.named_comment(comment, gone_at)
                && self
                    .comment_now(comment.id)
                    .is_some_and(|now| self.named_comment(now, gone_at)))
    }

    fn comments<'a>(&self, shown: &'a Submission, current: &'a Version) -> Vec<SeenComment<'a>> {
        if shown.withdrawn_at.is_some() && !self.own {
            return Vec::new();
        }
        let at_close = self.at_close(shown);
        let for_viewer = current
            .content
            .comments
            .iter()
            .filter(|comment| self.is_for_viewer(comment, self.gone_at(shown, |later| has(later, comment))));
        let seen = for_viewer.map(|comment| {
            let superseded = !self.own && !self.stands(comment);
            SeenComment {
                comment: if superseded {
                    Cow::Owned(without_words(comment))
                } else {
                    Cow::Borrowed(comment)
                },
                superseded,
                at_close: at_close.filter(|_| comment.late && !superseded).and_then(|at_close| {
                    let stood = at_close.content.comments.iter().find(|stood| stood.id == comment.id)?;
                    let changed = stood.since_version != comment.since_version;
                    (changed && (self.own || self.named_comment(stood, None))).then_some(stood)
                }),
            }
        });
        seen.collect()
    }

    /// What stood at close, unless it was withdrawn since: lodging again does not bring back withdrawn words (R15b).
    fn at_close<'a>(&self, shown: &'a Submission) -> Option<&'a Version> {
        let at_close = shown.version_at_close(self.consultation.closes_at)?;
        shown
            .stood_until(at_close.number, |_later| true)
            .is_none()
            .then_some(at_close)
    }

    /// Whether the comment stands now as it is shown.
    fn stands(&self, comment: &Comment) -> bool {
        self.now.withdrawn_at.is_none() && self.now.current().is_some_and(|current| has(current, comment))
    }

    /// Comments that are withdrawn, and when.
    fn withdrawn<'a>(&self, shown: &'a Submission, current: &'a Version) -> Vec<(&'a Comment, Timestamp)> {
        let left_out = shown.withdrawn_comments.iter().map(|(comment, at)| (comment, *at));
        let with_all = shown
            .withdrawn_at
            .into_iter()
            .flat_map(|at| current.content.comments.iter().map(move |one| (one, at)));
        left_out
            .chain(with_all)
            .filter(|(comment, at)| self.is_for_viewer(comment, Some(*at)))
            .collect()
    }

    /// The same as shown: the own state reads what it withdrew as a whole among the comments.
    fn withdrawn_apart(&self, withdrawn: &[(&Comment, Timestamp)], current: &Version) -> Vec<WithdrawnComment> {
        let among_comments = |id| self.own && current.content.comments.iter().any(|comment| comment.id == id);
        let apart = withdrawn.iter().filter(|(comment, _)| !among_comments(comment.id));
        apart
            .map(|(comment, at)| WithdrawnComment {
                id: comment.id,
                number: comment.number,
                at: *at,
            })
            .collect()
    }
}

/// Whether a version has the comment as it is.
pub(super) fn has(version: &Version, comment: &Comment) -> bool {
    let mut comments = version.content.comments.iter();
    comments.any(|other| other.id == comment.id && other.since_version == comment.since_version)
}

pub(super) fn without_words(comment: &Comment) -> Comment {
    Comment {
        text: String::new(),
        quote: None,
        ambiguous: false,
        proposed_wording: None,
        explanation: None,
        translations: Vec::new(),
        reference: None,
        mandate: None,
        ..comment.clone()
    }
}
