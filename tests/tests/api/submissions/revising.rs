//! `revise_submission` and `withdraw_submission`

use acceptance::Reply;
use regional_input::auth::Role;
use serde_json::{Value, json};

use super::{House, content, entry, faults, of_comments, two_comments};

const UNKNOWN: &str = "/v1/submissions/0190f1d2-0000-5000-8000-000000000001";

fn kept_and_new() -> Value {
    json!({"position": "supports", "language": "en", "comments": [
        {"text": "A new one."},
        {"number": "FJI-001", "paragraph": "2", "text": "Voluntary is much too weak."}]})
}

#[tokio::test]
async fn r8_a_revision_replaces_all_and_numbers_stay_with_their_comments() {
    let house = House::open().await;
    let lodged = house.lodge(two_comments()).await.expect(201);
    let path = lodged.header("location").unwrap();
    house.app.clock.advance(jiff::SignedDuration::from_hours(1));
    let fiji = house.fiji().with("if-match", &lodged.header("etag").unwrap());
    let revised = fiji.put(&path, kept_and_new()).await.expect(200);
    assert!(revised.header("etag").unwrap().starts_with("\"2-"));
    assert_eq!(of_comments(&revised, "number"), ["FJI-003", "FJI-001"]);
    assert_eq!(revised.json["comments"][1]["id"], lodged.json["comments"][0]["id"]);
    assert_eq!(
        revised.json["withdrawn_comments"],
        json!([{
        "id": lodged.json["comments"][1]["id"], "number": "FJI-002", "withdrawn_at": "2027-01-10T10:00:00Z"}])
    );
    let told = |field: &str| revised.json[field].as_str().unwrap().to_owned();
    assert_eq!(
        (told("act"), told("lodged_at"), told("revised_at")),
        (
            "revised".into(),
            "2027-01-10T09:00:00Z".into(),
            "2027-01-10T10:00:00Z".into()
        )
    );
    assert_eq!(house.fiji().get(&path).await.expect(200).json, revised.json);
}

#[tokio::test]
async fn an_answer_with_a_word_changed_is_a_revision() {
    let house = House::open().await;
    let mut body = two_comments();
    body["comments"][1]["on_behalf_of"] = json!(null);
    body["comments"][1]["translations"] = json!([{"language": "fr", "status": "official", "text": "Merci."}]);
    let path = house.lodged(body).await;
    let read = house.fiji().get(&format!("{path}?tz=Pacific/Fiji")).await.expect(200);
    let fiji = house.fiji().with("if-match", &read.header("etag").unwrap());
    let same = fiji.put(&path, read.json.clone()).await.expect(200);
    assert_eq!(same.json["version"], 1, "the same words change nothing");
    let mut edited = read.json.clone();
    edited["comments"][0]["text"] = json!("Voluntary is far too weak.");
    let revised = fiji.put(&path, edited.clone()).await.expect(200);
    let mut expected = read.json["comments"].clone();
    expected[0]["text"] = json!("Voluntary is far too weak.");
    assert_eq!(
        (&revised.json["version"], &revised.json["comments"]),
        (&json!(2), &expected)
    );
    edited["comments"][0]["colour"] = json!("red");
    assert_eq!(
        faults(&fiji.put(&path, edited.clone()).await),
        ["/comments/0/colour unknown_field"]
    );
    edited["comments"] = json!([]);
    edited["mood"] = json!("good");
    assert_eq!(faults(&fiji.put(&path, edited).await), ["/mood unknown_field"]);
    let lodging = house.app.focal_point("WSM").post(&house.submissions(), read.json).await;
    assert_eq!(lodging.status, 422, "a lodging is no edited answer");
}

