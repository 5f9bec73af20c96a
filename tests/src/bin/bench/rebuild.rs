//! Events a second of a rebuild of `proposal-input`: one event is one submission with one comment of 300 bytes.

use std::time::Instant;

use projection::rebuild_offline;
use proposal_input::ProposalInput;

use crate::appends::open_log;
use crate::report::{Report, grouped};
use crate::samples::{append, lodged, new_event, opened_proposal, states};

/// Proposals of ninety submissions each.
const PROPOSALS: usize = 1_500;

pub(crate) async fn run(report: &mut Report) -> anyhow::Result<()> {
    report.section("Rebuild of the view proposal-input");
    let dir = tempfile::tempdir()?;
    let log = open_log(dir.path()).await?;
    let states = states();
    for _ in 0..PROPOSALS {
        let (proposal, paragraph, mut events) = opened_proposal();
        events.extend(states.iter().map(|state| lodged(proposal, paragraph, *state)));
        log.append(append(events.iter().map(new_event).collect())).await?;
    }
    let events = log.known_head().0;
    let started = Instant::now();
    rebuild_offline(
        &projection::ViewPlace::Directory(dir.path().join("views")),
        &ProposalInput,
        &log,
        |_, _| {},
    )
    .await?;
    let rate = events as f64 / started.elapsed().as_secs_f64();
    let what = format!("rebuild of {} events", grouped(events as f64));
    report.row(&what, &format!("{} events/s", grouped(rate)), "", "≥ 30,000 events/s");
    let (started, mut after) = (Instant::now(), event_log::Position(0));
    loop {
        let page = log.read_after(after, 4_000).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
    }
    let read = events as f64 / started.elapsed().as_secs_f64();
    report.row(
        "reading the same events, nothing applied",
        &format!("{} events/s", grouped(read)),
        "",
        "",
    );
    log.close().await;
    Ok(())
}
