//! Who is refused, and every field at fault: `lodge_submission` stands for all that take a submission.

use acceptance::TestApp;
use jiff::SignedDuration;
use regional_input::auth::Role;
use serde_json::{Value, json};

use super::{House, faults, two_comments};

#[tokio::test]
async fn r9_members_and_the_uninvited_are_refused_before_their_body_is_read() {
    let house = House::open().await;
    for body in [two_comments(), json!({"nonsense": true})] {
        let member = house
            .app
            .focal_point("KOR")
            .post(&house.submissions(), body.clone())
            .await;
        assert_eq!((member.status, member.code()), (403, "members_give_no_input"));
        let uninvited = house.app.focal_point("TON").post(&house.submissions(), body).await;
        assert_eq!((uninvited.status, uninvited.code()), (403, "not_an_invited_state"));
    }
}

#[tokio::test]
async fn only_a_focal_point_lodges() {
    let house = House::open().await;
    for role in [Role::Deputy, Role::Reviewer, Role::System] {
        let reply = house
            .app
            .actor(role, Some("FJI"))
            .post(&house.submissions(), two_comments())
            .await;
        assert_eq!((reply.status, reply.code()), (403, "forbidden"), "{role}");
    }
    for actor in [house.app.member_mission("KOR"), house.app.operator()] {
        let reply = actor.post(&house.submissions(), two_comments()).await;
        assert_eq!((reply.status, reply.code()), (403, "forbidden"));
    }
}

#[tokio::test]
async fn without_a_valid_token_nobody_lodges() {
    let house = House::open().await;
    let nobody = house.app.anonymous().post(&house.submissions(), two_comments()).await;
    assert_eq!((nobody.status, nobody.code()), (401, "unauthenticated"));
    assert!(nobody.header("www-authenticate").unwrap().starts_with("Bearer"));
    let token = house
        .app
        .token(Role::FocalPoint, Some("FJI"), SignedDuration::from_mins(5));
    let fiji = acceptance::Actor::new(&house.app.base, Some(&token));
    house.app.clock.set("2027-01-10T09:10:00Z".parse().unwrap());
    let expired = fiji.post(&house.submissions(), two_comments()).await;
    assert_eq!((expired.status, expired.code()), (401, "invalid_token"));
    let expired_reader = fiji.get(&house.submissions()).await;
    assert_eq!(expired_reader.status, 401, "also where no token is needed");
}

#[tokio::test]
async fn a_subject_that_cannot_be_stored_is_no_valid_token() {
    let house = House::open().await;
    let odd = house.app.focal_point_with_subject("FJI", "focal\0point");
    for reply in [
        odd.post(&house.submissions(), two_comments()).await,
        odd.get(&house.submissions()).await,
    ] {
        assert_eq!((reply.status, reply.code()), (401, "invalid_token"));
        let challenge = reply.header("www-authenticate").unwrap();
        assert!(challenge.contains("U+0000"), "{challenge}");
    }
}

#[tokio::test]
async fn what_is_unknown_or_hidden_is_not_found() {
    let app = TestApp::start().await;
    let draft = app.tabled().await;
    let unknown = "0190f1d2-0000-7000-8000-000000000001";
    for id in [draft.as_str(), unknown] {
        let path = format!("/v1/proposals/{id}/submissions");
        for body in [two_comments(), json!({})] {
            let reply = app.focal_point("FJI").post(&path, body).await;
            assert_eq!((reply.status, reply.code()), (404, "not_found"));
        }
        let reply = app.focal_point("FJI").get(&path).await;
        assert_eq!((reply.status, reply.code()), (404, "not_found"));
    }
    let odd = app
        .focal_point("FJI")
        .post("/v1/proposals/7/submissions", two_comments())
        .await;
    assert_eq!((odd.status, odd.code()), (400, "invalid_path"));
}

#[tokio::test]
async fn a_withdrawn_proposal_takes_no_input() {
    let house = House::open().await;
    let withdrawal = format!("/v1/proposals/{}/withdraw", house.proposal);
    let _ = house
        .app
        .member_mission("KOR")
        .post(&withdrawal, json!({"reason": "Done."}))
        .await
        .expect(200);
    let reply = house.lodge(two_comments()).await;
    assert_eq!((reply.status, reply.code()), (409, "proposal_withdrawn"));
}

/// The first comment of [`two_comments`] with one member replaced.
fn comment_with(name: &str, value: Value) -> Value {
    let mut body = two_comments();
    body["comments"][0][name] = value;
    body
}

fn with(name: &str, value: Value) -> Value {
    let mut body = two_comments();
    body[name] = value;
    body
}

