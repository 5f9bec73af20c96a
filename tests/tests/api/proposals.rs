//! Proposals, their revisions, and who may see and change them.

use acceptance::{Actor, TestApp, proposal};
use jiff::SignedDuration;
use regional_input::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

const UNKNOWN: &str = "01944f62-1a40-7c3e-9a43-5d5f3c0a8b11";

/// Every write to a proposal: the path below it, a body that is good, and what another member is answered.
fn writes() -> [(&'static str, Value, &'static str); 5] {
    let revision = json!({"language": "en", "paragraphs": [{"label": "1", "text": "New."}]});
    let opening = json!({"closes_at": "2027-03-01T16:00:00Z", "invite": {"states": ["FJI"]}});
    [
        ("/revisions", revision, "not_lead_member_or_chair"),
        ("/consultation/open", opening, "not_lead_member_or_chair"),
        (
            "/consultation/extend",
            json!({"closes_at": "2027-03-15T16:00:00Z"}),
            "not_lead_member_or_chair",
        ),
        (
            "/consultation/close",
            json!({"closes_at": "2027-02-01T16:00:00Z", "reason": "Done."}),
            "not_lead_member_or_chair",
        ),
        ("/withdraw", json!({"reason": "Done."}), "not_lead_member"),
    ]
}

fn problem(reply: &acceptance::Reply) -> (u16, &str) {
    (reply.status, reply.code())
}

#[actix_web::test]
async fn no_token_wrong_role_other_member_and_unknown_id_are_told_apart() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    let expired = app.token(Role::MemberMission, Some("KOR"), SignedDuration::from_mins(5));
    app.clock.advance(SignedDuration::from_mins(6));
    for (path, body, foreign) in writes() {
        let at = |id: &str| format!("/v1/proposals/{id}{path}");
        let nobody = app.anonymous().post(&at(&id), body.clone()).await;
        assert_eq!(problem(&nobody), (401, "unauthenticated"), "{path}");
        assert!(
            nobody
                .header("www-authenticate")
                .is_some_and(|value| value.starts_with("Bearer"))
        );
        let late = Actor::new(&app.base, Some(&expired)).post(&at(&id), body.clone()).await;
        assert_eq!(problem(&late), (401, "invalid_token"), "{path}");
        for who in [
            app.focal_point("FJI"),
            app.operator(),
            app.actor(Role::Deputy, Some("FJI")),
        ] {
            assert_eq!(
                problem(&who.post(&at(&id), body.clone()).await),
                (403, "forbidden"),
                "{path}"
            );
        }
        let partner = app
            .actor(Role::MemberMission, Some("FJI"))
            .post(&at(&id), body.clone())
            .await;
        assert_eq!(problem(&partner), (403, "not_a_member"), "{path}");
        // Who may not do it is told so before anything is said of the body.
        let other = app.member_mission("IDN").post(&at(&id), json!({"nonsense": 1})).await;
        assert_eq!(problem(&other), (403, foreign), "{path}");
        let lead = app.member_mission("KOR");
        assert_eq!(
            problem(&lead.post(&at(UNKNOWN), json!({"nonsense": 1})).await),
            (404, "not_found"),
            "{path}"
        );
        assert_eq!(
            problem(&lead.post(&at("7"), body.clone()).await),
            (400, "invalid_path"),
            "{path}"
        );
    }
    assert_eq!(
        app.member_mission("KOR").get(&format!("/v1/proposals/{id}")).await.json["version"],
        json!(1)
    );
}

