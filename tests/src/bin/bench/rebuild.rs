//! How many events a rebuild of the view takes up in a second.

use std::time::Instant;

use private_postgres::PrivatePostgres;
use projection::rebuild_offline;
use proposal_input::ProposalInput;

use crate::appends::median;
use crate::place::{Engine, Place};
use crate::report::{Report, Wanted, grouped};
use crate::samples::{append, lodged, new_event, opened_proposal, states};

/// Proposals of ninety submissions each.
const PROPOSALS: usize = 1_500;

const ROUNDS: usize = 3;

pub(crate) async fn run(report: &mut Report, server: &PrivatePostgres, engine: Engine) -> anyhow::Result<()> {
    report.section(&format!("Rebuild of the view proposal-input on {}", engine.name()));
    let place = Place::fresh(engine, server)?;
    let log = place.open_log().await?;
    fill(&log, PROPOSALS).await?;
    let events = log.known_head().0;
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        rebuild_offline(&place.views()?, &ProposalInput, &log, |_, _| {}).await?;
        rates.push(events as f64 / started.elapsed().as_secs_f64());
        eprintln!("  {} events/s", grouped(*rates.last().unwrap_or(&0.0)));
    }
    log.close().await;
    let rate = median(&mut rates);
    let wanted = Wanted::at_least("30,000 events/s", rate, 30_000.0);
    let what = format!("rebuild of {} events on {}", grouped(events as f64), engine.name());
    report.row(&what, &format!("{} events/s", grouped(rate)), "", Some(wanted));
    Ok(())
}

/// Fills a log with proposals that are opened to ninety states, all of which lodge one comment.
pub(crate) async fn fill(log: &event_log::EventLog, proposals: usize) -> anyhow::Result<()> {
    let states = states();
    for _ in 0..proposals {
        let (proposal, paragraph, mut events) = opened_proposal();
        events.extend(states.iter().map(|state| lodged(proposal, paragraph, *state)));
        log.append(append(events.iter().map(new_event).collect())).await?;
    }
    Ok(())
}
