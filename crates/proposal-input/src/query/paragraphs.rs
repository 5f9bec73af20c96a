//! The paragraphs of a proposal in reading order, as the newest revision that has each shows it.

use consultation::{ParagraphId, ProposalId};
use projection::sql::{Row, Sql, ViewConn};

use super::{QueryError, small};

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphItem {
    /// Its id.
    pub id: ParagraphId,
    /// The newest revision that has it.
    pub revision: u32,
    /// Its label there.
    pub label: String,
    /// Its text there.
    pub text: String,
    /// Whether the newest revision of the proposal has it.
    pub present: bool,
}

/// All paragraphs that the proposal ever had, in reading order.
///
/// # Errors
/// [`QueryError`], when the view cannot be read.
pub async fn list_paragraphs(conn: &mut ViewConn, proposal: ProposalId) -> Result<Vec<ParagraphItem>, QueryError> {
    let rows = Sql::new(
        "SELECT p.id, p.revision, p.label, p.text, p.revision = q.revision FROM @paragraphs p
         JOIN @proposals q ON q.id = p.proposal WHERE p.proposal = $1 ORDER BY p.place",
    )
    .bind(proposal.0)
    .fetch_all(conn)
    .await?;
    let item = |row: Row| {
        Ok(ParagraphItem {
            id: ParagraphId(row.try_get(0)?),
            revision: small(row.try_get(1)?),
            label: row.try_get(2)?,
            text: row.try_get(3)?,
            present: row.try_get(4)?,
        })
    };
    rows.into_iter().map(item).collect()
}