#[actix_web::test]
async fn a_body_that_is_not_right_is_refused_and_nothing_is_written() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    let lead = app.member_mission("KOR");
    for (path, body, _) in writes() {
        let at = format!("/v1/proposals/{id}{path}");
        let unknown = lead.post(&format!("{at}?dry_run=true"), body.clone()).await;
        assert_eq!(problem(&unknown), (400, "unknown_query_parameter"), "{path}");
        let broken = lead.send(Method::POST, &at, Some("{".into())).await;
        assert_eq!(problem(&broken), (400, "malformed_json"), "{path}");
        let text = lead
            .with("content-type", "text/plain")
            .send(Method::POST, &at, Some(body.to_string()))
            .await;
        assert_eq!(problem(&text), (415, "unsupported_media_type"), "{path}");
        let mut extended = body.clone();
        extended["colour"] = json!("green");
        let field = lead.post(&at, extended).await;
        assert_eq!(problem(&field), (422, "invalid_body"), "{path}");
        assert_eq!(
            field.field_errors(),
            [("/colour".to_owned(), "unknown_field".to_owned())],
            "{path}"
        );
        let array = lead.post(&at, json!([])).await;
        assert_eq!(
            array.field_errors(),
            [(String::new(), "invalid_type".to_owned())],
            "{path}"
        );
        let stale = lead.with("if-match", "\"7\"").post(&at, body.clone()).await;
        assert_eq!(problem(&stale), (412, "precondition_failed"), "{path}");
        let odd = lead.with("if-match", "7").post(&at, body).await;
        assert_eq!(problem(&odd), (400, "invalid_precondition"), "{path}");
    }
    assert_eq!(lead.get(&format!("/v1/proposals/{id}")).await.json["version"], json!(1));
}

#[actix_web::test]
async fn every_write_that_is_sent_again_is_answered_the_same() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    for (number, (path, body, _)) in writes().into_iter().enumerate() {
        let at = format!("/v1/proposals/{id}{path}");
        let lead = app
            .member_mission("KOR")
            .with("idempotency-key", &format!("key-{number}"));
        let first = lead.post(&at, body.clone()).await;
        assert!(
            matches!(first.status, 200 | 201) && first.header("idempotency-replayed").is_none(),
            "{}",
            first.text
        );
        app.clock.advance(SignedDuration::from_mins(1));
        let again = lead.post(&at, body).await;
        assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"), "{path}");
        assert_eq!((again.status, &again.text), (first.status, &first.text), "{path}");
        for name in ["etag", "location", "log-position"] {
            assert_eq!(again.header(name), first.header(name), "{path} {name}");
        }
        let other = lead.post(&at, json!({"reason": "Something else."})).await;
        assert_eq!(other.status, 422, "{path}");
        if path == "/withdraw" {
            assert_eq!(other.code(), "idempotency_key_reused");
        }
    }
    assert_eq!(
        app.member_mission("KOR").get(&format!("/v1/proposals/{id}")).await.json["version"],
        json!(6)
    );
}

#[actix_web::test]
async fn tabling_again_with_the_same_key_is_answered_the_same() {
    let app = TestApp::start().await;
    let lead = app.member_mission("KOR").with("idempotency-key", "table-1");
    let first = lead.post("/v1/proposals", proposal()).await.expect(201);
    app.clock.advance(SignedDuration::from_mins(1));
    let _ = app.tabled().await;
    let again = lead.post("/v1/proposals", proposal()).await.expect(201);
    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!(again.text, first.text);
    let reply = app
        .member_mission("KOR")
        .post("/v1/proposals?dry_run=true", proposal())
        .await;
    assert_eq!(problem(&reply), (400, "unknown_query_parameter"));
}

#[actix_web::test]
async fn a_draft_is_for_members_until_a_consultation_opens() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    let hidden = ["", "/revisions/0", "/revisions/0/changes", "/consultations"];
    for who in [app.anonymous(), app.focal_point("FJI"), app.operator()] {
        for below in hidden {
            // Neither is anything said of a query that is wrong.
            for query in ["", "?colour=1", "?as_of=0"] {
                let reply = who.get(&format!("/v1/proposals/{id}{below}{query}")).await;
                let unknown = who.get(&format!("/v1/proposals/{UNKNOWN}{below}{query}")).await;
                assert_eq!(problem(&reply), (404, "not_found"), "{below}{query}");
                assert_eq!(reply.json["detail"], unknown.json["detail"]);
            }
        }
        assert_eq!(
            who.get("/v1/proposals?at_least=2").await.expect(200).json["items"],
            json!([])
        );
    }
    for below in hidden {
        let _ = app
            .member_mission("IDN")
            .get(&format!("/v1/proposals/{id}{below}"))
            .await
            .expect(200);
    }
    open(&app, &id, "FJI").await;
    for who in [
        app.anonymous(),
        app.focal_point("FJI"),
        app.focal_point("WSM"),
        app.operator(),
    ] {
        for below in hidden {
            let _ = who.get(&format!("/v1/proposals/{id}{below}")).await.expect(200);
        }
        assert_eq!(
            who.get("/v1/proposals?at_least=3").await.expect(200).json["items"][0]["id"],
            json!(id)
        );
    }
}

