//! States that lodge and revise all the time, as an honest client would: one after another, each with a key, and the
//! same request again when no answer came or the program says to come again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use acceptance::{Actor, Reply};
use anyhow::{Context, bail};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::ledger::{Acknowledged, Ledger};
use crate::program::{Consultations, with_token};

const CLIENTS: usize = 16;
/// A client gives up waiting for one answer then, and asks again.
const ANSWER: Duration = Duration::from_secs(10);
/// Before asking again, when nothing says how long.
const PAUSE: Duration = Duration::from_millis(100);
/// The longest that a client obeys `Retry-After`: how long service is away is what is measured.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// For what is under way when the load is told to end.
const END: Duration = Duration::from_mins(2);

/// One state's input on one proposal.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    index: usize,
    proposal: String,
    pub(crate) token: String,
    submission: Option<String>,
    version: u64,
}

/// The running clients.
pub(crate) struct Load {
    end: watch::Sender<bool>,
    clients: Vec<JoinHandle<Vec<Desk>>>,
}

impl Load {
    /// Starts the clients; each speaks to all nodes in turn.
    pub(crate) fn start(nodes: &[Actor], consultations: &Consultations, ledger: &Arc<Ledger>) -> Self {
        let pairs = consultations
            .proposals
            .iter()
            .flat_map(|proposal| consultations.tokens.iter().map(move |token| (proposal, token)));
        let mut shares: Vec<Vec<Desk>> = vec![Vec::new(); CLIENTS];
        for (index, (proposal, token)) in pairs.enumerate() {
            if let Some(share) = shares.get_mut(index % CLIENTS) {
                share.push(Desk {
                    index,
                    proposal: proposal.clone(),
                    token: token.clone(),
                    submission: None,
                    version: 0,
                });
            }
        }
        let (end, ended) = watch::channel(false);
        let clients = shares.into_iter().enumerate().map(|(client, desks)| {
            let (nodes, ledger, ended) = (nodes.to_vec(), Arc::clone(ledger), ended.clone());
            tokio::spawn(work(client, desks, nodes, ledger, ended))
        });
        Self {
            clients: clients.collect(),
            end,
        }
    }

    /// Lets each client finish what it began. Answers the desks as the clients believe them to be.
    pub(crate) async fn end(self) -> anyhow::Result<Vec<Desk>> {
        self.end.send_replace(true);
        let mut desks = Vec::new();
        for client in self.clients {
            desks.extend(timeout(END, client).await.context("a client found no end")??);
        }
        desks.sort_by_key(|desk| desk.index);
        Ok(desks)
    }
}

async fn work(
    client: usize,
    mut desks: Vec<Desk>,
    nodes: Vec<Actor>,
    ledger: Arc<Ledger>,
    ended: watch::Receiver<bool>,
) -> Vec<Desk> {
    for turn in 0.. {
        let count = desks.len().max(1);
        let Some(desk) = desks.get_mut(turn % count) else { break };
        if *ended.borrow() {
            break;
        }
        if let Err(error) = desk.speak(client, &nodes, &ledger).await {
            ledger.trouble(format!("{error:#}"));
            break;
        }
    }
    desks
}

impl Desk {
    /// Lodges, or revises what was lodged; comes back when it is acknowledged.
    async fn speak(&mut self, client: usize, nodes: &[Actor], ledger: &Ledger) -> anyhow::Result<()> {
        let next = self.version + 1;
        let word = format!("desk-{}-version-{next}", self.index);
        let comment = json!({"paragraph": "2", "type": "technical", "text": word, "quote": {"exact": "voluntary"}});
        let body = json!({"position": "supports", "language": "en", "comments": [comment]}).to_string();
        let (method, path, status) = match &self.submission {
            None => (
                Method::POST,
                format!("/v1/proposals/{}/submissions", self.proposal),
                201,
            ),
            Some(id) => (Method::PUT, format!("/v1/submissions/{id}"), 200),
        };
        let guard = format!("\"{}\"", self.version);
        for node in nodes.iter().cycle().skip(client % nodes.len().max(1)) {
            let mut actor = with_token(node, &self.token).with("idempotency-key", &word);
            if self.submission.is_some() {
                actor = actor.with("if-match", &guard);
            }
            let answer = timeout(ANSWER, actor.try_send(method.clone(), &path, Some(body.clone()))).await;
            let pause = match answer {
                Ok(Ok(reply)) if reply.status == status => {
                    return self.acknowledged(&reply, next, word, ledger);
                }
                Ok(Ok(reply)) if reply.status == 503 => pause(&reply),
                Ok(Ok(reply)) => bail!("{method} {path}, {word}: {} {}", reply.status, reply.text),
                // No answer, or none in time; the key will tell whether it was recorded.
                Ok(Err(_)) | Err(_) => PAUSE,
            };
            ledger.retry();
            sleep(pause).await;
        }
        bail!("there is no node")
    }

    fn acknowledged(&mut self, reply: &Reply, expected: u64, word: String, ledger: &Ledger) -> anyhow::Result<()> {
        let version = reply.json.get("version").and_then(Value::as_u64);
        if version != Some(expected) {
            bail!("{word} was acknowledged as version {version:?}");
        }
        let submission = reply.json.get("id").and_then(Value::as_str).context("no id")?;
        self.submission = Some(submission.to_owned());
        self.version = expected;
        ledger.acknowledge(Acknowledged {
            at: Instant::now(),
            desk: self.index,
            submission: submission.to_owned(),
            version: expected,
            word,
        });
        Ok(())
    }

    /// The submission and its last acknowledged version.
    pub(crate) fn last(&self) -> Option<(&str, u64)> {
        self.submission.as_deref().map(|submission| (submission, self.version))
    }
}

fn pause(reply: &Reply) -> Duration {
    let seconds = reply.header("retry-after").and_then(|text| text.parse().ok());
    seconds.map_or(PAUSE, Duration::from_secs).min(LONGEST_PAUSE)
}
