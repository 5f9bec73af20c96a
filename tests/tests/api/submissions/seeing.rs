//! Who sees what (R15) in `get_submission` and `list_submissions`.

use acceptance::{Actor, TestApp};
use serde_json::{Value, json};

use super::{House, content, position};

const CLOSED: &str = "2027-03-01T16:00:00Z";

/// Position and remarks for participants under the state's name; comments of every kind.
fn of_every_kind() -> Value {
    json!({"position": "has_a_reservation", "language": "en", "general_remarks": "As a whole.", "comments": [
        {"text": "public", "audience": "public"},
        {"text": "participants"},
        {"text": "members", "audience": "members_only"},
        {"text": "to members", "attribution": "to_members"},
        {"text": "to none", "attribution": "to_none"}]})
}

async fn opened(before_close: &str) -> House {
    let app = TestApp::start().await;
    let proposal = app.tabled().await;
    let opening = json!({"closes_at": CLOSED, "before_close": before_close, "invite": {"states": ["FJI", "WSM"]}});
    let path = format!("/v1/proposals/{proposal}/consultation/open");
    let _ = app.member_mission("KOR").post(&path, opening).await.expect(200);
    House { app, proposal }
}

/// What somebody sees of FJI's submission: its comments' words after the position, and that the list says the same.
async fn seen(house: &House, who: &Actor, path: &str) -> Option<Vec<String>> {
    let listed = who
        .get(&format!("{}?at_least={}", house.submissions(), house.head().await))
        .await
        .expect(200);
    let item = listed.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["state"] == json!("FJI"))
        .cloned();
    let reply = who.get(path).await;
    if reply.status == 404 {
        assert_eq!((item, reply.code()), (None, "not_found"));
        return None;
    }
    let item = item.unwrap();
    let json = reply.expect(200).json;
    let comments = json["comments"].as_array().unwrap();
    for field in [
        "id",
        "consultation",
        "state",
        "state_name",
        "version",
        "standing",
        "late",
        "lodged_at",
        "revised_at",
        "position",
        "ad_referendum",
        "language",
        "on_behalf_of",
        "withdrawn",
        "withdrawn_at",
    ] {
        assert_eq!(item[field], json[field], "{field}");
    }
    assert_eq!(item["comments"], json!(comments.len()));
    assert_eq!(json["position"].is_null(), json["general_remarks"].is_null());
    let words = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    Some(
        std::iter::once(words(&json["position"]))
            .chain(comments.iter().map(|one| words(&one["text"])))
            .collect(),
    )
}

async fn by_everybody(house: &House, path: &str) -> [Option<Vec<String>>; 5] {
    let app = &house.app;
    [
        seen(house, &app.focal_point("FJI"), path).await,
        seen(house, &app.member_mission("TUR"), path).await,
        seen(house, &app.focal_point("WSM"), path).await,
        seen(house, &app.focal_point("TON"), path).await,
        seen(house, &app.anonymous(), path).await,
    ]
}

fn words(text: &str) -> Option<Vec<String>> {
    (!text.is_empty()).then(|| text.split(", ").map(str::to_owned).collect())
}

const ALL: &str = "has_a_reservation, public, participants, members, to members, to none";
const FOR_MEMBERS: &str = "has_a_reservation, public, participants, members, to members";
const FOR_PARTNERS: &str = "has_a_reservation, public, participants";
const FOR_ANYBODY: &str = "-, public";

#[tokio::test]
async fn r15_open_input_is_seen_as_audience_and_attribution_say() {
    let house = opened("open").await;
    let path = house.lodged(of_every_kind()).await;
    let expected = [ALL, FOR_MEMBERS, FOR_PARTNERS, FOR_ANYBODY, FOR_ANYBODY].map(words);
    assert_eq!(by_everybody(&house, &path).await, expected);
    house.app.clock.set(CLOSED.parse().unwrap());
    assert_eq!(
        by_everybody(&house, &path).await,
        expected,
        "labelled comments are never tied to the state"
    );
}