async fn open(app: &TestApp, id: &str, state: &str) {
    let opening = json!({"closes_at": "2027-03-01T16:00:00Z", "invite": {"states": [state]}});
    let _ = app
        .member_mission("KOR")
        .post(&format!("/v1/proposals/{id}/consultation/open"), opening)
        .await
        .expect(200);
}

#[actix_web::test]
async fn a_proposal_for_participants_is_hidden_from_all_others() {
    let app = TestApp::start().await;
    let mut body = proposal();
    body["audience"] = json!("participants");
    let id = app
        .member_mission("KOR")
        .post("/v1/proposals", body)
        .await
        .expect(201)
        .id();
    open(&app, &id, "FJI").await;
    for (who, status, listed) in [
        (app.anonymous(), 404, 0),
        (app.focal_point("WSM"), 404, 0),
        (app.operator(), 404, 0),
        (app.focal_point("FJI"), 200, 1),
        (app.actor(Role::System, Some("FJI")), 200, 1),
        (app.member_mission("TUR"), 200, 1),
    ] {
        assert_eq!(who.get(&format!("/v1/proposals/{id}/revisions/0")).await.status, status);
        let list = who.get("/v1/proposals?at_least=3").await.expect(200);
        assert_eq!(list.json["items"].as_array().unwrap().len(), listed);
    }
}

#[actix_web::test]
async fn a_revision_tells_what_became_of_each_paragraph() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    let lead = app.member_mission("KOR");
    let before = lead.get(&format!("/v1/proposals/{id}")).await.expect(200);
    let paragraph = |index: usize| before.json["revision"]["paragraphs"][index]["id"].clone();
    let text = |index: usize| before.json["revision"]["paragraphs"][index]["text"].clone();
    app.clock.advance(SignedDuration::from_hours(1));
    let body = json!({"language": "en", "paragraphs": [
        {"label": "A", "text": "A preamble."},
        {"from": [paragraph(0)], "label": "1", "text": text(0)},
        {"from": [paragraph(1)], "label": "2", "text": "They shall exchange information."},
    ]});
    let reply = lead
        .post(&format!("/v1/proposals/{id}/revisions"), body)
        .await
        .expect(201);
    let location = reply.header("location").unwrap();
    assert_eq!(location, format!("/v1/proposals/{id}/revisions/1"));
    assert_eq!(reply.json["proposal_id"], json!(id));
    let names = ["number", "label", "language", "circulated_at", "version"].map(|name| reply.json[name].clone());
    assert_eq!(
        names,
        [
            json!(1),
            json!("rev.1"),
            json!("en"),
            json!("2027-01-10T10:00:00Z"),
            json!(2)
        ]
    );
    assert_eq!(
        reply.json["as_of"],
        json!({"log_position": 3, "instant": "2027-01-10T10:00:00Z"})
    );
    assert_eq!(reply.json["deleted"], json!([paragraph(2)]));
    let changes: Vec<&Value> = reply.json["paragraphs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["change"])
        .collect();
    assert_eq!(changes, ["new", "kept", "changed"]);
    assert_eq!(reply.json["paragraphs"][1]["id"], paragraph(0));
    // What the 201 named can be read at once, and written on.
    let read = lead.get(&location).await.expect(200);
    assert_eq!(read.json, reply.json);
    assert_eq!(read.header("etag"), reply.header("etag"));
    let known = lead
        .with("if-none-match", &read.header("etag").unwrap())
        .get(&location)
        .await
        .expect(304);
    assert!(known.text.is_empty());
    let draft = lead.get(&format!("/v1/proposals/{id}/revisions/0")).await.expect(200);
    assert_eq!(draft.json["paragraphs"], before.json["revision"]["paragraphs"]);
    let opening = json!({"closes_at": "2027-03-01T16:00:00Z", "invite": {"states": ["FJI"]}});
    let on = lead.with("if-match", &reply.header("etag").unwrap());
    let opened = on
        .post(&format!("/v1/proposals/{id}/consultation/open"), opening)
        .await
        .expect(200);
    assert_eq!(
        opened.json["consultation"]["revision"],
        json!(1),
        "the newest by default"
    );
}

