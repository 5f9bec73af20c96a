//! Consultations whose closing is due and not yet recorded: what the clock closes.

use consultation::ProposalId;
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::QueryError;

/// The proposals with a consultation that closes at or before the instant, earliest first; at most 100.
pub async fn find_due_consultations(
    conn: &mut SqliteConnection,
    instant: Timestamp,
) -> Result<Vec<ProposalId>, QueryError> {
    let ids: Vec<uuid::Uuid> = sqlx::query_scalar(
        "SELECT proposal FROM consultations WHERE closing_recorded = 0 AND closes_at <= $1 ORDER BY closes_at LIMIT 100",
    )
    .bind(instant.as_microsecond())
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(ProposalId).collect())
}
