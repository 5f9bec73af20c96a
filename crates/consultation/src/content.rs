//! Builds what a submission says from what its author wrote: R8 numbers, R10 quotes, R12 lateness, R14 languages.

mod groups;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::command::{CommentDraft, Inherited, SubmissionDraft};
use crate::register::RegisterAt;
use crate::submission::{Content, Numbers, WordingAction, comment_number};
use crate::text::{Placement, Quote, find_quote};
use crate::{
    Attribution, Audience, Comment, CommentId, Consultation, ContentCode, ContentError, ParagraphId, Proposal,
    StateCode, Submission, limits,
};

/// Where a draft comes from, and what it continues.
pub(crate) struct Origin<'a> {
    pub(crate) register: RegisterAt<'a>,
    pub(crate) proposal: &'a Proposal,
    pub(crate) consultation: &'a Consultation,
    pub(crate) state: StateCode,
    pub(crate) existing: Option<&'a Submission>,
    pub(crate) numbers_elsewhere: Numbers,
    pub(crate) at: Timestamp,
    pub(crate) late: bool,
}

impl Origin<'_> {
    fn present_comments(&self) -> &[Comment] {
        self.existing
            .and_then(Submission::current)
            .map_or(&[], |version| &version.content.comments)
    }

    /// Whether what it continues has not been withdrawn.
    fn stands(&self) -> bool {
        self.existing
            .is_some_and(|submission| submission.withdrawn_at.is_none())
    }

    fn next_version(&self) -> u64 {
        self.existing.map_or(1, Submission::next_version)
    }

    fn numbers(&self) -> Numbers {
        let mut numbers = self.existing.map(|submission| submission.numbers).unwrap_or_default();
        numbers.see_all(self.numbers_elsewhere);
        numbers
    }
}

/// The draft as content that replaces whatever stood before.
pub(crate) fn build(origin: &Origin<'_>, draft: &SubmissionDraft) -> Result<Content, Vec<ContentError>> {
    let mut builder = Builder::new(origin, draft);
    builder.check_submission();
    let comments: Vec<Comment> = draft
        .comments
        .iter()
        .enumerate()
        .filter_map(|(index, comment)| builder.comment(index, comment))
        .collect();
    builder.finish(comments)
}

/// The draft added to what stood before, keyed by reference and paragraph: equal rows change nothing, others revise,
/// and comments that the draft does not name stay (api.md "Entering"). A row continues only a comment for the same
/// audience under the same attribution: whoever enters may not find, or change, what is hidden from them.
pub(crate) fn merge(origin: &Origin<'_>, draft: &SubmissionDraft) -> Result<Content, Vec<ContentError>> {
    let mut builder = Builder::new(origin, draft);
    builder.evidence = true;
    builder.check_submission();
    let mut known: BTreeMap<_, Vec<&Comment>> = BTreeMap::new();
    for comment in origin.present_comments().iter().rev() {
        let seen_by = (comment.audience, comment.attribution);
        known
            .entry((comment.reference.as_deref(), comment.paragraph, seen_by))
            .or_default()
            .push(comment);
    }
    let mut named: BTreeMap<CommentId, Comment> = BTreeMap::new();
    let mut fresh = Vec::new();
    for (index, comment) in draft.comments.iter().enumerate() {
        let paragraph = builder.paragraph(comment).map(|(_, paragraph)| paragraph);
        let seen_by = (
            own_or(&comment.audience, &draft.audience),
            own_or(&comment.attribution, &draft.attribution),
        );
        let key = (comment.reference.as_deref(), paragraph, seen_by);
        let continued = known.get_mut(&key).and_then(Vec::pop);
        builder.refuse_names(index, comment);
        let keyed = CommentDraft {
            id: continued.map(|old| old.id),
            number: None,
            ..comment.clone()
        };
        match builder.comment(index, &keyed) {
            Some(built) if origin.present_comments().iter().any(|old| old.id == built.id) => {
                named.insert(built.id, built);
            }
            Some(built) => fresh.push(built),
            None => {}
        }
    }
    let stay = origin
        .present_comments()
        .iter()
        .map(|old| named.remove(&old.id).unwrap_or_else(|| old.clone()));
    let comments: Vec<Comment> = stay.collect::<Vec<_>>().into_iter().chain(fresh).collect();
    let mut content = builder.finish(comments)?;
    if let Some(present) = origin.existing.and_then(Submission::current) {
        // Rows of a sheet say nothing of the submission as a whole unless they do.
        content.position = content.position.or(present.content.position);
        content.ad_referendum |= present.content.ad_referendum;
        content.general_remarks = content
            .general_remarks
            .or_else(|| present.content.general_remarks.clone());
        content.language = present.content.language.clone();
        // Nor may they open to others what the state, or an earlier sheet, said to fewer.
        content.audience = present.content.audience;
        content.attribution = present.content.attribution;
        content.on_behalf_of.clone_from(&present.content.on_behalf_of);
        content.mandate.clone_from(&present.content.mandate);
        content.joint_with.clone_from(&present.content.joint_with);
    }
    Ok(content)
}

