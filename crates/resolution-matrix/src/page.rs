//! Rows and pages of the matrix.

use consultation::review::{Convergence, convergence};
use consultation::visibility::{Past, ReadingKey, ReadingOrder, Rights, SeenRow, seen_rows_at};
use consultation::{CommentId, Dossier, StateCode};

use crate::{MatrixFilter, changed_in};

/// The matrix of a proposal, as its viewer sees it.
#[derive(Debug)]
pub struct Matrix<'a> {
    dossier: &'a Dossier,
    is_member: bool,
    members: Vec<StateCode>,
    rows: Vec<SeenRow<'a>>,
}

/// A row with what is computed for it.
#[derive(Debug)]
pub struct MatrixRow<'m, 'a> {
    /// The comment.
    pub seen: &'m SeenRow<'a>,
    /// Where the members stand; for members only (R18).
    pub convergence: Option<Convergence>,
    /// Later revisions in which its paragraph changed.
    pub changed_in: Vec<u32>,
}

/// At most so many rows as were asked for.
#[derive(Debug)]
pub struct MatrixPage<'m, 'a> {
    /// The rows.
    pub rows: Vec<MatrixRow<'m, 'a>>,
    /// Where the page ended, if there are more. It holds nothing that the page does not show.
    pub end: Option<ReadingKey>,
}

impl<'a> Matrix<'a> {
    /// The matrix; `members` are those of now, whose views count.
    #[must_use]
    pub fn of(rights: &Rights, dossier: &'a Dossier, past: Option<Past<'_>>, members: Vec<StateCode>) -> Self {
        Self {
            dossier,
            is_member: rights.is_member(),
            members,
            rows: seen_rows_at(rights, dossier, past),
        }
    }

    /// All comments that the viewer sees, in reading order.
    #[must_use]
    pub fn rows(&self) -> &[SeenRow<'a>] {
        &self.rows
    }

    /// The number of a comment, if the viewer sees that one.
    #[must_use]
    pub fn number_of(&self, id: CommentId) -> Option<&str> {
        let found = self.rows.iter().find(|row| row.id == id);
        found.map(|row| row.number.as_str())
    }

    /// The rows that a filter finds.
    pub fn find(&self, filter: &MatrixFilter) -> impl Iterator<Item = &SeenRow<'a>> {
        let filter = filter.prepared();
        let rows = self.rows.iter();
        rows.filter(move |row| filter.finds(row, self.is_member, &self.members))
    }

    /// One page: at most `limit` rows after `after`.
    #[must_use]
    pub fn page(&self, filter: &MatrixFilter, after: Option<&ReadingKey>, limit: usize) -> MatrixPage<'_, 'a> {
        let order = ReadingOrder::of(self.dossier);
        let begin = after.map_or(0, |after| self.rows.partition_point(|row| order.key(row) <= *after));
        let filter = filter.prepared();
        let rest = self.rows.get(begin..).unwrap_or_default().iter();
        let mut found = rest.filter(|row| filter.finds(row, self.is_member, &self.members));
        let page: Vec<&SeenRow<'a>> = found.by_ref().take(limit).collect();
        let end = found.next().and(page.last()).map(|last| order.key(last));
        MatrixPage {
            rows: page.into_iter().map(|row| self.computed(row)).collect(),
            end,
        }
    }

    fn computed<'m>(&'m self, seen: &'m SeenRow<'a>) -> MatrixRow<'m, 'a> {
        MatrixRow {
            seen,
            convergence: self.is_member.then(|| convergence(seen.review, &self.members)),
            changed_in: changed_in(&self.dossier.proposal, &seen.comment),
        }
    }
}
