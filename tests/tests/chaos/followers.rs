//! Readers of the log who go on through everything.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use event_log::{Birth, Database, Position, PostgresStorage, Storage};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

/// Events of a page; small, so that pages end everywhere.
const PAGE: u32 = 37;

/// Tasks that read page after page and expect every position once and in order.
pub(crate) struct Followers {
    end: Arc<AtomicU64>,
    tasks: JoinSet<Vec<Uuid>>,
}

impl Followers {
    pub(crate) async fn start(database: &Database, many: usize) -> Self {
        let end = Arc::new(AtomicU64::new(u64::MAX));
        let mut tasks = JoinSet::new();
        for _ in 0..many {
            let birth = Birth {
                log_id: Uuid::nil(),
                epoch: Uuid::nil(),
                now: jiff::Timestamp::UNIX_EPOCH,
            };
            let storage = PostgresStorage::open(database, birth).await.unwrap();
            tasks.spawn(follow(storage, Arc::clone(&end)));
        }
        Self { end, tasks }
    }

    /// What each was delivered, once it has come to the position.
    pub(crate) async fn delivered(self, end: u64) -> Vec<Vec<Uuid>> {
        self.end.store(end, Ordering::SeqCst);
        let ended = timeout(Duration::from_mins(1), self.tasks.join_all());
        ended.await.expect("the followers come to the end")
    }
}

async fn follow(storage: PostgresStorage, end: Arc<AtomicU64>) -> Vec<Uuid> {
    let mut delivered = Vec::new();
    let mut checkpoint = Position(0);
    while checkpoint.0 < end.load(Ordering::SeqCst) {
        let page = storage.read_after(checkpoint, PAGE).await.unwrap_or_default();
        for event in &page {
            assert_eq!(
                event.position.0,
                checkpoint.0 + 1,
                "delivered out of order, twice, or never"
            );
            checkpoint = event.position;
            delivered.push(event.event_id);
        }
        if page.is_empty() {
            // At the end, or the database is away.
            sleep(Duration::from_millis(2)).await;
        }
    }
    storage.close().await;
    delivered
}
