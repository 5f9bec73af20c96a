//! Rebuilds beside the live view, and offline.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use event_log::Position;
use projection::{RebuildError, ViewState, rebuild_offline};
use tokio::time::timeout;

use crate::harness::{DEADLINE, House, Notes, database_files, eventually, notes, notes_of};

#[tokio::test]
async fn the_live_view_serves_and_follows_while_a_rebuild_runs_and_then_flips() {
    let house = House::with(&["one", "two", "three", "four"]).await;
    let notes_view = Notes::new();
    let view = house.start(&notes_view).await;
    view.wait_for(Position(4)).await.unwrap();

    // The rebuild stands at its first page until it gets a permit.
    notes_view.first_page.forget_permits(1_000);
    let begun = notes_view.pages.load(Ordering::SeqCst);
    let rebuilding = tokio::spawn({
        let view = view.clone();
        async move { view.rebuild().await }
    });
    eventually("the rebuild has begun", || {
        notes_view.pages.load(Ordering::SeqCst) > begun
    })
    .await;
    assert_eq!(view.status().state, ViewState::Rebuilding);
    assert!(matches!(view.rebuild().await, Err(RebuildError::AlreadyRunning)));

    house.append(&["five"]).await;
    assert_eq!(
        notes(&view, Position(5)).await.unwrap(),
        ["one", "two", "three", "four", "five"]
    );
    let mut held = view.read(None).await.unwrap();

    notes_view.first_page.add_permits(1);
    let rebuilt = timeout(DEADLINE, rebuilding).await.unwrap().unwrap().unwrap();
    assert_eq!(rebuilt.position, Position(5));
    house.append(&["six"]).await;
    assert_eq!(
        notes(&view, Position(6)).await.unwrap(),
        ["one", "two", "three", "four", "five", "six"]
    );
    assert_eq!(
        notes_of(held.conn()).await.len(),
        5,
        "a held snapshot of the old file goes on"
    );

    drop(held);
    eventually("the old file is removed", || {
        database_files(&house.views()) == ["notes-v1.r1.db"]
    })
    .await;
    assert_ne!(view.status().state, ViewState::Rebuilding);
}

#[tokio::test]
async fn a_rebuilt_view_is_found_by_the_next_start() {
    let house = House::with(&["one", "two"]).await;
    let view = house.start(&Notes::new()).await;
    view.rebuild().await.unwrap();
    view.rebuild().await.unwrap();
    view.stop().await;
    assert_eq!(database_files(&house.views()), ["notes-v1.r2.db"]);

    std::fs::write(house.views().join("notes-v1.r3.building"), b"half a rebuild").unwrap();
    std::fs::write(house.views().join("notes-v1.db"), b"an old generation").unwrap();
    let second = Notes::new();
    let view = house.start(&second).await;
    assert_eq!(notes(&view, Position(2)).await.unwrap(), ["one", "two"]);
    assert_eq!(second.pages.load(Ordering::SeqCst), 0, "nothing was applied again");
    assert_eq!(database_files(&house.views()), ["notes-v1.r2.db"]);
}

#[tokio::test]
async fn readers_in_a_hurry_never_notice_the_flip() {
    let house = House::with(&["one", "two", "three", "four", "five", "six"]).await;
    let view = house.start(&Notes::new()).await;
    view.wait_for(Position(6)).await.unwrap();
    let reader = tokio::spawn({
        let view = view.clone();
        async move {
            let mut newest = Position(0);
            for _ in 0..300 {
                let mut read = view.read(None).await.unwrap();
                assert!(read.position() >= newest, "time ran backwards");
                newest = read.position();
                let count = u64::try_from(notes_of(read.conn()).await.len()).unwrap();
                assert_eq!(count, newest.0);
            }
        }
    });
    for _ in 0..5 {
        house.append(&["more"]).await;
        view.rebuild().await.unwrap();
    }
    timeout(DEADLINE, reader).await.unwrap().unwrap();
}

#[tokio::test]
async fn stopping_breaks_a_rebuild_off() {
    let house = House::with(&["one"]).await;
    let notes_view = Notes::new();
    let view = house.start(&notes_view).await;
    view.wait_for(Position(1)).await.unwrap();
    notes_view.first_page.forget_permits(1_000);
    let rebuilding = tokio::spawn({
        let view = view.clone();
        async move { view.rebuild().await }
    });
    eventually("the rebuild has begun", || view.status().state == ViewState::Rebuilding).await;
    view.stop().await;
    notes_view.first_page.add_permits(1);
    let broken_off = timeout(DEADLINE, rebuilding).await.unwrap().unwrap().unwrap_err();
    assert!(matches!(broken_off, RebuildError::Stopped), "{broken_off:?}");
    assert_eq!(database_files(&house.views()), ["notes-v1.db"]);
}

#[tokio::test]
async fn a_rebuild_offline_tells_its_progress_and_leaves_one_file() {
    let texts: Vec<String> = (0..5_000).map(|number| format!("note {number}")).collect();
    let house = House::with(&texts.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let mut steps = Vec::new();
    let notes_view = Arc::new(Notes::with_version(1));
    for _ in 0..2 {
        steps.clear();
        let rebuilt = rebuild_offline(&house.place(), &*notes_view, &house.log, |done, head| {
            steps.push((done.0, head.0));
        })
        .await
        .unwrap();
        assert_eq!(rebuilt.position, Position(5_000));
    }
    assert_eq!(steps, [(1_000, 5_000), (3_000, 5_000), (5_000, 5_000)]);
    assert_eq!(database_files(&house.views()), ["notes-v1.r1.db"]);

    let second = Notes::new();
    let view = house.start(&second).await;
    assert_eq!(notes(&view, Position(5_000)).await.unwrap(), texts);
    assert_eq!(
        second.pages.load(Ordering::SeqCst),
        0,
        "the rebuilt file is used as it is"
    );
}
