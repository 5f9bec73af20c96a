//! A private server and the nodes on it.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acceptance::{Actor, Node};
use event_log::{Clock, Database};
use jiff::SignedDuration;
use private_postgres::{Durability, PrivatePostgres};
use regional_input::auth::{OwnIssuer, Role, TokenRequest};
use regional_input::clock::SystemClock;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

pub(crate) const NODES: usize = 3;

/// The nodes' present addresses.
pub(crate) struct Bases(Vec<acceptance::NodeAddress>);

impl Bases {
    pub(crate) fn of(&self, node: usize) -> String {
        self.0[node % self.0.len()].get()
    }
}

/// For a cluster to be whole again.
const HEALED: Duration = Duration::from_secs(90);

pub(crate) struct Cluster {
    pub(crate) server: PrivatePostgres,
    pub(crate) url: String,
    pub(crate) nodes: Vec<Mutex<Node>>,
    dir: TempDir,
}

impl Cluster {
    /// Three nodes with the same issuer key, and the register of `deploy/mikta.toml`.
    pub(crate) fn start() -> Self {
        let server = PrivatePostgres::start(Durability::Durable).unwrap();
        let url = server.fresh_database().unwrap();
        let dir = TempDir::new().unwrap();
        let key = dir.path().join("0");
        OwnIssuer::open(&key).unwrap();
        let register = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/mikta.toml");
        let _ = acceptance::binary::run(&["register", "apply", register, "--database-url", &url]).expect(0);
        let nodes = (0..NODES).map(|number| {
            let data_dir = dir.path().join(number.to_string());
            if number > 0 {
                std::fs::create_dir_all(&data_dir).unwrap();
                std::fs::copy(key.join("issuer.key"), data_dir.join("issuer.key")).unwrap();
            }
            let log = dir.path().join(format!("node-{number}.log"));
            Mutex::new(Node::start(&data_dir, &url, &[], &log))
        });
        let nodes = nodes.collect();
        Self {
            server,
            url,
            nodes,
            dir,
        }
    }

    pub(crate) fn database(&self) -> Database {
        Database::parse(&self.url).unwrap()
    }

    /// Runs a statement on the nodes' database, past them.
    pub(crate) fn psql(&self, statement: &str) -> String {
        self.server.psql("fresh_1", statement).unwrap()
    }

    /// Where a node answers now.
    pub(crate) fn base(&self, node: usize) -> String {
        self.nodes[node % NODES].lock().unwrap().base()
    }

    /// Where nodes answer, for clients that live on while nodes come and go.
    pub(crate) fn bases(&self) -> Arc<Bases> {
        let addresses = self.nodes.iter().map(|node| node.lock().unwrap().address());
        Arc::new(Bases(addresses.collect()))
    }

    /// A token that all nodes accept.
    pub(crate) fn token(&self, role: Role, state: Option<&str>) -> String {
        let issuer = OwnIssuer::open(&self.dir.path().join("0")).unwrap();
        let request = TokenRequest {
            role,
            state: state.map(|code| code.parse().unwrap()),
            subject: None,
            scope: None,
            expires_in: SignedDuration::from_hours(1),
            now: SystemClock.now(),
            jti: Uuid::nil(),
        };
        issuer.mint(request).unwrap()
    }

    /// Starts and thaws whatever is down, and waits until every node is ready.
    pub(crate) async fn heal(&self) {
        for node in &self.nodes {
            node.lock().unwrap().revive();
        }
        let deadline = Instant::now() + HEALED;
        for number in 0..NODES {
            loop {
                let actor = Actor::new(&self.base(number), None);
                let ready = actor.try_send(reqwest::Method::GET, "/readyz", None).await;
                match ready {
                    Ok(reply) if reply.status == 200 => break,
                    answer => assert!(
                        Instant::now() < deadline,
                        "node {number} is not ready: {answer:?}\n{}",
                        self.node_log(number)
                    ),
                }
                self.nodes[number].lock().unwrap().revive();
                sleep(Duration::from_millis(100)).await;
            }
        }
    }

    /// The last lines that a node wrote.
    pub(crate) fn node_log(&self, number: usize) -> String {
        last_lines(&self.dir.path().join(format!("node-{number}.log")))
    }
}

fn last_lines(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