#[actix_web::test]
async fn changes_are_compared_with_any_earlier_revision() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    let lead = app.member_mission("KOR");
    let circulate = |rows: Value| {
        let (lead, path) = (lead.clone(), format!("/v1/proposals/{id}/revisions"));
        async move {
            lead.post(&path, json!({"language": "en", "paragraphs": rows}))
                .await
                .expect(201)
                .json
        }
    };
    let zero = lead.get(&format!("/v1/proposals/{id}/revisions/0")).await.json["paragraphs"].clone();
    let one = circulate(json!([
        {"from": [zero[0]["id"]], "label": "1", "text": "Part one."},
        {"from": [zero[0]["id"]], "label": "2", "text": "Part two."},
        {"from": [zero[2]["id"]], "label": "3", "text": zero[2]["text"]},
    ]))
    .await["paragraphs"]
        .clone();
    let _ = circulate(json!([
        {"from": [one[0]["id"], one[1]["id"]], "label": "1", "text": "Whole again."},
        {"label": "2", "text": "Annex."},
        {"from": [one[2]["id"]], "label": "3", "text": one[2]["text"]},
    ]))
    .await;
    let changes = |query: &'static str| {
        let (lead, path) = (lead.clone(), format!("/v1/proposals/{id}/revisions/2/changes{query}"));
        async move { lead.get(&path).await }
    };
    let words = |json: &Value| -> Vec<String> {
        json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["change"].as_str().unwrap().to_owned())
            .collect()
    };
    let step = changes("").await.expect(200);
    assert_eq!((&step.json["since"], &step.json["number"]), (&json!(1), &json!(2)));
    assert_eq!(words(&step.json), ["merged", "new", "kept"]);
    let both = changes("?since=0").await.expect(200);
    assert_eq!(words(&both.json), ["changed", "deleted", "new", "kept"]);
    let changed = json!({
        "change": "changed",
        "old": [{"id": zero[0]["id"], "label": "1", "text": zero[0]["text"]}],
        "new": {"id": zero[0]["id"], "label": "1", "text": "Whole again."},
        "segments": [
            {"kind": "deleted", "text": "Participating States shall name a national point of contact"},
            {"kind": "inserted", "text": "Whole again"}, {"kind": "equal", "text": "."}],
        "comments": []
    });
    assert_eq!(both.json["items"][0], changed);
    let deleted = json!({
        "change": "deleted", "old": [{"id": zero[1]["id"], "label": "2", "text": zero[1]["text"]}], "new": null,
        "segments": [{"kind": "deleted", "text": zero[1]["text"]}], "comments": []
    });
    assert_eq!(both.json["items"][1], deleted);
    assert_eq!(
        (&both.json["page"]["has_more"], &both.json["page"]["next"]),
        (&json!(false), &json!(null))
    );
    let tag = both.header("etag").unwrap();
    let path = format!("/v1/proposals/{id}/revisions/2/changes?since=0");
    let _ = lead.with("if-none-match", &tag).get(&path).await.expect(304);
    for (query, status, code) in [
        ("?since=2", 400, "invalid_query_parameter"),
        ("?since=-1", 400, "invalid_query_parameter"),
        ("?to=1", 400, "unknown_query_parameter"),
        ("?as_of=1", 404, "not_found"),
        ("?at_least=99", 503, "view_behind"),
    ] {
        assert_eq!(problem(&changes(query).await), (status, code), "{query}");
    }
    let first = lead
        .get(&format!("/v1/proposals/{id}/revisions/0/changes"))
        .await
        .expect(200);
    assert_eq!(
        (&first.json["since"], words(&first.json)),
        (&json!(null), vec!["new".to_owned(); 3])
    );
    for below in ["revisions/3", "revisions/3/changes", "revisions/3/changes?since=x"] {
        assert_eq!(
            problem(&lead.get(&format!("/v1/proposals/{id}/{below}")).await),
            (404, "not_found")
        );
    }
    assert_eq!(
        lead.get(&format!("/v1/proposals/{id}/revisions/x")).await.code(),
        "invalid_path"
    );
    let asked = lead.get(&format!("/v1/proposals/{id}/revisions/1?as_of=1")).await;
    assert_eq!(problem(&asked), (404, "not_found"), "not yet circulated");
}

