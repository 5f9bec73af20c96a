//! The program over HTTP: lodgings a second, how soon they are visible, what memory it takes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use regional_input::auth::Role;
use serde_json::{Value, json};

use crate::load::{Connection, rate, request};
use crate::report::{Report, grouped, percentile};
use crate::samples::COMMENT;
use crate::server::{Server, program, token};

/// Proposals opened to all partners: enough for every lodging to be a state's first.
const PROPOSALS: usize = 500;

/// Lodgings whose way to the view is timed.
const TIMED: usize = 1_000;

/// Connections of the load.
const CONNECTIONS: usize = 64;

pub(crate) async fn run(report: &mut Report, each: Duration) -> anyhow::Result<()> {
    report.section("Over HTTP");
    let dir = tempfile::tempdir()?;
    let server = Server::program(dir.path())?;
    let idle = server.resident_mb();
    report.row(
        "resident memory, idle, empty log",
        &format!("{idle:.1} MB"),
        "",
        "< 50 MB",
    );
    let (proposals, partners) = prepare(&server, dir.path()).await?;
    let settled = server.resident_mb();
    report.row(
        "resident memory after tabling 500 proposals and opening them to 91 partners each",
        &format!("{settled:.1} MB"),
        "",
        "",
    );

    let tokens = partners
        .iter()
        .map(|state| token(dir.path(), Role::FocalPoint, Some(state)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let lodgings: Vec<(usize, usize)> = (0..proposals.len())
        .flat_map(|p| (0..tokens.len()).map(move |s| (p, s)))
        .collect();
    let lodging = {
        let (proposals, tokens) = (proposals.clone(), tokens.clone());
        Arc::new(move |(proposal, state): (usize, usize)| lodge(&proposals[proposal], &tokens[state]))
    };

    visible(
        report,
        &server,
        &proposals,
        &tokens,
        &lodgings[..TIMED],
        lodging.as_ref(),
    )
    .await?;

    let hello = Server::hello(dir.path())?;
    let plain = {
        let tokens = tokens.clone();
        let next = move |connection: usize, _| Some(request("GET", "/hello", &tokens[connection % tokens.len()], ""));
        rate(hello.address, CONNECTIONS, each, 200, next).await?
    };
    drop(hello);
    let given = Arc::new(AtomicUsize::new(TIMED));
    let left = Arc::new(lodgings);
    let next = move |_, _| {
        left.get(given.fetch_add(1, Ordering::Relaxed))
            .map(|pair| lodging(*pair))
    };
    let lodged = rate(server.address, CONNECTIONS, each, 201, next).await?;
    report.row(
        "JWT-checked hello, 64 connections",
        &format!("{}/s", grouped(plain)),
        "baseline",
        "",
    );
    report.row(
        "lodgings (token, rules, guards, commit), 64 connections",
        &format!("{}/s", grouped(lodged)),
        &format!("{:.2} × hello", lodged / plain),
        "",
    );

    let page = {
        let path = format!("/v1/proposals/{}/input/comments?limit=20", proposals[0]);
        let tokens = tokens.clone();
        let next = move |connection: usize, _| Some(request("GET", &path, &tokens[connection % tokens.len()], ""));
        rate(server.address, CONNECTIONS, each, 200, next).await?
    };
    report.row(
        "a page of 20 comments, 64 connections",
        &format!("{}/s", grouped(page)),
        &format!("{:.2} × hello", page / plain),
        "",
    );
    let loaded = server.resident_mb();
    report.row("resident memory after all this", &format!("{loaded:.1} MB"), "", "");
    drop(server);
    real_input(report).await
}

async fn visible(
    report: &mut Report,
    server: &Server,
    proposals: &[String],
    tokens: &[String],
    lodgings: &[(usize, usize)],
    lodging: &(dyn Fn((usize, usize)) -> Vec<u8> + Send + Sync),
) -> anyhow::Result<()> {
    let mut connection = Connection::open(server.address).await?;
    let mut millis = Vec::with_capacity(lodgings.len());
    for (proposal, state) in lodgings {
        let started = Instant::now();
        let lodged = connection.send(&lodging((*proposal, *state))).await?;
        anyhow::ensure!(lodged.status == 201, "{}", String::from_utf8_lossy(&lodged.body));
        let position = lodged.log_position.context("no Log-Position")?;
        let path = format!("/v1/proposals/{}/input?at_least={position}", proposals[*proposal]);
        let seen = connection.send(&request("GET", &path, &tokens[*state], "")).await?;
        anyhow::ensure!(seen.status == 200, "{}", String::from_utf8_lossy(&seen.body));
        millis.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    millis.sort_by(f64::total_cmp);
    let figure = format!(
        "p50 {:.2} ms, p99 {:.2} ms",
        percentile(&millis, 0.5),
        percentile(&millis, 0.99)
    );
    report.row(
        "from sending a lodging to reading a summary that has it (1,000 lodgings, one after another)",
        &figure,
        "",
        "p99 < 50 ms",
    );
    Ok(())
}

/// Applies the register, tables and opens the proposals. Answers their ids and the partners' codes.
async fn prepare(server: &Server, dir: &Path) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let register = regional_input::register_file::to_json(include_str!("../../../../deploy/mikta.toml"))?;
    let codes = |key: &str| -> Vec<String> {
        let entries = register.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        entries
            .iter()
            .filter_map(|entry| entry["code"].as_str().map(str::to_owned))
            .collect()
    };
    let (members, partners) = (codes("members"), codes("partners"));
    let operator = token(dir, Role::Operator, None)?;
    let lead = token(dir, Role::MemberMission, Some("KOR"))?;
    let mut connection = Connection::open(server.address).await?;
    let applied = connection
        .send(&request("POST", "/v1/register", &operator, &register.to_string()))
        .await?;
    anyhow::ensure!(applied.status == 200, "{}", String::from_utf8_lossy(&applied.body));
    let mut proposals = Vec::with_capacity(PROPOSALS);
    let text = json!({"title": {"en": "Incident response"}, "focus_area": "cybersecurity", "revision": {"language": "en",
        "paragraphs": [{"label": "1", "text": COMMENT}, {"label": "2", "text": COMMENT}, {"label": "3", "text": COMMENT}]}});
    let opening = json!({"closes_at": "2099-01-01T00:00:00Z", "invite": {"neighbourhoods": members}});
    for _ in 0..PROPOSALS {
        let tabled = connection
            .send(&request("POST", "/v1/proposals", &lead, &text.to_string()))
            .await?;
        let id = serde_json::from_slice::<Value>(&tabled.body)?["id"]
            .as_str()
            .context("no id")?
            .to_owned();
        let path = format!("/v1/proposals/{id}/consultation/open");
        let opened = connection
            .send(&request("POST", &path, &lead, &opening.to_string()))
            .await?;
        anyhow::ensure!(opened.status == 200, "{}", String::from_utf8_lossy(&opened.body));
        proposals.push(id);
    }
    Ok((proposals, partners))
}

fn lodge(proposal: &str, token: &str) -> Vec<u8> {
    let body = json!({"position": "supports_with_amendments", "language": "en", "audience": "participants",
        "comments": [{"paragraph": "2", "type": "substantive", "text": COMMENT, "quote": {"exact": "voluntary"}}]});
    request(
        "POST",
        &format!("/v1/proposals/{proposal}/submissions"),
        token,
        &body.to_string(),
    )
}

/// The real consultation of docs/real-input.md, where its data are present.
async fn real_input(report: &mut Report) -> anyhow::Result<()> {
    let data = Path::new("../shared/data/eu_ai_white_paper_2020");
    if !data.join("comments.jsonl").exists() {
        report.row(
            "resident memory after the real input",
            "not measured: the data are not here",
            "",
            "",
        );
        return Ok(());
    }
    let dir = tempfile::tempdir()?;
    let server = Server::program(dir.path())?;
    let register = [
        include_str!("../../../../deploy/mikta.toml"),
        include_str!("../../../../deploy/real-input/partners.toml"),
    ];
    let register = regional_input::register_file::to_json(&register.concat())?;
    let questions: Value = serde_json::from_slice(&std::fs::read(data.join("questions.json"))?)?;
    let paragraphs: Vec<Value> = questions
        .as_object()
        .context("questions.json is no object")?
        .iter()
        .map(|(label, text)| json!({"label": label, "text": text}))
        .collect();
    let partners: Vec<Value> = register["partners"]
        .as_array()
        .context("no partners")?
        .iter()
        .map(|partner| partner["code"].clone())
        .collect();
    let (operator, lead) = (
        token(dir.path(), Role::Operator, None)?,
        token(dir.path(), Role::MemberMission, Some("KOR"))?,
    );
    let mut connection = Connection::open(server.address).await?;
    let steps = [
        ("/v1/register".to_owned(), &operator, register.clone()),
        (
            "/v1/proposals".to_owned(),
            &lead,
            json!({"title": {"en": "White paper"}, "focus_area": "cybersecurity",
            "revision": {"language": "en", "paragraphs": paragraphs}}),
        ),
    ];
    let mut id = String::new();
    for (path, token, body) in steps {
        let answer = connection
            .send(&request("POST", &path, token, &body.to_string()))
            .await?;
        anyhow::ensure!(answer.status < 300, "{}", String::from_utf8_lossy(&answer.body));
        let answer: Value = serde_json::from_slice(&answer.body)?;
        answer["id"].as_str().unwrap_or_default().clone_into(&mut id);
    }
    let opening = json!({"closes_at": "2099-01-01T00:00:00Z", "invite": {"states": partners}});
    let path = format!("/v1/proposals/{id}/consultation/open");
    let opened = connection
        .send(&request("POST", &path, &lead, &opening.to_string()))
        .await?;
    anyhow::ensure!(opened.status == 200, "{}", String::from_utf8_lossy(&opened.body));
    let started = Instant::now();
    let imported = std::process::Command::new(program()?)
        .arg("import")
        .arg(data.join("comments.jsonl"))
        .args(["--proposal", &id, "--time-zone", "UTC", "--token", &operator])
        .args([
            "--map",
            "state=country,paragraph=section,text=text,language=lang,received_at=submitted_at,reference=ref",
        ])
        .args(["--server", &format!("http://{}", server.address)])
        .output()?;
    let seconds = started.elapsed().as_secs_f64();
    let output = String::from_utf8_lossy(&imported.stdout);
    let summary = output.lines().last().unwrap_or_default().to_owned();
    report.row(
        "import of the 4,018 rows of docs/real-input.md",
        &format!("{seconds:.2} s"),
        &format!("`{summary}`"),
        "",
    );
    report.row(
        "resident memory after the real input",
        &format!("{:.1} MB", server.resident_mb()),
        "",
        "",
    );
    Ok(())
}