#[tokio::test]
async fn refusals_say_the_mend() {
    let house = House::open().await;
    let pasted = json!({"language": "en", "comments": [
        {"paragraph": " 2 ", "quote": {"exact": "\u{201C}voluntary …\u{201D}"}, "text": "Too weak."}]});
    let path = house.lodged(pasted).await;
    let fiji = house.fiji().with("if-match", "*");
    let bad = json!({"language": "en", "comments": [
        {"paragraph": " 99", "text": "Where?"},
        {"paragraph": "2", "quote": {"exact": "nowhere"}, "text": "What?"}]});
    let reply = fiji.put(&path, bad).await.expect(422);
    let detail = |index: usize| reply.json["errors"][index]["detail"].as_str().unwrap().to_owned();
    assert!(
        detail(0).contains("no paragraph \"99\"; its labels are 1, 2"),
        "{}",
        detail(0)
    );
    assert!(
        detail(0).ends_with("; for a general comment name none"),
        "{}",
        detail(0)
    );
    assert!(detail(1).contains("quotation marks"), "{}", detail(1));
    let said = |reply: &Reply| reply.json["detail"].as_str().unwrap().to_owned();
    let confirmed = fiji.post(&format!("{path}/confirm"), json!({})).await.expect(409);
    assert!(said(&confirmed).contains("Revise it with PUT"), "{}", confirmed.text);
    let withdraw = format!("{path}/withdraw");
    let _ = fiji.post(&withdraw, json!({})).await.expect(200);
    let twice = fiji.post(&withdraw, json!({})).await.expect(409);
    assert!(said(&twice).contains("Lodge again with POST; it becomes the next version."));
    let empty = fiji.get(&format!("{path}?at_least=")).await.expect(400);
    assert!(said(&empty).contains("at_least is not a position"), "{}", empty.text);
    let mut spaced = entry("WSM", &json!([{"text": "Row."}]));
    spaced["received_at"] = json!("2027-01-08 15:00Z");
    let refused = house.app.operator().post(&house.entered(), spaced).await;
    assert_eq!(faults(&refused), ["/received_at invalid_value"]);
    assert!(
        said(&refused).contains("such as 2027-03-01T16:00:00Z"),
        "{}",
        refused.text
    );
}

#[tokio::test]
async fn what_is_checked_first_is_answered_first() {
    let house = House::open().await;
    let path = house.lodged(two_comments()).await;
    let fiji = house.fiji();
    let bad = json!({"language": "en", "comments": [{"text": ""}]});
    assert_eq!(
        faults(&fiji.put(&path, bad.clone()).await),
        ["/comments/0/text empty"],
        "422 before 428"
    );
    let required = fiji.put(&path, kept_and_new()).await;
    assert_eq!((required.status, required.code()), (428, "precondition_required"));
    let stale = fiji.with("if-match", "\"7\"");
    assert_eq!(
        faults(&stale.put(&path, bad).await),
        ["/comments/0/text empty"],
        "422 before 412"
    );
    let reply = stale.put(&path, kept_and_new()).await;
    assert_eq!((reply.status, reply.code()), (412, "precondition_failed"));
    let odd = fiji.with("if-match", "1").put(&path, kept_and_new()).await;
    assert_eq!((odd.status, odd.code()), (400, "invalid_precondition"));
    let _ = fiji
        .with("if-match", "*")
        .post(&format!("{path}/withdraw"), json!({}))
        .await
        .expect(200);
    assert_eq!(stale.put(&path, kept_and_new()).await.status, 412, "412 before 409");
    let gone = fiji.with("if-match", "\"2\"").put(&path, kept_and_new()).await;
    assert_eq!((gone.status, gone.code()), (409, "already_withdrawn"));
}

