//! Entering through a running server (`enter_submission`).

use std::collections::BTreeMap;

use consultation::ProposalId;
use consultation::command::{CommentDraft, Inherited};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Source;
use crate::cli::client::{Client, Reply};
use crate::cli::{WrongUse, directory};
use crate::sheets_in::batch::{Batch, Refused};
use crate::sheets_in::landing::{Change, Entered, Landed};
use crate::sheets_in::refusals::refusal_of;
use crate::sheets_in::rows::Refusal;

/// A proposal on a server.
pub(super) struct OnServer {
    client: Client,
    path: String,
}

impl OnServer {
    /// A proposal of that id; the server says whether there is one.
    ///
    /// # Errors
    /// [`WrongUse`] for a dry run, which the server does not offer here.
    pub(super) fn new(client: Client, proposal: ProposalId, dry_run: bool) -> Result<Self, WrongUse> {
        if dry_run {
            return Err(WrongUse(
                "--dry-run works on a --data-dir only; try it on a restored backup".to_owned(),
            ));
        }
        Ok(Self {
            client,
            path: format!("/v1/proposals/{proposal}/submissions/entered"),
        })
    }

    /// Enters a batch.
    ///
    /// The answer tells which rows are written and which were known and equal, not whether a written one continues a
    /// comment: that one may be hidden from whoever enters.
    pub(super) async fn enter(&self, source: &Source, batch: &Batch) -> Result<Entered, Refused> {
        let (clock, _) = directory::system();
        let request = request(source, batch, clock.now());
        let reply = sent(self.client.post(&self.path, &request).await)?;
        Ok(Entered {
            comments: landed(&reply, batch),
            position: change(&reply, reply.body.get("revised_at")),
        })
    }
}

/// A good answer, or why it is none.
fn sent(answer: anyhow::Result<Reply>) -> Result<Reply, Refused> {
    match answer {
        Ok(reply) if matches!(reply.status, 200 | 201) => Ok(reply),
        Ok(Reply {
            body: Value::Null,
            status,
            ..
        }) => Err(failed(format!("the server answered {status}"))),
        Ok(reply) => {
            let refused = refusal_of(&reply.body);
            let stops = matches!(
                refused.whole.code.as_str(),
                "forbidden" | "insufficient_scope" | "not_found"
            ) || matches!(reply.status, 401 | 429 | 500..);
            Err(Refused { stops, ..refused })
        }
        Err(error) => Err(failed(format!("{error:#}"))),
    }
}

/// The answer has the rows' comments in the order of the rows.
fn landed(reply: &Reply, batch: &Batch) -> Vec<Landed> {
    let comments = reply.body.get("comments").and_then(Value::as_array);
    let at = |place| {
        comments
            .and_then(|comments| comments.get(place))
            .unwrap_or(&Value::Null)
    };
    let row = |place| Landed {
        change: change(reply, at(place).get("at")),
        number: at(place).get("number").and_then(Value::as_str).map(str::to_owned),
    };
    (0..batch.comments.len()).map(row).collect()
}

/// A thing was written by this request if it is not older, by the server's clock, than the request can be.
fn change(reply: &Reply, written_at: Option<&Value>) -> Change {
    let instant = |value: Option<&Value>| {
        value
            .and_then(Value::as_str)
            .and_then(|text| text.parse::<Timestamp>().ok())
    };
    let answered = instant(reply.body.pointer("/as_of/instant"));
    let sent = answered.and_then(|answered| answered.checked_sub(reply.took).ok());
    match (instant(written_at), sent) {
        (Some(said), Some(sent)) if said >= sent => Change::Entered,
        _ => Change::Unchanged,
    }
}

fn failed(reason: String) -> Refused {
    Refused {
        whole: Refusal::new("failed", reason),
        by_comment: BTreeMap::new(),
        stops: true,
    }
}

/// The body of `enter_submission`. What a row does not say is left out.
fn request(source: &Source, batch: &Batch, now: Timestamp) -> Value {
    let comments: Vec<Value> = batch.comments.iter().map(|(_, draft)| comment(draft)).collect();
    let submission = batch.submission();
    json!({
        "state": batch.state.as_str(),
        "channel": source.channel,
        "received_at": batch.received_at.unwrap_or(now),
        "evidence_sha256": source.evidence_sha256,
        "position": submission.position,
        "ad_referendum": submission.ad_referendum,
        "language": submission.language,
        "audience": submission.audience,
        "attribution": submission.attribution,
        "comments": comments,
    })
}

fn comment(draft: &CommentDraft) -> Value {
    let mut said = Map::new();
    let mut say = |field: &str, value: Value| {
        if !value.is_null() {
            said.insert(field.to_owned(), value);
        }
    };
    say("paragraph", json!(draft.paragraph));
    say("quote", json!(draft.quote));
    say("type", json!(draft.kind));
    say("text", json!(draft.text));
    say("language", own(&draft.language));
    say("proposed_wording", json!(draft.proposed_wording));
    say("explanation", json!(draft.explanation));
    say("audience", own(&draft.audience));
    say("attribution", own(&draft.attribution));
    say("on_behalf_of", own(&draft.on_behalf_of));
    say("reference", json!(draft.reference));
    Value::Object(said)
}

fn own<T: serde::Serialize>(value: &Inherited<T>) -> Value {
    match value {
        Inherited::Inherit => Value::Null,
        Inherited::Own(value) => json!(value),
    }
}
