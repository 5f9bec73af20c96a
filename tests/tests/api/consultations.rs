//! Consultations: who is invited, when they close, and that they close by themselves.

use std::time::Duration;

use acceptance::{Actor, Reply, TestApp};
use event_log::StreamId;
use jiff::SignedDuration;
use serde_json::{Value, json};

const CLOSES: &str = "2027-03-01T16:00:00Z";

fn problem(reply: &Reply) -> (u16, &str) {
    (reply.status, reply.code())
}

fn opening(invite: &Value) -> Value {
    json!({"closes_at": CLOSES, "invite": invite})
}

/// A verb of the consultation of a proposal.
async fn act(who: &Actor, id: &str, verb: &str, body: Value) -> Reply {
    who.post(&format!("/v1/proposals/{id}/consultation/{verb}"), body).await
}

#[actix_web::test]
async fn opening_resolves_the_invitation() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    let lead = app.member_mission("KOR");
    // Two letters are understood; who is named twice is invited once; members of a group that are members here are not.
    let invite = json!({"states": ["FJ", "FJI"], "neighbourhoods": ["TUR"], "groups": ["ASEAN"]});
    let reply = act(&lead, &id, "open", opening(&invite)).await.expect(200);
    assert_eq!(
        (&reply.json["id"], &reply.json["status"], &reply.json["version"]),
        (&json!(id), &json!("open"), &json!(2))
    );
    let consultation = &reply.json["consultation"];
    let invited: Vec<&str> = consultation["invited"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        ["FJI", "THA", "VNM"].iter().all(|state| invited.contains(state)),
        "{invited:?}"
    );
    assert!(
        !invited.contains(&"IDN") && !invited.contains(&"KOR") && !invited.contains(&"WSM"),
        "{invited:?}"
    );
    assert_eq!(invited.iter().filter(|state| **state == "FJI").count(), 1);
    let others = [
        "number",
        "revision",
        "open",
        "opened_at",
        "closes_at",
        "before_close",
        "early_closing_reason",
    ];
    let values = others.map(|name| consultation[name].clone());
    let expected = [
        json!(1),
        json!(0),
        json!(true),
        json!("2027-01-10T09:00:00Z"),
        json!(CLOSES),
        json!("open"),
        json!(null),
    ];
    assert_eq!(values, expected);
    assert_eq!(reply.header("log-position").as_deref(), Some("3"));
    let read = lead.get(&format!("/v1/proposals/{id}")).await.expect(200);
    assert_eq!((&read.json, read.header("etag")), (&reply.json, reply.header("etag")));
    let again = act(&lead, &id, "open", opening(&invite)).await;
    assert_eq!(problem(&again), (409, "consultation_already_open"));
}

