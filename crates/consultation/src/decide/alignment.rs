//! What joining and leaving have in common (R13): what the state sees of the submission, and what it names of that.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{World, takes_changes};
use crate::alignment::{AlignmentAct, Direction, Target};
use crate::submission::comment_number;
use crate::visibility::{Rights, SeenPart, SeenRow, SeenSubmission, Viewer, seen_row, seen_submission};
use crate::{
    CommentId, Consultation, ContentCode, ContentError, Dossier, ParagraphId, Proposal, Rejection, StateCode,
    Submission, limits, permit,
};

/// A submission as the state sees it that joins or leaves it.
pub(super) struct Other<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) proposal: &'a Proposal,
    pub(super) submission: &'a Submission,
    pub(super) consultation: &'a Consultation,
    pub(super) rights: Rights,
    by: StateCode,
    seen: SeenSubmission<'a>,
    rows: Vec<SeenRow<'a>>,
}

impl<'a> Other<'a> {
    /// Visibility before permission: a submission of which the state sees nothing is not there (R15d).
    pub(super) fn of(world: &'a World, by: StateCode, at: Timestamp) -> Result<Self, Rejection> {
        let submission = world.submission()?;
        let proposal = world.proposal()?;
        let dossier = world.dossier()?;
        let register = world.register_at(at);
        let rights = Rights::of(Viewer::Delegation(by), register, proposal, at);
        let of_it = proposal.find_consultation(submission.consultation);
        let seen = of_it.and_then(|consultation| seen_submission(&rights, consultation, submission, submission));
        let seen = seen.ok_or(Rejection::SubmissionNotFound)?;
        let consultation = permit::align(register, proposal, submission, by)?;
        let standing = submission.current().filter(|_| submission.withdrawn_at.is_none());
        let said = standing.into_iter().flat_map(|version| &version.content.comments);
        let rows = said.filter_map(|comment| seen_row(&rights, dossier, submission, comment));
        let rows = rows.filter(SeenRow::is_named).collect();
        Ok(Self {
            dossier,
            proposal,
            submission,
            consultation,
            rights,
            by,
            seen,
            rows,
        })
    }

    /// The comments named by id or number. What the state does not see, it cannot name.
    pub(super) fn comments(&self, named: Option<&[String]>, errors: &mut Vec<ContentError>) -> Option<Vec<CommentId>> {
        let named = named?;
        if named.is_empty() {
            let detail = "name at least one comment, or leave this out for the submission as a whole";
            errors.push(ContentError::new("/comments", ContentCode::Empty, detail));
        }
        if named.len() > limits::COMMENTS {
            let detail = format!("at most {} comments", limits::COMMENTS);
            errors.push(ContentError::new("/comments", ContentCode::TooLong, detail));
        }
        let mut found = Vec::new();
        for (index, wanted) in named.iter().enumerate().take(limits::COMMENTS) {
            match self.rows.iter().find(|row| self.is_called(row, wanted.trim())) {
                Some(row) if !found.contains(&row.id) => found.push(row.id),
                Some(_) => {}
                None => errors.push(ContentError::new(
                    format!("/comments/{index}"),
                    ContentCode::UnknownComment,
                    "the submission has no such comment that stands and that you see",
                )),
            }
        }
        Some(found)
    }

    fn is_called(&self, row: &SeenRow<'_>, wanted: &str) -> bool {
        let number = || comment_number(self.submission.state, row.comment.number);
        wanted
            .parse::<uuid::Uuid>()
            .map_or_else(|_| number().eq_ignore_ascii_case(wanted), |id| row.id.0 == id)
    }

