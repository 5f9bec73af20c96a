//! One node drives, all nodes read.

use std::sync::atomic::Ordering;

use event_log::Position;
use projection::ViewState;
use tokio::time::timeout;

use crate::nodes::{DEADLINE, House, Notes, POISON};

const FENCE: &str = "SELECT fence FROM views.projection_views WHERE name = 'notes' AND version = 1";

#[tokio::test]
async fn what_one_node_appends_is_read_on_every_node_once() {
    let house = House::fresh();
    let view = Notes::new();
    let (first, second) = (house.node(&view).await, house.node(&view).await);
    let position = house.append(&first.log, &["a", "b"]).await;
    assert_eq!(first.notes(position).await, ["a", "b"]);
    assert_eq!(second.notes(position).await, ["a", "b"]);
    let position = house.append(&second.log, &["c"]).await;
    assert_eq!(first.notes(position).await, ["a", "b", "c"]);
    assert_eq!(second.notes(position).await, ["a", "b", "c"]);
    assert_eq!(house.number(FENCE).await, 1, "one driver all the time");
    first.stop().await;
    second.stop().await;
}

#[tokio::test]
async fn a_node_that_stops_leaves_the_view_to_another() {
    let house = House::fresh();
    let view = Notes::new();
    let first = house.node(&view).await;
    let position = house.append(&first.log, &["a"]).await;
    assert_eq!(first.notes(position).await, ["a"]);
    let second = house.node(&view).await;
    assert_eq!(second.notes(position).await, ["a"]);
    first.stop().await;
    let position = house.append(&second.log, &["b"]).await;
    assert_eq!(second.notes(position).await, ["a", "b"]);
    assert_eq!(house.number(FENCE).await, 2);
    second.stop().await;
}

#[tokio::test]
async fn a_frozen_driver_is_succeeded_and_changes_nothing_when_it_comes_back() {
    let house = House::fresh();
    let (slow, quick) = (Notes::new(), Notes::new());
    let first = house.node(&slow).await;
    let position = house.append(&first.log, &["a"]).await;
    assert_eq!(first.notes(position).await, ["a"]);
    let second = house.node(&quick).await;
    // Frozen in the middle of a page: its transaction is ended by the server after five seconds.
    slow.freeze.store(true, Ordering::SeqCst);
    let position = house.append(&second.log, &["b"]).await;
    timeout(DEADLINE, slow.frozen.acquire())
        .await
        .unwrap()
        .unwrap()
        .forget();
    assert_eq!(second.notes(position).await, ["a", "b"]);
    slow.thaw.add_permits(1);
    let position = house.append(&first.log, &["c"]).await;
    assert_eq!(first.notes(position).await, ["a", "b", "c"]);
    assert_eq!(second.notes(position).await, ["a", "b", "c"]);
    assert_eq!(house.number(FENCE).await, 2, "the frozen one stands by");
    first.stop().await;
    second.stop().await;
}

#[tokio::test]
async fn a_view_that_cannot_go_on_is_paused_on_every_node_and_tried_again_by_the_next_driver() {
    let house = House::fresh();
    let view = Notes::new();
    let (first, second) = (house.node(&view).await, house.node(&view).await);
    let before = house.append(&first.log, &["a"]).await;
    assert_eq!(second.notes(before).await, ["a"]);
    let poison = house.append(&first.log, &[POISON, "b"]).await;
    let paused = |state: &ViewState| {
        matches!(
            state,
            ViewState::Paused {
                position: Position(2),
                ..
            }
        )
    };
    for node in [&first, &second] {
        let mut progress = node.handle.subscribe();
        let waiting = progress.wait_for(|progress| paused(&progress.state));
        assert_eq!(timeout(DEADLINE, waiting).await.unwrap().unwrap().position, before);
        assert_eq!(node.notes(before).await, ["a"], "what it has is answered");
    }
    view.mended.store(true, Ordering::SeqCst);
    first.stop().await;
    let mut progress = second.handle.subscribe();
    let going_on = progress.wait_for(|progress| progress.position >= poison);
    timeout(DEADLINE, going_on).await.unwrap().unwrap();
    assert_eq!(second.notes(poison).await, ["a", POISON, "b"]);
    second.stop().await;
}

#[tokio::test]
async fn a_new_version_is_built_beside_the_old_one() {
    let house = House::fresh();
    let old = house.node(&Notes::new()).await;
    let position = house.append(&old.log, &["a", "b"]).await;
    assert_eq!(old.notes(position).await, ["a", "b"]);
    let new = house.node(&Notes::with_version(2)).await;
    assert_eq!(new.notes(position).await, ["a", "b"]);
    let position = house.append(&new.log, &["c"]).await;
    assert_eq!(old.notes(position).await, ["a", "b", "c"]);
    assert_eq!(new.notes(position).await, ["a", "b", "c"]);
    old.stop().await;
    new.stop().await;
}

#[tokio::test]
async fn cut_sessions_are_made_again() {
    let house = House::fresh();
    let view = Notes::new();
    let (first, second) = (house.node(&view).await, house.node(&view).await);
    let mut position = house.append(&first.log, &["a"]).await;
    assert_eq!(second.notes(position).await, ["a"]);
    for text in ["b", "c", "d"] {
        house
            .number(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            .await;
        // The first append may meet the dead session of the writer.
        position = loop {
            let append = timeout(DEADLINE, house.try_append(&first.log, text)).await.unwrap();
            if let Some(position) = append {
                break position;
            }
        };
    }
    assert_eq!(first.notes(position).await, ["a", "b", "c", "d"]);
    assert_eq!(second.notes(position).await, ["a", "b", "c", "d"]);
    first.stop().await;
    second.stop().await;
}
