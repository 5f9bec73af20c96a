//! A commit that waits for a replica is neither cut short nor told of early.

use event_log::{IdempotencyKey, Storage};
use private_postgres::{Durability, PrivatePostgres, Stop};

use crate::house::House;

/// A session of the program that has committed on this server and waits for the replica.
const WAITS: &str = "SELECT EXISTS (SELECT FROM pg_stat_activity
    WHERE application_name = 'regional-input' AND wait_event = 'SyncRep')";

/// Has commits wait for a replica that is not there, or not any more.
fn wait_for_replica(house: &House<'_>, name: &str) {
    house.psql(&format!("ALTER SYSTEM SET synchronous_standby_names = '{name}'"));
    house.psql("SELECT pg_reload_conf()");
}

/// Returns when commits wait. A session that sees the setting was made after the checkpointer was told, and the
/// checkpointer, which is what makes commits wait, follows what it was told before it does anything else.
async fn replica_is_away(house: &House<'_>) {
    wait_for_replica(house, "away");
    house
        .until("SELECT current_setting('synchronous_standby_names') = 'away'")
        .await;
    house.psql("CHECKPOINT");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_session_that_waits_for_a_replica_is_not_ended() {
    let server = PrivatePostgres::start(Durability::Careless).unwrap();
    let house = House::on(&server).await;
    replica_is_away(&house).await;
    let append = house.append();
    let (told, mut caught) = house.catch(&append).await;
    caught.deliver().await;
    house.until(WAITS).await;
    caught.cut();
    house
        .until("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        .await;
    // Ended in its wait, it would show what the replica does not have.
    assert!(!house.is_in_log(&append));
    assert_eq!(house.psql(WAITS), "t");
    wait_for_replica(&house, "");
    let told = told.await.unwrap();
    assert!(told.is_ok(), "{told:?}");
    house.assert_true(&told, &append).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_key_is_answered_when_the_replica_has_it() {
    let server = PrivatePostgres::start(Durability::Careless).unwrap();
    let house = House::on(&server).await;
    replica_is_away(&house).await;
    let key = IdempotencyKey {
        key: [1; 32],
        fingerprint: [1; 32],
    };
    let mut append = house.append();
    append.idempotency = Some(key);
    let (told, mut caught) = house.catch(&append).await;
    caught.deliver().await;
    house.until(WAITS).await;
    // A crash ends the wait: what was committed here is shown from then on, and no replica has it.
    server.restart(Stop::Immediate).unwrap();
    assert!(house.is_in_log(&append));
    let other = house.other_node().await;
    let known = tokio::spawn(async move { other.find_append(&key.key).await });
    house.until_or(WAITS, || known.is_finished()).await;
    assert!(!known.is_finished(), "{:?}", known.await);
    wait_for_replica(&house, "");
    assert!(known.await.unwrap().unwrap().is_some());
    caught.cut();
    let told = told.await.unwrap();
    house.assert_true(&told, &append).await;
}
