//! Where a comment belongs, which its random id does not tell.

use consultation::{CommentId, ProposalId};
use projection::sql::{Sql, ViewConn};

use super::QueryError;

/// The proposal that a comment was made on, whether it stands or was withdrawn. Says nothing of who may know of it.
///
/// # Errors
/// [`QueryError`], when the view cannot be read.
pub async fn find_proposal_of_comment(
    conn: &mut ViewConn,
    comment: CommentId,
) -> Result<Option<ProposalId>, QueryError> {
    let row = Sql::new("SELECT proposal FROM @comments WHERE id = $1 LIMIT 1")
        .bind(comment.0)
        .fetch_optional(conn)
        .await?;
    row.map(|row| Ok(ProposalId(row.try_get(0_usize)?))).transpose()
}
