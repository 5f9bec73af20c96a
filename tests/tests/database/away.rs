//! The database goes away and comes back.

use private_postgres::{Durability, PrivatePostgres, Stop};

use crate::house::{House, table, until};

#[tokio::test(flavor = "multi_thread")]
async fn without_the_database_nothing_is_served_and_everything_goes_on_when_it_is_back() {
    let server = PrivatePostgres::start(Durability::Careless).unwrap();
    let house = House::on(&server);
    let node = house.node("one", &[]);
    let member = house.member(&node);
    let (_, position) = table(&member).await;
    let list = format!("/v1/proposals?at_least={position}");
    let _ = until(&member, &list, 200).await;

    server.stop(Stop::Fast).unwrap();
    let _ = until(&member, "/readyz", 503).await;
    let refused = member.post("/v1/proposals", acceptance::proposal()).await.expect(503);
    assert!(refused.header("retry-after").is_some());
    assert_eq!(refused.code(), "unavailable");
    let unread = member.get("/v1/proposals").await.expect(503);
    assert!(unread.header("retry-after").is_some());
    let _ = member.get("/livez").await.expect(200);

    server.run().unwrap();
    let _ = until(&member, "/readyz", 200).await;
    let (_, position) = table(&member).await;
    let listed = until(&member, &format!("/v1/proposals?at_least={position}"), 200).await;
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_beneath_which_the_database_was_restored_ends_though_it_only_reads() {
    let house = House::shared();
    let mut node = house.node("one", &[]);
    let member = house.member(&node);
    let _ = table(&member).await;
    let migrated = acceptance::binary::run(&["migrate", "--database-url", &house.url, "--after-restore"]);
    let _ = migrated.expect(0);
    let deadline = tokio::time::Instant::now() + crate::house::DEADLINE;
    while !node.has_ended() {
        assert!(tokio::time::Instant::now() < deadline, "the node goes on");
        tokio::task::yield_now().await;
    }
    assert!(house.log_of("one").contains("restored from a backup beneath this node"));
}
