//! The conformance suite over PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test's helper fails the test")]

use std::sync::Arc;

use async_trait::async_trait;
use event_log::conformance::Factory;
use event_log::{Birth, Database, PostgresStorage, Storage};
use private_postgres::PrivatePostgres;
use uuid::Uuid;

struct Postgres(Database);

impl Postgres {
    fn fresh() -> Self {
        let url = PrivatePostgres::shared().unwrap().fresh_database().unwrap();
        Self(Database::parse(&url).unwrap())
    }
}

#[async_trait]
impl Factory for Postgres {
    async fn open(&self) -> Arc<dyn Storage> {
        let birth = Birth {
            log_id: Uuid::from_u128(1),
            epoch: Uuid::from_u128(2),
            now: "2025-12-31T00:00:00Z".parse().unwrap(),
        };
        Arc::new(PostgresStorage::open(&self.0, birth).await.unwrap())
    }

    async fn execute(&self, sql: &'static str) -> Result<(), String> {
        let mut connection = self.0.connect().await.map_err(|error| error.to_string())?;
        let search = sqlx::query("SET search_path = log");
        search
            .execute(&mut connection)
            .await
            .map_err(|error| error.to_string())?;
        let result = sqlx::query(sql).execute(&mut connection).await;
        result.map(|_| ()).map_err(|error| error.to_string())
    }
}

event_log::conformance_tests!(Postgres::fresh());
