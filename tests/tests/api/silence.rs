//! The silence procedure over HTTP (R23, R24): its clock, what others see of it, its record and the outcome note.

mod breaking;
mod case;
mod changes;
mod counting;
mod documents;
mod prevailing;

use std::time::Duration;

use acceptance::{Actor, Reply, TestApp};
use event_log::StreamId;
use serde_json::{Value, json};

const CLOSED: &str = "2027-03-02T08:00:00Z";
const UNTIL: &str = "2027-03-05T08:00:00Z";

fn problem(reply: &Reply) -> (u16, &str) {
    (reply.status, reply.code())
}

/// A verb of the silence on a proposal.
async fn silence(who: &Actor, id: &str, verb: &str, body: Value) -> Reply {
    who.post(&format!("/v1/proposals/{id}/silence/{verb}"), body).await
}

async fn proposal(who: &Actor, id: &str) -> Value {
    who.get(&format!("/v1/proposals/{id}")).await.expect(200).json
}

fn said(comments: &Value) -> Value {
    json!({"position": "supports_with_amendments", "language": "en", "audience": "public", "comments": comments})
}

/// FJI spoke under its name, WSM under none; the consultation has closed.
async fn closed(app: &TestApp) -> String {
    let id = app.opened(&["FJI", "WSM", "TON"]).await;
    let path = format!("/v1/proposals/{id}/submissions");
    let comments = json!([{"paragraph": "2", "type": "substantive", "text": "Voluntary is too weak."}]);
    let _ = app.focal_point("FJI").post(&path, said(&comments)).await.expect(201);
    let comments = json!([{"paragraph": "1", "type": "substantive", "text": "Who pays?", "attribution": "to_none"}]);
    let mut unnamed = said(&comments);
    unnamed["attribution"] = json!("to_none");
    let _ = app.focal_point("WSM").post(&path, unnamed).await.expect(201);
    app.clock.set(CLOSED.parse().unwrap());
    id
}

/// The comments that the gate finds open, by number.
async fn open_numbers(app: &TestApp, id: &str) -> Vec<String> {
    let refused = silence(&app.member_mission("KOR"), id, "open", json!({})).await;
    assert_eq!(problem(&refused), (409, "gate_not_met"), "{}", refused.text);
    let open = refused.json["open_comments"].as_array().unwrap().clone();
    open.iter()
        .map(|one| one["number"].as_str().unwrap().to_owned())
        .collect()
}

/// The text is under silence until [`UNTIL`]; all comments are left open.
async fn under_silence(app: &TestApp) -> String {
    let id = closed(app).await;
    put_under_silence(app, &id).await;
    id
}

/// Puts a text whose consultation has closed under silence until [`UNTIL`]; all comments are left open.
async fn put_under_silence(app: &TestApp, id: &str) {
    let numbers = open_numbers(app, id).await;
    let deferred: Vec<Value> = numbers
        .iter()
        .map(|number| json!({"comment": number, "reason": "for the next chair"}))
        .collect();
    let body = json!({"until": UNTIL, "deferred": deferred});
    let opened = silence(&app.member_mission("KOR"), id, "open", body).await.expect(200);
    assert_eq!(opened.json["status"], json!("under_silence"));
}

/// Events of one kind in the proposal's stream.
async fn events(app: &TestApp, id: &str, kind: &str) -> Vec<Value> {
    let stream = StreamId(format!("proposal/{id}"));
    let events = app.app().log().read_stream(&stream, 0).await.unwrap();
    let found = events.iter().filter(|event| event.kind == kind);
    found
        .map(|event| serde_json::from_slice::<Value>(&event.payload).unwrap())
        .collect()
}

/// Waits until the clock has adopted the text by itself.
async fn adopted_by_the_clock(app: &TestApp, id: &str) -> Vec<Value> {
    let recorded = async {
        loop {
            let found = events(app, id, "proposal.adopted").await;
            if !found.is_empty() {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), recorded).await.unwrap()
}

/// Silence prevailed.
async fn adopted(app: &TestApp) -> String {
    let id = under_silence(app).await;
    app.clock.set("2027-03-05T08:00:05Z".parse().unwrap());
    let _ = adopted_by_the_clock(app, &id).await;
    id
}