struct Builder<'a> {
    origin: &'a Origin<'a>,
    draft: &'a SubmissionDraft,
    numbers: Numbers,
    taken: BTreeSet<CommentId>,
    /// What was received is on record as evidence, and with it the mandate to speak for a group (R16).
    evidence: bool,
    errors: Vec<ContentError>,
}

impl<'a> Builder<'a> {
    fn new(origin: &'a Origin<'a>, draft: &'a SubmissionDraft) -> Self {
        Self {
            origin,
            draft,
            numbers: origin.numbers(),
            taken: BTreeSet::new(),
            evidence: false,
            errors: Vec::new(),
        }
    }

    fn report(&mut self, pointer: String, code: ContentCode, detail: impl Into<String>) {
        self.errors.push(ContentError::new(pointer, code, detail));
    }

    fn cap(&mut self, pointer: String, text: &str, bytes: usize) {
        if text.len() > bytes {
            self.report(
                pointer,
                ContentCode::TooLong,
                format!("{} bytes; at most {bytes}", text.len()),
            );
        } else if text.contains('\0') {
            // PostgreSQL stores no such text.
            self.report(
                pointer,
                ContentCode::Invalid,
                "holds the character U+0000; leave it out",
            );
        }
    }

    fn check_submission(&mut self) {
        let draft = self.draft;
        if let Some(remarks) = &draft.general_remarks {
            self.cap("/general_remarks".into(), remarks, limits::REMARKS_BYTES);
        }
        if draft.comments.len() > limits::COMMENTS {
            self.report(
                "/comments".into(),
                ContentCode::TooLong,
                format!("at most {} comments", limits::COMMENTS),
            );
        }
        let says_nothing =
            draft.position.is_none() && draft.general_remarks.as_ref().is_none_or(|text| text.trim().is_empty());
        if says_nothing && draft.comments.is_empty() {
            self.report(
                "/comments".into(),
                ContentCode::Empty,
                "state a position, general remarks or at least one comment",
            );
        }
        self.check_groups(draft);
        self.check_joint(draft);
    }

    /// The revision and paragraph that a comment names, if both exist.
    fn paragraph(&self, comment: &CommentDraft) -> Option<(&'a str, ParagraphId)> {
        let wanted = comment.paragraph.as_deref()?;
        let number = comment.revision.unwrap_or(self.origin.consultation.revision);
        let revision = self.origin.proposal.find_revision(number)?;
        let found = revision
            .find_paragraph(wanted)
            .or_else(|| revision.find_paragraph(wanted.trim()))?;
        Some((&found.text, found.id))
    }

