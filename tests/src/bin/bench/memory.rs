//! What a node takes with a million events in the log.

use std::time::{Duration, Instant};

use private_postgres::PrivatePostgres;

use crate::load::{Connection, request};
use crate::place::{Engine, Place};
use crate::rebuild::fill;
use crate::report::{Report, Wanted};
use crate::server::Server;

/// Proposals of 92 events.
const PROPOSALS: usize = 10_900;

/// For the view to be built at the first start.
const BUILT: Duration = Duration::from_mins(5);

pub(crate) async fn run(report: &mut Report, server: &PrivatePostgres, engine: Engine) -> anyhow::Result<()> {
    report.section(&format!("Memory of a node on {}", engine.name()));
    let empty = Place::fresh(engine, server)?;
    let idle = Server::program(&empty)?;
    ready(&idle).await?;
    let idle_mb = idle.resident_mb();
    drop(idle);
    let wanted = Wanted::at_most("60 MB", idle_mb, 60.0);
    let what = format!("resident memory of a node on {}, idle, empty log", engine.name());
    report.row(&what, &format!("{idle_mb:.1} MB"), "", Some(wanted));

    let place = Place::fresh(engine, server)?;
    let log = place.open_log().await?;
    fill(&log, PROPOSALS).await?;
    let events = log.known_head().0;
    log.close().await;
    let node = Server::program(&place)?;
    ready(&node).await?;
    let built_mb = node.resident_mb();
    drop(node);
    let node = Server::program(&place)?;
    ready(&node).await?;
    let mb = node.resident_mb();
    let what = format!("the same, {events} events in the log, just after building the view");
    report.row(&what, &format!("{built_mb:.1} MB"), "", None);
    let what = format!(
        "resident memory of a node on {}, {events} events in the log",
        engine.name()
    );
    report.row(
        &what,
        &format!("{mb:.1} MB"),
        "",
        Some(Wanted::at_most("150 MB", mb, 150.0)),
    );
    Ok(())
}

/// Waits until the node has everything in its view.
async fn ready(node: &Server) -> anyhow::Result<()> {
    let deadline = Instant::now() + BUILT;
    loop {
        let mut connection = Connection::open(node.address).await?;
        let answer = connection.send(&request("GET", "/readyz", "", "")).await?;
        let body: serde_json::Value = serde_json::from_slice(&answer.body)?;
        if answer.status == 200 && body["log_position"] == body["view_position"] {
            return Ok(());
        }
        anyhow::ensure!(Instant::now() < deadline, "the node is not ready: {body}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