#[tokio::test]
async fn others_are_told_403_of_what_they_see_and_404_of_what_they_do_not() {
    let house = House::open().await;
    let seen = house.lodged(two_comments()).await;
    let hidden = {
        let mut body = two_comments();
        body["attribution"] = json!("to_none");
        let reply = house
            .app
            .focal_point("WSM")
            .post(&house.submissions(), body)
            .await
            .expect(201);
        format!("/v1/submissions/{}", reply.id())
    };
    let bad = json!({"nonsense": true});
    let samoa = house.app.focal_point("WSM").with("if-match", "*");
    let fiji = house.fiji().with("if-match", "*");
    for (other, path, expected) in [
        (&samoa, seen.as_str(), (403, "not_the_submitting_state")),
        (&fiji, hidden.as_str(), (404, "not_found")),
        (&fiji, UNKNOWN, (404, "not_found")),
    ] {
        for body in [bad.clone(), kept_and_new()] {
            let replies = [
                other.put(path, body.clone()).await,
                other.post(&format!("{path}/withdraw"), body.clone()).await,
                other.post(&format!("{path}/confirm"), body).await,
            ];
            for reply in replies {
                assert_eq!((reply.status, reply.code()), expected, "{}", reply.text);
            }
        }
    }
}

#[tokio::test]
async fn only_a_focal_point_revises_withdraws_and_confirms() {
    let house = House::open().await;
    let path = house.lodged(two_comments()).await;
    let refused = [
        (house.app.anonymous(), 401),
        (house.app.actor(Role::Deputy, Some("FJI")), 403),
        (house.app.actor(Role::Reviewer, Some("FJI")), 403),
        (house.app.member_mission("AUS"), 403),
        (house.app.operator(), 403),
    ];
    for (actor, status) in refused {
        let actor = actor.with("if-match", "*");
        assert_eq!(actor.put(&path, kept_and_new()).await.status, status);
        assert_eq!(actor.post(&format!("{path}/withdraw"), json!({})).await.status, status);
        assert_eq!(actor.post(&format!("{path}/confirm"), json!({})).await.status, status);
    }
}

#[tokio::test]
async fn an_honest_retry_of_a_revision_gets_the_first_answer_again() {
    let house = House::open().await;
    let path = house.lodged(two_comments()).await;
    let fiji = house
        .fiji()
        .with("if-match", "\"1\"")
        .with("idempotency-key", "revise-1");
    let first = fiji.put(&path, kept_and_new()).await.expect(200);
    let _ = house
        .fiji()
        .with("if-match", "\"2\"")
        .put(&path, two_comments())
        .await
        .expect(200);
    let again = fiji.put(&path, kept_and_new()).await.expect(200);
    assert_eq!(again.json, first.json);
    assert_eq!(
        (again.header("etag"), again.header("log-position")),
        (first.header("etag"), first.header("log-position"))
    );
    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    let (one, other) = {
        let twin = house
            .fiji()
            .with("if-match", "\"3\"")
            .with("idempotency-key", "revise-2");
        let body = || json!({"language": "en", "position": "supports", "comments": []});
        tokio::join!(twin.put(&path, body()), twin.put(&path, body()))
    };
    assert_eq!((one.status, other.status, &one.json), (200, 200, &other.json));
    let reused = fiji.put(&path, two_comments()).await;
    assert_eq!((reused.status, reused.code()), (422, "idempotency_key_reused"));
}

#[tokio::test]
async fn the_same_words_again_change_nothing() {
    let house = House::open().await;
    let path = house.lodged(two_comments()).await;
    let mut same = two_comments();
    same["comments"][0]["number"] = json!("FJI-001");
    same["comments"][1]["number"] = json!("FJI-002");
    let head = house.head().await;
    house.app.clock.advance(jiff::SignedDuration::from_hours(1));
    let reply = house
        .fiji()
        .with("if-match", "\"1\"")
        .put(&path, same)
        .await
        .expect(200);
    assert_eq!(
        (&reply.json["version"], super::position(&reply)),
        (&json!(1), head.clone())
    );
    assert_eq!(house.head().await, head);
}

#[tokio::test]
async fn r8_a_comment_is_continued_once_and_only_if_it_stands() {
    let house = House::open().await;
    let path = house.lodged(two_comments()).await;
    let fiji = house.fiji().with("if-match", "*");
    let twice =
        json!({"language": "en", "comments": [{"number": "FJI-001", "text": "a"}, {"number": "FJI-001", "text": "b"}]});
    assert_eq!(faults(&fiji.put(&path, twice).await), ["/comments/1/number duplicate"]);
    let _ = fiji.put(&path, kept_and_new()).await.expect(200);
    let gone = json!({"language": "en", "comments": [{"number": "FJI-002", "text": "back again"}]});
    assert_eq!(
        faults(&fiji.put(&path, gone).await),
        ["/comments/0/number unknown_comment"]
    );
}

