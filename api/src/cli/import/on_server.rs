//! Entering through a running server (`enter_submission`).

use std::collections::BTreeMap;

use consultation::command::{CommentDraft, Inherited};
use consultation::{ContentCode, ProposalId};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Source;
use super::batch::{Batch, Refused};
use super::destination::refusal_of;
use super::landing::{Change, Landed};
use super::rows::Refusal;
use crate::cli::client::{Client, Reply};
use crate::cli::{WrongUse, directory};

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
    /// The answer does not say which rows were known before, so that is asked first, in ways that write nothing then:
    /// the batch is sent as a new submission; where there is one already, each row names a comment that does not
    /// exist, which is refused for exactly those rows that continue none.
    pub(super) async fn enter(&self, source: &Source, batch: &Batch) -> Result<Vec<Landed>, Refused> {
        let (clock, ids) = directory::system();
        let mut request = request(source, batch, clock.now());
        match sent(self.client.post_new(&self.path, &request).await) {
            Err(refused) if refused.whole.code == "precondition_failed" => {}
            answer => return answer.map(|reply| landed(&reply, batch, |_, _| Change::Entered)),
        }
        each_comment(&mut request, |_, comment| {
            comment.insert("id".to_owned(), json!(ids.v4()));
        });
        let refused = match sent(self.client.post(&self.path, &request).await) {
            Ok(reply) => return Ok(landed(&reply, batch, |_, comment| known(&reply, comment))),
            Err(refused) => refused,
        };
        let (fresh, at_fault): (BTreeMap<_, _>, _) = refused
            .by_comment
            .into_iter()
            .partition(|(_, why)| why.code == ContentCode::UnknownComment.as_str());
        if fresh.is_empty() || !at_fault.is_empty() {
            return Err(Refused {
                whole: refused.whole,
                by_comment: at_fault,
            });
        }
        each_comment(&mut request, |place, comment| {
            if fresh.contains_key(&place) {
                comment.remove("id");
            }
        });
        let reply = sent(self.client.post(&self.path, &request).await)?;
        Ok(landed(&reply, batch, |place, comment| {
            if fresh.contains_key(&place) {
                Change::Entered
            } else {
                known(&reply, comment)
            }
        }))
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
        Ok(reply) => Err(refusal_of(&reply.body)),
        Err(error) => Err(failed(format!("{error:#}"))),
    }
}

fn each_comment(request: &mut Value, mut change: impl FnMut(usize, &mut Map<String, Value>)) {
    let comments = request.get_mut("comments").and_then(Value::as_array_mut);
    for (place, comment) in comments.into_iter().flatten().enumerate() {
        if let Some(comment) = comment.as_object_mut() {
            change(place, comment);
        }
    }
}

/// The answer has the rows' comments in the order of the rows.
fn landed(reply: &Reply, batch: &Batch, change: impl Fn(usize, &Value) -> Change) -> Vec<Landed> {
    let comments = reply.body.get("comments").and_then(Value::as_array);
    let at = |place| {
        comments
            .and_then(|comments| comments.get(place))
            .unwrap_or(&Value::Null)
    };
    let row = |place| Landed {
        change: change(place, at(place)),
        number: at(place).get("number").and_then(Value::as_str).map(str::to_owned),
    };
    (0..batch.comments.len()).map(row).collect()
}

/// A known comment was revised if its words are of this request: not older, by the server's clock, than the request
/// can be.
fn known(reply: &Reply, comment: &Value) -> Change {
    let instant = |value: Option<&Value>| {
        value
            .and_then(Value::as_str)
            .and_then(|text| text.parse::<Timestamp>().ok())
    };
    let answered = instant(reply.body.pointer("/as_of/instant"));
    let sent = answered.and_then(|answered| answered.checked_sub(reply.took).ok());
    match (instant(comment.get("at")), sent) {
        (Some(said), Some(sent)) if said >= sent => Change::Revised,
        _ => Change::Unchanged,
    }
}

fn failed(reason: String) -> Refused {
    Refused {
        whole: Refusal::new("failed", reason),
        by_comment: BTreeMap::new(),
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
    say("number", json!(draft.number));
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
