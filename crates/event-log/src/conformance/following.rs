//! Following the log while it grows.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use super::{Factory, Fixture};
use crate::{Position, Storage, WriterLimits};

/// Longest run of a following test; a healthy one takes well under a second or two.
const DEADLINE: Duration = Duration::from_mins(1);

/// Two engines on one store write at the same time, in appends of different sizes, some of them refused.
/// Readers that only ever ask for `position > checkpoint` see every position, each once, in order.
pub async fn a_reader_never_passes_an_uncommitted_position(factory: &dyn Factory) {
    const WRITERS: u64 = 8;
    const APPENDS: u64 = 42; // a multiple of three, see `write`
    let mut tasks = JoinSet::new();
    let mut readers = JoinSet::new();
    let total = WRITERS * APPENDS * 2;
    for node in 0..2 {
        let storage = factory.open().await;
        readers.spawn(follow(Arc::clone(&storage), total));
        readers.spawn(follow(Arc::clone(&storage), total));
        let fixture = Arc::new(Fixture::start_on(storage, WriterLimits::default(), node * 1_000_000).await);
        for writer in 0..WRITERS / 2 {
            let fixture = Arc::clone(&fixture);
            tasks.spawn(async move { write(&fixture, writer, APPENDS).await });
        }
    }
    timeout(DEADLINE, tasks.join_all()).await.unwrap();
    timeout(DEADLINE, readers.join_all()).await.unwrap();
}

/// Appends 1, 2 and 3 events in turn, 2 on average, each followed by an append that is refused.
async fn write(fixture: &Fixture, writer: u64, appends: u64) {
    let own = format!("writer/{writer}");
    for number in 0..appends {
        let streams = [own.as_str(), "shared", "shared"];
        let events = usize::try_from(number % 3 + 1).unwrap();
        fixture.appended(streams.get(..events).unwrap()).await;
        let mut refused = fixture.append_to(&["shared", &own]);
        refused.guards = vec![super::guard(&own, crate::ExpectedVersion::NoStream)];
        fixture.log.append(refused).await.unwrap_err();
    }
}

async fn follow(storage: Arc<dyn Storage>, until: u64) {
    let mut checkpoint = Position(0);
    while checkpoint.0 < until {
        for event in storage.read_after(checkpoint, 7).await.unwrap() {
            assert_eq!(
                event.position.0,
                checkpoint.0 + 1,
                "a position became visible late, or never"
            );
            checkpoint = event.position;
        }
        tokio::task::yield_now().await;
    }
}

/// The published head is never behind an answered append.
pub async fn the_head_is_published(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let mut heads = fixture.log.subscribe();
    assert_eq!(*heads.borrow_and_update(), Position(0));
    let appended = fixture.appended(&["a", "b"]).await;
    assert_eq!(fixture.log.known_head(), appended.last);
    timeout(DEADLINE, heads.changed()).await.unwrap().unwrap();
    assert_eq!(*heads.borrow_and_update(), Position(2));
}
