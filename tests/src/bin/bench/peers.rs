//! What a user would pick instead, where its programs are built: `PEERS_WORK` names the folder in which
//! `../shared/peers/build.sh` built them. They run beside us in the same run, on the same private server.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use private_postgres::{Durability, PrivatePostgres};
use serde_json::Value;

use crate::http::CONNECTIONS;
use crate::load::{Connection, rate, request};
use crate::report::{Report, Wanted};

/// Other event stores: its name here, its program and first argument, what is to be reached beside it.
const STORES: [(&str, &str, f64); 3] = [
    ("postgres-es", "cqrs", 5.0),
    ("Message DB", "msgdb", 8.0),
    ("UmaDB", "uma", 1.5),
];

/// Tasks that append.
const TASKS: &str = "64";

/// The folder with the built programs, if there is one.
#[expect(clippy::disallowed_methods, reason = "a benchmark, not the program")]
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var("PEERS_WORK").ok().map(PathBuf::from)?;
    folder.join("target/release").is_dir().then_some(folder)
}

/// Appends of other event stores beside ours.
pub(crate) fn stores(report: &mut Report, each: Duration) {
    report.section("Other event stores, 64 tasks, events of about 1 KB");
    let Some(folder) = folder() else {
        report.row(
            "other event stores",
            "not measured",
            "PEERS_WORK names no folder with built programs",
            None,
        );
        return;
    };
    let ours = report.postgres_appends();
    for (name, program, times) in STORES {
        match measure(&folder, program, each) {
            Ok(theirs) => {
                report.rate(&format!("{name}, appends with 64 tasks"), theirs, "baseline", None);
                if let Some(ours) = ours {
                    let wanted = Wanted::at_least(&format!("{times} × {name}"), ours / theirs, times);
                    let beside = format!("{:.1} × {name}", ours / theirs);
                    report.rate(
                        &format!("appends into PostgreSQL, 64 tasks, beside {name}"),
                        ours,
                        &beside,
                        Some(wanted),
                    );
                }
            }
            Err(error) => report.failed(name, &error),
        }
    }
    report.chart(
        "peers",
        "Durable appends a second with 64 tasks, beside other event stores",
    );
}

/// A server on a port, as these programs expect it.
fn server_on_port() -> anyhow::Result<(PrivatePostgres, u16)> {
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    Ok((PrivatePostgres::start_with(Durability::Durable, Some(port), "")?, port))
}

struct Stopped(Child);

impl Drop for Stopped {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn measure(folder: &Path, program: &str, each: Duration) -> anyhow::Result<f64> {
    let binary = folder.join("target/release").join(program);
    anyhow::ensure!(binary.exists(), "{program} is not built");
    let mut command = Command::new(&binary);
    command
        .args(["append", TASKS, &each.as_secs().to_string()])
        .current_dir(folder);
    // Held until the program has ended.
    let _beside: (Option<PrivatePostgres>, Option<Stopped>) = if program == "uma" {
        let database = tempfile::tempdir()?.keep().join("uma.db");
        let uma = Command::new(folder.join("umadb/bin/umadb"))
            .arg("--db-path")
            .arg(&database)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("umadb does not start")?;
        std::thread::sleep(Duration::from_secs(2));
        (None, Some(Stopped(uma)))
    } else {
        let (server, port) = server_on_port()?;
        server.psql("postgres", "CREATE DATABASE bench")?;
        command.env("DATABASE_URL", format!("postgres://postgres@127.0.0.1:{port}/bench"));
        if program == "msgdb" {
            install_message_db(folder, &port.to_string())?;
        }
        (Some(server), None)
    };
    let output = command.stderr(Stdio::piped()).output()?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = told
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .next_back();
    let rate = line.and_then(|line| line["per_s"].as_f64());
    rate.with_context(|| {
        format!(
            "{program} told no rate: {told}{}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

fn install_message_db(folder: &Path, port: &str) -> anyhow::Result<()> {
    let database = folder.join("npm/node_modules/@eventide/message-db/database");
    anyhow::ensure!(database.is_dir(), "message-db is not installed");
    let status = Command::new("bash")
        .arg("install.sh")
        .current_dir(database)
        .envs([
            ("DATABASE_NAME", "bench"),
            ("CREATE_DATABASE", "off"),
            ("PGHOST", "127.0.0.1"),
        ])
        .envs([("PGPORT", port), ("PGUSER", "postgres")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    anyhow::ensure!(status.success(), "message-db could not be installed in the database");
    Ok(())
}

/// The HTTP floor: a token check and one plain INSERT or SELECT, no rules. Beside it, what ours did.
pub(crate) async fn floor(report: &mut Report, each: Duration, ours: Option<(f64, f64)>) -> anyhow::Result<()> {
    report.section(&format!(
        "The HTTP floor: token check and one statement, no rules; {CONNECTIONS} connections"
    ));
    let Some(folder) = folder() else {
        report.row(
            "the HTTP floor",
            "not measured",
            "PEERS_WORK names no folder with built programs",
            None,
        );
        return Ok(());
    };
    let (server, port) = server_on_port()?;
    server.psql("postgres", "CREATE DATABASE bench")?;
    let floor_port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let bin = folder.join("target/release");
    let floor = Command::new(bin.join("floor"))
        .args([floor_port.to_string(), CONNECTIONS.to_string()])
        .env("DATABASE_URL", format!("postgres://postgres@127.0.0.1:{port}/bench"))
        .stdout(Stdio::null())
        .spawn()
        .context("the floor does not start")?;
    let _floor = Stopped(floor);
    let token = Command::new(bin.join("hello")).args(["token", "hs"]).output()?;
    let token = String::from_utf8(token.stdout)?.trim().to_owned();
    let payload = std::fs::read_to_string("../shared/peers/payload.json").context("../shared/peers/payload.json")?;
    let address = format!("127.0.0.1:{floor_port}").parse()?;
    let mut tries = 0;
    while Connection::open(address).await.is_err() {
        tries += 1;
        anyhow::ensure!(tries < 100, "the floor does not listen");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let sent = request("POST", "/items", &token, &payload);
    let made = Connection::open(address).await?.send(&sent).await?;
    let posts = rate(address, CONNECTIONS, each, made.status, move |_, _| Some(sent.clone())).await?;
    let list = request("GET", "/items?limit=20", &token, "");
    let lists = rate(address, CONNECTIONS, each, 200, move |_, _| Some(list.clone())).await?;
    report.rate("the floor's POST", posts, "baseline", None);
    report.rate("the floor's list of 20", lists, "baseline", None);
    if let Some((lodged, page)) = ours {
        let wanted = Wanted::at_least("1 × the floor's POST", lodged / posts, 1.0);
        report.rate(
            "lodgings over HTTP on PostgreSQL",
            lodged,
            &format!("{:.2} × the floor's POST", lodged / posts),
            Some(wanted),
        );
        let wanted = Wanted::at_least("1 × the floor's list of 20", page / lists, 1.0);
        report.rate(
            "a page of 20 comments over HTTP on PostgreSQL",
            page,
            &format!("{:.2} × the floor's list", page / lists),
            Some(wanted),
        );
    }
    report.chart("floor", "Requests a second over HTTP, beside the floor");
    Ok(())
}
