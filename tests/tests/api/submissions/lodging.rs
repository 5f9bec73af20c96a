//! `lodge_submission`

use acceptance::Reply;
use serde_json::{Value, json};

use super::{House, content, of_comments, position, two_comments};

/// What an honest retry must get again.
fn answered(reply: &Reply) -> (u16, Value, Vec<Option<String>>) {
    let headers = ["etag", "location", "log-position"]
        .map(|name| reply.header(name))
        .to_vec();
    (reply.status, reply.json.clone(), headers)
}

#[tokio::test]
async fn a_focal_point_lodges_its_states_input() {
    let house = House::open().await;
    let reply = house.lodge(two_comments()).await.expect(201);
    assert_eq!(
        reply.header("location"),
        Some(format!("/v1/submissions/{}", reply.id()))
    );
    assert!(reply.header("etag").unwrap().starts_with("\"1-"));
    assert_eq!(
        reply.header("log-position"),
        Some(reply.json["log_position"].to_string())
    );
    assert_eq!(reply.header("idempotency-replayed"), None);
    assert_eq!(reply.json["proposal_id"], json!(house.proposal));
    let mut body = reply.json.clone();
    body["comments"].as_array_mut().unwrap().truncate(1);
    insta::assert_json_snapshot!(body, @r#"
    {
      "act": "lodged",
      "ad_referendum": false,
      "as_of": {
        "instant": "2027-01-10T09:00:00Z",
        "log_position": 4
      },
      "attribution": "named",
      "audience": "participants",
      "comments": [
        {
          "ambiguous": false,
          "at": "2027-01-10T09:00:00Z",
          "at_close": null,
          "attribution": "named",
          "audience": "participants",
          "explanation": "Networks do not end at borders.",
          "explanation_awaited": false,
          "id": "c17d404c-9e0a-4ba6-9fbd-8b0eb97d53ff",
          "language": "en",
          "late": false,
          "mandate": null,
          "number": "FJI-001",
          "on_behalf_of": null,
          "paragraph": "2",
          "paragraph_id": "01a2fed3-7280-791a-a31c-ec30cc670184",
          "proposed_wording": {
            "action": "replace",
            "text": "mandatory"
          },
          "quote": {
            "exact": "voluntary",
            "prefix": "on a ",
            "suffix": " basis"
          },
          "reference": null,
          "revision": 0,
          "superseded": false,
          "text": "Voluntary is too weak.",
          "translations": [],
          "type": "substantive"
        }
      ],
      "consultation": 1,
      "entry": null,
      "general_remarks": null,
      "id": "30752d62-132f-5ec2-899a-e2eddbc37013",
      "joint_with": [],
      "language": "en",
      "late": false,
      "lodged_at": "2027-01-10T09:00:00Z",
      "lodged_at_local": {
        "local": "2027-01-10T21:00:00+12:00",
        "time_zone": "Pacific/Fiji"
      },
      "log_position": 4,
      "mandate": null,
      "on_behalf_of": null,
      "position": "supports_with_amendments",
      "proposal_id": "01a2fed3-7280-72db-b3e5-60859d948f9c",
      "revised_at": "2027-01-10T09:00:00Z",
      "revised_at_local": {
        "local": "2027-01-10T21:00:00+12:00",
        "time_zone": "Pacific/Fiji"
      },
      "standing": "lodged",
      "state": "FJI",
      "state_name": "Fiji",
      "version": 1,
      "withdrawn": false,
      "withdrawn_at": null,
      "withdrawn_comments": []
    }
    "#);
}

#[tokio::test]
async fn what_was_lodged_can_be_read_at_once_and_is_the_same() {
    let house = House::open().await;
    let lodged = house.lodge(two_comments()).await.expect(201);
    let read = house.fiji().get(&lodged.header("location").unwrap()).await.expect(200);
    assert_eq!(read.json, lodged.json);
    assert_eq!(read.header("etag"), lodged.header("etag"));
    assert_eq!(read.header("cache-control").unwrap(), "private, no-cache");
}

#[tokio::test]
async fn an_honest_retry_gets_the_first_answer_again_whatever_happened_since() {
    let house = House::open().await;
    let fiji = house.fiji().with("idempotency-key", "\"8e03978e\"");
    let first = fiji.post(&house.submissions(), two_comments()).await.expect(201);
    let _ = house
        .app
        .focal_point("WSM")
        .post(&house.submissions(), two_comments())
        .await
        .expect(201);
    let withdrawal = format!("/v1/submissions/{}/withdraw", first.id());
    let _ = house
        .fiji()
        .with("if-match", "*")
        .post(&withdrawal, json!({}))
        .await
        .expect(200);
    house.after_close();
    house.app.close_due().await;
    let head = house.head().await;
    let fiji = house.fiji().with("idempotency-key", "8e03978e");
    let again = fiji.post(&house.submissions(), two_comments()).await;
    assert_eq!(answered(&again), answered(&first));
    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!(house.head().await, head, "nothing was written");
}

#[tokio::test]
async fn a_retry_is_answered_also_when_the_state_is_no_longer_invited() {
    let house = House::open().await;
    let fiji = house.fiji().with("idempotency-key", "k");
    let first = fiji.post(&house.submissions(), two_comments()).await.expect(201);
    house.after_close();
    let again = json!({"closes_at": "2027-03-20T16:00:00Z", "invite": {"states": ["WSM"]}});
    let path = format!("/v1/proposals/{}/consultation/open", house.proposal);
    let _ = house.app.member_mission("KOR").post(&path, again).await.expect(200);
    let retry = house
        .fiji()
        .with("idempotency-key", "k")
        .post(&house.submissions(), two_comments())
        .await;
    assert_eq!(answered(&retry), answered(&first));
    let other_key = house
        .fiji()
        .with("idempotency-key", "l")
        .post(&house.submissions(), two_comments())
        .await;
    assert_eq!((other_key.status, other_key.code()), (403, "not_an_invited_state"));
}

#[tokio::test]
async fn concurrent_twins_are_one_act() {
    let house = House::open().await;
    let before: u64 = house.head().await.parse().unwrap();
    let fiji = house.fiji().with("idempotency-key", "twin");
    let path = house.submissions();
    let twin = || fiji.post(&path, two_comments());
    let (one, other) = tokio::join!(twin(), twin());
    assert_eq!((one.status, answered(&one)), (201, answered(&other)));
    let replayed = [&one, &other].map(|reply| reply.header("idempotency-replayed").is_some());
    assert_ne!(replayed[0], replayed[1], "one of them is the retry");
    assert_eq!(house.head().await, (before + 1).to_string());
}

#[tokio::test]
async fn concurrent_lodgings_without_a_key_make_one_submission() {
    let house = House::open().await;
    let (fiji, path) = (house.fiji(), house.submissions());
    let (one, other) = tokio::join!(fiji.post(&path, two_comments()), fiji.post(&path, two_comments()));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
}

#[tokio::test]
async fn a_key_is_for_one_act() {
    let house = House::open().await;
    let fiji = house.fiji().with("idempotency-key", "k");
    let _ = fiji.post(&house.submissions(), two_comments()).await.expect(201);
    let other = fiji
        .post(&house.submissions(), json!({"language": "en", "position": "supports"}))
        .await;
    assert_eq!((other.status, other.code()), (422, "idempotency_key_reused"));
    let of_samoa = house.app.focal_point("WSM").with("idempotency-key", "k");
    let _ = of_samoa.post(&house.submissions(), two_comments()).await.expect(201);
    let odd = house
        .fiji()
        .with("idempotency-key", "a b")
        .post(&house.submissions(), two_comments())
        .await;
    assert_eq!((odd.status, odd.code()), (400, "invalid_idempotency_key"));
}

#[tokio::test]
async fn r8_a_state_lodges_once_and_again_only_after_withdrawing() {
    let house = House::open().await;
    let first = house.lodge(two_comments()).await.expect(201);
    let second = house.lodge(two_comments()).await;
    assert_eq!((second.status, second.code()), (409, "already_lodged"));
    assert!(second.json["detail"].as_str().unwrap().contains(&first.id()));
    let withdrawal = format!("/v1/submissions/{}/withdraw", first.id());
    let _ = house
        .fiji()
        .with("if-match", "\"1\"")
        .post(&withdrawal, json!({}))
        .await
        .expect(200);
    let third = house.lodge(two_comments()).await.expect(201);
    assert_eq!((third.id(), &third.json["version"]), (first.id(), &json!(3)));
    assert_eq!(
        of_comments(&third, "number"),
        ["FJI-003", "FJI-004"],
        "numbers are not given again"
    );
    assert_eq!(third.json["withdrawn"], json!(false));
}

#[tokio::test]
async fn r12_what_comes_after_closing_is_recorded_and_flagged() {
    let house = House::open().await;
    house.after_close();
    let late = house.lodge(two_comments()).await.expect(201);
    assert_eq!(late.json["late"], json!(true));
    assert_eq!(of_comments(&late, "late"), [true, true]);
}

#[tokio::test]
async fn a_position_alone_is_input_and_defaults_are_as_documented() {
    let house = House::open().await;
    let reply = house
        .lodge(json!({"language": "es-MX", "position": "no_objection", "ad_referendum": true}))
        .await;
    let reply = reply.expect(201);
    assert_eq!(
        (&reply.json["audience"], &reply.json["attribution"]),
        (&json!("participants"), &json!("named"))
    );
    assert_eq!(
        (&reply.json["ad_referendum"], &reply.json["comments"]),
        (&json!(true), &json!([]))
    );
    let samoa = house.app.focal_point("WSM");
    let comment = json!({"language": "en", "on_behalf_of": "PIF", "mandate": "Decision of the officials", "comments": [
        {"text": "a"}, {"text": "b", "on_behalf_of": null, "language": "sm", "audience": "public", "type": "editorial"}]});
    let reply = samoa.post(&house.submissions(), comment).await.expect(201);
    assert_eq!(of_comments(&reply, "on_behalf_of"), [json!("PIF"), Value::Null]);
    assert_eq!(of_comments(&reply, "language"), ["en", "sm"]);
    assert_eq!(of_comments(&reply, "audience"), ["participants", "public"]);
    assert_eq!(of_comments(&reply, "type"), ["substantive", "editorial"]);
    assert_eq!(reply.json["position"], Value::Null);
}

#[tokio::test]
async fn r10_r11_ambiguous_quotes_and_missing_reasons_are_marked() {
    let house = House::open().await;
    let reply = house
        .lodge(json!({"language": "en", "comments": [
            {"paragraph": "3", "quote": {"exact": "on a voluntary basis"}, "text": "Which?"},
            {"paragraph": "3", "quote": {"exact": "on a voluntary basis", "prefix": "review "}, "text": "This."},
            {"paragraph": "1", "proposed_wording": {"action": "delete"}},
            {"paragraph": "1", "proposed_wording": {"action": "delete"}, "type": "editorial"}]}))
        .await
        .expect(201);
    assert_eq!(of_comments(&reply, "ambiguous"), [true, false, false, false]);
    assert_eq!(of_comments(&reply, "explanation_awaited"), [false, false, true, false]);
}

#[tokio::test]
async fn a_dry_run_checks_and_writes_nothing() {
    let house = House::open().await;
    let head = house.head().await;
    let path = format!("{}?dry_run=true", house.submissions());
    let fiji = house.fiji().with("idempotency-key", "k");
    let dry = fiji.post(&path, two_comments()).await.expect(200);
    assert_eq!(
        (position(&dry), dry.header("location"), dry.header("etag")),
        (head.clone(), None, None)
    );
    assert_eq!(fiji.get(&format!("/v1/submissions/{}", dry.id())).await.status, 404);
    assert_eq!(house.head().await, head);
    let lodged = fiji.post(&house.submissions(), two_comments()).await.expect(201);
    assert_eq!(lodged.header("idempotency-replayed"), None, "the key was not used up");
    let without_ids = |reply: &Reply| {
        let mut content = content(reply);
        content["comments"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .for_each(|comment| comment["id"] = Value::Null);
        content
    };
    assert_eq!(without_ids(&dry), without_ids(&lodged));
}

#[tokio::test]
async fn a_dry_run_is_refused_as_the_act_would_be() {
    let house = House::open().await;
    let path = format!("{}?dry_run=true", house.submissions());
    let empty = house.fiji().post(&path, json!({"language": "en"})).await;
    assert_eq!(super::faults(&empty), ["/comments empty"]);
    let uninvited = house.app.focal_point("TON").post(&path, two_comments()).await;
    assert_eq!((uninvited.status, uninvited.code()), (403, "not_an_invited_state"));
    let stale = house.fiji().with("if-match", "*").post(&path, two_comments()).await;
    assert_eq!((stale.status, stale.code()), (412, "precondition_failed"));
    let _ = house.lodge(two_comments()).await.expect(201);
    let again = house.fiji().post(&path, two_comments()).await;
    assert_eq!((again.status, again.code()), (409, "already_lodged"));
    let odd = house
        .fiji()
        .post(&format!("{}?dry_run=maybe", house.submissions()), two_comments())
        .await;
    assert_eq!((odd.status, odd.code()), (400, "invalid_query_parameter"));
}

#[tokio::test]
async fn a_dry_run_after_withdrawing_shows_the_next_version() {
    let house = House::open().await;
    let path = house.lodged(two_comments()).await;
    let _ = house
        .fiji()
        .with("if-match", "*")
        .post(&format!("{path}/withdraw"), json!({}))
        .await
        .expect(200);
    let dry = house
        .fiji()
        .post(&format!("{}?dry_run=true", house.submissions()), two_comments())
        .await
        .expect(200);
    assert_eq!(
        (&dry.json["version"], &dry.json["withdrawn"]),
        (&json!(3), &json!(false))
    );
    let read = house.fiji().get(&path).await.expect(200);
    assert_eq!(
        (&read.json["version"], &read.json["withdrawn"]),
        (&json!(2), &json!(true))
    );
}

#[tokio::test]
async fn preconditions_are_honoured() {
    let house = House::open().await;
    let none = house
        .fiji()
        .with("if-match", "\"1\"")
        .post(&house.submissions(), two_comments())
        .await;
    assert_eq!((none.status, none.code()), (412, "precondition_failed"));
    let first = house.fiji().with("if-none-match", "*");
    let _ = first.post(&house.submissions(), two_comments()).await.expect(201);
    assert_eq!(first.post(&house.submissions(), two_comments()).await.status, 412);
    let odd = house
        .fiji()
        .with("if-match", "1")
        .post(&house.submissions(), two_comments())
        .await;
    assert_eq!((odd.status, odd.code()), (400, "invalid_precondition"));
}