#[actix_web::test]
async fn every_mistake_in_a_revision_is_named() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    let lead = app.member_mission("KOR");
    let known = lead.get(&format!("/v1/proposals/{id}")).await.json["revision"]["paragraphs"][0]["id"].clone();
    let long = "x".repeat(65_537);
    let body = json!({"language": "en", "label": " ", "paragraphs": [
        {"label": "1", "text": "One."},
        {"label": " 1", "text": "Two."},
        {"label": UNKNOWN, "text": " "},
        {"label": "", "text": long},
        {"label": "5", "text": "Five.", "from": [known, UNKNOWN, known]},
    ]});
    let reply = lead.post(&format!("/v1/proposals/{id}/revisions"), body).await;
    assert_eq!(problem(&reply), (422, "invalid_body"));
    let expected = [
        ("/label", "invalid"),
        ("/paragraphs/1/label", "duplicate"),
        ("/paragraphs/2/label", "label_looks_like_id"),
        ("/paragraphs/2/text", "empty"),
        ("/paragraphs/3/label", "empty"),
        ("/paragraphs/3/text", "too_long"),
        ("/paragraphs/4/from/1", "unknown_paragraph"),
        ("/paragraphs/4/from/2", "duplicate"),
    ];
    assert_eq!(
        reply.field_errors(),
        expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()))
    );
    let paragraph = |field: &str, value: Value| {
        let mut one = json!({"label": "1", "text": "One."});
        one[field] = value;
        json!({"language": "en", "paragraphs": [one]})
    };
    for (body, pointer, code) in [
        (json!({"language": "en", "paragraphs": []}), "/paragraphs", "empty"),
        (
            json!({"language": "english", "paragraphs": []}),
            "/language",
            "invalid_value",
        ),
        (json!({"paragraphs": []}), "/language", "missing_field"),
        (paragraph("label", json!(1)), "/paragraphs/0/label", "invalid_type"),
        (
            paragraph("label", json!("x".repeat(1_001))),
            "/paragraphs/0/label",
            "too_long",
        ),
        (paragraph("from", json!(["1"])), "/paragraphs/0/from/0", "invalid_value"),
        (paragraph("note", json!("")), "/paragraphs/0/note", "unknown_field"),
    ] {
        let reply = lead
            .post(&format!("/v1/proposals/{id}/revisions"), body)
            .await
            .expect(422);
        assert_eq!(reply.field_errors(), [(pointer.to_owned(), code.to_owned())]);
    }
}

