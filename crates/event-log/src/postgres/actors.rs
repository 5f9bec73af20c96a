//! Who is behind an actor id: the only personal data of the log (R26).

use sqlx::PgPool;
use uuid::Uuid;

/// The id that counts: the stored one, or the candidate, unless another request was first.
pub(super) async fn find_or_store(
    pool: &PgPool,
    issuer: &str,
    subject: &str,
    candidate: Uuid,
) -> Result<Uuid, sqlx::Error> {
    loop {
        let known = sqlx::query_scalar("SELECT actor FROM log.actors WHERE issuer = $1 AND subject = $2")
            .bind(issuer)
            .bind(subject)
            .fetch_optional(pool)
            .await?;
        if let Some(actor) = known {
            return Ok(actor);
        }
        let stored = sqlx::query(
            "INSERT INTO log.actors (actor, issuer, subject) VALUES ($1, $2, $3) ON CONFLICT (issuer, subject) DO NOTHING",
        )
        .bind(candidate)
        .bind(issuer)
        .bind(subject)
        .execute(pool)
        .await?;
        if stored.rows_affected() == 1 {
            return Ok(candidate);
        }
        // Another was first, and its row is committed: the insert has waited for it.
    }
}

/// Erases the row. The old version stays in the table's pages until VACUUM, in the WAL's archive and in backups as long
/// as those are kept.
pub(super) async fn erase(pool: &PgPool, actor: Uuid) -> Result<bool, sqlx::Error> {
    let deleted = sqlx::query("DELETE FROM log.actors WHERE actor = $1")
        .bind(actor)
        .execute(pool)
        .await?;
    Ok(deleted.rows_affected() > 0)
}
