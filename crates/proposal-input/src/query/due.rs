//! What is due and not yet recorded: what the clock closes, and what it adopts.

use consultation::ProposalId;
use jiff::Timestamp;
use projection::sql::{Row, Sql, ViewConn};

use super::QueryError;

/// The proposals with a consultation that closes at or before the instant, earliest first; at most 100.
///
/// # Errors
/// [`QueryError`], when the view cannot be read.
pub async fn find_due_consultations(conn: &mut ViewConn, instant: Timestamp) -> Result<Vec<ProposalId>, QueryError> {
    let rows = Sql::new(
        "SELECT proposal FROM @consultations WHERE NOT closing_recorded AND closes_at <= $1 ORDER BY closes_at LIMIT 100",
    )
    .bind(instant.as_microsecond())
    .fetch_all(conn)
    .await?;
    let id = |row: &Row| Ok(ProposalId(row.try_get(0)?));
    rows.iter().map(id).collect()
}

/// The proposals whose silence ran out at or before the instant, earliest first; at most 100.
///
/// # Errors
/// [`QueryError`], when the view cannot be read.
pub async fn find_due_silences(conn: &mut ViewConn, instant: Timestamp) -> Result<Vec<ProposalId>, QueryError> {
    let rows = Sql::new(
        "SELECT id FROM @proposals WHERE silence_until IS NOT NULL AND silence_until <= $1 ORDER BY silence_until LIMIT 100",
    )
    .bind(instant.as_microsecond())
    .fetch_all(conn)
    .await?;
    let id = |row: &Row| Ok(ProposalId(row.try_get(0)?));
    rows.iter().map(id).collect()
}

/// The proposals with a package of dispositions whose silence ran out at or before the instant, earliest first; at most
/// 100.
///
/// # Errors
/// [`QueryError`], when the view cannot be read.
pub async fn find_due_packages(conn: &mut ViewConn, instant: Timestamp) -> Result<Vec<ProposalId>, QueryError> {
    let rows = Sql::new("SELECT proposal FROM @packages WHERE until <= $1 ORDER BY until LIMIT 100")
        .bind(instant.as_microsecond())
        .fetch_all(conn)
        .await?;
    let id = |row: &Row| Ok(ProposalId(row.try_get(0)?));
    rows.iter().map(id).collect()
}