#[actix_web::test]
async fn the_lead_member_withdraws() {
    let app = TestApp::start().await;
    let id = app.opened(&["FJI"]).await;
    let path = format!("/v1/proposals/{id}/withdraw");
    // The chair may steer, but not take the text of another back.
    assert_eq!(
        problem(&app.member_mission("AUS").post(&path, json!({})).await),
        (403, "not_lead_member")
    );
    let lead = app.member_mission("KOR");
    let long = lead.post(&path, json!({"reason": "x".repeat(1_001)})).await.expect(422);
    assert_eq!(long.field_errors(), [("/reason".to_owned(), "too_long".to_owned())]);
    let unsaid = lead.post(&path, json!({})).await.expect(422);
    assert_eq!(
        unsaid.field_errors(),
        [("/reason".to_owned(), "missing_field".to_owned())]
    );
    let empty = lead.post(&path, json!({"reason": " "})).await.expect(422);
    assert_eq!(empty.field_errors(), [("/reason".to_owned(), "empty".to_owned())]);
    let done = json!({"reason": "Done."});
    let reply = lead.post(&path, done.clone()).await.expect(200);
    assert_eq!(
        (&reply.json["status"], &reply.json["withdrawn_at"]),
        (&json!("withdrawn"), &json!("2027-01-10T09:00:00Z"))
    );
    assert_eq!(reply.json["withdrawal_reason"], json!("Done."));
    assert!(reply.header("etag").unwrap().starts_with("\"3-"));
    assert_eq!(problem(&lead.post(&path, done).await), (409, "proposal_withdrawn"));
    for (path, body, _) in writes() {
        let refused = lead.post(&format!("/v1/proposals/{id}{path}"), body).await;
        assert_eq!(problem(&refused), (409, "proposal_withdrawn"), "{path}");
    }
    let seen = app.anonymous().get(&format!("/v1/proposals/{id}")).await.expect(200);
    assert_eq!(
        seen.json["status"],
        json!("withdrawn"),
        "who could see it sees that it was withdrawn"
    );
}

#[actix_web::test]
async fn a_reason_for_withdrawing_is_shown() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    let lead = app.member_mission("KOR");
    let reply = lead
        .post(
            &format!("/v1/proposals/{id}/withdraw"),
            json!({"reason": "Taken up elsewhere."}),
        )
        .await;
    assert_eq!(
        reply.expect(200).json["withdrawal_reason"],
        json!("Taken up elsewhere.")
    );
}

/// Five proposals, the newest last; what each is named in the filters.
async fn five(app: &TestApp) -> Vec<String> {
    let mut ids = Vec::new();
    for (member, area, event) in [
        ("KOR", "cybersecurity", Some("g20-2027")),
        ("IDN", "cybersecurity", None),
        ("MEX", "global-health", None),
        ("KOR", "global-health", Some("unga-2027")),
        ("TUR", "migration", Some("g20-2027")),
    ] {
        let mut body = proposal();
        body["focus_area"] = json!(area);
        body["key_event"] = json!(event);
        ids.push(
            app.member_mission(member)
                .post("/v1/proposals", body)
                .await
                .expect(201)
                .id(),
        );
        app.clock.advance(SignedDuration::from_mins(1));
    }
    let opening = |closes_at: &str| json!({"closes_at": closes_at, "invite": {"states": ["FJI"]}});
    let chair = app.member_mission("AUS");
    for (index, closes_at) in [(1, "2027-01-11T00:00:00Z"), (2, "2027-02-01T00:00:00Z")] {
        let path = format!("/v1/proposals/{}/consultation/open", ids[index]);
        let _ = chair.post(&path, opening(closes_at)).await.expect(200);
    }
    let _ = app
        .member_mission("TUR")
        .post(
            &format!("/v1/proposals/{}/withdraw", ids[4]),
            json!({"reason": "Done."}),
        )
        .await
        .expect(200);
    app.clock.set("2027-01-12T00:00:00Z".parse().unwrap());
    ids
}

async fn listed(who: &Actor, query: &str, ids: &[String]) -> Vec<usize> {
    let reply = who.get(&format!("/v1/proposals?at_least=9&{query}")).await.expect(200);
    let index = |item: &Value| ids.iter().position(|id| item["id"] == json!(id)).unwrap();
    reply.json["items"].as_array().unwrap().iter().map(index).collect()
}

