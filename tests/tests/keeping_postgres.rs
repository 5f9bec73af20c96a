//! A backup of a database is taken under load and restored to a point: what docs/operations.md says, done.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends at the first fault"
)]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use acceptance::binary::run;
use acceptance::{Actor, Node};
use event_log::{Clock, Database, Position, PostgresStorage, Storage};
use private_postgres::{Durability, PrivatePostgres, Stop};
use regional_input::auth::{OwnIssuer, Role, TokenRequest};
use regional_input::clock::SystemClock;
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

/// Longest wait for anything here.
const DEADLINE: Duration = Duration::from_mins(1);

const STATES: [&str; 8] = ["FJI", "WSM", "TON", "VUT", "KIR", "TUV", "NRU", "PLW"];

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

/// Each state lodges, and then revises without end; the highest position that was acknowledged is kept.
struct Load {
    stop: Arc<AtomicBool>,
    acknowledged: Arc<AtomicU64>,
    tasks: JoinSet<()>,
}

impl Load {
    async fn start(node: &Node, key_dir: &Path) -> Self {
        let base = node.base();
        let member = Actor::new(&base, Some(&token(key_dir, Role::MemberMission, Some("KOR"))));
        let proposal = member
            .post("/v1/proposals", acceptance::proposal())
            .await
            .expect(201)
            .id();
        let opening = json!({"closes_at": "2099-03-01T16:00:00Z", "invite": {"states": STATES}});
        let path = format!("/v1/proposals/{proposal}/consultation/open");
        let _ = member.post(&path, opening).await.expect(200);
        let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let mut tasks = JoinSet::new();
        for state in STATES {
            let actor = Actor::new(&base, Some(&token(key_dir, Role::FocalPoint, Some(state))));
            tasks.spawn(speak(
                actor,
                proposal.clone(),
                Arc::clone(&stop),
                Arc::clone(&acknowledged),
            ));
        }
        Self {
            stop,
            acknowledged,
            tasks,
        }
    }

    fn position(&self) -> u64 {
        self.acknowledged.load(Ordering::SeqCst)
    }

    async fn some_more(&self) {
        let wanted = self.position() + 200;
        within(|| self.position() >= wanted).await;
    }

    async fn stop(self) {
        self.stop.store(true, Ordering::SeqCst);
        self.tasks.join_all().await;
    }
}

async fn speak(actor: Actor, proposal: String, stop: Arc<AtomicBool>, acknowledged: Arc<AtomicU64>) {
    let body =
        |turn: u64| json!({"language": "en", "comments": [{"type": "editorial", "text": format!("Turn {turn}.")}]});
    let lodged = actor
        .post(&format!("/v1/proposals/{proposal}/submissions"), body(0))
        .await
        .expect(201);
    let path = format!("/v1/submissions/{}", lodged.id());
    for version in 1_u64.. {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let revised = actor
            .with("if-match", &format!("\"{version}\""))
            .put(&path, body(version))
            .await
            .expect(200);
        acknowledged.fetch_max(revised.json["log_position"].as_u64().unwrap(), Ordering::SeqCst);
    }
}

async fn within(mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !holds() {
        assert!(Instant::now() < deadline, "not in time");
        sleep(Duration::from_millis(20)).await;
    }
}

async fn head(url: &str) -> (Position, Uuid) {
    let birth = event_log::Birth {
        log_id: Uuid::nil(),
        epoch: Uuid::nil(),
        now: jiff::Timestamp::UNIX_EPOCH,
    };
    let storage = PostgresStorage::open(&Database::parse(url).unwrap(), birth)
        .await
        .unwrap();
    let head = storage.head().await.unwrap();
    storage.close().await;
    (head.position, head.epoch)
}

fn finish(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_backup_and_its_wal_are_restored_to_a_point_and_healthy() {
    let dir = tempfile::tempdir().unwrap();
    let archive = "archive_mode = on\narchive_command = 'test ! -f ../archive/%f && cp %p ../archive/%f'\n";
    let server = PrivatePostgres::start_with(Durability::Durable, None, archive).unwrap();
    let archived = server.directory().join("archive");
    // As the server's user. A program that ends without reading what it is sent may fail the statement.
    let mkdir = format!(
        "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null; mkdir {}'",
        archived.display()
    );
    server.psql("postgres", &mkdir).unwrap();
    let url = server.fresh_database().unwrap();
    let key_dir = dir.path().join("node");
    let mikta = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/mikta.toml");
    let key = key_dir.to_str().unwrap();
    let _ = run(&["register", "apply", mikta, "--database-url", &url, "--data-dir", key]).expect(0);
    let node = Node::start(&key_dir, &url, &[], &dir.path().join("node.log"));
    let load = Load::start(&node, &key_dir).await;
    load.some_more().await;

    let base = server.directory().join("base");
    let mut backup = server.command("pg_basebackup");
    backup.args([
        "--checkpoint=fast",
        "--wal-method=stream",
        "--dbname",
        &server.url("postgres"),
        "--pgdata",
    ]);
    finish(backup.arg(&base));
    load.some_more().await;
    let until_the_point = load.position();
    server
        .psql("postgres", "SELECT pg_create_restore_point('the_point')")
        .unwrap();
    load.some_more().await;
    load.stop().await;
    drop(node);
    server.psql("postgres", "SELECT pg_switch_wal()").unwrap();
    let (lost, epoch) = head(&url).await;
    server.stop(Stop::Fast).unwrap();

    let settings = format!(
        "restore_command = 'cp {}/%f %p'\nrecovery_target_name = 'the_point'\nrecovery_target_action = 'promote'\n\
         archive_mode = off\n",
        archived.display()
    );
    let restored = PrivatePostgres::start_from(&base, "recovery.signal", &settings).unwrap();
    within(|| restored.psql("postgres", "SELECT pg_is_in_recovery()").unwrap() == "f").await;
    let url = restored.url("fresh_1");
    let migrated = run(&["migrate", "--database-url", &url, "--after-restore"]).expect(0);
    assert!(migrated.stdout.contains("new epoch"), "{}", migrated.stdout);
    let (position, new_epoch) = head(&url).await;
    assert!(
        position.0 >= until_the_point,
        "{position} of {until_the_point} acknowledged before the point"
    );
    assert!(position < lost, "the point is before the end");
    assert_ne!(epoch, new_epoch);
    let _ = run(&["doctor", "--database-url", &url]).expect(0);

    let node = Node::start(&key_dir, &url, &[], &dir.path().join("restored.log"));
    let reader = Actor::new(&node.base(), None);
    // The lease of the node that drove the view before the point may have to run out first, and the view is built anew.
    let path = format!("/v1/proposals?at_least={position}");
    let deadline = Instant::now() + DEADLINE;
    let shown = loop {
        let reply = reader.get(&path).await;
        if reply.status == 200 {
            break reply;
        }
        assert!(Instant::now() < deadline, "{} {}", reply.status, reply.text);
    };
    assert_eq!(shown.json["items"].as_array().unwrap().len(), 1);
    let doctor = run(&["doctor", "--database-url", &url]).expect(0);
    assert!(doctor.stdout.contains("equals a rebuild"), "{}", doctor.stdout);
}
