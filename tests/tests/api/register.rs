//! `get_register` and `apply_register`.

use acceptance::{Actor, Reply, TestApp};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/v1/register";

fn mikta() -> Value {
    regional_input::register_file::to_json(include_str!("../../../deploy/mikta.toml")).unwrap()
}

/// The register file with one partner less, and one more focus area.
fn changed() -> Value {
    let mut file = mikta();
    let partners = file["partners"].as_array_mut().unwrap();
    partners.retain(|partner| partner["code"] != "FJI");
    let area = json!({"code": "space", "names": {"en": "Outer space"}});
    file["focus_areas"].as_array_mut().unwrap().push(area);
    file
}

fn find<'a>(list: &'a Value, key: &str, wanted: &str) -> Option<&'a Value> {
    list.as_array().unwrap().iter().find(|item| item[key] == wanted)
}

async fn register(who: &Actor, query: &str) -> Value {
    who.get(&format!("{PATH}{query}")).await.expect(200).json
}

#[actix_web::test]
async fn anyone_sees_the_register_as_of_now() {
    let app = TestApp::start().await;
    let reply = app.anonymous().get(PATH).await.expect(200);
    let codes: Vec<&str> = reply.json["members"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|m| m["code"].as_str())
        .collect();
    assert_eq!(codes, ["AUS", "IDN", "KOR", "MEX", "TUR"]);
    assert_eq!(
        (&reply.json["chair"], &reply.json["version"]),
        (&json!("AUS"), &json!(1))
    );
    assert_eq!(
        reply.json["as_of"],
        json!({"log_position": 1, "instant": "2027-01-10T09:00:00Z"})
    );
    assert_eq!(reply.header("log-position").as_deref(), Some("1"));
    let fiji = find(&reply.json["partners"], "code", "FJI").unwrap();
    let expected = json!({
        "region": {"code": "009", "name": "Oceania"}, "subregion": {"code": "054", "name": "Melanesia"},
        "intermediate": null
    });
    assert_eq!(fiji["areas"], expected);
    assert_eq!(
        (&fiji["sids"], &fiji["ldc"], &fiji["lldc"]),
        (&json!(true), &json!(false), &json!(false))
    );
    assert_eq!(
        (&fiji["neighbourhoods"], &fiji["time_zone"]),
        (&json!(["AUS"]), &json!("Pacific/Fiji"))
    );
    assert_eq!(
        (&fiji["from"], &fiji["until"], &fiji["names"]["en"]),
        (&json!(null), &json!(null), &json!("Fiji"))
    );
    let forum = find(&reply.json["groups"], "code", "PIF").unwrap();
    assert!(find(&forum["members"], "state", "FJI").is_some() && find(&forum["members"], "state", "AUS").is_some());
    assert!(find(&reply.json["focus_areas"], "code", "cybersecurity").is_some());
    assert_eq!(
        find(&reply.json["key_events"], "code", "g20-2027").unwrap()["on"],
        json!("2027-11-30")
    );
    let term = find(&reply.json["chair_terms"], "from", "2027-03-01T00:00:00Z").unwrap();
    assert_eq!(
        term,
        &json!({"member": "TUR", "from": "2027-03-01T00:00:00Z", "until": "2028-03-01T00:00:00Z"})
    );
}