#[actix_web::test]
async fn proposals_are_listed_newest_first_and_filtered() {
    let app = TestApp::start().await;
    let ids = five(&app).await;
    let member = app.member_mission("AUS");
    for (query, expected) in [
        ("", &[4, 3, 2, 1, 0][..]),
        ("status=draft", &[3, 0]),
        ("status=open", &[2]),
        ("status=closed", &[1]),
        ("status=withdrawn", &[4]),
        ("status=under_silence", &[]),
        ("status=adopted", &[]),
        ("lead_member=KOR", &[3, 0]),
        ("lead_member=kr", &[3, 0]),
        ("focus_area=global-health", &[3, 2]),
        ("key_event=g20-2027", &[4, 0]),
        (
            "key_event=g20-2027&lead_member=KOR&status=draft&focus_area=cybersecurity",
            &[0],
        ),
        ("lead_member=FJI", &[]),
    ] {
        assert_eq!(listed(&member, query, &ids).await, expected, "{query}");
    }
    // What was never opened is not there for others, whatever the filter.
    for who in [
        app.anonymous(),
        app.focal_point("FJI"),
        app.focal_point("WSM"),
        app.operator(),
    ] {
        assert_eq!(listed(&who, "", &ids).await, [2, 1]);
        assert_eq!(listed(&who, "status=draft", &ids).await, Vec::<usize>::new());
        assert_eq!(listed(&who, "lead_member=KOR", &ids).await, Vec::<usize>::new());
    }
    let item = &app
        .focal_point("FJI")
        .get("/v1/proposals?at_least=9&status=open")
        .await
        .expect(200)
        .json["items"][0];
    assert_eq!(
        item,
        &json!({
            "id": ids[2], "status": "open", "lead_member": "MEX",
            "title": {"en": "Regional cooperation on incident response"}, "focus_area": "global-health",
            "key_event": null, "audience": "public", "tabled_at": "2027-01-10T09:02:00Z", "revision": 0,
            "consultation": 1, "closes_at": "2027-02-01T00:00:00Z",
            "closes_at_local": {"local": "2027-02-01T12:00:00+12:00", "time_zone": "Pacific/Fiji"},
            "silence_until": null, "adopted_at": null
        })
    );
}

