//! Focal points that lodge and revise, and do not give up before they were answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use acceptance::{Actor, Reply};
use regional_input::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::cluster::Cluster;

pub(crate) const CLIENTS: usize = 64;
const PROPOSALS: usize = 3;

/// A client gives a node this long, then asks another.
const PATIENCE: Duration = Duration::from_secs(4);

/// What a client did: one event of one stream, if it was acknowledged.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    /// A word that no other act has.
    pub(crate) word: String,
    pub(crate) submission: Option<String>,
    /// The version that was answered; none if the run ended before.
    pub(crate) acknowledged: Option<u64>,
    /// Position that was answered.
    pub(crate) position: Option<u64>,
}

/// Open proposals, and who speaks on them.
pub(crate) struct World {
    proposals: Vec<String>,
    states: Vec<String>,
}

/// Running clients.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    pub(crate) acknowledged: Arc<AtomicU64>,
    tasks: JoinSet<Vec<Act>>,
}

impl World {
    pub(crate) async fn prepare(cluster: &Cluster) -> Self {
        let token = cluster.token(Role::MemberMission, Some("KOR"));
        let member = Actor::new(&cluster.base(0), Some(&token));
        let register = member.get("/v1/register").await.expect(200);
        let partners = register.json["partners"].as_array().unwrap();
        let codes = partners
            .iter()
            .map(|partner| partner["code"].as_str().unwrap().to_owned());
        let states: Vec<String> = codes.take(CLIENTS).collect();
        assert_eq!(states.len(), CLIENTS);
        let now = std::time::UNIX_EPOCH.elapsed().unwrap();
        let closes_at = jiff::Timestamp::from_second(i64::try_from(now.as_secs()).unwrap() + 86_400 * 10).unwrap();
        let mut proposals = Vec::new();
        for _ in 0..PROPOSALS {
            let id = member
                .post("/v1/proposals", acceptance::proposal())
                .await
                .expect(201)
                .id();
            let opening = json!({"closes_at": closes_at.to_string(), "invite": {"states": states}});
            let path = format!("/v1/proposals/{id}/consultation/open");
            let _ = member.post(&path, opening).await.expect(200);
            proposals.push(id);
        }
        Self { proposals, states }
    }

    pub(crate) fn start_clients(&self, cluster: &Cluster) -> Load {
        let stop = Arc::new(AtomicBool::new(false));
        let acknowledged = Arc::new(AtomicU64::new(0));
        let bases = cluster.bases();
        let mut tasks = JoinSet::new();
        for (number, state) in self.states.iter().enumerate() {
            let client = Client {
                number,
                actor: Actor::new("", Some(&cluster.token(Role::FocalPoint, Some(state)))),
                bases: Arc::clone(&bases),
                node: number,
                stop: Arc::clone(&stop),
                acknowledged: Arc::clone(&acknowledged),
            };
            tasks.spawn(client.run(self.proposals.clone()));
        }
        Load {
            stop,
            acknowledged,
            tasks,
        }
    }
}

impl Load {
    /// Lets every client end what it has begun, and answers all acts.
    pub(crate) async fn stop(self) -> Vec<Act> {
        self.stop.store(true, Ordering::SeqCst);
        let ended = timeout(Duration::from_mins(1), self.tasks.join_all());
        ended.await.expect("the clients end").into_iter().flatten().collect()
    }
}

struct Client {
    number: usize,
    actor: Actor,
    bases: Arc<crate::cluster::Bases>,
    node: usize,
    stop: Arc<AtomicBool>,
    acknowledged: Arc<AtomicU64>,
}

impl Client {
    /// Lodges on each proposal, then revises in turn until told to stop.
    async fn run(mut self, proposals: Vec<String>) -> Vec<Act> {
        let mut acts = Vec::new();
        let mut lodged: Vec<(String, u64)> = Vec::new();
        for turn in 0.. {
            if self.stop.load(Ordering::SeqCst) {
                break;
            }
            let word = format!("word-{}-{turn}-end", self.number);
            let body = json!({"position": "supports", "language": "en",
                "comments": [{"paragraph": "2", "type": "editorial", "text": word}]});
            let at = turn % proposals.len();
            let (method, path, version) = match lodged.get(at) {
                None => (
                    Method::POST,
                    format!("/v1/proposals/{}/submissions", proposals[at]),
                    None,
                ),
                Some((id, version)) => (Method::PUT, format!("/v1/submissions/{id}"), Some(*version)),
            };
            let reply = self.until_answered(&method, &path, version, &body, &word).await;
            let known = lodged.get(at).map(|(id, _)| id.clone());
            let Some(reply) = reply else {
                acts.push(Act {
                    word,
                    submission: known,
                    acknowledged: None,
                    position: None,
                });
                break;
            };
            assert!(
                matches!(reply.status, 200 | 201),
                "{method} {path} {version:?}: {} {}",
                reply.status,
                reply.text
            );
            let (id, version) = (reply.id(), reply.json["version"].as_u64().unwrap());
            self.acknowledged.fetch_add(1, Ordering::SeqCst);
            acts.push(Act {
                word,
                submission: Some(id.clone()),
                acknowledged: Some(version),
                position: reply.json["log_position"].as_u64(),
            });
            match lodged.get_mut(at) {
                Some(known) => known.1 = version,
                None => lodged.push((id, version)),
            }
        }
        acts
    }

    /// Sends the same request with the same key, from node to node, until it is answered with more than "not now".
    async fn until_answered(
        &mut self,
        method: &Method,
        path: &str,
        version: Option<u64>,
        body: &Value,
        key: &str,
    ) -> Option<Reply> {
        let mut tries_after_end = 0;
        loop {
            let mut actor = self.actor.at(&self.bases.of(self.node)).with("idempotency-key", key);
            if let Some(version) = version {
                actor = actor.with("if-match", &format!("\"{version}\""));
            }
            let sent = timeout(PATIENCE, actor.try_send(method.clone(), path, Some(body.to_string()))).await;
            match sent {
                Ok(Ok(reply)) if !matches!(reply.status, 503 | 408) => return Some(reply),
                // Not now, no answer, none in time, or the request was too slow for a node that was frozen meanwhile:
                // another node, the same key.
                _ => self.node += 1,
            }
            if self.stop.load(Ordering::SeqCst) {
                tries_after_end += 1;
                if tries_after_end > 8 {
                    return None;
                }
            }
            sleep(Duration::from_millis(50)).await;
        }
    }
}