    fn comment(&mut self, index: usize, draft: &CommentDraft) -> Option<Comment> {
        let at = format!("/comments/{index}");
        let errors_before = self.errors.len();
        let continued = self.continued(&at, draft);
        let (paragraph, ambiguous) = self.place(&at, draft);
        self.check_words(&at, draft);
        if self.errors.len() > errors_before {
            return None;
        }
        let origin = self.origin;
        let submission = self.draft;
        let (audience, attribution) = who_may_know(continued, draft, submission);
        let number = match continued {
            Some(old) => old.number,
            None => self.numbers.give(attribution),
        };
        let built = Comment {
            id: continued.map_or(draft.new_id, |old| old.id),
            number,
            revision: draft.revision.unwrap_or(origin.consultation.revision),
            paragraph,
            quote: draft.quote.clone(),
            ambiguous,
            kind: draft.kind,
            text: draft.text.clone(),
            language: own_or(&draft.language, &submission.language),
            proposed_wording: draft.proposed_wording.clone(),
            explanation: draft.explanation.clone().filter(|text| !text.trim().is_empty()),
            translations: draft.translations.clone(),
            audience,
            attribution,
            on_behalf_of: own_or(&draft.on_behalf_of, &submission.on_behalf_of),
            mandate: groups::mandate_of(draft, submission),
            joint_with: groups::joint_with(submission),
            reference: draft.reference.clone(),
            since_version: origin.next_version(),
            at: origin.at,
            late: origin.late,
        };
        match continued {
            // R12: what did not change stays on time, unless it was withdrawn in between.
            Some(old) if self.origin.stands() && old.says_the_same_as(&built) => Some(Comment {
                joint_with: built.joint_with,
                ..old.clone()
            }),
            _ => Some(built),
        }
    }

    /// Rows of an entry name no comment: whether there is one of that id or number may be hidden (R15d).
    fn refuse_names(&mut self, index: usize, draft: &CommentDraft) {
        let detail = "a row is known again by its reference and paragraph; leave id and number out";
        for (name, given) in [("id", draft.id.is_some()), ("number", draft.number.is_some())] {
            if given {
                let pointer = format!("/comments/{index}/{name}");
                self.report(pointer, ContentCode::UnknownComment, detail);
            }
        }
    }