#[actix_web::test]
async fn every_mistake_in_an_opening_is_named() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    let lead = app.member_mission("KOR");
    let body = json!({
        "revision": 1, "closes_at": "2027-01-10T09:00:00Z",
        "invite": {"states": ["FJI", "AUS", "FRA"], "neighbourhoods": ["FJI"], "groups": ["NATO"]}
    });
    let reply = act(&lead, &id, "open", body).await;
    assert_eq!(problem(&reply), (422, "invalid_body"));
    let expected = [
        ("/closes_at", "too_early"),
        ("/revision", "unknown_revision"),
        ("/invite/states/1", "member_invited"),
        ("/invite/states/2", "not_a_partner"),
        ("/invite/neighbourhoods/0", "unknown_code"),
        ("/invite/groups/0", "unknown_code"),
    ];
    assert_eq!(
        reply.field_errors(),
        expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()))
    );
    let closing = |closes_at: Value| json!({"closes_at": closes_at, "invite": {"states": ["FJI"]}});
    for (body, pointer, code) in [
        (opening(&json!({})), "/invite", "nobody_invited"),
        (
            opening(&json!({"states": ["XXX"]})),
            "/invite/states/0",
            "invalid_value",
        ),
        (opening(&json!({"states": "FJI"})), "/invite/states", "invalid_type"),
        (
            opening(&json!({"partners": ["FJI"]})),
            "/invite/partners",
            "unknown_field",
        ),
        (
            opening(&json!({"groups": ["a b"]})),
            "/invite/groups/0",
            "invalid_value",
        ),
        (json!({"invite": {"states": ["FJI"]}}), "/closes_at", "missing_field"),
        (json!({"closes_at": CLOSES}), "/invite", "missing_field"),
        (closing(json!(1_803_916_800)), "/closes_at", "invalid_type"),
        (closing(json!("2027-02-30T16:00:00Z")), "/closes_at", "invalid_value"),
        (closing(json!("2027-03-01T16:00:00")), "/closes_at", "invalid_value"),
        (closing(json!("2027-03-01")), "/closes_at", "invalid_value"),
        (closing(json!("2026-03-01T16:00:00Z")), "/closes_at", "too_early"),
        (
            json!({"closes_at": CLOSES, "invite": {"states": ["FJI"]}, "before_close": "shut"}),
            "/before_close",
            "invalid_value",
        ),
    ] {
        let reply = act(&lead, &id, "open", body.clone()).await;
        assert_eq!(problem(&reply), (422, "invalid_body"), "{body}");
        assert_eq!(reply.field_errors(), [(pointer.to_owned(), code.to_owned())], "{body}");
    }
    assert_eq!(
        lead.get(&format!("/v1/proposals/{id}")).await.json["status"],
        json!("draft")
    );
}

#[actix_web::test]
async fn an_instant_is_understood_with_any_offset_and_shown_where_the_reader_is() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    let body = json!({"closes_at": "2027-03-02T04:00:00+12:00", "invite": {"states": ["FJI", "WSM"]}});
    let reply = act(&app.member_mission("KOR"), &id, "open", body).await.expect(200);
    assert_eq!(reply.json["consultation"]["closes_at"], json!(CLOSES));
    let seoul = json!({"local": "2027-03-02T01:00:00+09:00", "time_zone": "Asia/Seoul"});
    assert_eq!(reply.json["consultation"]["closes_at_local"], seoul);
    let suva = json!({"local": "2027-03-02T04:00:00+12:00", "time_zone": "Pacific/Fiji"});
    let path = format!("/v1/proposals/{id}");
    for (path, pointer) in [
        (path.clone(), "/consultation"),
        (format!("{path}/consultations"), "/items/0"),
    ] {
        let local = |reply: Reply| reply.json.pointer(pointer).unwrap()["closes_at_local"].clone();
        assert_eq!(local(app.focal_point("FJI").get(&path).await.expect(200)), suva);
        assert_eq!(local(app.anonymous().get(&path).await.expect(200)), json!(null));
        assert_eq!(
            local(app.anonymous().get(&format!("{path}?tz=Asia/Seoul")).await.expect(200)),
            seoul
        );
        assert_eq!(
            local(
                app.focal_point("FJI")
                    .get(&format!("{path}?tz=Asia/Seoul"))
                    .await
                    .expect(200)
            ),
            seoul
        );
        let odd = app.anonymous().get(&format!("{path}?tz=Suva")).await;
        assert_eq!(problem(&odd), (400, "invalid_query_parameter"));
    }
}

