//! What is printed at the end.

use crate::faults::{Alone, Failover};
use crate::verdict::Verdict;

/// How many of the lost are named.
const NAMED: usize = 10;

/// Prints all of it.
pub(crate) fn print(failovers: &[Failover], alone: &Alone, retries: usize, verdict: &Verdict) {
    println!();
    println!("acknowledged submissions and revisions       {}", verdict.acknowledged);
    println!("acknowledged and lost (must be 0)            {}", verdict.lost.len());
    println!("there more than once (must be 0)             {}", verdict.doubled);
    println!("acknowledged by the primary alone (must be 0) {}", alone.acknowledged);
    println!("requests that were sent again                {retries}");
    println!(
        "events in the log, last position (equal)     {}, {}",
        verdict.events, verdict.last_position
    );
    for failover in failovers {
        println!(
            "seconds without service                      {:.1}  {}: {} -> {}",
            failover.without_service.as_secs_f64(),
            failover.what,
            failover.from,
            failover.to
        );
    }
    println!(
        "seconds from replicas' start to service      {:.1}  both replicas had been killed",
        alone.until_service.as_secs_f64()
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
