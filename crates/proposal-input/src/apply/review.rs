//! Events of the members' review: what is proposed and what was published of a comment (R17, R20, R21).

use consultation::event::{DispositionAnswered, DispositionProposed, DispositionsPublished};
use consultation::review::{DispositionKind, clarification_lapses_at};
use consultation::{CommentId, ProposalId};
use jiff::Timestamp;
use projection::ApplyError;
use projection::sql::{Sql, Value, ViewConn};

/// Comments in a statement.
const CHUNK: usize = 256;

pub(super) async fn proposed(tx: &mut ViewConn, event: &DispositionProposed) -> Result<(), ApplyError> {
    let kind = event.disposition.disposition;
    // R20: a request for clarification goes out at once.
    let published = (kind == DispositionKind::ClarificationRequested).then_some(kind);
    for comments in event.comments.chunks(CHUNK) {
        set(tx, event.proposal_id, comments, "proposed", kind).await?;
        if let Some(published) = published {
            set(tx, event.proposal_id, comments, "published", published).await?;
            went_out(tx, event.proposal_id, comments, event.at).await?;
        }
    }
    Ok(())
}

pub(super) async fn published(tx: &mut ViewConn, event: &DispositionsPublished) -> Result<(), ApplyError> {
    for comments in event.comments.chunks(CHUNK) {
        let mut copy = Sql::new("UPDATE @dispositions SET published = proposed");
        push_where(&mut copy, event.proposal_id, comments);
        copy.push(" AND proposed IS NOT NULL");
        copy.execute(tx).await?;
        went_out(tx, event.proposal_id, comments, event.at).await?;
    }
    for comments in event.no_common_view.chunks(CHUNK) {
        let kind = DispositionKind::NoCommonView;
        set(tx, event.proposal_id, comments, "published", kind).await?;
        went_out(tx, event.proposal_id, comments, event.at).await?;
    }
    Ok(())
}

pub(super) async fn answered(tx: &mut ViewConn, event: &DispositionAnswered) -> Result<(), ApplyError> {
    let mut answer = Sql::new("UPDATE @dispositions SET answered = true");
    push_where(&mut answer, event.proposal_id, &[event.comment]);
    answer.execute(tx).await?;
    Ok(())
}

/// Writes one disposition, `proposed` or `published`, for each of the comments.
async fn set(
    tx: &mut ViewConn,
    proposal: ProposalId,
    comments: &[CommentId],
    column: &'static str,
    kind: DispositionKind,
) -> Result<(), ApplyError> {
    let mut insert = Sql::new("INSERT INTO @dispositions (proposal, comment, ");
    insert.push(column).push(") VALUES ");
    for (index, comment) in comments.iter().enumerate() {
        let row: [Value; 3] = [proposal.0.into(), comment.0.into(), kind.as_str().into()];
        insert
            .push(if index == 0 { "(" } else { ", (" })
            .push_list(row)
            .push(")");
    }
    insert
        .push(" ON CONFLICT (proposal, comment) DO UPDATE SET ")
        .push(column);
    insert.push(" = excluded.").push(column);
    insert.execute(tx).await?;
    Ok(())
}

/// What was published at this instant is not answered yet; if it is a request for clarification, it lapses.
async fn went_out(
    tx: &mut ViewConn,
    proposal: ProposalId,
    comments: &[CommentId],
    at: Timestamp,
) -> Result<(), ApplyError> {
    let mut update = Sql::new("UPDATE @dispositions SET answered = false, lapses_at = CASE WHEN published = ");
    update.push_bind(DispositionKind::ClarificationRequested.as_str());
    update
        .push(" THEN ")
        .push_bind(clarification_lapses_at(at).as_microsecond());
    update.push(" END");
    push_where(&mut update, proposal, comments);
    update.execute(tx).await?;
    Ok(())
}

fn push_where(query: &mut Sql, proposal: ProposalId, comments: &[CommentId]) {
    query.push(" WHERE proposal = ").push_bind(proposal.0);
    query
        .push(" AND comment IN (")
        .push_list(comments.iter().map(|comment| comment.0))
        .push(")");
}