    /// The comment of the present version that this one continues, by id or by number.
    fn continued(&mut self, at: &str, draft: &CommentDraft) -> Option<&'a Comment> {
        let origin = self.origin;
        let (pointer, found) = if let Some(id) = draft.id {
            (
                format!("{at}/id"),
                origin.present_comments().iter().find(|old| old.id == id),
            )
        } else {
            let number = draft.number.as_deref()?;
            let named = |old: &&Comment| comment_number(origin.state, old.number).eq_ignore_ascii_case(number.trim());
            (format!("{at}/number"), origin.present_comments().iter().find(named))
        };
        let Some(found) = found else {
            self.report(
                pointer,
                ContentCode::UnknownComment,
                "no such comment in the present version; leave id and number out of a new one",
            );
            return None;
        };
        if !self.taken.insert(found.id) {
            self.report(pointer, ContentCode::Duplicate, "the comment is named twice");
        }
        Some(found)
    }

    /// R10: the paragraph exists, and the quoted words occur in it.
    fn place(&mut self, at: &str, draft: &CommentDraft) -> (Option<ParagraphId>, bool) {
        let number = draft.revision.unwrap_or(self.origin.consultation.revision);
        let Some(revision) = self.origin.proposal.find_revision(number) else {
            self.report(
                format!("{at}/revision"),
                ContentCode::UnknownRevision,
                format!("the proposal has no revision {number}"),
            );
            return (None, false);
        };
        let Some(wanted) = draft.paragraph.as_deref() else {
            if draft.quote.is_some() {
                self.report(
                    format!("{at}/quote"),
                    ContentCode::QuoteWithoutParagraph,
                    "name the paragraph that is quoted",
                );
            }
            return (None, false);
        };
        let Some((text, paragraph)) = self.paragraph(draft) else {
            let detail = format!("{}; for a general comment name none", revision.lacks(wanted));
            self.report(format!("{at}/paragraph"), ContentCode::UnknownParagraph, detail);
            return (None, false);
        };
        match draft.quote.as_ref().map(|quote| find_quote(text, quote)) {
            None | Some(Some(Placement::Found)) => (Some(paragraph), false),
            Some(Some(Placement::Ambiguous)) => (Some(paragraph), true),
            Some(None) => {
                let detail = format!(
                    "the quoted words do not occur in paragraph {:?}; copy them from the text (quotation marks around \
                     them and an ellipsis at either end do no harm)",
                    wanted.trim()
                );
                self.report(format!("{at}/quote/exact"), ContentCode::QuoteNotFound, detail);
                (Some(paragraph), false)
            }
        }
    }

    fn check_words(&mut self, at: &str, draft: &CommentDraft) {
        if draft.text.trim().is_empty() && draft.proposed_wording.is_none() {
            self.report(
                format!("{at}/text"),
                ContentCode::Empty,
                "say something, or propose wording",
            );
        }
        self.cap(format!("{at}/text"), &draft.text, limits::COMMENT_BYTES);
        if let Some(explanation) = &draft.explanation {
            self.cap(format!("{at}/explanation"), explanation, limits::COMMENT_BYTES);
        }
        if let Some(Quote { exact, prefix, suffix }) = &draft.quote {
            self.cap(
                format!("{at}/quote"),
                &format!("{exact}{prefix}{suffix}"),
                limits::COMMENT_BYTES,
            );
        }
        if let Some(reference) = &draft.reference {
            self.cap(format!("{at}/reference"), reference, limits::LINE_BYTES);
        }
        if let Some(wording) = &draft.proposed_wording {
            let pointer = format!("{at}/proposed_wording/text");
            let text = wording.text.as_deref().unwrap_or_default();
            self.cap(pointer.clone(), text, limits::COMMENT_BYTES);
            match wording.action {
                WordingAction::Add | WordingAction::Replace if text.trim().is_empty() => {
                    self.report(pointer, ContentCode::Empty, "give the words to put in");
                }
                WordingAction::Delete if !text.is_empty() => {
                    self.report(
                        pointer,
                        ContentCode::Invalid,
                        "a deletion has no text; quote the words to delete",
                    );
                }
                WordingAction::Add | WordingAction::Replace | WordingAction::Delete => {}
            }
        }
        if draft.translations.len() > limits::TRANSLATIONS {
            self.report(
                format!("{at}/translations"),
                ContentCode::TooLong,
                format!("at most {}", limits::TRANSLATIONS),
            );
        }
        for (index, translation) in draft.translations.iter().enumerate().take(limits::TRANSLATIONS) {
            let pointer = format!("{at}/translations/{index}/text");
            if translation.text.trim().is_empty() {
                self.report(pointer.clone(), ContentCode::Empty, "a translation has a text");
            }
            self.cap(pointer, &translation.text, limits::COMMENT_BYTES);
        }
        self.check_group_of(at, draft);
    }

    fn finish(mut self, comments: Vec<Comment>) -> Result<Content, Vec<ContentError>> {
        if self.errors.is_empty() && comments.len() > limits::COMMENTS {
            self.report(
                "/comments".into(),
                ContentCode::TooLong,
                format!("at most {} comments in a submission", limits::COMMENTS),
            );
        }
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let draft = self.draft;
        Ok(Content {
            position: draft.position,
            ad_referendum: draft.ad_referendum,
            language: draft.language.clone(),
            audience: draft.audience,
            attribution: draft.attribution,
            on_behalf_of: draft.on_behalf_of.clone(),
            mandate: groups::stated(draft.mandate.as_deref()),
            joint_with: groups::joint_with(draft),
            general_remarks: draft.general_remarks.clone().filter(|text| !text.trim().is_empty()),
            comments,
        })
    }
}

/// Who may read a comment, and who may know its state (R15a). What it continues is opened to nobody new unless it says so
/// itself: whoever mends a word and names only that must not publish what was kept back.
fn who_may_know(
    continued: Option<&Comment>,
    draft: &CommentDraft,
    submission: &SubmissionDraft,
) -> (Audience, Attribution) {
    // Later members of both lists are narrower.
    let audience = continued.map_or(submission.audience, |old| old.audience.max(submission.audience));
    let attribution = continued.map_or(submission.attribution, |old| {
        old.attribution.max(submission.attribution)
    });
    (
        own_or(&draft.audience, &audience),
        own_or(&draft.attribution, &attribution),
    )
}

/// What a comment says of itself, else what its submission says.
pub(crate) fn own_or<T: Clone>(own: &Inherited<T>, default: &T) -> T {
    match own {
        Inherited::Inherit => default.clone(),
        Inherited::Own(value) => value.clone(),
    }
}
