//! Conditions on what became of comments: the published disposition, and for members the one proposed now (R18, R20).
//! `SeenRow::has_disposition` says the same in memory.

use consultation::review::DispositionAsked;
use projection::sql::Sql;

use super::Scope;

/// Whether nothing tells the viewer of an answer, under the state's name.
pub(super) const NAMED: &str = "NOT d.answered";

/// The same under a label: about the past no answer is told, since it would date what the state said (R15c).
pub(super) const LABELLED: &str = "(d.unlabelled OR NOT d.answered)";

/// Adds the condition on comments, table `c`. `unanswered` is one of the conditions above.
pub(super) fn push_disposition(query: &mut Sql, scope: &Scope, asked: DispositionAsked, unanswered: &'static str) {
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
            query
                .push("CASE WHEN d.lapses_at <= viewer.now AND ")
                .push(unanswered)
                .push(" THEN 'noted' ELSE d.published END = ")
                .push_bind(kind.as_str());
            if is_member {
                query.push(" OR d.proposed = ").push_bind(kind.as_str());
            }
        }
    }
    query.push("))");
}
