//! `enter_submission` and `confirm_submission`

use regional_input::auth::Role;
use serde_json::{Value, json};

use super::{House, content, entry, faults, of_comments, two_comments};

fn rows() -> Value {
    json!([
        {"reference": "row 1", "paragraph": "2", "text": "Please add a reporting period."},
        {"reference": "row 2", "text": "We thank the lead member."}
    ])
}

#[tokio::test]
async fn r16_an_operator_enters_what_came_by_another_channel() {
    let house = House::open().await;
    let reply = house
        .app
        .operator()
        .post(&house.entered(), entry("FJI", &rows()))
        .await
        .expect(201);
    let path = reply.header("location").unwrap();
    assert_eq!(path, format!("/v1/submissions/{}", reply.id()));
    assert!(reply.header("etag").unwrap().starts_with("\"1-"));
    assert_eq!(reply.json["standing"], json!("awaiting_confirmation"));
    assert_eq!(
        (of_comments(&reply, "number"), of_comments(&reply, "reference")),
        (
            vec![json!("FJI-001"), json!("FJI-002")],
            vec![json!("row 1"), json!("row 2")]
        )
    );
    assert_eq!(
        reply.json["entry"],
        json!({
        "channel": "note verbale", "received_at": "2027-01-08T15:00:00Z",
        "evidence_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})
    );
    let by_fiji = house.fiji().get(&path).await.expect(200);
    assert_eq!(
        (&by_fiji.json["act"], &by_fiji.json["entry"]),
        (&json!("entered"), &reply.json["entry"])
    );
    let by_member = house.app.member_mission("TUR").get(&path).await.expect(200);
    assert_eq!(by_member.json["entry"], reply.json["entry"]);
    let by_partner = house.app.focal_point("WSM").get(&path).await.expect(200);
    assert_eq!(by_partner.json["entry"], Value::Null);
    assert_eq!(
        house.app.operator().get(&path).await.status,
        404,
        "an operator reads as anybody does"
    );
}

#[tokio::test]
async fn r16_the_chair_enters_and_other_members_do_not() {
    let house = House::open().await;
    let _ = house
        .app
        .member_mission("AUS")
        .post(&house.entered(), entry("FJI", &rows()))
        .await
        .expect(201);
    for member in ["KOR", "TUR"] {
        let reply = house
            .app
            .member_mission(member)
            .post(&house.entered(), entry("WSM", &rows()))
            .await;
        assert_eq!((reply.status, reply.code()), (403, "may_not_enter"));
    }
    for role in [Role::FocalPoint, Role::Deputy, Role::Reviewer] {
        let reply = house
            .app
            .actor(role, Some("FJI"))
            .post(&house.entered(), entry("FJI", &rows()))
            .await;
        assert_eq!((reply.status, reply.code()), (403, "forbidden"), "{role}");
    }
    assert_eq!(
        house
            .app
            .anonymous()
            .post(&house.entered(), entry("FJI", &rows()))
            .await
            .status,
        401
    );
}

#[tokio::test]
async fn r9_holds_for_what_is_entered() {
    let house = House::open().await;
    let operator = house.app.operator();
    let member = operator.post(&house.entered(), entry("IDN", &rows())).await;
    assert_eq!((member.status, member.code()), (403, "members_give_no_input"));
    let uninvited = operator.post(&house.entered(), entry("TON", &rows())).await;
    assert_eq!((uninvited.status, uninvited.code()), (403, "not_an_invited_state"));
}

#[tokio::test]
async fn entering_again_changes_nothing_and_a_changed_row_is_a_revision() {
    let house = House::open().await;
    let operator = house.app.operator();
    let first = operator.post(&house.entered(), entry("FJI", &rows())).await.expect(201);
    let head = house.head().await;
    let again = operator.post(&house.entered(), entry("FJI", &rows())).await.expect(200);
    assert_eq!((content(&again), again.header("location")), (content(&first), None));
    assert_eq!(house.head().await, head);

    let changed = json!([{"reference": "row 1", "paragraph": "2", "text": "Please add a reporting period of a year."}]);
    let revised = operator
        .post(&house.entered(), entry("FJI", &changed))
        .await
        .expect(200);
    assert_eq!(
        (&revised.json["version"], of_comments(&revised, "number")),
        (&json!(2), vec![json!("FJI-001")])
    );
    let path = format!("/v1/submissions/{}", first.id());
    let all = house.fiji().get(&path).await.expect(200);
    assert_eq!(
        of_comments(&all, "text"),
        ["Please add a reporting period of a year.", "We thank the lead member."]
    );
    assert_eq!(of_comments(&all, "id")[0], first.json["comments"][0]["id"]);
}

#[tokio::test]
async fn an_honest_retry_of_an_entry_gets_the_first_answer_again() {
    let house = House::open().await;
    let operator = house.app.operator().with("idempotency-key", "sheet-1");
    let first = operator.post(&house.entered(), entry("FJI", &rows())).await.expect(201);
    let path = format!("/v1/submissions/{}", first.id());
    let _ = house
        .fiji()
        .post(&format!("{path}/confirm"), json!({}))
        .await
        .expect(200);
    let again = operator.post(&house.entered(), entry("FJI", &rows())).await.expect(201);
    assert_eq!(again.json, first.json);
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    let reused = operator.post(&house.entered(), entry("WSM", &rows())).await;
    assert_eq!((reused.status, reused.code()), (422, "idempotency_key_reused"));
    let (one, other) = {
        let twin = house.app.operator().with("idempotency-key", "sheet-2");
        let path = house.entered();
        tokio::join!(
            twin.post(&path, entry("WSM", &rows())),
            twin.post(&path, entry("WSM", &rows()))
        )
    };
    assert_eq!((one.status, other.status, &one.json), (201, 201, &other.json));
}

#[tokio::test]
async fn what_a_state_lodged_itself_is_not_changed_and_no_precondition_tells_of_it() {
    let house = House::open().await;
    let mut hidden = two_comments();
    hidden["attribution"] = json!("to_none");
    let _ = house.lodge(hidden).await.expect(201);
    for condition in ["*", "\"1\"", "\"2\""] {
        let chair = house.app.member_mission("AUS").with("if-match", condition);
        let of = async |state: &str| {
            let reply = chair.post(&house.entered(), entry(state, &rows())).await;
            (reply.status, reply.json["code"].clone(), reply.json["detail"].clone())
        };
        let to_lodged = of("FJI").await;
        assert_eq!(to_lodged.0, 412);
        assert_eq!(to_lodged, of("WSM").await, "{condition}");
    }
    let reply = house.app.operator().post(&house.entered(), entry("FJI", &rows())).await;
    assert_eq!((reply.status, reply.code()), (409, "lodged_by_the_state"));
}

#[tokio::test]
async fn what_is_wrong_with_an_entry_does_not_tell_whether_the_state_lodged() {
    let house = House::open().await;
    let mut hidden = two_comments();
    hidden["attribution"] = json!("to_none");
    let lodged = house.lodge(hidden).await.expect(201);
    let chair = house.app.member_mission("AUS");
    for rows in [
        json!([{"id": lodged.json["comments"][0]["id"], "paragraph": "2", "text": "x"}]),
        json!([{"id": "019f0000-0000-4000-8000-000000000000", "paragraph": "2", "text": "x"}]),
        json!([{"number": lodged.json["comments"][0]["number"], "text": "x"}]),
        json!([{"number": "DEL-009", "paragraph": "2", "text": "x"}]),
        json!([{"paragraph": "99", "text": "x"}]),
    ] {
        let of = async |state: &str| {
            let reply = chair.post(&house.entered(), entry(state, &rows)).await;
            let json = &reply.json;
            (
                reply.status,
                json["code"].clone(),
                json["detail"].clone(),
                json["errors"].clone(),
            )
        };
        let to_lodged = of("FJI").await;
        assert_eq!(to_lodged.0, 422, "{rows}");
        assert_eq!(to_lodged, of("WSM").await, "{rows}");
    }
    let told = chair.post(&house.entered(), entry("FJI", &rows())).await;
    assert_eq!((told.status, told.code()), (409, "lodged_by_the_state"));
    assert!(!told.text.contains(&lodged.id()), "{}", told.text);
}

#[tokio::test]
async fn the_chair_does_not_enter_while_a_consultation_is_sealed() {
    let app = acceptance::TestApp::start().await;
    let id = app.tabled().await;
    let opening = json!({"closes_at": "2027-03-01T16:00:00Z", "before_close": "sealed", "invite": {"states": ["FJI"]}});
    let open = format!("/v1/proposals/{id}/consultation/open");
    let _ = app.member_mission("KOR").post(&open, opening).await.expect(200);
    let path = format!("/v1/proposals/{id}/submissions/entered");
    let refused = app.member_mission("AUS").post(&path, entry("FJI", &rows())).await;
    assert_eq!((refused.status, refused.code()), (403, "may_not_enter"));
    let _ = app.operator().post(&path, entry("FJI", &rows())).await.expect(201);
}

#[tokio::test]
async fn preconditions_of_entries_are_honoured() {
    let house = House::open().await;
    let first = house.app.operator().with("if-none-match", "*");
    let entered = first.post(&house.entered(), entry("FJI", &rows())).await.expect(201);
    assert_eq!(first.post(&house.entered(), entry("FJI", &rows())).await.status, 412);
    let more = json!([{"reference": "row 3", "text": "One more."}]);
    let operator = house.app.operator().with("if-match", &entered.header("etag").unwrap());
    let second = operator.post(&house.entered(), entry("FJI", &more)).await.expect(200);
    assert_eq!(of_comments(&second, "text"), ["One more."]);
    assert_eq!(operator.post(&house.entered(), entry("FJI", &rows())).await.status, 412);
}

#[tokio::test]
async fn every_field_of_an_entry_at_fault_is_named() {
    let house = House::open().await;
    let with = |name: &str, value: Value| {
        let mut body = entry("FJI", &rows());
        body[name] = value;
        body
    };
    for (body, fault) in [
        (with("state", json!("ZZZ")), "/state invalid_value"),
        (with("state", Value::Null), "/state invalid_type"),
        (with("channel", json!(" ")), "/channel empty"),
        (with("channel", json!("x".repeat(1_001))), "/channel too_long"),
        (
            with("received_at", json!("2027-01-08T15:00:00")),
            "/received_at invalid_value",
        ),
        (
            with("received_at", json!("2027-02-30T15:00:00Z")),
            "/received_at invalid_value",
        ),
        (
            with("received_at", json!("2027-01-11T15:00:00Z")),
            "/received_at too_late",
        ),
        (with("evidence_sha256", json!("abc")), "/evidence_sha256 invalid_digest"),
        (with("language", json!("e")), "/language invalid_value"),
        (with("comments", json!([])), "/comments empty"),
        (
            with("comments", json!([{"paragraph": "99", "text": "x"}])),
            "/comments/0/paragraph unknown_paragraph",
        ),
        (with("late", json!(true)), "/late unknown_field"),
    ] {
        assert_eq!(
            faults(&house.app.operator().post(&house.entered(), body).await),
            [fault]
        );
    }
    let query = house
        .app
        .operator()
        .post(&format!("{}?dry_run=true", house.entered()), entry("FJI", &rows()))
        .await;
    assert_eq!((query.status, query.code()), (400, "unknown_query_parameter"));
}

#[tokio::test]
async fn an_operator_enters_for_proposals_that_were_opened_whoever_may_see_them() {
    let app = acceptance::TestApp::start().await;
    let mut tabling = acceptance::proposal();
    tabling["audience"] = json!("participants");
    let proposal = app
        .member_mission("KOR")
        .post("/v1/proposals", tabling)
        .await
        .expect(201)
        .id();
    let path = format!("/v1/proposals/{proposal}/submissions/entered");
    let reply = app.operator().post(&path, entry("FJI", &rows())).await;
    assert_eq!(
        (reply.status, reply.code()),
        (404, "not_found"),
        "a draft is for members"
    );
    let opening = json!({"closes_at": "2027-03-01T16:00:00Z", "invite": {"states": ["FJI"]}});
    let opened = format!("/v1/proposals/{proposal}/consultation/open");
    let _ = app.member_mission("KOR").post(&opened, opening).await.expect(200);
    let _ = app.operator().post(&path, entry("FJI", &rows())).await.expect(201);
    assert_eq!(
        app.operator().get(&format!("/v1/proposals/{proposal}")).await.status,
        404
    );
}

#[tokio::test]
async fn r16_a_state_confirms_what_was_entered_for_it() {
    let house = House::open().await;
    let entered = house
        .app
        .operator()
        .post(&house.entered(), entry("FJI", &rows()))
        .await
        .expect(201);
    let confirm = format!("/v1/submissions/{}/confirm", entered.id());
    let samoa = house.app.focal_point("WSM").post(&confirm, json!({})).await;
    assert_eq!((samoa.status, samoa.code()), (403, "not_the_submitting_state"));
    let stale = house.fiji().with("if-match", "\"2\"").post(&confirm, json!({})).await;
    assert_eq!((stale.status, stale.code()), (412, "precondition_failed"));
    assert_eq!(
        faults(&house.fiji().post(&confirm, json!({"yes": true})).await),
        ["/yes unknown_field"]
    );
    let fiji = house
        .fiji()
        .with("idempotency-key", "confirm")
        .with("if-match", "\"1\"");
    let first = fiji.send(reqwest::Method::POST, &confirm, None).await.expect(200);
    assert_eq!(
        (&first.json["standing"], &first.json["version"]),
        (&json!("confirmed"), &json!(2))
    );
    assert!(first.header("etag").unwrap().starts_with("\"2-"));
    let again = fiji.send(reqwest::Method::POST, &confirm, None).await.expect(200);
    assert_eq!(
        (&again.json, again.header("idempotency-replayed").as_deref()),
        (&first.json, Some("true"))
    );
    let twice = house.fiji().post(&confirm, json!({})).await;
    assert_eq!((twice.status, twice.code()), (409, "nothing_to_confirm"));
}

#[tokio::test]
async fn r16_a_state_replaces_what_was_entered_for_it() {
    let house = House::open().await;
    let entered = house
        .app
        .operator()
        .post(&house.entered(), entry("FJI", &rows()))
        .await
        .expect(201);
    let path = format!("/v1/submissions/{}", entered.id());
    let own = json!({"language": "en", "comments": [
        {"number": "FJI-001", "reference": "row 1", "paragraph": "2", "text": "Please add a reporting period."}]});
    let replaced = house.fiji().with("if-match", "\"1\"").put(&path, own).await.expect(200);
    assert_eq!(
        (&replaced.json["standing"], &replaced.json["version"]),
        (&json!("lodged"), &json!(2))
    );
    assert_eq!(
        replaced.json["comments"][0], entered.json["comments"][0],
        "what stays the same keeps its time"
    );
    let reply = house.app.operator().post(&house.entered(), entry("FJI", &rows())).await;
    assert_eq!((reply.status, reply.code()), (409, "lodged_by_the_state"));
    let _ = house
        .fiji()
        .with("if-match", "*")
        .post(&format!("{path}/withdraw"), json!({}))
        .await
        .expect(200);
    let reply = house.app.operator().post(&house.entered(), entry("FJI", &rows())).await;
    assert_eq!(
        (reply.status, reply.code()),
        (409, "lodged_by_the_state"),
        "not even that it was withdrawn"
    );
}