#[actix_web::test]
async fn the_chair_steers_while_its_term_lasts() {
    let app = TestApp::start().await;
    let (first, second) = (app.tabled().await, app.tabled().await);
    let invite = json!({"states": ["FJI"]});
    let _ = act(&app.member_mission("AUS"), &first, "open", opening(&invite))
        .await
        .expect(200);
    let early = act(&app.member_mission("TUR"), &second, "open", opening(&invite)).await;
    assert_eq!(problem(&early), (403, "not_lead_member_or_chair"));
    app.clock.set("2027-03-01T00:00:00Z".parse().unwrap());
    let later = json!({"closes_at": "2027-04-01T00:00:00Z"});
    let former = act(&app.member_mission("AUS"), &first, "extend", later.clone()).await;
    assert_eq!(problem(&former), (403, "not_lead_member_or_chair"));
    let _ = act(&app.member_mission("TUR"), &first, "extend", later)
        .await
        .expect(200);
    let text = json!({"language": "en", "paragraphs": [{"label": "1", "text": "New."}]});
    let path = format!("/v1/proposals/{second}/revisions");
    assert_eq!(app.member_mission("AUS").post(&path, text.clone()).await.status, 403);
    let _ = app.member_mission("TUR").post(&path, text).await.expect(201);
}

#[actix_web::test]
async fn an_extension_moves_the_closing_later_only() {
    let app = TestApp::start().await;
    let lead = app.member_mission("KOR");
    let draft = app.tabled().await;
    let later = json!({"closes_at": "2027-03-15T16:00:00Z"});
    assert_eq!(
        problem(&act(&lead, &draft, "extend", later.clone()).await),
        (409, "no_consultation")
    );
    let id = app.opened(&["FJI"]).await;
    for not_later in [CLOSES, "2027-02-01T00:00:00Z", "2020-01-01T00:00:00Z"] {
        let reply = act(&lead, &id, "extend", json!({"closes_at": not_later})).await;
        assert_eq!(problem(&reply), (422, "invalid_body"));
        assert_eq!(
            reply.field_errors(),
            [("/closes_at".to_owned(), "too_early".to_owned())]
        );
    }
    for (body, code) in [
        (json!({}), "missing_field"),
        (json!({"closes_at": "later"}), "invalid_value"),
        (json!({"closes_at": null}), "invalid_type"),
    ] {
        let reply = act(&lead, &id, "extend", body).await.expect(422);
        assert_eq!(reply.field_errors(), [("/closes_at".to_owned(), code.to_owned())]);
    }
    let reply = act(&lead, &id, "extend", later).await.expect(200);
    assert_eq!(reply.json["consultation"]["closes_at"], json!("2027-03-15T16:00:00Z"));
    app.clock.set(CLOSES.parse().unwrap());
    // A token lasts 30 days at most.
    let lead = app.member_mission("KOR");
    assert_eq!(
        lead.get(&format!("/v1/proposals/{id}")).await.json["status"],
        json!("open")
    );
    app.clock.set("2027-03-15T16:00:00Z".parse().unwrap());
    let over = act(&lead, &id, "extend", json!({"closes_at": "2027-04-01T00:00:00Z"})).await;
    assert_eq!(problem(&over), (409, "consultation_closed"));
}

#[actix_web::test]
async fn closing_early_needs_notice_and_a_reason() {
    let app = TestApp::start().await;
    let lead = app.member_mission("KOR");
    let body = |closes_at: &str, reason: &str| json!({"closes_at": closes_at, "reason": reason});
    let draft = app.tabled().await;
    let good = body("2027-01-12T09:00:00Z", "All have lodged.");
    assert_eq!(
        problem(&act(&lead, &draft, "close", good.clone()).await),
        (409, "no_consultation")
    );
    let id = app.opened(&["FJI"]).await;
    for (body, pointer, code) in [
        (body("2027-01-12T08:59:59Z", "Why."), "/closes_at", "too_early"),
        (body("2020-01-01T00:00:00Z", "Why."), "/closes_at", "too_early"),
        (body(CLOSES, "Why."), "/closes_at", "too_late"),
        (body("2027-01-12T09:00:00Z", " "), "/reason", "empty"),
        (body("2027-01-12T09:00:00Z", &"x".repeat(1_001)), "/reason", "too_long"),
        (json!({"closes_at": "2027-01-12T09:00:00Z"}), "/reason", "missing_field"),
        (
            json!({"closes_at": "2027-01-12T09:00:00Z", "reason": 1}),
            "/reason",
            "invalid_type",
        ),
    ] {
        let reply = act(&lead, &id, "close", body).await.expect(422);
        assert_eq!(reply.field_errors(), [(pointer.to_owned(), code.to_owned())]);
    }
    let reply = act(&lead, &id, "close", good.clone()).await.expect(200);
    let consultation = &reply.json["consultation"];
    assert_eq!(
        (&consultation["closes_at"], &consultation["open"]),
        (&json!("2027-01-12T09:00:00Z"), &json!(true))
    );
    assert_eq!(consultation["early_closing_reason"], json!("All have lodged."));
    app.clock.set("2027-01-12T09:00:00Z".parse().unwrap());
    let closed = lead.get(&format!("/v1/proposals/{id}")).await.expect(200);
    assert_eq!(
        (&closed.json["status"], &closed.json["consultation"]["open"]),
        (&json!("closed"), &json!(false))
    );
    assert_eq!(
        problem(&act(&lead, &id, "close", body("2027-01-20T09:00:00Z", "Why.")).await),
        (409, "consultation_closed")
    );
}

