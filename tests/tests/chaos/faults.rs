//! What goes wrong, at random moments.

use std::fmt;
use std::sync::atomic::Ordering;
use std::time::Duration;

use private_postgres::Stop;
use tokio::time::{Instant, sleep};

use crate::clients::Load;
use crate::cluster::{Cluster, NODES};
use crate::random::Random;

/// How long a run goes on.
const RUN: Duration = Duration::from_secs(12);

/// How long a node stays frozen: longer than the server bears a transaction without a statement.
const FROZEN: Duration = Duration::from_millis(6_500);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    KillNode,
    FreezeNode,
    CutSessions,
    DropListeners,
    RestartFast,
    RestartImmediate,
}

const FAULTS: [Fault; 7] = [
    Fault::KillNode,
    Fault::KillNode,
    Fault::FreezeNode,
    Fault::CutSessions,
    Fault::DropListeners,
    Fault::RestartFast,
    Fault::RestartImmediate,
];

/// What was inflicted.
#[derive(Default)]
pub(crate) struct Told(Vec<Fault>);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} faults {:?}", self.0.len(), self.0)
    }
}

/// Inflicts faults for [`RUN`], each after some acknowledged acts, so that every one meets a working load.
pub(crate) async fn inflict(cluster: &Cluster, load: &Load, random: &mut Random) -> Told {
    let end = Instant::now() + RUN;
    let mut told = Told::default();
    let mut frozen: Option<(usize, Instant)> = None;
    // Every kind is met in every run, in an order that the seed gives; then at random.
    let mut first: Vec<Fault> = FAULTS[1..].to_vec();
    while Instant::now() < end || !first.is_empty() {
        some_work(cluster, load, random.below(150) + 20).await;
        if let Some((node, until)) = frozen
            && Instant::now() >= until
        {
            cluster.nodes[node].lock().unwrap().thaw();
            frozen = None;
        }
        let fault = if first.is_empty() {
            random.pick(&FAULTS)
        } else {
            let at = usize::try_from(random.below(u64::try_from(first.len()).unwrap())).unwrap();
            first.swap_remove(at)
        };
        let node = usize::try_from(random.below(u64::try_from(NODES).unwrap())).unwrap();
        match fault {
            Fault::KillNode if frozen.is_some_and(|(frozen, _)| frozen == node) => continue,
            Fault::FreezeNode if frozen.is_some() => {
                first.push(fault);
                sleep(Duration::from_millis(100)).await;
                continue;
            }
            Fault::KillNode => kill(cluster, node),
            Fault::FreezeNode => {
                cluster.nodes[node].lock().unwrap().freeze();
                frozen = Some((node, Instant::now() + FROZEN));
            }
            Fault::CutSessions => terminate(cluster, "true"),
            Fault::DropListeners => terminate(cluster, "query ILIKE 'LISTEN%'"),
            Fault::RestartFast => cluster.server.restart(Stop::Fast).unwrap(),
            Fault::RestartImmediate => cluster.server.restart(Stop::Immediate).unwrap(),
        }
        told.0.push(fault);
    }
    told
}

/// Waits until so many more acts were acknowledged. Ten seconds without that many is for the verdict, not for this.
async fn some_work(cluster: &Cluster, load: &Load, acts: u64) {
    let wanted = load.acknowledged.load(Ordering::SeqCst) + acts;
    let deadline = Instant::now() + Duration::from_secs(10);
    while load.acknowledged.load(Ordering::SeqCst) < wanted && Instant::now() < deadline {
        for node in &cluster.nodes {
            // A node that found its database away at its start has ended; it is started again, as a supervisor would.
            node.lock().unwrap().restart_if_ended();
        }
        sleep(Duration::from_millis(5)).await;
    }
}

fn kill(cluster: &Cluster, node: usize) {
    cluster.nodes[node].lock().unwrap().kill_and_restart();
}

fn terminate(cluster: &Cluster, which: &str) {
    let statement = format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
         WHERE application_name = 'regional-input' AND {which}"
    );
    cluster.psql(&statement);
}
