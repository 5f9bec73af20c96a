//! The conformance suite over SQLite.
#![expect(clippy::unwrap_used, reason = "a test's helper fails the test")]

use std::sync::Arc;

use async_trait::async_trait;
use event_log::conformance::Factory;
use event_log::{Birth, LOG_FILE, SqliteStorage, Storage};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use tempfile::TempDir;
use uuid::Uuid;

struct Sqlite(TempDir);

impl Sqlite {
    fn fresh() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
}

#[async_trait]
impl Factory for Sqlite {
    async fn open(&self) -> Arc<dyn Storage> {
        let birth = Birth {
            log_id: Uuid::from_u128(1),
            epoch: Uuid::from_u128(2),
            now: "2025-12-31T00:00:00Z".parse().unwrap(),
        };
        Arc::new(SqliteStorage::open(self.0.path(), birth).await.unwrap())
    }

    async fn execute(&self, sql: &'static str) -> Result<(), String> {
        let options = SqliteConnectOptions::new().filename(self.0.path().join(LOG_FILE));
        let mut connection = options.connect().await.map_err(|error| error.to_string())?;
        let result = sqlx::query(sql).execute(&mut connection).await;
        connection.close().await.map_err(|error| error.to_string())?;
        result.map(|_| ()).map_err(|error| error.to_string())
    }
}

event_log::conformance_tests!(Sqlite::fresh());
