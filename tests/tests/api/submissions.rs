//! The operations on submissions.

mod aligning;
mod entering;
mod lodging;
mod refusals;
mod revising;
mod seeing;
mod versions;

use acceptance::{Actor, Reply, TestApp};
use serde_json::{Value, json};

/// A proposal that FJI and WSM are invited to.
struct House {
    app: TestApp,
    proposal: String,
}

impl House {
    async fn open() -> Self {
        let app = TestApp::start().await;
        let proposal = app.opened(&["FJI", "WSM"]).await;
        Self { app, proposal }
    }

    /// Where submissions to the proposal are lodged and listed.
    fn submissions(&self) -> String {
        format!("/v1/proposals/{}/submissions", self.proposal)
    }

    /// Where input is entered.
    fn entered(&self) -> String {
        format!("{}/entered", self.submissions())
    }

    fn fiji(&self) -> Actor {
        self.app.focal_point("FJI")
    }

    async fn lodge(&self, body: Value) -> Reply {
        self.fiji().post(&self.submissions(), body).await
    }

    /// What FJI lodged: its path and id.
    async fn lodged(&self, body: Value) -> String {
        format!("/v1/submissions/{}", self.lodge(body).await.expect(201).id())
    }

    fn after_close(&self) {
        self.app.clock.set("2027-03-02T08:00:00Z".parse().unwrap());
    }

    /// How many events there are.
    async fn head(&self) -> String {
        position(
            &self
                .app
                .anonymous()
                .get(&format!("/v1/proposals/{}", self.proposal))
                .await
                .expect(200),
        )
    }
}

fn position(reply: &Reply) -> String {
    reply.header("log-position").unwrap()
}

/// One comment on paragraph 2 with quote, wording and reason, and a general one.
fn two_comments() -> Value {
    json!({
        "position": "supports_with_amendments", "language": "en",
        "comments": [
            {"paragraph": "2", "quote": {"exact": "voluntary", "prefix": "on a ", "suffix": " basis"},
             "text": "Voluntary is too weak.", "proposed_wording": {"action": "replace", "text": "mandatory"},
             "explanation": "Networks do not end at borders."},
            {"text": "We thank the lead member."}
        ]
    })
}

fn entry(state: &str, comments: &Value) -> Value {
    json!({
        "state": state, "channel": "note verbale", "received_at": "2027-01-08T15:00:00Z",
        "evidence_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "language": "en", "comments": comments
    })
}

/// A field of each comment.
fn of_comments(reply: &Reply, field: &str) -> Vec<Value> {
    reply.json["comments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|comment| comment[field].clone())
        .collect()
}

/// The answer without the state of the log that it reflects, which moves with every event anywhere.
fn content(reply: &Reply) -> Value {
    let mut json = reply.json.clone();
    for holder in ["", "/page"] {
        if let Some(object) = json.pointer_mut(holder).and_then(Value::as_object_mut) {
            object.remove("as_of");
            object.remove("log_position");
        }
    }
    json
}

/// Pointer and code of each field at fault, and that the status is 422.
fn faults(reply: &Reply) -> Vec<String> {
    assert_eq!(reply.status, 422, "{}", reply.text);
    reply
        .field_errors()
        .into_iter()
        .map(|(pointer, code)| format!("{pointer} {code}"))
        .collect()
}