#[actix_web::test]
async fn the_register_is_asked_as_of_an_instant_or_a_position() {
    let app = TestApp::start().await;
    app.clock.advance(SignedDuration::from_hours(1));
    let _ = app.operator().post(PATH, changed()).await.expect(200);
    let anyone = app.anonymous();
    let codes = |register: &Value| find(&register["partners"], "code", "FJI").is_some();
    assert!(!codes(&register(&anyone, "").await), "Fiji is no partner any more");
    assert!(
        codes(&register(&anyone, "?as_of=2027-01-10T09:30:00Z").await),
        "it was one half an hour ago"
    );
    let then = register(&anyone, "?as_of=1").await;
    assert!(codes(&then));
    assert_eq!(
        (&then["version"], &then["as_of"]["log_position"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(then["as_of"]["instant"], json!("2027-01-10T09:00:00Z"));
    assert_eq!(register(&anyone, "?as_of=0").await["members"], json!([]));
    // An instant to come: the hand-over of the chair is known.
    let to_come = register(&anyone, "?as_of=2027-03-01T00:00:00Z").await;
    assert_eq!(
        (&to_come["chair"], &to_come["as_of"]["log_position"]),
        (&json!("TUR"), &json!(2))
    );
    assert_eq!(
        register(&anyone, "?as_of=2027-02-28T23:59:59Z").await["chair"],
        json!("AUS")
    );
}

#[actix_web::test]
async fn a_question_to_the_register_that_is_not_well_put_is_refused() {
    let app = TestApp::start().await;
    let anyone = app.anonymous();
    for (query, status, code) in [
        ("?as_of=99", 422, "as_of_in_the_future"),
        ("?as_of=1&at_least=1", 422, "as_of_with_at_least"),
        ("?as_of=2027-02-30T00:00:00Z", 400, "invalid_query_parameter"),
        ("?at_least=x", 400, "invalid_query_parameter"),
        ("?at=1", 400, "unknown_query_parameter"),
        ("?at_least=99", 503, "view_behind"),
    ] {
        let reply = anyone.get(&format!("{PATH}{query}")).await;
        assert_eq!((reply.status, reply.code()), (status, code), "{query}");
    }
    let _ = anyone.get("/v1/register?at_least=1").await.expect(200);
    let reply = anyone
        .with("authorization", "Bearer nonsense")
        .get(PATH)
        .await
        .expect(401);
    assert!(
        reply
            .header("www-authenticate")
            .is_some_and(|value| value.starts_with("Bearer "))
    );
}

#[actix_web::test]
async fn the_register_is_not_sent_again_while_it_stays_the_same() {
    let app = TestApp::start().await;
    let tag = app.anonymous().get(PATH).await.expect(200).header("etag").unwrap();
    assert!(tag.starts_with("\"1-"), "{tag}");
    let known = app.anonymous().with("if-none-match", &tag);
    // Other events change nothing in it.
    let _ = app.tabled().await;
    let reply = known.get(PATH).await.expect(304);
    assert!(reply.text.is_empty());
    // Time alone does: the chair goes over.
    app.clock.set("2027-03-01T00:00:00Z".parse().unwrap());
    assert_eq!(known.get(PATH).await.expect(200).json["chair"], json!("TUR"));
}

#[actix_web::test]
async fn applying_shows_and_records_the_difference() {
    let app = TestApp::start().await;
    let operator = app.operator();
    app.clock.advance(SignedDuration::from_hours(1));
    let expected = json!([
        {"kind": "until", "subject": "partner FJI", "from": null, "until": "2027-01-10T10:00:00Z"},
        {"kind": "recorded", "subject": "focus area space", "from": "2027-01-10T10:00:00Z", "until": null},
    ]);
    let shown = operator.post("/v1/register?dry_run=true", changed()).await.expect(200);
    assert_eq!(
        shown.json,
        json!({
            "changes": expected, "recorded": 1, "ended": 1, "version": 1, "log_position": 1, "dry_run": true
        })
    );
    assert_eq!(
        register(&operator, "").await["version"],
        json!(1),
        "a dry run records nothing"
    );
    let applied = operator.post(PATH, changed()).await.expect(200);
    assert_eq!(
        applied.json,
        json!({
            "changes": expected, "recorded": 1, "ended": 1, "version": 2, "log_position": 2, "dry_run": false
        })
    );
    let header = |name: &str| applied.header(name).unwrap();
    assert_eq!(
        (header("etag"), header("log-position"), header("cache-control")),
        ("\"2\"".into(), "2".into(), "no-store".into())
    );
    app.clock.advance(SignedDuration::from_hours(1));
    let again = operator.post(PATH, changed()).await.expect(200);
    assert_eq!(
        again.json,
        json!({
            "changes": [], "recorded": 0, "ended": 0, "version": 2, "log_position": 2, "dry_run": false
        })
    );
}

#[actix_web::test]
async fn an_application_that_is_sent_again_is_answered_the_same() {
    let app = TestApp::start().await;
    let operator = app.operator().with("idempotency-key", "\"apply-1\"");
    let first = operator.post(PATH, changed()).await.expect(200);
    assert_eq!(first.header("idempotency-replayed"), None);
    // The register has moved on since.
    app.clock.advance(SignedDuration::from_hours(1));
    let _ = app.operator().post(PATH, mikta()).await.expect(200);
    let again = operator.post(PATH, changed()).await.expect(200);
    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!((&again.text, again.header("etag")), (&first.text, first.header("etag")));
    assert_eq!(again.header("log-position"), first.header("log-position"));
    let other = operator.post(PATH, mikta()).await;
    assert_eq!((other.status, other.code()), (422, "idempotency_key_reused"));
}

#[actix_web::test]
async fn only_an_operator_applies_the_register() {
    let app = TestApp::start().await;
    let nobody = app.anonymous().post(PATH, changed()).await.expect(401);
    assert_eq!(nobody.code(), "unauthenticated");
    assert!(
        nobody
            .header("www-authenticate")
            .is_some_and(|value| value.starts_with("Bearer"))
    );
    for who in [app.member_mission("AUS"), app.focal_point("FJI")] {
        let reply = who.post(PATH, json!("nothing of the body is judged")).await;
        assert_eq!((reply.status, reply.code()), (403, "forbidden"));
    }
    assert_eq!(register(&app.anonymous(), "").await["version"], json!(1));
}

#[actix_web::test]
async fn an_application_on_a_version_that_has_passed_is_refused() {
    let app = TestApp::start().await;
    let on = |tag: &str| app.operator().with("if-match", tag);
    let stale = on("\"7\"").post(PATH, changed()).await;
    assert_eq!((stale.status, stale.code()), (412, "precondition_failed"));
    assert_eq!(
        on("\"7\"").post("/v1/register?dry_run=true", changed()).await.status,
        412
    );
    let tag = app.anonymous().get(PATH).await.header("etag").unwrap();
    let _ = on(&tag).post(PATH, changed()).await.expect(200);
    assert_eq!(on("1").post(PATH, mikta()).await.code(), "invalid_precondition");
}

fn refused(reply: &Reply) -> Vec<(String, String)> {
    assert_eq!((reply.status, reply.code()), (422, "invalid_body"), "{}", reply.text);
    reply.field_errors()
}

#[actix_web::test]
async fn every_mistake_of_a_register_file_is_named() {
    let app = TestApp::start_empty(regional_input::config::Config::default()).await;
    let operator = app.operator();
    let member = json!({"code": "AUS", "names": {"en": "Australia"}, "time_zone": "Australia/Sydney"});
    let with = |key: &str, value: Value| {
        let mut member = member.clone();
        member[key] = value;
        json!({"members": [member]})
    };
    for (body, pointer, code) in [
        (json!({"states": []}), "/states", "unknown_field"),
        (json!([]), "", "invalid_type"),
        (json!({"members": {}}), "/members", "invalid_type"),
        (
            json!({"members": [{"code": "AUS", "names": {"en": "Australia"}}]}),
            "/members/0/time_zone",
            "missing_field",
        ),
        (with("code", json!("XXX")), "/members/0/code", "invalid_value"),
        (with("from", json!("2027-02-30")), "/members/0/from", "invalid_value"),
        (
            with("from", json!("2027-02-03T10:00:00")),
            "/members/0/from",
            "invalid_value",
        ),
        (with("colour", json!("green")), "/members/0/colour", "unknown_field"),
        (
            json!({"key_events": [{"code": "g20 2027", "names": {"en": "x"}, "on": "2027-11-30"}]}),
            "/key_events/0/code",
            "invalid_value",
        ),
        (
            json!({"key_events": [{"code": "g20", "names": {"en": "x"}, "on": "30.11.2027"}]}),
            "/key_events/0/on",
            "invalid_value",
        ),
        (with("time_zone", json!("Canberra")), "/members/0/time_zone", "invalid"),
        (with("names", json!({"id": "Australia"})), "/members/0/names", "invalid"),
        (json!({"members": [member, member]}), "", "invalid"),
        (json!({"chair_terms": [{"member": "AUS"}]}), "/chair_terms/0", "invalid"),
    ] {
        let reply = operator.post(PATH, body.clone()).await;
        assert_eq!(refused(&reply), [(pointer.to_owned(), code.to_owned())], "{body}");
    }
    let two = json!({
        "members": [member],
        "partners": [
            {"code": "FJI", "names": {}, "time_zone": "Pacific/Fiji", "neighbourhoods": ["AUS", "KOR"]},
            {"code": "WSM", "names": {"en": "Samoa"}, "time_zone": "Pacific/Apia", "from": "2027-03-01", "until": "2027-03-01"}
        ]
    });
    let pointers: Vec<String> = refused(&operator.post(PATH, two).await)
        .into_iter()
        .map(|(pointer, _)| pointer)
        .collect();
    assert_eq!(
        pointers,
        ["/partners/0/names", "/partners/0/neighbourhoods/1", "/partners/1/until"]
    );
    assert_eq!(
        register(&operator, "").await["version"],
        json!(0),
        "nothing was written"
    );
}

#[actix_web::test]
async fn what_is_no_register_file_at_all_is_refused() {
    let app = TestApp::start().await;
    let operator = app.operator();
    let send =
        |who: Actor, body: &'static str| async move { who.send(Method::POST, PATH, Some(body.to_owned())).await };
    assert_eq!(send(operator.clone(), "{").await.code(), "malformed_json");
    assert_eq!(
        send(operator.clone(), r#"{"members": [], "members": []}"#).await.code(),
        "malformed_json"
    );
    let toml = send(operator.with("content-type", "application/toml"), "members = []").await;
    assert_eq!((toml.status, toml.code()), (415, "unsupported_media_type"));
    for (query, code) in [
        ("?dryrun=true", "unknown_query_parameter"),
        ("?dry_run=yes", "invalid_query_parameter"),
    ] {
        let reply = operator.post(&format!("{PATH}{query}"), changed()).await;
        assert_eq!((reply.status, reply.code()), (400, code));
    }
}
