//! The trial from beginning to end.

use std::sync::Arc;
use std::time::Instant;

use anyhow::ensure;

use crate::cluster::{Cluster, Extent};
use crate::faults::{self, Alone, Failover, LONGEST};
use crate::installation::{self, database_url};
use crate::ledger::Ledger;
use crate::load::Load;
use crate::program::Nodes;
use crate::verdict::Verdict;
use crate::{report, verdict};

/// Brings everything up, breaks it, and reports.
pub(crate) async fn run() -> anyhow::Result<()> {
    println!("starting three database nodes and HAProxy");
    let mut cluster = Cluster::start().await?;
    match tried(&mut cluster).await {
        Ok(result) => result.judge(),
        Err(error) => {
            eprintln!("{}", cluster.tails());
            Err(error)
        }
    }
}

async fn tried(cluster: &mut Cluster) -> anyhow::Result<Tried> {
    installation::make_database(cluster.ports)?;
    println!("starting two nodes of the program");
    let nodes = Nodes::start(cluster.ports)?;
    let tried = under_load(cluster, &nodes).await;
    // A node that ended is the cause of what else went wrong.
    nodes.stop()?;
    tried
}

async fn under_load(cluster: &mut Cluster, nodes: &Nodes) -> anyhow::Result<Tried> {
    let consultations = nodes.prepare().await?;
    let ledger = Arc::new(Ledger::default());
    let load = Load::start(&nodes.actors(), &consultations, &ledger);
    faults::service(&ledger, Instant::now()).await?;
    println!("killing PostgreSQL on the primary");
    let mut failovers = vec![faults::kill_postgresql(cluster, &ledger).await?];
    println!("killing Patroni and PostgreSQL on the primary");
    failovers.push(faults::kill_node(cluster, &ledger, Extent::Database).await?);
    println!("killing etcd, Patroni and PostgreSQL on the primary");
    failovers.push(faults::kill_node(cluster, &ledger, Extent::Machine).await?);
    println!("killing Patroni and PostgreSQL on both replicas");
    let alone = faults::leave_alone(cluster, &ledger).await?;
    let desks = load.end().await?;
    ledger.check()?;
    println!("reading back what was acknowledged");
    let verdict = verdict::reach(nodes, cluster.ports, desks, &ledger.all()).await?;
    report::print(&failovers, &alone, ledger.retries(), &verdict);
    Ok(Tried {
        failovers,
        alone,
        verdict,
    })
}

/// What a whole trial found.
struct Tried {
    failovers: Vec<Failover>,
    alone: Alone,
    verdict: Verdict,
}

impl Tried {
    fn judge(&self) -> anyhow::Result<()> {
        ensure!(self.verdict.is_good(), "a promise was broken");
        ensure!(
            self.alone.acknowledged == 0,
            "one machine alone acknowledged submissions"
        );
        let mut failovers = self.failovers.iter();
        let in_time = failovers.all(|failover| failover.without_service < LONGEST);
        ensure!(in_time, "service did not return within {LONGEST:?}");
        Ok(())
    }
}

/// Brings the database nodes up and keeps them until it is stopped, to try `patronictl` on.
pub(crate) async fn hold() -> anyhow::Result<()> {
    let cluster = Cluster::start().await?;
    installation::make_database(cluster.ports)?;
    println!(
        "primary:  {}",
        database_url("postgres", cluster.ports.primary, "regional_input")
    );
    println!(
        "replicas: {}",
        database_url("postgres", cluster.ports.replica, "regional_input")
    );
    println!("patronictl -c {} list", cluster.configuration().display());
    println!("Ctrl-C ends it");
    std::future::pending().await
}
