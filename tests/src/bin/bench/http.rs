//! The program over HTTP: lodgings and pages a second, and how soon what is lodged is visible.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use private_postgres::PrivatePostgres;
use regional_input::auth::Role;
use serde_json::{Value, json};

use crate::load::{Connection, rate, request};
use crate::place::{Engine, Place};
use crate::report::{Report, Wanted, percentile};
use crate::samples::COMMENT;
use crate::server::{Server, token};

/// Proposals opened to all partners: enough for every lodging to be a state's first.
const PROPOSALS: usize = 500;

/// Lodgings whose way to the view is timed.
const TIMED: usize = 1_000;

/// Connections of the load.
pub(crate) const CONNECTIONS: usize = 32;

/// Measures on one engine. Answers lodgings and pages a second, to be set beside the floor.
pub(crate) async fn run(
    report: &mut Report,
    server: &PrivatePostgres,
    engine: Engine,
    each: Duration,
) -> anyhow::Result<(f64, f64)> {
    report.section(&format!("Over HTTP, on {}", engine.name()));
    let place = Place::fresh(engine, server)?;
    let node = Server::program(&place)?;
    let (proposals, partners) = prepare(&node, place.dir.path(), PROPOSALS).await?;
    let tokens = partners
        .iter()
        .map(|state| token(place.dir.path(), Role::FocalPoint, Some(state)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let lodgings: Vec<(usize, usize)> = (0..proposals.len())
        .flat_map(|p| (0..tokens.len()).map(move |s| (p, s)))
        .collect();
    let lodging = {
        let (proposals, tokens) = (proposals.clone(), tokens.clone());
        Arc::new(move |(proposal, state): (usize, usize)| lodge(&proposals[proposal], &tokens[state]))
    };
    // On PostgreSQL the summary is read on another node than the one that took the lodging.
    let other = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Server::program(&place)?),
    };
    let reader = other.as_ref().unwrap_or(&node);
    visible(
        report,
        engine,
        &node,
        reader,
        &proposals,
        &tokens,
        &lodgings[..TIMED],
        lodging.as_ref(),
    )
    .await?;
    drop(other);

    let hello = Server::hello(place.dir.path())?;
    let plain = {
        let tokens = tokens.clone();
        let next = move |connection: usize, _| Some(request("GET", "/hello", &tokens[connection % tokens.len()], ""));
        rate(hello.address, CONNECTIONS, each, 200, next).await?
    };
    drop(hello);
    report.rate("JWT-checked hello", plain, "baseline", None);
    let given = Arc::new(AtomicUsize::new(TIMED));
    let left = Arc::new(lodgings);
    let next = move |_, _| {
        left.get(given.fetch_add(1, Ordering::Relaxed))
            .map(|pair| lodging(*pair))
    };
    let lodged = rate(node.address, CONNECTIONS, each, 201, next).await?;
    let what = format!("lodgings (token, rules, guards, commit), {CONNECTIONS} connections");
    report.rate(&what, lodged, &format!("{:.2} × hello", lodged / plain), None);
    let (one, many) = (
        pages(&node, &proposals, &tokens, 1, each).await?,
        pages(&node, &proposals, &tokens, PROPOSALS, each).await?,
    );
    let what = format!("a page of 20 comments, {CONNECTIONS} connections, one proposal");
    report.rate(&what, one, &format!("{:.2} × hello", one / plain), None);
    let what = format!("a page of 20 comments, {CONNECTIONS} connections, {PROPOSALS} proposals by turns");
    report.rate(&what, many, &format!("{:.2} × hello", many / plain), None);
    report.row(
        "resident memory after all this",
        &format!("{:.1} MB", node.resident_mb()),
        "",
        None,
    );
    report.chart(
        match engine {
            Engine::Sqlite => "http-sqlite",
            Engine::Postgres => "http-postgres",
        },
        &format!("Requests a second on {}, {CONNECTIONS} connections", engine.name()),
    );
    Ok((lodged, one))
}

/// Every connection is a partner of its own, so that no two ask the same.
async fn pages(
    node: &Server,
    proposals: &[String],
    tokens: &[String],
    of: usize,
    each: Duration,
) -> anyhow::Result<f64> {
    let paths: Vec<String> = proposals
        .iter()
        .take(of)
        .map(|id| format!("/v1/proposals/{id}/input/comments?limit=20"))
        .collect();
    let tokens = tokens.to_vec();
    let next = move |connection: usize, done: usize| {
        let path = &paths[(done + connection) % paths.len()];
        Some(request("GET", path, &tokens[connection % tokens.len()], ""))
    };
    rate(node.address, CONNECTIONS, each, 200, next).await
}

#[expect(clippy::too_many_arguments, reason = "one caller, all of it is used")]
async fn visible(
    report: &mut Report,
    engine: Engine,
    server: &Server,
    reader: &Server,
    proposals: &[String],
    tokens: &[String],
    lodgings: &[(usize, usize)],
    lodging: &(dyn Fn((usize, usize)) -> Vec<u8> + Send + Sync),
) -> anyhow::Result<()> {
    let mut connection = Connection::open(server.address).await?;
    let mut reading = Connection::open(reader.address).await?;
    let mut millis = Vec::with_capacity(lodgings.len());
    for (proposal, state) in lodgings {
        let started = Instant::now();
        let lodged = connection.send(&lodging((*proposal, *state))).await?;
        anyhow::ensure!(lodged.status == 201, "{}", String::from_utf8_lossy(&lodged.body));
        let position = lodged.log_position.context("no Log-Position")?;
        let path = format!("/v1/proposals/{}/input?at_least={position}", proposals[*proposal]);
        let seen = reading.send(&request("GET", &path, &tokens[*state], "")).await?;
        anyhow::ensure!(seen.status == 200, "{}", String::from_utf8_lossy(&seen.body));
        millis.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    millis.sort_by(f64::total_cmp);
    let figure = format!(
        "p50 {:.2} ms, p99 {:.2} ms",
        percentile(&millis, 0.5),
        percentile(&millis, 0.99)
    );
    let (what, most) = match engine {
        Engine::Sqlite => ("from sending a lodging to reading a summary that has it", 50.0),
        Engine::Postgres => ("from lodging on one node to reading it on another", 100.0),
    };
    let wanted = Wanted::at_most(&format!("{most} ms at p99"), percentile(&millis, 0.99), most);
    report.row(&format!("{what} (1,000, one after another)"), &figure, "", Some(wanted));
    Ok(())
}

/// Applies the register, tables and opens the proposals. Answers their ids and the partners' codes.
/// Applies the register and opens so many proposals to all partners. Answers their ids and the partners.
pub(crate) async fn prepare(server: &Server, dir: &Path, count: usize) -> anyhow::Result<(Vec<String>, Vec<String>)> {
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
    let mut proposals = Vec::with_capacity(count);
    let text = json!({"title": {"en": "Incident response"}, "focus_area": "cybersecurity", "revision": {"language": "en",
        "paragraphs": [{"label": "1", "text": COMMENT}, {"label": "2", "text": COMMENT}, {"label": "3", "text": COMMENT}]}});
    let opening = json!({"closes_at": "2099-01-01T00:00:00Z", "invite": {"neighbourhoods": members}});
    for _ in 0..count {
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
