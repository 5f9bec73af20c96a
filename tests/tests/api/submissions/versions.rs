//! `get_submission`: the present, earlier versions, the past.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{House, content, of_comments, position, two_comments};

/// FJI lodged, and an hour later changed its first comment. Path, position of the lodging, etag of the present.
async fn revised(house: &House) -> (String, String, String) {
    let lodged = house.lodge(two_comments()).await.expect(201);
    let path = lodged.header("location").unwrap();
    house.app.clock.advance(SignedDuration::from_hours(1));
    let mut changed = two_comments();
    changed["comments"][0]["number"] = json!("FJI-001");
    changed["comments"][0]["text"] = json!("Voluntary is much too weak.");
    changed["comments"][1]["number"] = json!("FJI-002");
    let reply = house
        .fiji()
        .with("if-match", "\"1\"")
        .put(&path, changed)
        .await
        .expect(200);
    (path, position(&lodged), reply.header("etag").unwrap())
}

#[tokio::test]
async fn the_own_state_reads_earlier_versions_and_nobody_else_does() {
    let house = House::open().await;
    let (path, _, etag) = revised(&house).await;
    let fiji = house.fiji();
    let first = fiji.get(&format!("{path}?version=1")).await.expect(200);
    assert_eq!(of_comments(&first, "text")[0], json!("Voluntary is too weak."));
    assert_eq!(
        (&first.json["version"], &first.json["act"]),
        (&json!(1), &json!("lodged"))
    );
    assert!(first.header("etag").unwrap().starts_with("\"1-"));
    let second = fiji.get(&format!("{path}?version=2")).await.expect(200);
    assert_eq!(second.header("etag"), Some(etag));
    for version in ["0", "3", "18446744073709551615"] {
        assert_eq!(
            fiji.get(&format!("{path}?version={version}")).await.status,
            404,
            "{version}"
        );
    }
    for other in [house.app.focal_point("WSM"), house.app.member_mission("AUS")] {
        for version in ["1", "2", "3"] {
            let reply = other.get(&format!("{path}?version={version}")).await;
            assert_eq!((reply.status, reply.code()), (404, "not_found"), "{version}");
        }
    }
    let both = fiji.get(&format!("{path}?version=1&as_of=5")).await;
    assert_eq!((both.status, both.code()), (400, "invalid_query_parameter"));
}

#[tokio::test]
async fn r15b_as_of_shows_others_no_words_that_were_changed_since() {
    let house = House::open().await;
    let (path, lodging, _) = revised(&house).await;
    let at_position = format!("{path}?as_of={lodging}");
    let own = house.fiji().get(&at_position).await.expect(200);
    assert_eq!(
        of_comments(&own, "text"),
        ["Voluntary is too weak.", "We thank the lead member."]
    );
    assert_eq!(of_comments(&own, "superseded"), [false, false]);
    assert_eq!(own.json["as_of"]["log_position"].to_string(), lodging);
    let other = house.app.focal_point("WSM").get(&at_position).await.expect(200);
    assert_eq!(
        of_comments(&other, "text"),
        [Value::Null, json!("We thank the lead member.")]
    );
    assert_eq!(of_comments(&other, "superseded"), [true, false]);
    assert!(
        !other.text.contains("mandatory") && !other.text.contains("Networks"),
        "{}",
        other.text
    );
    let by_instant = house
        .fiji()
        .get(&format!("{path}?as_of=2027-01-10T09:30:00Z"))
        .await
        .expect(200);
    assert_eq!(content(&by_instant), content(&own));
    let now = house
        .fiji()
        .get(&format!("{path}?as_of=2027-01-10T10:00:00Z"))
        .await
        .expect(200);
    assert_eq!(now.json["version"], json!(2));
}

#[tokio::test]
async fn as_of_is_within_what_happened() {
    let house = House::open().await;
    let before = house.head().await;
    let (path, lodging, _) = revised(&house).await;
    let fiji = house.fiji();
    for (query, status, code) in [
        (format!("as_of={before}"), 404, "not_found"),
        ("as_of=999".into(), 422, "as_of_in_the_future"),
        ("as_of=2028-01-01T00:00:00Z".into(), 422, "as_of_in_the_future"),
        (
            format!("as_of={lodging}&at_least={lodging}"),
            422,
            "as_of_with_at_least",
        ),
        ("as_of=yesterday".into(), 400, "invalid_query_parameter"),
        ("at_least=999".into(), 503, "view_behind"),
        ("tz=Pacific/Atlantis".into(), 400, "invalid_query_parameter"),
        ("versions=1".into(), 400, "unknown_query_parameter"),
    ] {
        let reply = fiji.get(&format!("{path}?{query}")).await;
        assert_eq!((reply.status, reply.code()), (status, code), "{query}");
    }
    let _ = fiji.get(&format!("{path}?at_least={lodging}")).await.expect(200);
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let house = House::open().await;
    let (path, _, etag) = revised(&house).await;
    let known = house.fiji().with("if-none-match", &etag).get(&path).await;
    assert_eq!((known.status, known.text.as_str()), (304, ""));
    let of_samoa = house
        .app
        .focal_point("WSM")
        .get(&path)
        .await
        .expect(200)
        .header("etag")
        .unwrap();
    assert!(
        of_samoa.starts_with("\"d-"),
        "versions count what others may not see: {of_samoa}"
    );
    let known = house
        .app
        .focal_point("WSM")
        .with("if-none-match", &of_samoa)
        .get(&path)
        .await;
    assert_eq!(known.status, 304);
    assert_eq!(
        house.fiji().with("if-none-match", &of_samoa).get(&path).await.status,
        200
    );
}

#[tokio::test]
async fn r7_times_are_also_those_of_the_capital_or_of_the_zone_asked_for() {
    let house = House::open().await;
    let path = house.lodged(two_comments()).await;
    let local = |reply: acceptance::Reply| reply.json["lodged_at_local"]["local"].clone();
    assert_eq!(local(house.fiji().get(&path).await), json!("2027-01-10T21:00:00+12:00"));
    assert_eq!(
        local(house.fiji().get(&format!("{path}?tz=Asia/Seoul")).await),
        json!("2027-01-10T18:00:00+09:00")
    );
}

#[tokio::test]
async fn what_is_unknown_is_not_found() {
    let house = House::open().await;
    let reply = house
        .fiji()
        .get("/v1/submissions/0190f1d2-0000-5000-8000-000000000001")
        .await;
    assert_eq!((reply.status, reply.code()), (404, "not_found"));
    let reply = house.fiji().get("/v1/submissions/FJI").await;
    assert_eq!((reply.status, reply.code()), (400, "invalid_path"));
}
