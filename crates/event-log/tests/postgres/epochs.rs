//! The log is restored from a backup beneath a node: its epoch is another one.

use std::sync::Arc;
use std::time::Duration;

use event_log::conformance::Fixture;
use event_log::{AppendError, Clock, Database, LogError, PostgresStorage, WriterEnd, WriterLimits, renew_epoch};
use private_postgres::PrivatePostgres;
use tokio::time::timeout;
use uuid::Uuid;

use crate::house::birth;

/// The head is looked at every second; the rest is for a busy machine.
const DEADLINE: Duration = Duration::from_mins(1);

/// A log with one event, whose epoch was renewed after it was opened.
async fn restored() -> Fixture {
    let server = PrivatePostgres::shared().unwrap();
    let database = Database::parse(&server.fresh_database().unwrap()).unwrap();
    let storage = Arc::new(PostgresStorage::open(&database, birth()).await.unwrap());
    let fixture = Fixture::start_on(storage, WriterLimits::default(), 0).await;
    fixture.appended(&["before"]).await;
    let _ = renew_epoch(&database, Uuid::from_u128(3)).await.unwrap();
    fixture
}

#[tokio::test]
async fn nothing_is_written_into_another_epoch() {
    let fixture = restored().await;
    let batch = [fixture.append_to(&["after"])];
    let answers = fixture.storage.commit(&batch, fixture.clock.now()).await;
    let is_unusable = |cause: &LogError| matches!(cause, LogError::Unusable(_));
    assert!(
        matches!(&answers[..], [Err(AppendError::Unavailable(cause))] if is_unusable(cause)),
        "{answers:?}"
    );
}

#[tokio::test]
async fn who_only_reads_ends_in_another_epoch() {
    let fixture = restored().await;
    let end = timeout(DEADLINE, fixture.log.writer_stopped()).await;
    assert_eq!(end.unwrap(), WriterEnd::Failed);
    assert!(!fixture.log.is_writing());
}