#[actix_web::test]
async fn proposals_come_in_pages() {
    let app = TestApp::start().await;
    let ids = five(&app).await;
    let member = app.member_mission("AUS");
    let (mut path, mut found) = ("/v1/proposals?limit=1&at_least=9".to_owned(), Vec::new());
    loop {
        let reply = member.get(&path).await.expect(200);
        found.extend(
            reply.json["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        let page = &reply.json["page"];
        assert_eq!(page["has_more"], json!(page["next"].is_string()));
        assert_eq!(page["as_of"]["log_position"], json!(9));
        let Some(link) = reply.header("link") else { break };
        assert!(link.contains(page["next"].as_str().unwrap()) && link.ends_with("; rel=\"next\""));
        path = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
    }
    assert_eq!(found, ids.iter().rev().cloned().collect::<Vec<_>>());
    let cursor = member.get("/v1/proposals?limit=1&at_least=9").await.json["page"]["next"]
        .as_str()
        .unwrap()
        .to_owned();
    for (query, status, code) in [
        (format!("cursor={cursor}&status=draft"), 400, "invalid_cursor"),
        ("cursor=nonsense".into(), 400, "invalid_cursor"),
        ("limit=0".into(), 400, "invalid_query_parameter"),
        ("limit=201".into(), 400, "invalid_query_parameter"),
        ("status=sleeping".into(), 400, "invalid_query_parameter"),
        ("lead_member=XXX".into(), 400, "invalid_query_parameter"),
        ("focus_area=a%20b".into(), 400, "invalid_query_parameter"),
        ("tz=Suva".into(), 400, "invalid_query_parameter"),
        ("colour=green".into(), 400, "unknown_query_parameter"),
        ("as_of=1".into(), 400, "unknown_query_parameter"),
        ("at_least=99".into(), 503, "view_behind"),
    ] {
        assert_eq!(
            problem(&member.get(&format!("/v1/proposals?{query}")).await),
            (status, code),
            "{query}"
        );
    }
}

#[actix_web::test]
async fn a_list_that_is_the_same_is_not_sent_again() {
    let app = TestApp::start().await;
    let _ = app.opened(&["FJI"]).await;
    let hidden = app.tabled().await;
    let anyone = app.anonymous();
    let first = anyone.get("/v1/proposals?at_least=4").await.expect(200);
    let tag = first.header("etag").unwrap();
    // A draft that is changed changes nothing for those who do not know of it.
    let _ = app
        .member_mission("KOR")
        .post(&format!("/v1/proposals/{hidden}/withdraw"), json!({"reason": "Done."}))
        .await
        .expect(200);
    let _ = anyone
        .with("if-none-match", &tag)
        .get("/v1/proposals?at_least=5")
        .await
        .expect(304);
    let member = app
        .member_mission("KOR")
        .get("/v1/proposals?at_least=5")
        .await
        .expect(200);
    assert_ne!(member.header("etag").unwrap(), tag);
    assert_eq!(first.header("vary").as_deref(), Some("Authorization, Accept"));
    app.clock.set("2027-03-01T16:00:00Z".parse().unwrap());
    let closed = anyone
        .with("if-none-match", &tag)
        .get("/v1/proposals?at_least=5")
        .await
        .expect(200);
    assert_eq!(closed.json["items"][0]["status"], json!("closed"));
}

#[actix_web::test]
async fn a_proposal_is_read_as_it_stood() {
    let app = TestApp::start().await;
    let id = app.tabled().await;
    app.clock.advance(SignedDuration::from_hours(1));
    open(&app, &id, "FJI").await;
    app.clock.advance(SignedDuration::from_hours(1));
    let fiji = app.focal_point("FJI");
    let at = |as_of: &str| format!("/v1/proposals/{id}?as_of={as_of}");
    for as_of in ["2", "2027-01-10T09:59:59Z", "2027-01-10T10:59:59%2B01:00"] {
        let then = fiji.get(&at(as_of)).await.expect(200);
        assert_eq!(
            (&then.json["status"], &then.json["consultation"]),
            (&json!("draft"), &json!(null)),
            "{as_of}"
        );
        assert_eq!(
            (&then.json["version"], &then.json["as_of"]["log_position"]),
            (&json!(1), &json!(2)),
            "{as_of}"
        );
        assert!(then.header("etag").unwrap().starts_with("\"1-"));
    }
    for as_of in ["3", "2027-01-10T10:00:00Z"] {
        assert_eq!(
            fiji.get(&at(as_of)).await.expect(200).json["status"],
            json!("open"),
            "{as_of}"
        );
    }
    assert_eq!(
        problem(&fiji.get(&at("1")).await),
        (404, "not_found"),
        "before it was tabled"
    );
    for as_of in ["4", "2027-01-10T11:00:01Z"] {
        assert_eq!(
            problem(&fiji.get(&at(as_of)).await),
            (422, "as_of_in_the_future"),
            "{as_of}"
        );
    }
    assert_eq!(
        problem(&fiji.get(&format!("{}&at_least=1", at("2"))).await),
        (422, "as_of_with_at_least")
    );
}

#[actix_web::test]
async fn every_parameter_of_a_list_is_documented() {
    let app = TestApp::start().await;
    let document = app.anonymous().get("/openapi.json").await.expect(200).json;
    for path in ["/v1/proposals", "/v1/proposals/{id}/consultations"] {
        let parameters = document["paths"][path]["get"]["parameters"].as_array().unwrap();
        let names: Vec<&str> = parameters
            .iter()
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        for name in ["tz", "cursor", "limit", "at_least"] {
            assert!(names.contains(&name), "{path} {name}");
        }
        let of_one = path.contains("{id}");
        assert_eq!(names.contains(&"as_of"), of_one, "{path}: R25 is about one proposal");
    }
}
