//! Three database nodes and HAProxy, as processes.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use anyhow::{Context, bail};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use crate::children::{self, Children};
use crate::installation::{self, NODES, Ports};
use crate::leftovers::{self, SharedMemory};
use crate::members::{Members, members};

/// From nothing, or from a killed node, to three nodes that run, on a busy machine.
const COMPLETE: Duration = Duration::from_mins(2);
const POLL: Duration = Duration::from_millis(200);
/// Lines of each program's output that are shown when something does not come about.
const TAIL: usize = 12;

/// How much of a node is killed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Patroni and PostgreSQL.
    Database,
    /// etcd, too.
    Machine,
}

struct Node {
    name: &'static str,
    place: PathBuf,
    patroni: Child,
    etcd: Child,
}

/// The running cluster; ended, and its folder removed, when dropped.
pub(crate) struct Cluster {
    pub(crate) ports: Ports,
    client: reqwest::Client,
    children: Children,
    nodes: Vec<Node>,
    proxy: Option<Child>,
    memory: SharedMemory,
    folder: TempDir,
}

impl Cluster {
    /// Installs and starts everything, and waits until a primary has a synchronous replica.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("regional-input-ha-").tempdir()?;
        // Another user's programs work below it.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        let children = Children::below(folder.path())?;
        let ports = Ports::free()?;
        let places = NODES
            .iter()
            .map(|node| installation::install(folder.path(), *node, ports, &children))
            .collect::<anyhow::Result<Vec<_>>>()?;
        children.give_folder()?;
        let mut cluster = Self {
            ports,
            client: reqwest::Client::new(),
            children,
            nodes: Vec::new(),
            proxy: None,
            memory: SharedMemory::default(),
            folder,
        };
        for ((name, _), place) in NODES.into_iter().zip(places) {
            let etcd = cluster.start_etcd(&place)?;
            let patroni = cluster.start_patroni(&place)?;
            cluster.nodes.push(Node {
                name,
                place,
                patroni,
                etcd,
            });
        }
        cluster.proxy = Some(cluster.start_proxy()?);
        cluster.wait_until("three nodes run", Members::are_complete).await?;
        Ok(cluster)
    }

    /// With the variables that systemd reads from the same file.
    fn start_etcd(&self, place: &Path) -> anyhow::Result<Child> {
        let file = fs::read_to_string(place.join("etcd.env"))?;
        let variables = file.lines().filter(|line| !line.starts_with('#'));
        let variables: Vec<(String, String)> = variables
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        self.children.start(&["etcd"], &variables, &place.join("etcd.log"))
    }

    fn start_patroni(&self, place: &Path) -> anyhow::Result<Child> {
        let file = place.join("patroni.yml").display().to_string();
        self.children
            .start(&["patroni", &file], &[], &place.join("patroni.log"))
    }

    /// The file is the same in every node's folder.
    fn start_proxy(&self) -> anyhow::Result<Child> {
        let place = self.nodes.first().map(|node| &node.place).context("no nodes")?;
        let file = place.join("haproxy.cfg").display().to_string();
        self.children
            .start(&["haproxy", "-db", "-f", &file], &[], &place.join("haproxy.log"))
    }

    /// What Patroni says now.
    pub(crate) async fn members(&self) -> Members {
        members(&self.client, self.ports).await
    }

    /// The running primary's name.
    pub(crate) async fn primary(&self) -> anyhow::Result<String> {
        let members = self.wait_until("there is a primary", |members| members.primary().is_some());
        let members = members.await?;
        Ok(members.primary().context("no primary")?.to_owned())
    }

    /// Waits until what Patroni says fits.
    pub(crate) async fn wait_until(&self, what: &str, fits: impl Fn(&Members) -> bool) -> anyhow::Result<Members> {
        let began = Instant::now();
        loop {
            let members = self.members().await;
            if fits(&members) {
                return Ok(members);
            }
            if began.elapsed() > COMPLETE {
                bail!(
                    "waited {COMPLETE:?} until {what}; Patroni says {members:?}\n{}",
                    self.tails()
                );
            }
            sleep(POLL).await;
        }
    }

    /// The process id of a node's PostgreSQL.
    pub(crate) fn postmaster(&self, name: &str) -> anyhow::Result<u32> {
        let file = self.node(name)?.place.join("data/postmaster.pid");
        let text = fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let line = text.lines().next().unwrap_or_default();
        line.trim()
            .parse()
            .with_context(|| format!("{line:?} is no process id"))
    }

    /// SIGKILL to a node's PostgreSQL.
    pub(crate) fn kill_postgresql(&mut self, name: &str) -> anyhow::Result<()> {
        let postmaster = self.postmaster(name)?;
        self.memory.note(postmaster);
        children::signal("KILL", &[postmaster])
    }

    /// SIGKILL to so much of these nodes.
    pub(crate) fn kill_nodes(&mut self, names: &[&str], extent: Extent) -> anyhow::Result<()> {
        let mut processes = Vec::new();
        for name in names {
            let postmaster = self.postmaster(name)?;
            self.memory.note(postmaster);
            let node = self.node(name)?;
            processes.extend([node.patroni.id(), postmaster]);
            processes.extend((extent == Extent::Machine).then_some(node.etcd.id()));
        }
        children::signal("KILL", &processes)?;
        for node in self.nodes.iter_mut().filter(|node| names.contains(&node.name)) {
            node.patroni.wait()?;
            if extent == Extent::Machine {
                node.etcd.wait()?;
            }
        }
        Ok(())
    }

    /// Starts what was killed of a node; Patroni brings PostgreSQL back.
    pub(crate) fn start_again(&mut self, name: &str, extent: Extent) -> anyhow::Result<()> {
        let place = self.node(name)?.place.clone();
        let etcd = (extent == Extent::Machine)
            .then(|| self.start_etcd(&place))
            .transpose()?;
        let patroni = self.start_patroni(&place)?;
        if let Some(node) = self.nodes.iter_mut().find(|node| node.name == name) {
            node.patroni = patroni;
            if let Some(etcd) = etcd {
                node.etcd = etcd;
            }
        }
        Ok(())
    }

    /// The file with the values of the first node.
    pub(crate) fn configuration(&self) -> PathBuf {
        self.folder.path().join("db1/patroni.yml")
    }

    fn node(&self, name: &str) -> anyhow::Result<&Node> {
        let node = self.nodes.iter().find(|node| node.name == name);
        node.with_context(|| format!("no node {name}"))
    }

    /// The last lines that each program wrote.
    pub(crate) fn tails(&self) -> String {
        let mut text = String::new();
        for node in &self.nodes {
            for log in ["etcd.log", "patroni.log", "haproxy.log"] {
                let all = fs::read_to_string(node.place.join(log)).unwrap_or_default();
                let lines: Vec<&str> = all.lines().collect();
                let last = lines.iter().skip(lines.len().saturating_sub(TAIL));
                for line in last {
                    text.extend([node.name, " ", log, ": ", *line, "\n"]);
                }
            }
        }
        text
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let patronis = self
            .nodes
            .iter_mut()
            .flat_map(|node| [&mut node.patroni, &mut node.etcd]);
        for child in patronis.chain(self.proxy.as_mut()) {
            // Both fail only if it has ended by itself.
            drop(child.kill());
            drop(child.wait());
        }
        leftovers::end_all_below(self.folder.path(), &mut self.memory);
        self.memory.remove();
    }
}