#[actix_web::test]
async fn a_second_writer_on_the_same_version_is_refused() {
    let app = TestApp::start().await;
    let id = app.opened(&["FJI"]).await;
    let lead = app.member_mission("KOR");
    let tag = lead.get(&format!("/v1/proposals/{id}")).await.header("etag").unwrap();
    let on = lead.with("if-match", &tag);
    let _ = act(&on, &id, "extend", json!({"closes_at": "2027-03-15T16:00:00Z"}))
        .await
        .expect(200);
    let stale = act(&on, &id, "extend", json!({"closes_at": "2027-03-16T16:00:00Z"})).await;
    assert_eq!(problem(&stale), (412, "precondition_failed"));
    let _ = act(
        &lead.with("if-match", "\"3\""),
        &id,
        "extend",
        json!({"closes_at": "2027-03-16T16:00:00Z"}),
    )
    .await
    .expect(200);
    let _ = act(
        &lead.with("if-match", "*"),
        &id,
        "extend",
        json!({"closes_at": "2027-03-17T16:00:00Z"}),
    )
    .await
    .expect(200);
}

/// What the log says of closing: the instants, in the order of recording.
async fn closings(app: &TestApp, id: &str) -> Vec<Value> {
    let stream = StreamId(format!("proposal/{id}"));
    let events = app.app().log().read_stream(&stream, 0).await.unwrap();
    let closed = events.iter().filter(|event| event.kind == "consultation.closed");
    closed
        .map(|event| serde_json::from_slice::<Value>(&event.payload).unwrap()["closed_at"].clone())
        .collect()
}

/// Waits until the clock has recorded a closing by itself.
async fn closed_by_the_clock(app: &TestApp, id: &str) -> Vec<Value> {
    let recorded = async {
        loop {
            let found = closings(app, id).await;
            if !found.is_empty() {
                return found;
            }
            let _ = app.anonymous().get(&format!("/v1/proposals/{id}")).await.expect(200);
        }
    };
    // Elapsed: the clock does not record the closing.
    tokio::time::timeout(Duration::from_mins(1), recorded).await.unwrap()
}

#[actix_web::test]
async fn a_consultation_closes_by_itself() {
    let app = TestApp::start().await;
    let id = app.opened(&["FJI"]).await;
    let path = format!("/v1/proposals/{id}");
    let anyone = app.anonymous();
    app.clock.set("2027-03-01T15:59:59Z".parse().unwrap());
    let open = anyone.get(&path).await.expect(200);
    assert_eq!(open.json["status"], json!("open"));
    app.close_due().await;
    assert_eq!(closings(&app, &id).await, Vec::<Value>::new());
    app.clock.set(CLOSES.parse().unwrap());
    // Whether the clock has come by yet makes no difference to what is seen, but that the tag is another.
    let closed = anyone
        .with("if-none-match", &open.header("etag").unwrap())
        .get(&path)
        .await
        .expect(200);
    assert_eq!(
        (&closed.json["status"], &closed.json["consultation"]["open"]),
        (&json!("closed"), &json!(false))
    );
    app.clock.advance(SignedDuration::from_hours(5));
    assert_eq!(closed_by_the_clock(&app, &id).await, [json!(CLOSES)]);
    app.close_due().await;
    assert_eq!(
        closings(&app, &id).await,
        [json!(CLOSES)],
        "recorded once, at the instant that was set"
    );
}

