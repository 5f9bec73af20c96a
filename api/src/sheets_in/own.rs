//! A state's own sheet: its rows continue its comments by number, or say something new. What the sheet has no column for
//! stays as it is, and so does every comment that no row names.

use std::collections::BTreeSet;

use comment_sheets::Field;
use consultation::command::{CommentDraft, Inherited, SubmissionDraft};
use consultation::submission::{Comment, Content, Position, ProposedWording};
use consultation::text::Quote;
use consultation::{LanguageTag, Proposal, StateCode, limits};

use super::batch::DEFAULTS;
use super::kept::{as_it_stands, same_or, unless_same};
use super::rows::{Refusal, Row, SheetComment};

/// A row that takes part.
struct Taken {
    /// Its place in the sheet.
    row: usize,
    said: SheetComment,
    draft: CommentDraft,
    /// The place, among the comments that stand, of the one that it continues.
    continues: Option<usize>,
}

/// The rows of one state over what it says so far.
pub(crate) struct OwnSheet<'a> {
    proposal: &'a Proposal,
    before: Option<&'a Content>,
    fields: &'a BTreeSet<Field>,
    taken: Vec<Taken>,
    /// Rows that give a position and no comment.
    pub(crate) wordless: Vec<usize>,
    position: Option<Position>,
    ad_referendum: Option<bool>,
    language: Option<LanguageTag>,
}

impl<'a> OwnSheet<'a> {
    /// Finds out which comment each row continues; answers the rows that cannot be taken, too.
    pub(crate) fn of(
        proposal: &'a Proposal,
        state: StateCode,
        before: Option<&'a Content>,
        fields: &'a BTreeSet<Field>,
        rows: Vec<Row>,
    ) -> (Self, Vec<(usize, Refusal)>) {
        let mut sheet = Self {
            proposal,
            before,
            fields,
            taken: Vec::new(),
            wordless: Vec::new(),
            position: None,
            ad_referendum: None,
            language: None,
        };
        let mut refused = Vec::new();
        let (numbered, others): (Vec<_>, Vec<_>) = rows
            .into_iter()
            .enumerate()
            .partition(|(_, row)| row.content.as_ref().is_ok_and(|said| said.said.number.is_some()));
        // Numbers first: a row without one may only continue what no other row names.
        for (place, row) in numbered.into_iter().chain(others) {
            let taken = row.content.and_then(|said| sheet.take(place, state, said));
            refused.extend(taken.err().map(|refusal| (place, refusal)));
        }
        sheet.taken.sort_by_key(|taken| taken.row);
        (sheet, refused)
    }

