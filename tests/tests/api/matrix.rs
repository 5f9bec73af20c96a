//! The resolution matrix over HTTP: rows, filters, pages, files, and how it stood.

use std::sync::atomic::{AtomicU64, Ordering};

use acceptance::{Actor, TestApp};
use consultation::event::{DispositionProposed, DispositionsPublished, MemberViewRecorded, TopicsSet, encode};
use consultation::review::{Disposition, DispositionKind, MemberView};
use consultation::{CommentId, Event, ProposalId};
use event_log::{Append, NewEvent, StreamId};
use serde_json::{Value, json};
use uuid::Uuid;

const CLOSED: &str = "2027-03-02T08:00:00Z";

/// An id that nothing else in these tests has.
fn fresh() -> Uuid {
    static LAST: AtomicU64 = AtomicU64::new(0);
    Uuid::from_u128(0xE000_0000 + u128::from(LAST.fetch_add(1, Ordering::Relaxed)))
}

/// Puts events into the log as the members' acts would.
async fn record(app: &TestApp, events: &[Event]) {
    let events = events.iter().map(|event| {
        let (kind, schema_version, payload) = encode(event).unwrap();
        NewEvent {
            event_id: fresh(),
            stream: StreamId(event.stream()),
            kind: kind.to_owned(),
            schema_version,
            payload,
        }
    });
    let append = Append {
        append_id: fresh(),
        events: events.collect(),
        guards: Vec::new(),
        idempotency: None,
        actor: fresh(),
        correlation_id: fresh(),
        causation_id: None,
    };
    let _ = app.app().log().append(append).await.unwrap();
}

/// FJI made two comments by name, WSM one under a label; the consultation has closed.
pub(crate) async fn closed(app: &TestApp) -> String {
    let id = app.opened(&["FJI", "WSM", "TON"]).await;
    let path = format!("/v1/proposals/{id}/submissions");
    let said = |attribution: &str, comments: Value| {
        json!({"position": "supports_with_amendments", "language": "en", "audience": "public",
            "attribution": attribution, "comments": comments})
    };
    let by_name = json!([
        {"paragraph": "2", "type": "substantive", "text": "Voluntary is too weak.",
         "quote": {"exact": "voluntary"}, "proposed_wording": {"action": "replace", "text": "mandatory"},
         "explanation": "Networks do not end at borders."},
        {"paragraph": "3", "type": "editorial", "text": "Say it once."}
    ]);
    let _ = app
        .focal_point("FJI")
        .post(&path, said("named", by_name))
        .await
        .expect(201);
    let unnamed = json!([{"paragraph": "1", "type": "substantive", "text": "Who pays?"}]);
    let _ = app
        .focal_point("WSM")
        .post(&path, said("to_none", unnamed))
        .await
        .expect(201);
    app.clock.set(CLOSED.parse().unwrap());
    id
}

/// The end of the log.
pub(crate) async fn head(app: &TestApp) -> u64 {
    app.app().log().head().await.unwrap().position.0
}

async fn matrix(who: &Actor, id: &str, query: &str) -> Value {
    let reply = who.get(&format!("/v1/proposals/{id}/matrix?{query}")).await;
    reply.expect(200).json
}

