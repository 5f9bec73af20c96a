//! The resolution matrix of one proposal with ten thousand comments.

use std::time::Instant;

use anyhow::Context;
use private_postgres::PrivatePostgres;
use regional_input::auth::Role;
use serde_json::{Value, json};

use crate::http::prepare;
use crate::load::{Connection, request};
use crate::place::{Engine, Place};
use crate::report::{Report, Wanted, percentile};
use crate::samples::COMMENT;
use crate::server::{Server, token};

/// Comments on the proposal.
const COMMENTS: usize = 10_000;

/// Warm reads that are timed.
const TIMED: usize = 500;

/// Measures on one engine.
pub(crate) async fn run(report: &mut Report, server: &PrivatePostgres, engine: Engine) -> anyhow::Result<()> {
    report.section(&format!("The matrix of 10,000 comments, on {}", engine.name()));
    let place = Place::fresh(engine, server)?;
    let mut node = Server::program(&place)?;
    let (proposals, partners) = prepare(&node, place.dir.path(), 1).await?;
    let proposal = proposals.first().context("no proposal")?;
    let middle = fill(&node, &place, proposal, &partners).await?;
    let member = token(place.dir.path(), Role::MemberMission, Some("KOR"))?;
    let path = format!("/v1/proposals/{proposal}/matrix");

    drop(node);
    node = Server::program(&place)?;
    let before = node.resident_mb();
    let cold = reads(&node, &path, &member, 1).await?;
    report.row("first read after a start", &millis(cold[0]), "", None);
    let warm = reads(&node, &path, &member, TIMED).await?;
    let p99 = percentile(&warm, 0.99);
    let beside = format!("p50 {}", millis(percentile(&warm, 0.5)));
    let wanted = Wanted::at_most("20 ms", p99, 20.0);
    report.row("first page, warm, p99", &millis(p99), &beside, Some(wanted));
    let words = reads(&node, &format!("{path}?q=voluntary"), &member, 50).await?;
    report.row("first page by words, p99", &millis(percentile(&words, 0.99)), "", None);
    let past = reads(&node, &format!("{path}?as_of={middle}"), &member, 10).await?;
    let slowest = percentile(&past, 1.0);
    let wanted = Wanted::at_most("1 s", slowest, 1_000.0);
    report.row(
        "first page as it stood at half of them, slowest of 10",
        &millis(slowest),
        "",
        Some(wanted),
    );
    let read = node.resident_mb();
    report.row(
        "resident memory after these reads",
        &format!("{read:.1} MB"),
        &format!("{before:.1} MB after the start"),
        None,
    );
    node.forget_peak()?;
    let sheet = reads(&node, &format!("{path}?format=xlsx"), &member, 3).await?;
    let slowest = percentile(&sheet, 1.0);
    let wanted = Wanted::at_most("2 s", slowest, 2_000.0);
    report.row("all of it as XLSX, slowest of 3", &millis(slowest), "", Some(wanted));
    let more = node.peak_mb() - read;
    report.row(
        "memory at most while the XLSX is made",
        &format!("{more:.1} MB more"),
        "",
        Some(Wanted::at_most("100 MB more", more, 100.0)),
    );
    Ok(())
}

/// Every partner says its share of the comments. Answers the log position at half of them.
async fn fill(node: &Server, place: &Place, proposal: &str, partners: &[String]) -> anyhow::Result<u64> {
    let mut connection = Connection::open(node.address).await?;
    let share = COMMENTS.div_ceil(partners.len());
    let (mut left, mut middle) = (COMMENTS, 0);
    for state in partners {
        let comments: Vec<Value> = (0..share.min(left))
            .map(|index| {
                let label = (index % 3 + 1).to_string();
                json!({"paragraph": label, "type": "substantive", "text": COMMENT})
            })
            .collect();
        left -= comments.len();
        let body = json!({"position": "supports_with_amendments", "language": "en", "audience": "participants",
            "comments": comments});
        let token = token(place.dir.path(), Role::FocalPoint, Some(state))?;
        let path = format!("/v1/proposals/{proposal}/submissions");
        let lodged = connection
            .send(&request("POST", &path, &token, &body.to_string()))
            .await?;
        anyhow::ensure!(lodged.status == 201, "{}", String::from_utf8_lossy(&lodged.body));
        if left >= COMMENTS / 2 {
            middle = lodged.log_position.context("no Log-Position")?;
        }
    }
    Ok(middle)
}

/// Milliseconds of reads one after another, sorted.
async fn reads(node: &Server, path: &str, token: &str, times: usize) -> anyhow::Result<Vec<f64>> {
    let mut connection = Connection::open(node.address).await?;
    let mut millis = Vec::with_capacity(times);
    for _ in 0..times {
        let started = Instant::now();
        let answer = connection.send(&request("GET", path, token, "")).await?;
        millis.push(started.elapsed().as_secs_f64() * 1_000.0);
        anyhow::ensure!(answer.status == 200, "{}", String::from_utf8_lossy(&answer.body));
    }
    millis.sort_by(f64::total_cmp);
    Ok(millis)
}

fn millis(millis: f64) -> String {
    format!("{millis:.1} ms")
}
