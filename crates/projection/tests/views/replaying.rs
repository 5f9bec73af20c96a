//! The same events applied in other ways.

use std::sync::Arc;

use async_trait::async_trait;
use event_log::{Position, RecordedEvent};
use projection::sql::{Engine, Sql, ViewConn};
use projection::testing::{assert_same_however_applied, dump};
use projection::{ApplyError, MemoryView, View};

use crate::harness::{House, Notes, notes_of};

const TEXTS: [&str; 9] = ["a b", "b", "c a", "d", "a a a", "unique x", "e", "f g", "a"];

#[tokio::test]
async fn one_by_one_is_one_page_is_random_pages_is_redelivery() {
    let house = House::with(&TEXTS).await;
    let events = house.all_events().await;
    assert_same_however_applied(&*Notes::new(), &events, &[1, 2, 3, 4])
        .await
        .unwrap();
}

/// A view that is wrong on purpose: it counts pages.
struct PageCounter;

#[async_trait]
impl View for PageCounter {
    fn name(&self) -> &'static str {
        "page-counter"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self, _engine: Engine) -> &'static str {
        "CREATE TABLE @page (first INTEGER PRIMARY KEY)"
    }

    async fn apply(&self, tx: &mut ViewConn, events: &[RecordedEvent]) -> Result<(), ApplyError> {
        let first = events
            .first()
            .map_or(0, |event| i64::try_from(event.position.0).unwrap_or(0));
        Sql::new("INSERT INTO @page VALUES ($1)")
            .bind(first)
            .execute(tx)
            .await?;
        Ok(())
    }
}

#[tokio::test]
async fn the_check_finds_a_view_that_depends_on_its_pages() {
    let house = House::with(&TEXTS).await;
    let events = house.all_events().await;
    let checked = tokio::spawn(async move { assert_same_however_applied(&PageCounter, &events, &[1]).await });
    assert!(checked.await.unwrap_err().is_panic());
}

#[tokio::test]
async fn a_view_replayed_in_memory_equals_the_live_one_and_says_what_it_was_asked_for() {
    let house = House::with(&TEXTS).await;
    let view = house.start(&Notes::new()).await;
    let mut live = view.read(Some(Position(9))).await.unwrap();
    let events = house.all_events().await;
    let mut replayed = MemoryView::replay(&*Notes::new(), &events, live.position(), live.instant())
        .await
        .unwrap();
    assert_eq!(dump(replayed.conn()).await.unwrap(), dump(live.conn()).await.unwrap());
    assert_eq!(
        (replayed.position(), replayed.instant()),
        (live.position(), live.instant())
    );

    // Some of the events only, as for one proposal's streams.
    let some: Vec<RecordedEvent> = events.into_iter().filter(|event| event.position.0 % 2 == 0).collect();
    let view: Arc<dyn View> = Notes::new();
    let mut past = MemoryView::replay(&*view, &some, Position(8), live.instant())
        .await
        .unwrap();
    assert_eq!(notes_of(past.conn()).await, ["b", "d", "unique x", "f g"]);
}