#[actix_web::test]
async fn a_consultation_closes_on_time_also_when_the_server_was_down() {
    let mut app = TestApp::start().await;
    let id = app.opened(&["FJI"]).await;
    let _ = app.anonymous().get("/v1/proposals?at_least=3").await.expect(200);
    app.stop().await;
    app.clock.advance(SignedDuration::from_hours(24 * 60));
    app.restart().await;
    let seen = app.anonymous().get(&format!("/v1/proposals/{id}")).await.expect(200);
    assert_eq!(seen.json["status"], json!("closed"));
    assert_eq!(closed_by_the_clock(&app, &id).await, [json!(CLOSES)]);
    assert_eq!(seen.json["consultation"]["closes_at"], json!(CLOSES));
}

#[actix_web::test]
async fn a_new_consultation_follows_one_that_has_closed() {
    let app = TestApp::start().await;
    let id = app.opened(&["FJI"]).await;
    app.clock.set(CLOSES.parse().unwrap());
    let lead = app.member_mission("KOR");
    let body = json!({"closes_at": "2027-05-01T16:00:00Z", "invite": {"states": ["WSM"]}, "before_close": "sealed"});
    let reply = act(&lead, &id, "open", body).await.expect(200);
    assert_eq!(
        (&reply.json["status"], &reply.json["consultation"]["number"]),
        (&json!("open"), &json!(2))
    );
    assert_eq!(
        closings(&app, &id).await,
        [json!(CLOSES)],
        "the first one's closing stands before the second's opening"
    );
    let path = format!("/v1/proposals/{id}/consultations");
    let all = app.anonymous().get(&path).await.expect(200);
    let told = |item: &Value| (item["number"].clone(), item["open"].clone(), item["invited"].clone());
    let items: Vec<_> = all.json["items"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(
        items,
        [
            (json!(1), json!(false), json!(["FJI"])),
            (json!(2), json!(true), json!(["WSM"]))
        ]
    );
    assert_eq!(all.json["items"][1]["before_close"], json!("sealed"));
    let tag = all.header("etag").unwrap();
    let _ = app.anonymous().with("if-none-match", &tag).get(&path).await.expect(304);
    pages(&app.anonymous(), &path).await;
    for (query, status, code) in [
        ("?cursor=x", 400, "invalid_cursor"),
        ("?limit=0", 400, "invalid_query_parameter"),
        ("?number=1", 400, "unknown_query_parameter"),
        ("?as_of=1", 404, "not_found"),
        ("?at_least=99", 503, "view_behind"),
    ] {
        assert_eq!(
            problem(&app.anonymous().get(&format!("{path}{query}")).await),
            (status, code),
            "{query}"
        );
    }
}

async fn pages(who: &Actor, path: &str) {
    let first = who.get(&format!("{path}?limit=1")).await.expect(200);
    assert_eq!(
        (&first.json["items"][0]["number"], &first.json["page"]["has_more"]),
        (&json!(1), &json!(true))
    );
    let cursor = first.json["page"]["next"].as_str().unwrap();
    assert!(first.header("link").unwrap().contains(cursor));
    let last = who.get(&format!("{path}?limit=1&cursor={cursor}")).await.expect(200);
    assert_eq!(last.json["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&last.json["items"][0]["number"], &last.json["page"]["has_more"]),
        (&json!(2), &json!(false))
    );
    assert_eq!(last.header("link"), None);
}
