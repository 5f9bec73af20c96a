//! Nodes hear of each other.

use regional_input::auth::Role;
use serde_json::json;

use crate::house::{House, MIKTA, table, until};

#[tokio::test(flavor = "multi_thread")]
async fn what_one_node_was_answered_is_read_and_written_on_another_at_once() {
    let house = House::shared();
    let (first, second) = (house.node("one", &[]), house.node("two", &[]));
    let (id, position) = table(&house.member(&first)).await;
    let elsewhere = house.member(&second);
    let _ = elsewhere.get(&format!("/v1/proposals/{id}")).await.expect(200);
    let listed = until(&elsewhere, &format!("/v1/proposals?at_least={position}"), 200).await;
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 1);
    let opening = json!({"closes_at": "2099-03-01T16:00:00Z", "invite": {"states": ["FJI"]}});
    let _ = elsewhere
        .post(&format!("/v1/proposals/{id}/consultation/open"), opening)
        .await
        .expect(200);
    let body = json!({"language": "en", "comments": [{"type": "editorial", "text": "Said once."}]});
    let partner = house.actor(&first, Role::FocalPoint, Some("FJI"));
    let keyed = partner.with("idempotency-key", "k");
    let path = format!("/v1/proposals/{id}/submissions");
    let lodged = keyed.post(&path, body.clone()).await.expect(201);
    let again = house
        .actor(&second, Role::FocalPoint, Some("FJI"))
        .with("idempotency-key", "k");
    let again = again.post(&path, body).await.expect(201);
    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!(again.id(), lodged.id());
    let at = lodged.json["log_position"].as_u64().unwrap();
    let summary = format!("/v1/proposals/{id}/input?at_least={at}");
    assert_eq!(until(&elsewhere, &summary, 200).await.json["comments"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_applied_beside_the_nodes_is_known_to_them() {
    let house = House::shared();
    let node = house.node("one", &[]);
    let register = std::fs::read_to_string(MIKTA).unwrap();
    let more = "\n[[focus_areas]]\ncode = \"testing\"\nnames = { en = \"Testing\" }\n";
    let file = house.dir.path().join("register.toml");
    std::fs::write(&file, register + more).unwrap();
    let apply = [
        "register",
        "apply",
        file.to_str().unwrap(),
        "--database-url",
        &house.url,
    ];
    let _ = acceptance::binary::run(&apply).expect(0);
    let member = house.member(&node);
    let mut proposal = acceptance::proposal();
    proposal["focus_area"] = json!("testing");
    let _ = member.post("/v1/proposals", proposal).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_driver_of_the_view_is_killed_another_node_takes_over() {
    let house = House::shared();
    let mut first = house.node("one", &[]);
    let (_, position) = table(&house.member(&first)).await;
    let _ = until(
        &house.member(&first),
        &format!("/v1/proposals?at_least={position}"),
        200,
    )
    .await;
    let second = house.node("two", &[]);
    first.kill();
    let member = house.member(&second);
    let (_, position) = table(&member).await;
    let listed = until(&member, &format!("/v1/proposals?at_least={position}"), 200).await;
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 2);
}