    /// The paragraphs named by label in the revision under consultation, or by id in any revision.
    pub(super) fn paragraphs(&self, field: &str, named: &[String], errors: &mut Vec<ContentError>) -> Vec<ParagraphId> {
        if named.len() > limits::PARAGRAPHS {
            let detail = format!("at most {} paragraphs", limits::PARAGRAPHS);
            errors.push(ContentError::new(format!("/{field}"), ContentCode::TooLong, detail));
        }
        let mut found = BTreeSet::new();
        for (index, wanted) in named.iter().enumerate().take(limits::PARAGRAPHS) {
            let wanted = wanted.trim();
            let under_consultation = self.proposal.find_revision(self.consultation.revision);
            let by_label = under_consultation.and_then(|revision| revision.find_paragraph(wanted));
            let id = wanted.parse::<uuid::Uuid>().ok().map(ParagraphId);
            let by_id = id.filter(|id| self.all_paragraphs().contains(id));
            match by_label.map(|paragraph| paragraph.id).or(by_id) {
                Some(paragraph) => {
                    found.insert(paragraph);
                }
                None => errors.push(ContentError::new(
                    format!("/{field}/{index}"),
                    ContentCode::UnknownParagraph,
                    under_consultation
                        .map(|revision| revision.lacks(wanted))
                        .unwrap_or_default(),
                )),
            }
        }
        found.into_iter().collect()
    }

    fn all_paragraphs(&self) -> BTreeSet<ParagraphId> {
        let revisions = self.proposal.revisions.iter();
        let paragraphs = revisions.flat_map(|(_, revision)| &revision.paragraphs);
        paragraphs.map(|paragraph| paragraph.id).collect()
    }

    /// The present state lets this state join or leave.
    pub(super) fn stands(&self) -> Result<(), Rejection> {
        takes_changes(self.proposal)?;
        if self.submission.state == self.by {
            return Err(Rejection::OwnSubmission);
        }
        self.seen
            .withdrawn_at
            .map_or(Ok(()), |at| Err(Rejection::AlreadyWithdrawn { at }))
    }

    /// Everything in it that can be joined or left, as far as the state sees it.
    fn targets(&self) -> Vec<Target> {
        let general = [
            Target::Whole,
            Target::Comment {
                id: None,
                paragraph: None,
            },
        ];
        let to_come = self.all_paragraphs().into_iter().map(|paragraph| Target::Comment {
            id: None,
            paragraph: Some(paragraph),
        });
        let said = self.rows.iter().map(|row| Target::Comment {
            id: Some(row.id),
            paragraph: row.comment.paragraph,
        });
        general.into_iter().chain(to_come).chain(said).collect()
    }

    /// Whether the state already stands where the act would put it.
    pub(super) fn is_said(&self, act: &AlignmentAct) -> bool {
        self.targets().into_iter().all(|target| {
            let says = act.says_of(target);
            says.is_none() || says == self.standing(target)
        })
    }

    /// Whether there is anything to leave in what the act speaks of.
    pub(super) fn may_leave(&self, act: &AlignmentAct) -> bool {
        let mut spoken_of = self
            .targets()
            .into_iter()
            .filter(|target| act.says_of(*target).is_some());
        spoken_of.any(|target| self.standing(target) == Some(Direction::Aligned) || self.speaks_for_it(target))
    }

    fn standing(&self, target: Target) -> Option<Direction> {
        self.dossier.alignments.standing(self.by, self.submission.id, target)
    }

    /// Whether it is said on behalf of a group that the state belongs to, or jointly with it.
    fn speaks_for_it(&self, target: Target) -> bool {
        let (group, joint) = match target {
            Target::Whole => {
                let part = self.seen.part.as_ref();
                let group = part.and_then(|part: &SeenPart<'_>| part.on_behalf_of);
                (group, part.map_or(&[][..], |part| part.joint_with))
            }
            Target::Comment { id, .. } => {
                let row = self.rows.iter().find(|row| Some(row.id) == id);
                let group = row.and_then(|row| row.comment.on_behalf_of.as_ref());
                (group, row.map_or(&[][..], |row| &row.comment.joint_with))
            }
        };
        group.is_some_and(|group| self.rights.belongs_to(group)) || joint.contains(&self.by)
    }
}
