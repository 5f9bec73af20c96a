//! Whether an append takes longer as the log grows.

use std::time::{Duration, Instant};

use event_log::EventLog;
use private_postgres::PrivatePostgres;

use crate::appends::{PAYLOAD_BYTES, median};
use crate::catch_up::fill;
use crate::place::{Engine, Place};
use crate::report::{Report, Wanted, percentile};
use crate::samples::plain_append;

/// The smaller log.
const SMALL: usize = 100_000;

/// Measurements at either size; the median counts.
const ROUNDS: usize = 3;

pub(crate) async fn run(
    report: &mut Report,
    server: &PrivatePostgres,
    engine: Engine,
    large: usize,
    each: Duration,
) -> anyhow::Result<()> {
    report.section(&format!(
        "One append after another into {}, as the log grows",
        engine.name()
    ));
    let place = Place::fresh(engine, server)?;
    let log = place.open_log().await?;
    fill(&log, SMALL).await?;
    let small = latency(&log, each).await?;
    let mut filled = SMALL;
    while filled < large {
        let more = (large - filled).min(500_000);
        fill(&log, more).await?;
        filled += more;
        eprintln!("  {filled} events");
    }
    let grown = latency(&log, each).await?;
    log.close().await;
    let at = |events: usize| format!("append latency at 1 task, {events} events in the log");
    report.row(&at(SMALL), &format!("p50 {small:.3} ms"), "baseline", None);
    let wanted = Wanted::at_most("1.3 × at 10^5 events", grown / small, 1.3);
    let beside = format!("{:.2} × at {SMALL} events", grown / small);
    let what = format!("append latency at 1 task, {}, {large} events in the log", engine.name());
    report.row(&what, &format!("p50 {grown:.3} ms"), &beside, Some(wanted));
    Ok(())
}

async fn latency(log: &EventLog, each: Duration) -> anyhow::Result<f64> {
    let payload = vec![b'x'; PAYLOAD_BYTES];
    let mut medians = Vec::new();
    for _ in 0..ROUNDS {
        let (started, mut millis) = (Instant::now(), Vec::new());
        while started.elapsed() < each {
            let begun = Instant::now();
            log.append(plain_append(&payload)).await?;
            millis.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        millis.sort_by(f64::total_cmp);
        medians.push(percentile(&millis, 0.5));
    }
    Ok(median(&mut medians))
}
