//! What these tests share.

use std::path::Path;
use std::time::Duration;

use acceptance::binary::{Run, run};
use acceptance::{Actor, Node, Reply};
use event_log::Clock;
use private_postgres::PrivatePostgres;
use regional_input::auth::{OwnIssuer, Role, TokenRequest};
use regional_input::clock::SystemClock;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

/// Longest wait for anything here.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);

pub(crate) const MIKTA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/mikta.toml");

/// A database with the register, and directories for nodes with one key.
pub(crate) struct House {
    pub(crate) url: String,
    pub(crate) dir: TempDir,
}

impl House {
    /// On the server that the tests share.
    pub(crate) fn shared() -> Self {
        Self::on(PrivatePostgres::shared().unwrap())
    }

    pub(crate) fn on(server: &PrivatePostgres) -> Self {
        let url = server.fresh_database().unwrap();
        let _ = run(&["register", "apply", MIKTA, "--database-url", &url]).expect(0);
        let dir = TempDir::new().unwrap();
        OwnIssuer::open(&dir.path().join("key")).unwrap();
        Self { url, dir }
    }

    /// A node with more arguments.
    pub(crate) fn node(&self, name: &str, args: &[&str]) -> Node {
        self.node_on(name, &self.url, args)
    }

    pub(crate) fn node_on(&self, name: &str, url: &str, args: &[&str]) -> Node {
        let data_dir = self.dir.path().join(name);
        std::fs::create_dir_all(&data_dir).unwrap();
        std::fs::copy(self.key_dir().join("issuer.key"), data_dir.join("issuer.key")).unwrap();
        Node::start(&data_dir, url, args, &self.dir.path().join(format!("{name}.log")))
    }

    pub(crate) fn log_of(&self, name: &str) -> String {
        std::fs::read_to_string(self.dir.path().join(format!("{name}.log"))).unwrap_or_default()
    }

    fn key_dir(&self) -> std::path::PathBuf {
        self.dir.path().join("key")
    }

    pub(crate) fn actor(&self, node: &Node, role: Role, state: Option<&str>) -> Actor {
        Actor::new(&node.base(), Some(&token(&self.key_dir(), role, state)))
    }

    /// The Republic of Korea's mission.
    pub(crate) fn member(&self, node: &Node) -> Actor {
        self.actor(node, Role::MemberMission, Some("KOR"))
    }
}

fn token(key_dir: &Path, role: Role, state: Option<&str>) -> String {
    let request = TokenRequest {
        role,
        state: state.map(|code| code.parse().unwrap()),
        subject: None,
        scope: None,
        expires_in: jiff::SignedDuration::from_hours(1),
        now: SystemClock.now(),
        jti: Uuid::nil(),
    };
    OwnIssuer::open(key_dir).unwrap().mint(request).unwrap()
}

/// Tables a proposal; its id and the position.
pub(crate) async fn table(member: &Actor) -> (String, u64) {
    let tabled = member.post("/v1/proposals", acceptance::proposal()).await.expect(201);
    let position = tabled.header("log-position").unwrap().parse().unwrap();
    (tabled.id(), position)
}

/// Asks until the answer has the status.
pub(crate) async fn until(actor: &Actor, path: &str, status: u16) -> Reply {
    let deadline = Instant::now() + DEADLINE;
    loop {
        let reply = actor.get(path).await;
        if reply.status == status {
            return reply;
        }
        assert!(Instant::now() < deadline, "{path}: {} {}", reply.status, reply.text);
        sleep(Duration::from_millis(30)).await;
    }
}

/// `serve` that must not start; what it said.
pub(crate) fn refused(url: &str) -> String {
    let dir = TempDir::new().unwrap();
    let data_dir = dir.path().to_str().unwrap();
    let Run { code, stderr, .. } = run(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        data_dir,
        "--database-url",
        url,
    ]);
    assert_eq!(code, Some(1), "{stderr}");
    stderr
}