#[tokio::test]
async fn r15_before_close_members_see_or_nobody_does() {
    for (before_close, to_members) in [("members_see", FOR_MEMBERS), ("sealed", "")] {
        let house = opened(before_close).await;
        let path = house.lodged(of_every_kind()).await;
        assert_eq!(
            by_everybody(&house, &path).await,
            [ALL, to_members, "", "", ""].map(words),
            "{before_close}"
        );
        let put = house
            .app
            .focal_point("WSM")
            .with("if-match", "*")
            .put(&path, json!({}))
            .await;
        assert_eq!((put.status, put.code()), (404, "not_found"));
        house.app.clock.set(CLOSED.parse().unwrap());
        let expected = [ALL, FOR_MEMBERS, FOR_PARTNERS, FOR_ANYBODY, FOR_ANYBODY].map(words);
        assert_eq!(by_everybody(&house, &path).await, expected, "{before_close}");
    }
}

#[tokio::test]
async fn r15c_a_submission_all_of_whose_input_is_unattributed_is_not_there_for_others() {
    let house = opened("open").await;
    let mut body = of_every_kind();
    body["attribution"] = json!("to_none");
    body["comments"] = json!([{"text": "to none"}, {"text": "to members", "attribution": "to_members"}]);
    let path = house.lodged(body).await;
    for instant in ["2027-01-11T09:00:00Z", CLOSED] {
        house.app.clock.set(instant.parse().unwrap());
        let all = words("has_a_reservation, to none, to members");
        assert_eq!(
            by_everybody(&house, &path).await,
            [all, words("-, to members"), None, None, None]
        );
    }
}

/// Everything that WSM is told of the proposal's submissions, but for the log's position.
async fn told(house: &House, paths: &[String]) -> Vec<(u16, Value, Option<String>)> {
    let who = house.app.focal_point("WSM");
    let list = format!("{}?at_least={}", house.submissions(), house.head().await);
    let mut told = Vec::new();
    for path in paths.iter().chain([&list]) {
        let reply = who.get(path).await;
        let mut content = content(&reply);
        if let Some(problem) = content.as_object_mut().filter(|_| reply.status >= 400) {
            problem.retain(|key, _| !["instance", "trace_id"].contains(&key.as_str()));
        }
        told.push((reply.status, content, reply.header("etag")));
    }
    told
}

#[tokio::test]
async fn r15_what_is_hidden_changes_no_byte() {
    let house = opened("open").await;
    let hidden = json!({"language": "en", "attribution": "to_none", "comments": [
        {"text": "seen", "attribution": "named"}, {"text": "hidden"}]});
    let path = house.lodged(hidden.clone()).await;
    let nowhere = "/v1/submissions/0190f1d2-0000-5000-8000-000000000001".to_owned();
    let paths = [
        path.clone(),
        format!("{path}?version=1"),
        format!("{path}?version=2"),
        nowhere,
    ];
    let before = told(&house, &paths).await;
    assert_eq!(
        before.iter().map(|(status, ..)| *status).collect::<Vec<_>>(),
        [200, 404, 404, 404, 200]
    );
    assert_eq!(before[1], before[3]);
    house.app.clock.advance(jiff::SignedDuration::from_hours(24));
    let mut changed = hidden.clone();
    changed["position"] = json!("does_not_support");
    changed["general_remarks"] = json!("Hidden remarks.");
    changed["comments"] = json!([
        {"number": "FJI-001", "text": "seen", "attribution": "named"},
        {"number": "FJI-9001", "text": "hidden, changed", "paragraph": "1"},
        {"text": "hidden, new"}]);
    let _ = house.fiji().with("if-match", "*").put(&path, changed).await.expect(200);
    assert_eq!(told(&house, &paths).await, before);
    house.app.clock.set("2027-03-02T09:00:00Z".parse().unwrap());
    let late = json!({"language": "fr", "attribution": "to_none", "comments": [
        {"number": "FJI-001", "text": "seen", "attribution": "named", "language": "en"}, {"text": "hidden, late"}]});
    let _ = house.fiji().with("if-match", "*").put(&path, late).await.expect(200);
    assert_eq!(told(&house, &paths).await, before);
}

