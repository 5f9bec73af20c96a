//! Who is behind an actor id: the only personal data in the log's file (R26).

use sqlx::SqlitePool;
use uuid::Uuid;

use super::failure::log_error;
use super::rows;
use super::write::WriteHalf;
use crate::LogError;

const SELECT_ACTOR: &str = "SELECT actor FROM actors WHERE issuer = ? AND subject = ?";

pub(super) async fn find(pool: &SqlitePool, issuer: &str, subject: &str) -> Result<Option<Uuid>, sqlx::Error> {
    let row = sqlx::query(SELECT_ACTOR)
        .bind(issuer)
        .bind(subject)
        .fetch_optional(pool)
        .await?;
    row.map(|row| rows::uuid(&row, 0)).transpose()
}

impl WriteHalf {
    /// Stores the candidate unless another request was first, and answers the id that counts.
    pub(super) async fn store_actor(&mut self, issuer: &str, subject: &str, candidate: Uuid) -> Result<Uuid, LogError> {
        let insert = sqlx::query(
            "INSERT INTO actors (actor, issuer, subject) VALUES (?, ?, ?) ON CONFLICT (issuer, subject) DO NOTHING",
        );
        let insert = insert.bind(candidate.as_bytes().as_slice()).bind(issuer).bind(subject);
        if self.execute("storing an actor", insert).await?.rows_affected() == 1 {
            return Ok(candidate);
        }
        let result = async {
            let mut connection = self.take().await?;
            let row = sqlx::query(SELECT_ACTOR)
                .bind(issuer)
                .bind(subject)
                .fetch_one(&mut connection)
                .await;
            self.put_back(connection, row.is_ok()).await;
            rows::uuid(&row?, 0)
        };
        let result: Result<Uuid, sqlx::Error> = result.await;
        result.map_err(|error| log_error("looking up an actor", &self.path, error))
    }

    /// Erases the row. `secure_delete` overwrites it in the file; the WAL holds the old page until it is next
    /// folded in and reused, and backups hold it as long as they are kept.
    pub(super) async fn erase_actor(&mut self, actor: Uuid) -> Result<bool, LogError> {
        let delete = sqlx::query("DELETE FROM actors WHERE actor = ?").bind(actor.as_bytes().as_slice());
        Ok(self.execute("erasing an actor", delete).await?.rows_affected() > 0)
    }
}
