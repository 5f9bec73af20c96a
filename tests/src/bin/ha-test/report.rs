//! What is printed at the end.

use crate::faults::{Alone, Failover};
use crate::verdict::Verdict;

/// How many of the lost are named.
const NAMED: usize = 10;

/// Prints all of it.
pub(crate) fn print(failovers: &[Failover], alone: &Alone, retries: usize, verdict: &Verdict) {
    println!();
    for (what, count) in [
        ("acknowledged submissions and revisions", verdict.acknowledged),
        ("acknowledged and lost (must be 0)", verdict.lost.len()),
        ("there more than once (must be 0)", verdict.doubled),
        ("acknowledged by the primary alone (must be 0)", alone.acknowledged),
        ("requests that were sent again", retries),
        ("events in the log", verdict.events),
        ("last position (must be equal)", verdict.last_position),
    ] {
        println!("{what:46} {count}");
    }
    for failover in failovers {
        let Failover { what, from, to, .. } = failover;
        let seconds = failover.without_service.as_secs_f64();
        println!("{:46} {seconds:.1}  {what}: {from} -> {to}", "seconds without service");
    }
    let seconds = alone.until_service.as_secs_f64();
    println!(
        "{:46} {seconds:.1}  after both had been killed",
        "seconds from start of replicas to service"
    );
    for word in verdict.lost.iter().take(NAMED) {
        println!("lost: {word}");
    }
    if verdict.findings.is_empty() {
        println!("doctor finds nothing");
    } else {
        println!("doctor:\n{}", verdict.findings);
    }
}
