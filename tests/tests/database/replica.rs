//! A real standby answers what views are asked, and says the position that it has.

use std::time::Duration;

use private_postgres::{Durability, PrivatePostgres};
use tokio::time::{Instant, sleep};

use crate::house::{DEADLINE, House, refused, table, until};

/// A standby that follows the server.
fn standby_of(server: &PrivatePostgres) -> PrivatePostgres {
    let base = server.directory().join("standby");
    let mut backup = server.command("pg_basebackup");
    backup.args([
        "--checkpoint=fast",
        "--wal-method=stream",
        "--dbname",
        &server.url("postgres"),
        "--pgdata",
    ]);
    let output = backup.arg(&base).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let settings = format!(
        "primary_conninfo = 'host={} port=5432 user=postgres'\nhot_standby = on\n",
        server.directory().display()
    );
    PrivatePostgres::start_from(&base, "standby.signal", &settings).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_answers_with_its_own_position_and_is_no_primary() {
    let server = PrivatePostgres::start(Durability::Careless).unwrap();
    let house = House::on(&server);
    let standby = standby_of(&server);
    let replica = standby.url("fresh_1");
    let told = refused(&replica);
    assert!(
        told.contains("is a replica") && told.contains("--read-database-url"),
        "{told}"
    );

    let node = house.node("one", &["--read-database-url", &replica]);
    let member = house.member(&node);
    let (_, position) = table(&member).await;
    let listed = until(&member, &format!("/v1/proposals?at_least={position}"), 200).await;
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 1);

    standby.psql("postgres", "SELECT pg_wal_replay_pause()").unwrap();
    let deadline = Instant::now() + DEADLINE;
    while standby
        .psql("postgres", "SELECT pg_get_wal_replay_pause_state()")
        .unwrap()
        != "paused"
    {
        assert!(Instant::now() < deadline, "the replica does not pause");
        sleep(Duration::from_millis(20)).await;
    }
    let (id, later) = table(&member).await;
    let behind = member.get(&format!("/v1/proposals?at_least={later}")).await.expect(503);
    assert_eq!(behind.code(), "view_behind");
    assert!(behind.header("retry-after").is_some());
    let stale = member.get("/v1/proposals").await.expect(200);
    assert_eq!(stale.header("log-position").unwrap(), position.to_string());
    assert_eq!(stale.json["items"].as_array().unwrap().len(), 1);
    // What is folded from the log is not behind.
    let _ = member.get(&format!("/v1/proposals/{id}")).await.expect(200);

    standby.psql("postgres", "SELECT pg_wal_replay_resume()").unwrap();
    let listed = until(&member, &format!("/v1/proposals?at_least={later}"), 200).await;
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 2);
}