#[tokio::test]
async fn r12_what_stood_at_close_is_kept_beside_its_late_revision() {
    let house = House::open().await;
    let lodged = house.lodge(two_comments()).await.expect(201);
    let path = lodged.header("location").unwrap();
    house.after_close();
    let mut late = two_comments();
    late["comments"][0]["number"] = json!("FJI-001");
    late["comments"][0]["text"] = json!("Voluntary is much too weak.");
    late["comments"][1]["number"] = json!("FJI-002");
    let revised = house
        .fiji()
        .with("if-match", "\"1\"")
        .put(&path, late)
        .await
        .expect(200);
    assert_eq!(
        (of_comments(&revised, "late"), &revised.json["late"]),
        (vec![json!(true), json!(false)], &json!(true))
    );
    let by_samoa = house.app.focal_point("WSM").get(&path).await.expect(200);
    insta::assert_json_snapshot!(by_samoa.json["comments"][0]["at_close"], @r#"
    {
      "at": "2027-01-10T09:00:00Z",
      "explanation": "Networks do not end at borders.",
      "language": "en",
      "proposed_wording": {
        "action": "replace",
        "text": "mandatory"
      },
      "quote": {
        "exact": "voluntary",
        "prefix": "on a ",
        "suffix": " basis"
      },
      "text": "Voluntary is too weak.",
      "translations": []
    }
    "#);
    assert_eq!(by_samoa.json["comments"][1]["at_close"], Value::Null);
    assert_eq!(revised.json["comments"], by_samoa.json["comments"]);
}

#[tokio::test]
async fn a_state_withdraws_its_submission() {
    let house = House::open().await;
    let lodged = house.lodge(two_comments()).await.expect(201);
    let path = lodged.header("location").unwrap();
    let withdrawal = format!("{path}/withdraw");
    let fiji = house.fiji();
    let required = fiji.post(&withdrawal, json!({})).await;
    assert_eq!((required.status, required.code()), (428, "precondition_required"));
    let stale = fiji.with("if-match", "\"2\"").post(&withdrawal, json!({})).await;
    assert_eq!((stale.status, stale.code()), (412, "precondition_failed"));
    let long = fiji.post(&withdrawal, json!({"reason": "x".repeat(1_001)})).await;
    assert_eq!(faults(&long), ["/reason too_long"], "422 before 428");
    assert_eq!(
        faults(&fiji.post(&withdrawal, json!({"why": "x"})).await),
        ["/why unknown_field"]
    );
    let query = fiji
        .with("if-match", "*")
        .post(&format!("{withdrawal}?dry_run=true"), json!({}))
        .await;
    assert_eq!((query.status, query.code()), (400, "unknown_query_parameter"));

    let fiji = fiji
        .with("if-match", &lodged.header("etag").unwrap())
        .with("idempotency-key", "w");
    let first = fiji
        .post(&withdrawal, json!({"reason": "Sent too early."}))
        .await
        .expect(200);
    assert_eq!(
        (&first.json["withdrawn"], &first.json["act"]),
        (&json!(true), &json!("withdrawn"))
    );
    assert_eq!(
        of_comments(&first, "text"),
        of_comments(&lodged, "text"),
        "the own state reads what it withdrew"
    );
    let again = fiji
        .post(&withdrawal, json!({"reason": "Sent too early."}))
        .await
        .expect(200);
    assert_eq!(
        (&again.json, again.header("idempotency-replayed").as_deref()),
        (&first.json, Some("true"))
    );
    let twice = house
        .fiji()
        .with("if-match", "\"2\"")
        .post(&withdrawal, json!({}))
        .await;
    assert_eq!((twice.status, twice.code()), (409, "already_withdrawn"));
}

#[tokio::test]
async fn withdrawing_needs_no_body() {
    let house = House::open().await;
    let path = house.lodged(two_comments()).await;
    let fiji = house.fiji().with("if-match", "*");
    let reply = fiji
        .send(reqwest::Method::POST, &format!("{path}/withdraw"), None)
        .await
        .expect(200);
    assert_eq!(reply.json["version"], json!(2));
}

#[tokio::test]
async fn r15b_others_see_that_something_was_withdrawn_and_no_words() {
    let house = House::open().await;
    let mut body = two_comments();
    body["general_remarks"] = json!("Secret no more.");
    let path = house.lodged(body).await;
    let _ = house
        .fiji()
        .with("if-match", "*")
        .post(&format!("{path}/withdraw"), json!({"reason": "Private."}))
        .await
        .expect(200);
    let samoa = house.app.focal_point("WSM");
    let seen = samoa.get(&path).await.expect(200);
    for word in ["Voluntary", "Secret", "Private", "supports_with_amendments"] {
        assert!(!seen.text.contains(word), "{word}");
    }
    let mut content = content(&seen);
    for gone in content["withdrawn_comments"].as_array_mut().unwrap() {
        gone.as_object_mut().unwrap().remove("id");
    }
    content["id"] = Value::Null;
    content["proposal_id"] = Value::Null;
    insta::assert_json_snapshot!(content, @r#"
    {
      "act": null,
      "ad_referendum": null,
      "attribution": null,
      "audience": null,
      "comments": [],
      "consultation": 1,
      "entry": null,
      "general_remarks": null,
      "id": null,
      "joint_with": [],
      "language": null,
      "late": false,
      "lodged_at": "2027-01-10T09:00:00Z",
      "lodged_at_local": {
        "local": "2027-01-10T22:00:00+13:00",
        "time_zone": "Pacific/Apia"
      },
      "mandate": null,
      "on_behalf_of": null,
      "position": null,
      "proposal_id": null,
      "revised_at": "2027-01-10T09:00:00Z",
      "revised_at_local": {
        "local": "2027-01-10T22:00:00+13:00",
        "time_zone": "Pacific/Apia"
      },
      "standing": null,
      "state": "FJI",
      "state_name": "Fiji",
      "version": null,
      "withdrawn": true,
      "withdrawn_at": "2027-01-10T09:00:00Z",
      "withdrawn_comments": [
        {
          "number": "FJI-001",
          "withdrawn_at": "2027-01-10T09:00:00Z"
        },
        {
          "number": "FJI-002",
          "withdrawn_at": "2027-01-10T09:00:00Z"
        }
      ]
    }
    "#);
    let listed = samoa
        .get(&format!("{}?at_least={}", house.submissions(), house.head().await))
        .await
        .expect(200);
    let item = &listed.json["items"][0];
    assert_eq!(
        (&item["withdrawn"], &item["position"], &item["comments"]),
        (&json!(true), &Value::Null, &json!(0))
    );
    assert_eq!(item["standing"], Value::Null);
}

#[tokio::test]
async fn r15_a_word_mended_publishes_nothing_that_was_kept_back() {
    let house = House::open().await;
    let kept_back = json!({
        "language": "en", "audience": "members_only", "attribution": "to_none", "general_remarks": "Between us.",
        "comments": [{"text": "We cannot do thsi."}]});
    let path = house.lodged(kept_back).await;
    let fiji = house.fiji().with("if-match", "*");
    let mended = json!({
        "language": "en", "general_remarks": "Between us.",
        "comments": [{"number": "FJI-9001", "text": "We cannot do this."}]});
    let revised = fiji.put(&path, mended).await.expect(200).json;
    for said in [&revised, &revised["comments"][0]] {
        assert_eq!(
            (&said["audience"], &said["attribution"]),
            (&json!("members_only"), &json!("to_none"))
        );
    }
    let without = json!({"position": "supports", "language": "en"});
    assert_eq!(faults(&fiji.put(&path, without).await), ["/comments missing_field"]);
}
