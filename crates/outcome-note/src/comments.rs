//! The comments that a viewer sees, and how they are named.

use consultation::alignment::stances::Asked;
use consultation::register::RegisterAt;
use consultation::visibility::{Past, Rights, SeenRow, Speaker, seen_rows_at};
use consultation::{CommentId, Dossier, ParagraphId, Proposal};

/// What is read, by whom.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The viewer's rights, now.
    pub rights: &'a Rights,
    /// The dossier at the point asked for.
    pub dossier: &'a Dossier,
    /// The dossier as it stands: what rights are judged by (R15b).
    pub present: &'a Dossier,
    /// What a dossier of the past is judged by; none for the present.
    pub past: Option<Past<'a>>,
}

/// A comment as a document names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentRef {
    /// Its id.
    pub id: CommentId,
    /// `FJI-001`, or `DEL-7F3A` under a label.
    pub number: String,
    /// Who is shown as its author.
    pub speaker: Speaker,
    /// The label of its paragraph in the revision that it speaks of; none for a general comment.
    pub paragraph: Option<String>,
}

impl<'a> Reading<'a> {
    /// The proposal at the point asked for.
    #[must_use]
    pub fn proposal(&self) -> &'a Proposal {
        &self.dossier.proposal
    }

    /// The comments that the viewer sees, in reading order. Of the past, with the rights of now (R15b).
    #[must_use]
    pub fn rows(&self) -> Vec<SeenRow<'a>> {
        seen_rows_at(self.rights, self.dossier, self.past)
    }

    /// The question who stands where.
    pub(crate) fn asked(&self, register: RegisterAt<'a>) -> Asked<'a> {
        Asked {
            rights: self.rights,
            present: self.present,
            shown: self.dossier,
            past: self.past,
            register,
            consultation: None,
        }
    }

    pub(crate) fn reference(&self, row: &SeenRow<'_>) -> CommentRef {
        CommentRef {
            id: row.id,
            number: row.number.clone(),
            speaker: row.speaker,
            paragraph: row.comment.paragraph.map(|id| self.label(row.comment.revision, id)),
        }
    }

    pub(crate) fn label(&self, revision: u32, paragraph: ParagraphId) -> String {
        self.proposal().label_of(revision, paragraph).to_owned()
    }
}
