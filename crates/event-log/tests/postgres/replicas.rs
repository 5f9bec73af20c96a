//! A commit that waits for a replica is not cut short.

use private_postgres::{Durability, PrivatePostgres};

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
