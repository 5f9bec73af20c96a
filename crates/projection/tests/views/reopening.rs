//! What becomes of a view's file between two runs.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use event_log::{DirectoryLock, Position, restore};
use projection::ViewHandle;
use projection::sql::Sql;
use uuid::Uuid;

use crate::harness::{House, Notes, append, database_files, eventually, notes, open_log, options};

#[tokio::test]
async fn a_view_goes_on_where_it_stopped() {
    let house = House::with(&["one", "two", "three"]).await;
    let view = house.start(&Notes::new()).await;
    view.wait_for(Position(3)).await.unwrap();
    view.stop().await;
    house.append(&["four"]).await;

    let second = Notes::new();
    let view = house.start(&second).await;
    assert_eq!(
        notes(&view, Position(4)).await.unwrap(),
        ["one", "two", "three", "four"]
    );
    assert_eq!(second.pages.load(Ordering::SeqCst), 1, "only the new event was applied");
}

#[test]
fn a_crash_between_apply_and_commit_loses_nothing_and_applies_nothing_twice() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let dir = runtime.block_on(async {
        let house = House::with(&["one", "two"]).await;
        let hanging = Notes::new();
        let view = house.start(&hanging).await;
        view.wait_for(Position(2)).await.unwrap();
        hanging.hang.store(true, Ordering::SeqCst);
        let begun = hanging.pages.load(Ordering::SeqCst);
        house.append(&["three", "four"]).await;
        eventually("the page is begun", || hanging.pages.load(Ordering::SeqCst) > begun).await;
        house.dir
    });
    // The task dies where it stands: its statements are made, its commit is not.
    runtime.shutdown_background();

    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let house = House {
            log: open_log(dir.path(), 1).await,
            dir,
        };
        let view = house.start(&Notes::new()).await;
        assert_eq!(
            notes(&view, Position(4)).await.unwrap(),
            ["one", "two", "three", "four"]
        );
    });
}

#[tokio::test]
async fn a_deleted_views_directory_is_made_again() {
    let house = House::with(&["one", "two"]).await;
    let view = house.start(&Notes::new()).await;
    view.wait_for(Position(2)).await.unwrap();
    view.stop().await;
    std::fs::remove_dir_all(house.views()).unwrap();
    let view = house.start(&Notes::new()).await;
    assert_eq!(notes(&view, Position(2)).await.unwrap(), ["one", "two"]);
    assert_eq!(database_files(&house.views()), ["notes-v1.db"]);
}

#[tokio::test]
async fn a_damaged_file_is_discarded() {
    let house = House::with(&["one", "two"]).await;
    for damage in [
        b"this is no database, and long enough to be taken for a header of one ...".as_slice(),
        b"",
    ] {
        let view = house.start(&Notes::new()).await;
        view.wait_for(Position(2)).await.unwrap();
        view.stop().await;
        std::fs::write(house.views().join("notes-v1.db"), damage).unwrap();
    }
    let view = house.start(&Notes::new()).await;
    assert_eq!(notes(&view, Position(2)).await.unwrap(), ["one", "two"]);
}

#[tokio::test]
async fn a_new_version_or_other_tables_mean_a_new_build() {
    let house = House::with(&["one"]).await;
    let view = house.start(&Notes::new()).await;
    view.wait_for(Position(1)).await.unwrap();
    view.stop().await;

    let second = Arc::new(Notes::with_version(2));
    let view = house.start(&second).await;
    view.wait_for(Position(1)).await.unwrap();
    view.stop().await;
    assert_eq!(database_files(&house.views()), ["notes-v1.db", "notes-v2.db"]);

    let forgotten = "CREATE TABLE note (position INTEGER PRIMARY KEY, text TEXT NOT NULL, more TEXT) STRICT;
        CREATE TABLE unique_note (text TEXT PRIMARY KEY) STRICT;
        CREATE TABLE @word (word TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;";
    let third = Arc::new(Notes {
        schema: forgotten,
        ..Notes::with_version(2)
    });
    let view = house.start(&third).await;
    let mut read = view.read(Some(Position(1))).await.unwrap();
    Sql::new("SELECT more FROM @note").fetch_one(read.conn()).await.unwrap();
}

#[tokio::test]
async fn a_restored_log_forces_a_rebuild() {
    let house = House::with(&["one", "two"]).await;
    let backup = house.dir.path().join("backup.db");
    house.log.storage().backup_to(&backup).await.unwrap();
    let view = house.start(&Notes::new()).await;
    view.wait_for(Position(2)).await.unwrap();
    view.stop().await;
    house.log.close().await;

    // The same two events, but another epoch.
    let restored = tempfile::tempdir().unwrap();
    let lock = DirectoryLock::take(restored.path()).unwrap();
    restore(&backup, restored.path(), Uuid::from_u128(77)).await.unwrap();
    let log = open_log(restored.path(), 1).await;
    let second = Notes::new();
    let view = ViewHandle::start(&house.place(), second.clone(), log, options())
        .await
        .unwrap();
    assert_eq!(notes(&view, Position(2)).await.unwrap(), ["one", "two"]);
    assert!(second.pages.load(Ordering::SeqCst) > 0, "it was built anew");
    drop(lock);
}

#[tokio::test]
async fn a_view_ahead_of_the_log_or_of_another_log_is_built_anew() {
    let house = House::with(&["one", "two", "three"]).await;
    let view = house.start(&Notes::new()).await;
    view.wait_for(Position(3)).await.unwrap();
    view.stop().await;

    // The same log id and epoch, but two of the three events are gone.
    let shorter = tempfile::tempdir().unwrap();
    let log = open_log(shorter.path(), 1).await;
    append(&log, &["one of another life"]).await;
    let view = ViewHandle::start(&house.place(), Notes::new(), log, options())
        .await
        .unwrap();
    assert_eq!(notes(&view, Position(1)).await.unwrap(), ["one of another life"]);
    view.stop().await;

    let stranger = tempfile::tempdir().unwrap();
    let log = open_log(stranger.path(), 500).await;
    append(&log, &["a stranger's"]).await;
    let view = ViewHandle::start(&house.place(), Notes::new(), log, options())
        .await
        .unwrap();
    assert_eq!(notes(&view, Position(1)).await.unwrap(), ["a stranger's"]);
}