pub(crate) fn numbers(answer: &Value) -> Vec<String> {
    let items = answer["items"].as_array().unwrap().iter();
    items.map(|item| item["number"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn ids(answer: &Value) -> Vec<CommentId> {
    let items = answer["items"].as_array().unwrap().iter();
    items
        .map(|item| CommentId(item["id"].as_str().unwrap().parse().unwrap()))
        .collect()
}

/// KOR proposes to accept FJI-001, TUR differs, MEX has a topic on it.
pub(crate) async fn reviewed(app: &TestApp, id: &str) -> CommentId {
    let all = matrix(&app.member_mission("KOR"), id, "state=FJI&paragraph=2").await;
    let comment = ids(&all)[0];
    let proposal_id: ProposalId = ProposalId(id.parse().unwrap());
    let at = CLOSED.parse().unwrap();
    let disposition = Disposition {
        disposition: DispositionKind::Accepted,
        duplicate_of: None,
        response: Some("Agreed.".to_owned()),
        wording: None,
    };
    let comments = vec![comment];
    record(
        app,
        &[
            Event::DispositionProposed(DispositionProposed {
                proposal_id,
                at,
                by: "KOR".parse().unwrap(),
                comments: comments.clone(),
                disposition,
            }),
            Event::MemberViewRecorded(MemberViewRecorded {
                proposal_id,
                at,
                by: "TUR".parse().unwrap(),
                comments: comments.clone(),
                view: MemberView::Differs,
                note: Some("Not for us.".to_owned()),
            }),
            Event::TopicsSet(TopicsSet {
                proposal_id,
                at,
                by: "MEX".parse().unwrap(),
                comments,
                topics: vec!["voluntary or mandatory".to_owned()],
            }),
        ],
    )
    .await;
    comment
}

pub(crate) async fn published(app: &TestApp, id: &str, comment: CommentId) {
    let event = Event::DispositionsPublished(DispositionsPublished {
        proposal_id: ProposalId(id.parse().unwrap()),
        at: CLOSED.parse().unwrap(),
        by: "KOR".parse().unwrap(),
        comments: vec![comment],
        no_common_view: Vec::new(),
    });
    record(app, &[event]).await;
}

#[actix_web::test]
async fn rows_are_in_reading_order_and_come_in_pages() {
    let app = TestApp::start().await;
    let id = closed(&app).await;
    for who in [app.anonymous(), app.member_mission("KOR"), app.focal_point("TON")] {
        let all = matrix(&who, &id, "").await;
        let known = numbers(&all);
        assert_eq!(known.len(), 3);
        assert!(known[0].starts_with("DEL-"), "{known:?}");
        assert_eq!(known[1..], ["FJI-001", "FJI-002"]);
        assert_eq!(all["page"]["has_more"], json!(false));
        let (mut pages, mut query) = (Vec::new(), "limit=1".to_owned());
        loop {
            let page = matrix(&who, &id, &query).await;
            pages.extend(numbers(&page));
            let Some(next) = page["page"]["next"].as_str() else {
                break;
            };
            query = format!("limit=1&cursor={next}");
        }
        assert_eq!(pages, known);
    }
    let row = &matrix(&app.anonymous(), &id, "state=FJI").await["items"][0];
    assert_eq!(row["proposed_wording"]["text"], json!("mandatory"));
    assert_eq!((&row["published"], &row["changed_in"]), (&json!(null), &json!([])));
    let own = matrix(&app.focal_point("WSM"), &id, "").await;
    assert!(numbers(&own)[0].starts_with("WSM-"));
}

#[actix_web::test]
async fn filters_find_what_the_rows_show() {
    let app = TestApp::start().await;
    let id = closed(&app).await;
    let comment = reviewed(&app, &id).await;
    let before = matrix(&app.anonymous(), &id, "disposition=none").await;
    assert_eq!(numbers(&before).len(), 3);
    published(&app, &id, comment).await;
    for (query, found) in [
        ("state=FJI", vec!["FJI-001", "FJI-002"]),
        ("state=WSM", vec![]),
        ("group=PIF&type=editorial", vec!["FJI-002"]),
        ("region=054", vec!["FJI-001", "FJI-002"]),
        ("paragraph=3", vec!["FJI-002"]),
        ("paragraph=", vec![]),
        ("language=en", vec!["FJI-001", "FJI-002"]),
        ("language=es", vec![]),
        ("late=true", vec![]),
        ("late=false", vec!["FJI-001", "FJI-002"]),
        ("q=BORDERS", vec!["FJI-001"]),
        ("disposition=accepted", vec!["FJI-001"]),
        ("disposition=noted", vec![]),
    ] {
        assert_eq!(numbers(&matrix(&app.anonymous(), &id, query).await), found, "{query}");
    }
    let member = app.member_mission("MEX");
    for (query, found) in [
        ("convergence=differing", 1),
        ("convergence=not_proposed", 2),
        ("topic=voluntary%20or%20mandatory", 1),
        ("assigned_to=KOR", 0),
    ] {
        assert_eq!(numbers(&matrix(&member, &id, query).await).len(), found, "{query}");
    }
    for query in [
        "convergence=x",
        "disposition=x",
        "limit=0",
        "paragraph=9",
        "format=pdf",
        "consultation=0",
        "consultation=2",
        "cursor=x",
    ] {
        let refused = member.get(&format!("/v1/proposals/{id}/matrix?{query}")).await;
        assert_eq!(refused.status, 400, "{query}: {}", refused.text);
    }
}

#[actix_web::test]
async fn r18_what_members_think_is_for_members_only() {
    let app = TestApp::start().await;
    let id = closed(&app).await;
    let empty = matrix(&app.focal_point("FJI"), &id, "state=FJI&limit=1").await;
    let comment = reviewed(&app, &id).await;
    let review = &matrix(&app.member_mission("MEX"), &id, "state=FJI").await["items"][0]["review"];
    assert_eq!(review["proposed"]["disposition"], json!("accepted"));
    assert_eq!(review["views"][1]["note"], json!("Not for us."));
    assert_eq!(review["convergence"]["standing"], json!("differing"));
    assert_eq!(review["convergence"]["differing"], json!(["TUR"]));
    assert_eq!(review["topics"], json!(["voluntary or mandatory"]));
    let partner = matrix(&app.focal_point("FJI"), &id, "state=FJI&limit=1").await;
    assert_eq!(
        partner["items"], empty["items"],
        "a proposal changes no byte for a partner"
    );
    for query in ["convergence=differing", "topic=x", "assigned_to=KOR"] {
        let path = format!("/v1/proposals/{id}/matrix?{query}");
        let refused = app.focal_point("FJI").get(&path).await;
        assert_eq!((refused.status, refused.code()), (403, "not_a_member"), "{query}");
        let refused = app.anonymous().get(&path).await;
        assert_eq!((refused.status, refused.code()), (401, "unauthenticated"), "{query}");
    }
    published(&app, &id, comment).await;
    let row = &matrix(&app.anonymous(), &id, "state=FJI").await["items"][0];
    assert_eq!(row["published"]["response"], json!("Agreed."));
    assert_eq!(row["review"], json!(null));
}

#[actix_web::test]
async fn the_matrix_comes_as_a_file_of_what_the_filters_find() {
    let app = TestApp::start().await;
    let id = closed(&app).await;
    let path = format!("/v1/proposals/{id}/matrix");
    let csv = app
        .anonymous()
        .get(&format!("{path}?format=csv&state=FJI"))
        .await
        .expect(200);
    assert!(
        csv.text.contains("FJI-002") && !csv.text.contains("Who pays?"),
        "{}",
        csv.text
    );
    for (format, media_type) in [
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("md", "text/markdown; charset=utf-8"),
    ] {
        let file = app
            .anonymous()
            .get(&format!("{path}?format={format}"))
            .await
            .expect(200);
        assert_eq!(file.header("content-type").as_deref(), Some(media_type));
        let name = file.header("content-disposition").unwrap();
        assert!(name.contains(&format!("matrix-{id}.{format}")), "{name}");
    }
    let accepting = app.anonymous().with("accept", "text/csv");
    let csv = accepting.get(&path).await.expect(200);
    assert_eq!(csv.header("content-type").as_deref(), Some("text/csv; charset=utf-8"));
}

/// What an answer says beside the state of the log that it shows.
pub(crate) fn said(mut answer: Value) -> Value {
    for holder in ["", "/page"] {
        let object = answer.pointer_mut(holder).and_then(Value::as_object_mut);
        let _ = object.and_then(|object| object.remove("as_of"));
    }
    answer
}

#[actix_web::test]
async fn the_matrix_and_the_summary_of_the_past_are_what_was_answered_then() {
    let app = TestApp::start().await;
    let id = closed(&app).await;
    app.close_due().await;
    let readers = [app.anonymous(), app.member_mission("MEX"), app.focal_point("FJI")];
    let reads = ["matrix", "input", "input/comments"];
    let mut then = Vec::new();
    let comment = reviewed(&app, &id).await;
    for act in 0..2 {
        let head = head(&app).await;
        for read in reads {
            for (index, who) in readers.iter().enumerate() {
                let path = format!("/v1/proposals/{id}/{read}");
                let reply = who.get(&format!("{path}?at_least={head}")).await.expect(200);
                then.push((path, head, index, said(reply.json)));
            }
        }
        if act == 0 {
            published(&app, &id, comment).await;
        }
    }
    let more = json!({"position": "supports", "language": "en", "audience": "public",
        "comments": [{"paragraph": "2", "type": "technical", "text": "Which incidents?"}]});
    let path = format!("/v1/proposals/{id}/submissions");
    let _ = app.focal_point("TON").post(&path, more).await.expect(201);
    for (path, head, index, answered) in then {
        let reply = readers[index].get(&format!("{path}?as_of={head}")).await.expect(200);
        assert_eq!(said(reply.json), answered, "{path} at {head}");
    }
    let first = app.anonymous().get(&format!("/v1/proposals/{id}/matrix?as_of=1")).await;
    assert_eq!(first.status, 404, "not yet tabled: {}", first.text);
}

#[actix_web::test]
async fn r15b_words_that_were_changed_since_are_withheld() {
    let app = TestApp::start().await;
    let id = app.opened(&["FJI"]).await;
    let path = format!("/v1/proposals/{id}/submissions");
    let said = |words: &str| {
        json!({"position": "supports", "language": "en", "audience": "public", "attribution": "named",
            "comments": [{"paragraph": "2", "type": "substantive", "text": words}]})
    };
    let fiji = app.focal_point("FJI");
    let lodged = fiji.post(&path, said("Hasty words.")).await.expect(201);
    let head = head(&app).await;
    let withdraw = format!("/v1/submissions/{}/withdraw", lodged.id());
    let etag = lodged.header("etag").unwrap();
    let _ = fiji
        .with("if-match", &etag)
        .post(&withdraw, json!({}))
        .await
        .expect(200);
    assert_eq!(numbers(&matrix(&app.anonymous(), &id, "").await), [""; 0]);
    let at = format!("as_of={head}");
    let row = &matrix(&app.anonymous(), &id, &at).await["items"][0];
    assert_eq!((&row["text"], &row["superseded"]), (&json!(null), &json!(true)));
    let own = &matrix(&fiji, &id, &at).await["items"][0];
    assert_eq!(own["text"], json!("Hasty words."));
    let file = format!("/v1/proposals/{id}/matrix?format=csv&{at}");
    assert!(!app.anonymous().get(&file).await.expect(200).text.contains("Hasty"));
}