fn long(bytes: usize) -> Value {
    json!("x".repeat(bytes))
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table of mistakes")]
async fn every_field_at_fault_is_named() {
    let house = House::open().await;
    let over = 64 * 1024 + 1;
    let cases = [
        (json!({"comments": [{"text": "a"}]}), "/language missing_field"),
        (with("language", json!("klingon")), "/language invalid_value"),
        (with("language", json!(7)), "/language invalid_type"),
        (with("colour", json!("blue")), "/colour unknown_field"),
        (with("position", json!("perhaps")), "/position invalid_value"),
        (with("ad_referendum", json!("yes")), "/ad_referendum invalid_type"),
        (with("audience", json!("everybody")), "/audience invalid_value"),
        (with("attribution", json!("anonymous")), "/attribution invalid_value"),
        (with("on_behalf_of", json!("ASEAN")), "/on_behalf_of not_in_group"),
        (with("on_behalf_of", json!("NATO")), "/on_behalf_of unknown_code"),
        (with("on_behalf_of", json!("a b")), "/on_behalf_of invalid_value"),
        (with("general_remarks", long(over)), "/general_remarks too_long"),
        (with("comments", json!({})), "/comments invalid_type"),
        (json!({"language": "en", "comments": []}), "/comments empty"),
        (comment_with("text", json!(7)), "/comments/0/text invalid_type"),
        (comment_with("text", long(over)), "/comments/0/text too_long"),
        (
            json!({"language": "en", "comments": [{"text": " "}]}),
            "/comments/0/text empty",
        ),
        (comment_with("type", json!("angry")), "/comments/0/type invalid_value"),
        (comment_with("title", json!("x")), "/comments/0/title unknown_field"),
        (
            comment_with("paragraph", json!("99")),
            "/comments/0/paragraph unknown_paragraph",
        ),
        (
            comment_with("paragraph", Value::Null),
            "/comments/0/quote quote_without_paragraph",
        ),
        (
            comment_with("revision", json!(9)),
            "/comments/0/revision unknown_revision",
        ),
        (
            comment_with("revision", json!(-1)),
            "/comments/0/revision invalid_value",
        ),
        (
            comment_with("quote", json!({"exact": "involuntary"})),
            "/comments/0/quote/exact quote_not_found",
        ),
        (
            comment_with("quote", json!({})),
            "/comments/0/quote/exact missing_field",
        ),
        (
            comment_with("language", json!("e")),
            "/comments/0/language invalid_value",
        ),
        (
            comment_with("proposed_wording", json!({"action": "swap"})),
            "/comments/0/proposed_wording/action invalid_value",
        ),
        (
            comment_with("proposed_wording", json!({"action": "add"})),
            "/comments/0/proposed_wording/text empty",
        ),
        (
            comment_with("proposed_wording", json!({"action": "delete", "text": "x"})),
            "/comments/0/proposed_wording/text invalid",
        ),
        (
            comment_with("explanation", long(over)),
            "/comments/0/explanation too_long",
        ),
        (
            comment_with(
                "translations",
                json!([{"language": "fr", "status": "good", "text": "x"}]),
            ),
            "/comments/0/translations/0/status invalid_value",
        ),
        (
            comment_with(
                "translations",
                json!([{"language": "fr", "status": "official", "text": ""}]),
            ),
            "/comments/0/translations/0/text empty",
        ),
        (
            comment_with("audience", json!("me")),
            "/comments/0/audience invalid_value",
        ),
        (
            comment_with("attribution", json!("me")),
            "/comments/0/attribution invalid_value",
        ),
        (
            comment_with("on_behalf_of", json!("ASEAN")),
            "/comments/0/on_behalf_of not_in_group",
        ),
        (comment_with("reference", long(1_001)), "/comments/0/reference too_long"),
        (comment_with("id", json!("7")), "/comments/0/id invalid_value"),
        (
            comment_with("number", json!("FJI-001")),
            "/comments/0/number unknown_comment",
        ),
    ];
    let head = house.head().await;
    for (body, fault) in cases {
        let reply = house.lodge(body).await;
        assert_eq!(faults(&reply), [fault]);
        assert_eq!(reply.code(), "invalid_body");
    }
    assert_eq!(house.head().await, head, "nothing was written");
}

#[tokio::test]
async fn all_rules_that_a_body_breaks_are_told_at_once() {
    let house = House::open().await;
    let mut body = comment_with("paragraph", json!("99"));
    body["comments"][1]["text"] = json!("");
    body["on_behalf_of"] = json!("NATO");
    let told = faults(&house.lodge(body).await);
    assert_eq!(
        told,
        [
            "/on_behalf_of unknown_code",
            "/comments/0/paragraph unknown_paragraph",
            "/comments/1/text empty"
        ]
    );
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_by_its_kind() {
    let house = House::open().await;
    let path = house.submissions();
    let send = async |content_type: &str, body: String| {
        let reply = house
            .fiji()
            .with("content-type", content_type)
            .send(reqwest::Method::POST, &path, Some(body))
            .await;
        (reply.status, reply.code().to_owned())
    };
    assert_eq!(
        send("application/json", "{".into()).await,
        (400, "malformed_json".into())
    );
    assert_eq!(
        send("application/json", r#"{"language": "en", "language": "fr"}"#.into()).await,
        (400, "malformed_json".into())
    );
    assert_eq!(
        send("text/plain", two_comments().to_string()).await,
        (415, "unsupported_media_type".into())
    );
    let huge = json!({"language": "en", "general_remarks": "x".repeat(4 * 1024 * 1024)}).to_string();
    assert_eq!(send("application/json", huge).await, (413, "body_too_large".into()));
    let reply = house.fiji().post(&format!("{path}?state=FJI"), two_comments()).await;
    assert_eq!((reply.status, reply.code()), (400, "unknown_query_parameter"));
}

#[tokio::test]
async fn a_submission_has_at_most_2000_comments() {
    let house = House::open().await;
    let comments = |count: usize| json!({"language": "en", "comments": vec![json!({"text": "Noted."}); count]});
    assert_eq!(faults(&house.lodge(comments(2_001)).await), ["/comments too_long"]);
    let reply = house.lodge(comments(2_000)).await.expect(201);
    assert_eq!(reply.json["comments"][1_999]["number"], json!("FJI-2000"));
}
