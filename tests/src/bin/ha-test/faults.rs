//! The faults, one after another, each until everything runs again.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::time::sleep;

use crate::cluster::{Cluster, Extent};
use crate::installation::NODES;
use crate::ledger::Ledger;
use crate::members::Members;

/// Service must come back within this time.
pub(crate) const LONGEST: Duration = Duration::from_mins(2);
/// So many acknowledgements are service.
const SERVICE: usize = 100;
const POLL: Duration = Duration::from_millis(100);
/// What was replicated before the last replica was killed is answered by then.
const UNDER_WAY: Duration = Duration::from_secs(1);
/// How long the primary is left alone.
const ALONE: Duration = Duration::from_secs(10);

/// What a fault of the primary did.
pub(crate) struct Failover {
    pub(crate) what: &'static str,
    pub(crate) from: String,
    pub(crate) to: String,
    /// The longest time without an acknowledgement.
    pub(crate) without_service: Duration,
}

/// What happened while there was only the primary.
pub(crate) struct Alone {
    /// Must be none: there was only one copy.
    pub(crate) acknowledged: usize,
    /// From the start of the replicas to the next acknowledgement.
    pub(crate) until_service: Duration,
}

/// SIGKILL to PostgreSQL on the primary; Patroni lives.
pub(crate) async fn kill_postgresql(cluster: &mut Cluster, ledger: &Ledger) -> anyhow::Result<Failover> {
    let from = cluster.primary().await?;
    let old = cluster.postmaster(&from)?;
    let began = Instant::now();
    cluster.kill_postgresql(&from)?;
    complete_with(cluster, &from, old).await?;
    service(ledger, Instant::now()).await?;
    Ok(Failover {
        what: "PostgreSQL killed on the primary",
        to: cluster.primary().await?,
        from,
        without_service: ledger.longest_gap(began),
    })
}

/// SIGKILL to Patroni and PostgreSQL on the primary, or to etcd as well; the node comes back when another leads.
pub(crate) async fn kill_node(cluster: &mut Cluster, ledger: &Ledger, extent: Extent) -> anyhow::Result<Failover> {
    let from = cluster.primary().await?;
    let old = cluster.postmaster(&from)?;
    let began = Instant::now();
    cluster.kill_nodes(&[&from], extent)?;
    let another = cluster.wait_until("another node leads", |members| {
        members.primary().is_some_and(|primary| primary != from)
    });
    another.await?;
    service(ledger, Instant::now()).await?;
    let without_service = ledger.longest_gap(began);
    cluster.start_again(&from, extent)?;
    complete_with(cluster, &from, old).await?;
    service(ledger, Instant::now()).await?;
    Ok(Failover {
        what: match extent {
            Extent::Database => "Patroni and PostgreSQL killed on the primary",
            Extent::Machine => "etcd, Patroni and PostgreSQL killed on the primary",
        },
        to: cluster.primary().await?,
        from,
        without_service: without_service.max(ledger.longest_gap(began)),
    })
}

/// SIGKILL to Patroni and PostgreSQL on both replicas; they come back after a while.
pub(crate) async fn leave_alone(cluster: &mut Cluster, ledger: &Ledger) -> anyhow::Result<Alone> {
    let primary = cluster.primary().await?;
    let replicas: Vec<&str> = NODES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| *name != primary)
        .collect();
    cluster.kill_nodes(&replicas, Extent::Database)?;
    let alone = Instant::now() + UNDER_WAY;
    sleep(UNDER_WAY + ALONE).await;
    let again = Instant::now();
    for replica in &replicas {
        cluster.start_again(replica, Extent::Database)?;
    }
    let acknowledged = ledger.count(alone, again);
    let complete = cluster.wait_until("the replicas are back", Members::are_complete);
    complete.await?;
    service(ledger, Instant::now()).await?;
    let first = ledger.first_since(again).context("nothing was acknowledged")?;
    Ok(Alone {
        acknowledged,
        until_service: first - again,
    })
}

/// Waits until three nodes run, one of them with another PostgreSQL than before.
async fn complete_with(cluster: &Cluster, name: &str, old: u32) -> anyhow::Result<()> {
    let complete = cluster.wait_until("the killed node is back", |members| {
        members.are_complete() && cluster.postmaster(name).is_ok_and(|new| new != old)
    });
    complete.await.map(drop)
}

/// Waits until there is service.
pub(crate) async fn service(ledger: &Ledger, since: Instant) -> anyhow::Result<()> {
    while ledger.count(since, Instant::now()) < SERVICE {
        ledger.check()?;
        ensure!(since.elapsed() < LONGEST, "service has not returned within {LONGEST:?}");
        sleep(POLL).await;
    }
    Ok(())
}