    fn comments(&self) -> &'a [Comment] {
        self.before.map_or(&[], |content| &content.comments)
    }

    fn take(&mut self, row: usize, state: StateCode, said: SheetComment) -> Result<(), Refusal> {
        if said.position.is_some() && self.position.is_some() && said.position != self.position {
            let reason = "an earlier row states another position; a state has one";
            return Err(Refusal::new("conflicting_position", reason));
        }
        let continues = match &said.said.number {
            Some(number) => Some(self.numbered(number, state)?),
            None => said.draft.as_ref().and_then(|draft| self.known_again(draft)),
        };
        if self.fields.contains(&Field::AdReferendum) && said.position.is_some() {
            self.ad_referendum = Some(self.ad_referendum.unwrap_or(false) || said.ad_referendum);
        }
        self.position = self.position.or(said.position);
        self.language.get_or_insert_with(|| said.language.clone());
        let Some(draft) = said.draft.clone() else {
            self.wordless.push(row);
            return Ok(());
        };
        if self.taken.len() >= limits::COMMENTS {
            let reason = format!("a submission holds at most {} comments", limits::COMMENTS);
            return Err(Refusal::new("too_long", reason));
        }
        self.taken.push(Taken {
            row,
            said,
            draft,
            continues,
        });
        Ok(())
    }

    /// The comment that stands under a number of this state.
    fn numbered(&self, number: &str, state: StateCode) -> Result<usize, Refusal> {
        let digits = number.split_once('-').map_or(number, |(_, digits)| digits);
        let wanted: Option<u32> = digits.trim().parse().ok();
        let found = self
            .comments()
            .iter()
            .position(|comment| Some(comment.number) == wanted);
        let unknown = || {
            let reason = format!(
                "{number} is no comment of {state} that stands in this consultation; leave the number \
                out to make a new one"
            );
            Refusal::new("unknown_comment", reason)
        };
        let found = found.ok_or_else(unknown)?;
        if self.is_taken(found) {
            return Err(Refusal::new(
                "number_twice",
                format!("an earlier row has the number {number}, too"),
            ));
        }
        Ok(found)
    }

    fn is_taken(&self, place: usize) -> bool {
        self.taken.iter().any(|taken| taken.continues == Some(place))
    }

    /// The comment that a row without number repeats: one with the same reference on the same paragraph, or with the
    /// same words there.
    fn known_again(&self, draft: &CommentDraft) -> Option<usize> {
        let same_place = |comment: &Comment| {
            let revision = self.proposal.find_revision(comment.revision);
            let found = draft
                .paragraph
                .as_deref()
                .and_then(|label| revision?.find_paragraph(label));
            comment.paragraph == found.map(|found| found.id) && found.is_some() == draft.paragraph.is_some()
        };
        let free = |(place, comment): &(usize, &Comment)| !self.is_taken(*place) && same_place(comment);
        let mut candidates = self.comments().iter().enumerate().filter(free);
        let by = |same: &dyn Fn(&Comment) -> bool| {
            let mut free = candidates.clone();
            free.find(|(_, comment)| same(comment)).map(|(place, _)| place)
        };
        let by_reference = draft.reference.as_ref();
        let by_reference = by_reference.and_then(|own| by(&|comment| comment.reference.as_ref() == Some(own)));
        // What only proposes wording is known by that.
        let same_words = |comment: &Comment| {
            let wordless = draft.text.is_empty();
            comment.text == draft.text && (!wordless || comment.proposed_wording == draft.proposed_wording)
        };
        by_reference.or_else(|| {
            candidates
                .find(|(_, comment)| same_words(comment))
                .map(|(place, _)| place)
        })
    }

    /// All that the state says with these rows: first what stands, in its order, then what is new; and beside each
    /// comment the row that it comes from. `None` if no row is left.
    pub(crate) fn draft(&self) -> Option<(SubmissionDraft, Vec<Option<usize>>)> {
        if self.taken.is_empty() && self.wordless.is_empty() {
            return None;
        }
        let mut comments = Vec::new();
        for (place, old) in self.comments().iter().enumerate() {
            match self.taken.iter().find(|taken| taken.continues == Some(place)) {
                Some(taken) => comments.push((self.continued(taken, old), Some(taken.row))),
                None => comments.push((as_it_stands(old), None)),
            }
        }
        let new = self.taken.iter().filter(|taken| taken.continues.is_none());
        comments.extend(new.map(|taken| (taken.draft.clone(), Some(taken.row))));
        let (comments, rows) = comments.into_iter().unzip();
        let before = self.before;
        let draft = SubmissionDraft {
            position: self.position.or(before.and_then(|content| content.position)),
            ad_referendum: self
                .ad_referendum
                .unwrap_or(before.is_some_and(|content| content.ad_referendum)),
            language: before
                .map(|content| &content.language)
                .or(self.language.as_ref())
                .cloned()?,
            audience: before.map_or(DEFAULTS.0, |content| content.audience),
            attribution: before.map_or(DEFAULTS.1, |content| content.attribution),
            on_behalf_of: before.and_then(|content| content.on_behalf_of.clone()),
            mandate: before.and_then(|content| content.mandate.clone()),
            joint_with: before.map(|content| content.joint_with.clone()).unwrap_or_default(),
            general_remarks: before.and_then(|content| content.general_remarks.clone()),
            comments,
        };
        Some((draft, rows))
    }

    /// Leaves a row out; what it would have continued stands as it was.
    pub(crate) fn leave_out(&mut self, row: usize) {
        self.taken.retain(|taken| taken.row != row);
        self.wordless.retain(|wordless| *wordless != row);
    }

    /// A comment as the row has it, and as it was in what the sheet has no column for.
    fn continued(&self, taken: &Taken, old: &Comment) -> CommentDraft {
        let (row, said, kept) = (&taken.draft, &taken.said.said, as_it_stands(old));
        let has = |field| self.fields.contains(&field);
        CommentDraft {
            paragraph: if has(Field::Paragraph) {
                row.paragraph.clone()
            } else {
                kept.paragraph
            },
            quote: self.quote(row, old),
            kind: if said.comment_type.is_some() {
                row.kind
            } else {
                old.kind
            },
            text: same_or(row.text.clone(), &old.text),
            language: if said.language.is_some() {
                row.language.clone()
            } else {
                kept.language
            },
            proposed_wording: self.wording(row, old),
            explanation: if has(Field::Explanation) {
                unless_same(row.explanation.clone(), old.explanation.as_ref())
            } else {
                kept.explanation
            },
            audience: if said.audience.is_some() {
                row.audience.clone()
            } else {
                kept.audience
            },
            attribution: if said.attribution.is_some() {
                row.attribution.clone()
            } else {
                kept.attribution
            },
            on_behalf_of: match (has(Field::OnBehalfOf), &said.on_behalf_of) {
                (true, Some(_)) => row.on_behalf_of.clone(),
                (true, None) => Inherited::Own(None),
                (false, _) => kept.on_behalf_of,
            },
            reference: if has(Field::Reference) {
                row.reference.clone()
            } else {
                kept.reference
            },
            ..kept
        }
    }

    fn quote(&self, row: &CommentDraft, old: &Comment) -> Option<Quote> {
        let same = |own: &Quote, old: &Quote| own.exact.trim() == old.exact.trim();
        match (&row.quote, &old.quote) {
            (_, old) if !self.fields.contains(&Field::QuoteExact) => old.clone(),
            (Some(own), Some(old)) if !self.fields.contains(&Field::QuotePrefix) && same(own, old) => Some(old.clone()),
            (own, _) => own.clone(),
        }
    }

    fn wording(&self, row: &CommentDraft, old: &Comment) -> Option<ProposedWording> {
        let same =
            |own: &ProposedWording, old: &ProposedWording| unless_same(own.text.clone(), old.text.as_ref()) == old.text;
        match (&row.proposed_wording, &old.proposed_wording) {
            (_, old) if !self.fields.contains(&Field::ProposedWordingText) => old.clone(),
            (Some(own), Some(old)) if !self.fields.contains(&Field::ProposedWordingAction) && same(own, old) => {
                Some(old.clone())
            }
            (Some(own), Some(old)) if own.action == old.action && same(own, old) => Some(old.clone()),
            (own, _) => own.clone(),
        }
    }
}
