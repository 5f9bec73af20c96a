//! `align_with`, `dissociate_from`, statements on behalf of a group, and who stands where.

use acceptance::{Actor, Reply, TestApp};
use serde_json::{Value, json};

use super::House;

/// A sealed consultation that FJI, WSM, TON and SGP are invited to.
async fn sealed() -> House {
    let app = TestApp::start().await;
    let proposal = app.tabled().await;
    let body = json!({
        "closes_at": "2027-03-01T16:00:00Z", "before_close": "sealed",
        "invite": {"states": ["FJI", "WSM", "TON", "SGP"]}
    });
    let path = format!("/v1/proposals/{proposal}/consultation/open");
    let _ = app.member_mission("KOR").post(&path, body).await.expect(200);
    House { app, proposal }
}

/// WSM speaks for PIF, members only, not for attribution to anybody.
async fn samoa_for_the_forum(house: &House) -> String {
    let body = json!({
        "position": "supports_with_amendments", "language": "en", "on_behalf_of": "PIF",
        "mandate": "Decision of the officials", "audience": "members_only", "attribution": "to_members",
        "comments": [{"paragraph": "1", "text": "Voluntary is too weak."}]
    });
    let reply = house.app.focal_point("WSM").post(&house.submissions(), body).await;
    let reply = reply.expect(201);
    assert_eq!(reply.json["mandate"], "Decision of the officials");
    assert_eq!(reply.json["comments"][0]["mandate"], "Decision of the officials");
    format!("/v1/submissions/{}", reply.id())
}

async fn positions(house: &House, who: &Actor, query: &str) -> Reply {
    let path = format!("/v1/proposals/{}/input/positions{query}", house.proposal);
    who.get(&path).await.expect(200)
}

/// States and through what, at one place of the answer.
fn through(stands: &Value) -> Vec<String> {
    let of = |one: &Value| {
        let through = &one["through"];
        let by = [&through["with"], &through["group"]]
            .into_iter()
            .find_map(Value::as_str);
        format!(
            "{} {} {}",
            one["state"].as_str().unwrap(),
            through["kind"].as_str().unwrap(),
            by.unwrap_or("-")
        )
    };
    stands.as_array().unwrap().iter().map(of).collect()
}

#[tokio::test]
async fn r13_a_groups_invited_partners_see_its_statement_under_seal_and_step_out() {
    let house = sealed().await;
    let path = samoa_for_the_forum(&house).await;
    let (fiji, singapore) = (house.fiji(), house.app.focal_point("SGP"));
    let seen = fiji.get(&path).await.expect(200).json;
    assert_eq!(seen["comments"][0]["text"], "Voluntary is too weak.");
    assert_eq!(seen["version"], Value::Null, "not its own");
    for hidden in [
        &singapore,
        &house.app.member_mission("KOR"),
        &house.app.member_mission("AUS"),
    ] {
        assert_eq!(hidden.get(&path).await.expect(404).code(), "not_found");
    }
    let align = format!("{path}/align");
    assert_eq!(singapore.post(&align, json!({})).await.expect(404).code(), "not_found");
    let comments = format!("/v1/proposals/{}/input/comments", house.proposal);
    let listed = |reply: Reply| reply.json["items"].as_array().unwrap().len();
    let at_least = |reply: &Reply| format!("?at_least={}", super::position(reply));
    let out = fiji
        .post(&format!("{path}/dissociate"), json!({"paragraphs": ["1"]}))
        .await
        .expect(201);
    assert_eq!(
        (&out.json["whole"], &out.json["comments"][0]["standing"]),
        (&Value::Null, &json!("dissociated"))
    );
    assert_eq!(
        listed(fiji.get(&format!("{comments}{}", at_least(&out))).await.expect(200)),
        1
    );
    assert_eq!(
        listed(
            singapore
                .get(&format!("{comments}{}", at_least(&out)))
                .await
                .expect(200)
        ),
        0
    );

    let mine = positions(&house, &fiji, "").await.json;
    assert_eq!(
        through(&mine["items"][1]["states"]),
        ["FJI group PIF", "TON group PIF", "WSM group PIF"]
    );
    assert_eq!(
        through(&mine["paragraphs"][0]["stands"]),
        ["TON group PIF", "WSM group PIF"]
    );
    let not_counted = mine["paragraphs"][0]["not_counted"].as_array().unwrap();
    let reason = |state: &str| {
        let found = not_counted.iter().find(|one| one["state"] == state);
        found.map(|one| one["reason"].as_str().unwrap())
    };
    assert_eq!([reason("FJI"), reason("AUS")], [Some("dissociated"), Some("member")]);
    let others = positions(&house, &singapore, "").await.json;
    assert_eq!(
        (&others["paragraphs"], &others["not_counted"]),
        (&json!([]), &json!([]))
    );
    let before = super::position(&out).parse::<u64>().unwrap() - 1;
    let past = positions(&house, &fiji, &format!("?as_of={before}")).await.json;
    assert_eq!(through(&past["paragraphs"][0]["stands"]).len(), 3);
}