#[tokio::test]
async fn r15_a_state_that_goes_on_unseen_has_withdrawn_to_others() {
    let house = opened("open").await;
    let path = house
        .lodged(json!({"language": "en", "attribution": "to_none", "comments": [
        {"text": "seen", "attribution": "named"}]}))
        .await;
    let _ = house
        .fiji()
        .with("if-match", "*")
        .post(&format!("{path}/withdraw"), json!({}))
        .await
        .expect(200);
    let before = told(&house, std::slice::from_ref(&path)).await;
    assert_eq!(
        (&before[0].1["withdrawn"], &before[1].1["items"][0]["withdrawn"]),
        (&json!(true), &json!(true))
    );
    house.app.clock.advance(jiff::SignedDuration::from_hours(1));
    let hidden = json!({"language": "en", "attribution": "to_none", "comments": [{"text": "hidden"}]});
    let _ = house.lodge(hidden).await.expect(201);
    assert_eq!(told(&house, std::slice::from_ref(&path)).await, before);
}

#[tokio::test]
async fn r15b_rights_are_those_of_now_also_over_the_past() {
    let house = opened("open").await;
    let lodged = house
        .lodge(json!({"language": "en", "comments": [{"text": "once for all participants"}]}))
        .await;
    let (path, then) = (lodged.header("location").unwrap(), position(&lodged));
    let closed = json!({"language": "en", "attribution": "to_none", "comments": [
        {"number": "FJI-001", "text": "once for all participants"}]});
    let _ = house
        .fiji()
        .with("if-match", "\"1\"")
        .put(&path, closed)
        .await
        .expect(200);
    let partner = house.app.focal_point("WSM");
    for query in ["", &format!("?as_of={then}")] {
        assert_eq!(partner.get(&format!("{path}{query}")).await.status, 404, "{query}");
    }
    assert_eq!(house.fiji().get(&format!("{path}?as_of={then}")).await.status, 200);
}

#[tokio::test]
async fn submissions_are_listed_by_state_in_pages() {
    let app = TestApp::start().await;
    let proposal = app.opened(&["FJI", "WSM", "TON"]).await;
    let house = House { app, proposal };
    for state in ["WSM", "TON", "FJI"] {
        let body = json!({"language": "en", "position": "supports", "comments": [{"text": "x"}]});
        let _ = house
            .app
            .focal_point(state)
            .post(&house.submissions(), body)
            .await
            .expect(201);
    }
    let member = house.app.member_mission("AUS");
    let at_least = house.head().await;
    let states = |reply: &acceptance::Reply| -> Vec<String> {
        let items = reply.json["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| item["state"].as_str().unwrap().to_owned())
            .collect()
    };
    let list = format!("{}?at_least={at_least}", house.submissions());
    let first = member.get(&format!("{list}&limit=2")).await.expect(200);
    assert_eq!(
        (states(&first), &first.json["page"]["has_more"]),
        (vec!["FJI".into(), "TON".into()], &json!(true))
    );
    let next = first.header("link").unwrap();
    let next = next.trim_start_matches('<').split('>').next().unwrap().to_owned();
    let second = member.get(&next).await.expect(200);
    assert_eq!(
        (states(&second), &second.json["page"]["next"]),
        (vec!["WSM".into()], &Value::Null)
    );
    assert_eq!(second.header("link"), None);
    let of_fiji = member.get(&format!("{list}&state=FJ&consultation=1")).await.expect(200);
    assert_eq!(states(&of_fiji), ["FJI"]);
    let etag = of_fiji.header("etag").unwrap();
    assert_eq!(
        member
            .with("if-none-match", &etag)
            .get(&format!("{list}&state=FJ&consultation=1"))
            .await
            .status,
        304
    );
    let version = |who: Actor| {
        let path = format!("{list}&state=FJI");
        async move { who.get(&path).await.expect(200).json["items"][0]["version"].clone() }
    };
    assert_eq!(
        (version(house.fiji()).await, version(member.clone()).await),
        (json!(1), Value::Null)
    );
    let cursor = first.json["page"]["next"].as_str().unwrap();
    for (query, status, code) in [
        ("limit=0".to_owned(), 400, "invalid_query_parameter"),
        ("consultation=2".to_owned(), 400, "invalid_query_parameter"),
        ("state=ZZZ".to_owned(), 400, "invalid_query_parameter"),
        ("colour=blue".to_owned(), 400, "unknown_query_parameter"),
        ("cursor=x".to_owned(), 400, "invalid_cursor"),
        (format!("state=FJI&cursor={cursor}"), 400, "invalid_cursor"),
        ("as_of=1".to_owned(), 422, "as_of_with_at_least"),
    ] {
        let reply = member.get(&format!("{list}&{query}")).await;
        assert_eq!((reply.status, reply.code()), (status, code), "{query}");
    }
}
