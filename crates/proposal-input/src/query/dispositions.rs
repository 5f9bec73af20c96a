//! Conditions on what became of comments: the published disposition, and for members the one proposed now (R18, R20).
//! `SeenRow::has_disposition` says the same in memory.

use consultation::review::{DispositionAsked, clarification_lapses_at};
use projection::sql::{Sql, ViewConn};

use super::{QueryError, Scope, instant};

/// When a request for clarification reads as noted.
pub(super) enum Lapse<'a> {
    /// Under the state's name: when it is unanswered for five working days (R20).
    Named,
    /// Under a label: not before it would be if it had been made at the close of the consultation. An earlier lapse would
    /// tell by when the comment was said, and about the past an answer would, too (R15c). Holds the consultations whose
    /// close is so long ago.
    Labelled(&'a [i64]),
}

/// The consultations of a proposal that closed so long ago that a request for clarification of then has lapsed.
pub(super) async fn closed_long_ago(conn: &mut ViewConn, scope: &Scope) -> Result<Vec<i64>, QueryError> {
    let mut query = Sql::new("SELECT number, open_until FROM @consultations WHERE proposal = ");
    query.push_bind(scope.proposal.0);
    let mut long_ago = Vec::new();
    for row in query.fetch_all(conn).await? {
        if clarification_lapses_at(instant(row.try_get(1)?)?) <= scope.rights.now() {
            long_ago.push(row.try_get(0)?);
        }
    }
    Ok(long_ago)
}

/// Adds the condition on comments, table `c`.
pub(super) fn push_disposition(query: &mut Sql, scope: &Scope, asked: DispositionAsked, lapse: &Lapse<'_>) {
    let of_comment = "EXISTS (SELECT 1 FROM @dispositions d WHERE d.proposal = c.proposal AND d.comment = c.id AND (";
    let is_member = scope.rights.is_member();
    match asked {
        DispositionAsked::Nothing => {
            query.push(" AND NOT ").push(of_comment).push("d.published IS NOT NULL");
            if is_member {
                query.push(" OR d.proposed IS NOT NULL");
            }
        }
        DispositionAsked::Kind(kind) => {
            query.push(" AND ").push(of_comment);
            // Only requests for clarification lapse.
            query.push("CASE WHEN d.lapses_at <= viewer.now AND ");
            push_lapsed(query, lapse);
            query
                .push(" THEN 'noted' ELSE d.published END = ")
                .push_bind(kind.as_str());
            if is_member {
                query.push(" OR d.proposed = ").push_bind(kind.as_str());
            }
        }
    }
    query.push("))");
}

/// What else has to be so, that a request whose time is over has lapsed.
fn push_lapsed(query: &mut Sql, lapse: &Lapse<'_>) {
    match lapse {
        Lapse::Named => {
            query.push("NOT d.answered");
        }
        Lapse::Labelled([]) => {
            query.push("false");
        }
        Lapse::Labelled(long_ago) => {
            query
                .push("(d.unlabelled OR NOT d.answered) AND c.consultation IN (")
                .push_list(long_ago.iter().copied())
                .push(")");
        }
    }
}
