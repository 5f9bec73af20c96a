//! Three nodes on one PostgreSQL under 64 clients, while nodes are killed and frozen, sessions are cut, and the server
//! is restarted in the middle of commits. Real processes, a durable private server.
//!
//! After each run: every acknowledged act is in the log exactly once; positions have no gap; every follower was delivered
//! every event once and in order; every view equals a rebuild. The seed is printed; `cargo xtask faults --seed S` repeats
//! a run, `--seeds N` makes N of them.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test ends at the first fault"
)]

mod clients;
mod cluster;
mod faults;
mod followers;
mod held;
mod random;
mod verdict;

use random::Random;

/// Runs when nothing is said. `cargo xtask faults --seeds N` says more.
const SEEDS: u64 = 3;

/// One cluster at a time: two would fight for the machine's cores, and the server's limits are in seconds.
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

#[tokio::test(flavor = "multi_thread")]
async fn every_promise_holds_under_faults() {
    let _turn = ONE_AT_A_TIME.lock().await;
    for seed in seeds() {
        println!("seed {seed}: `cargo xtask faults --seed {seed}` repeats this run");
        run(seed).await;
    }
}

async fn run(seed: u64) {
    let mut random = Random::new(seed);
    let cluster = cluster::Cluster::start();
    let world = clients::World::prepare(&cluster).await;
    let followers = followers::Followers::start(&cluster.database(), 2).await;
    let load = world.start_clients(&cluster);
    let told = faults::inflict(&cluster, &load, &mut random).await;
    cluster.heal().await;
    let acts = load.stop().await;
    println!("seed {seed}: {told}; {}", verdict::summary(&acts));
    verdict::judge(&cluster, &acts, followers).await;
}

/// `FAULT_SEED`, or as many as `FAULT_SEEDS` says from one that the clock gives.
fn seeds() -> Vec<u64> {
    let number = |name: &str| {
        let value = std::env::var_os(name)?;
        let number = value.to_str().and_then(|text| text.parse().ok());
        Some(number.unwrap_or_else(|| panic!("{name} is not a number: {}", value.display())))
    };
    if let Some(seed) = number("FAULT_SEED") {
        return vec![seed];
    }
    let now = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
    let first = now.as_secs() % 1_000_000;
    (first..first + number("FAULT_SEEDS").unwrap_or(SEEDS)).collect()
}