#[tokio::test]
async fn r13_a_group_is_not_spoken_for_without_a_mandate() {
    let house = House::open().await;
    let reply = house
        .lodge(json!({"language": "en", "on_behalf_of": "PIF", "comments": [{"text": "We."}]}))
        .await;
    let reply = reply.expect(422);
    assert_eq!(
        (&reply.json["errors"][0]["pointer"], &reply.json["errors"][0]["code"]),
        (&json!("/on_behalf_of"), &json!("mandate_missing"))
    );
}

#[tokio::test]
async fn r13_a_state_aligns_once_and_is_counted_through_it() {
    let house = House::open().await;
    let body = json!({
        "position": "supports", "language": "en",
        "comments": [{"paragraph": "1", "text": "Good."}, {"text": "For members.", "audience": "members_only"}]
    });
    let path = house.lodged(body).await;
    let samoa = house.app.focal_point("WSM");
    let align = format!("{path}/align");
    let first = samoa.post(&align, json!({})).await.expect(201);
    assert_eq!(
        (&first.json["whole"], &first.json["author"]),
        (&json!("aligned"), &json!("FJI"))
    );
    assert_eq!(
        first.json["comments"].as_array().unwrap().len(),
        1,
        "the other one is hidden"
    );
    let again = samoa.post(&align, json!({"comments": ["FJI-001"]})).await.expect(200);
    assert_eq!(again.json["comments"][0]["standing"], "aligned");
    let unknown = samoa.post(&align, json!({"comments": ["FJI-002"]})).await.expect(422);
    assert_eq!(unknown.json["errors"][0]["code"], "unknown_comment");
    let own = house.fiji().post(&align, json!({})).await.expect(409);
    assert_eq!(own.code(), "own_submission");
    let seen = positions(&house, &house.app.member_mission("MEX"), "").await.json;
    assert_eq!(through(&seen["items"][0]["states"]), ["FJI own -", "WSM alignment FJI"]);
    let leave = format!("{path}/dissociate");
    let _ = samoa.post(&leave, json!({})).await.expect(201);
    let _ = samoa.post(&leave, json!({})).await.expect(200);
    let seen = positions(&house, &house.app.member_mission("MEX"), "").await.json;
    assert_eq!(through(&seen["items"][0]["states"]), ["FJI own -"]);
    assert_eq!(seen["silent"]["states"], json!(["WSM"]));
}

#[tokio::test]
async fn r13_there_is_nothing_to_leave_and_nothing_to_join_of_what_was_withdrawn() {
    let house = House::open().await;
    let path = house.lodged(json!({"position": "supports", "language": "en"})).await;
    let samoa = house.app.focal_point("WSM");
    let leave = samoa.post(&format!("{path}/dissociate"), json!({})).await.expect(409);
    assert_eq!(leave.code(), "nothing_to_leave");
    let joint = json!({"position": "supports", "language": "en", "joint_with": ["FJI", "TON"]});
    let refused = samoa.post(&house.submissions(), joint).await.expect(422);
    assert_eq!(refused.json["errors"][0]["code"], "not_invited");
}
