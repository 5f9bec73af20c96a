//! A rebuild beside the live tables.

use std::sync::atomic::Ordering;

use event_log::Position;
use projection::{RebuildError, ViewPlace, compare_with_rebuild, rebuild_offline};
use tokio::time::timeout;

use crate::nodes::{DEADLINE, House, Notes};

const GENERATION: &str = "SELECT generation FROM views.projection_views WHERE name = 'notes' AND version = 1";

#[tokio::test]
async fn a_rebuild_on_one_node_is_taken_up_by_all() {
    let house = House::fresh();
    let view = Notes::new();
    let (first, second) = (house.node(&view).await, house.node(&view).await);
    let position = house.append(&first.log, &["a", "b"]).await;
    assert_eq!(second.notes(position).await, ["a", "b"]);
    let before = house.number(GENERATION).await;
    let rebuilt = second.handle.rebuild().await.unwrap();
    assert_eq!(rebuilt.position, position);
    assert_eq!(house.number(GENERATION).await, before + 1);
    let position = house.append(&first.log, &["c"]).await;
    assert_eq!(first.notes(position).await, ["a", "b", "c"]);
    assert_eq!(second.notes(position).await, ["a", "b", "c"]);
    first.stop().await;
    second.stop().await;
}

#[tokio::test]
async fn the_command_line_rebuilds_beside_running_nodes_while_events_come() {
    let house = House::fresh();
    let view = Notes::new();
    let node = house.node(&view).await;
    let log = house.log().await;
    let texts: Vec<String> = (0..500).map(|number| number.to_string()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let position = house.append(&node.log, &texts).await;
    assert_eq!(node.notes(position).await.len(), 500);
    let place = ViewPlace::Database {
        primary: Box::new(house.database.clone()),
        replica: None,
    };
    let appending = async {
        let mut last = Position(0);
        for _ in 0..50 {
            last = house.append(&node.log, &["more"]).await;
        }
        last
    };
    let (rebuilt, last) = tokio::join!(rebuild_offline(&place, &*view, &log, |_, _| {}), appending);
    assert!(rebuilt.unwrap().position >= Position(500));
    let notes = node.notes(last).await;
    assert_eq!(notes.len(), 550);
    assert_eq!(notes[..500], texts[..]);
    let compared = compare_with_rebuild(&house.database, &*view, &log)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((compared.position, compared.difference), (last, None));
    node.stop().await;
    log.close().await;
}

#[tokio::test]
async fn what_a_cut_off_builder_left_hinders_no_build() {
    // Ten seconds, in milliseconds: it answers when the session is gone.
    let cut = "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
               WHERE datname = current_database() AND state = 'idle in transaction'";
    let left = "SELECT count(*) FROM views.projection_generations WHERE state = 'building'";
    let house = House::fresh();
    let (view, log) = (Notes::new(), house.log().await);
    let position = house.append(&log, &["a", "b"]).await;
    let place = ViewPlace::Database {
        primary: Box::new(house.database.clone()),
        replica: None,
    };
    view.freeze.store(true, Ordering::SeqCst);
    let cutting = async {
        let frozen = timeout(DEADLINE, view.frozen.acquire()).await;
        frozen.unwrap().unwrap().forget();
        let cut = house.number(cut).await;
        view.thaw.add_permits(1);
        cut
    };
    let (built, cut) = tokio::join!(rebuild_offline(&place, &*view, &log, |_, _| {}), cutting);
    assert_eq!(cut, 1, "the builder in the middle of its page");
    assert!(matches!(built, Err(RebuildError::Database(_))), "{built:?}");
    assert_eq!(house.number(left).await, 1);
    let rebuilt = rebuild_offline(&place, &*view, &log, |_, _| {}).await.unwrap();
    assert_eq!(rebuilt.position, position);
    let node = house.node(&view).await;
    assert_eq!(node.notes(position).await, ["a", "b"]);
    node.stop().await;
    log.close().await;
}

#[tokio::test]
async fn a_difference_from_a_rebuild_is_found() {
    let house = House::fresh();
    let view = Notes::new();
    let node = house.node(&view).await;
    let log = house.log().await;
    assert_eq!(
        compare_with_rebuild(&house.database, &*Notes::with_version(9), &log)
            .await
            .unwrap(),
        None
    );
    let position = house.append(&node.log, &["a", "b"]).await;
    assert_eq!(node.notes(position).await.len(), 2);
    let generation = house.number(GENERATION).await;
    let mut connection = house.database.connect().await.unwrap();
    let spoil = format!("UPDATE views.notes_v1_g{generation}_note SET text = 'x' WHERE position = 2");
    sqlx::query(sqlx::AssertSqlSafe(spoil))
        .execute(&mut connection)
        .await
        .unwrap();
    let compared = compare_with_rebuild(&house.database, &*view, &log)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(compared.difference.as_deref(), Some("table note differs in 2 rows"));
    node.stop().await;
    log.close().await;
}

#[tokio::test]
async fn tables_that_a_build_left_empty_are_not_counted_as_empty() {
    // Less than 0 rows: never counted.
    let counted = "SELECT count(*) FROM pg_class WHERE relnamespace = 'views'::regnamespace AND relkind = 'r'
                       AND starts_with(relname::text, 'notes_v1_') AND reltuples >= 0";
    let house = House::fresh();
    let node = house.node(&Notes::new()).await;
    assert!(node.notes(Position(0)).await.is_empty());
    assert_eq!(house.number(counted).await, 0);
    let position = house.append(&node.log, &["a", "b"]).await;
    assert_eq!(node.notes(position).await, ["a", "b"]);
    node.handle.rebuild().await.unwrap();
    assert_eq!(house.number(counted).await, 1);
    node.stop().await;
}
