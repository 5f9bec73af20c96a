//! The files of `deploy/high-availability/`, filled in as on three machines, here at three loopback addresses.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::children::{Children, output_of};

/// Name and address of each database node. All of 127.0.0.0/8 is loopback on Linux.
pub(crate) const NODES: [(&str, &str); 3] = [("db1", "127.0.0.11"), ("db2", "127.0.0.12"), ("db3", "127.0.0.13")];
/// Where HAProxy listens.
const LOCAL: &str = "127.0.0.1";
/// Below the ports that the kernel hands out to clients (32768 and more): those would take a node's port while it is
/// down.
const PORTS: std::ops::Range<u16> = 20_000..32_000;
const DEBIAN_PROGRAMS: &str = "/usr/lib/postgresql";
const PASSWORD: &str = "onlyonloopback";

/// Ports of one trial, the same on every node.
#[derive(Clone, Copy)]
pub(crate) struct Ports {
    etcd_client: u16,
    etcd_peer: u16,
    pub(crate) patroni: u16,
    pub(crate) postgresql: u16,
    pub(crate) primary: u16,
    pub(crate) replica: u16,
}

impl Ports {
    /// Six that nobody listens at.
    pub(crate) fn free() -> anyhow::Result<Self> {
        // Two trials at the same time begin their search at different places.
        let skip = usize::try_from(std::process::id())?.wrapping_mul(16) % PORTS.len();
        let mut free = PORTS
            .clone()
            .cycle()
            .skip(skip)
            .take(PORTS.len())
            .filter(|port| is_free(*port));
        let mut next = || free.next().context("no free port");
        Ok(Self {
            etcd_client: next()?,
            etcd_peer: next()?,
            patroni: next()?,
            postgresql: next()?,
            primary: next()?,
            replica: next()?,
        })
    }
}

fn is_free(port: u16) -> bool {
    let addresses = NODES.map(|(_, address)| address);
    addresses
        .iter()
        .chain([&LOCAL])
        .all(|address| TcpListener::bind((*address, port)).is_ok())
}

/// The address of a database through HAProxy.
pub(crate) fn database_url(role: &str, port: u16, database: &str) -> String {
    format!("postgres://{role}:{PASSWORD}@{LOCAL}:{port}/{database}")
}

/// Makes a node's folder with its three files in it.
pub(crate) fn install(folder: &Path, node: (&str, &str), ports: Ports, children: &Children) -> anyhow::Result<PathBuf> {
    let (name, address) = node;
    let place = folder.join(name);
    let below = |part: &str| place.join(part).display().to_string();
    fs::create_dir_all(place.join("sockets"))?;
    let (user, group) = children.user_and_group()?;
    let mut values = BTreeMap::from([
        ("NODE_NAME", name.to_owned()),
        ("NODE_ADDRESS", address.to_owned()),
        ("DATABASE_NETWORK", "127.0.0.0/8".to_owned()),
        ("POSTGRESQL_PROGRAMS", postgresql_programs()?),
        ("POSTGRESQL_DATA", below("data")),
        ("POSTGRESQL_SOCKETS", below("sockets")),
        ("ETCD_DATA", below("etcd")),
        ("HAPROXY_USER", user),
        ("HAPROXY_GROUP", group),
    ]);
    for (key, (_, address)) in ["DB1_ADDRESS", "DB2_ADDRESS", "DB3_ADDRESS"].into_iter().zip(NODES) {
        values.insert(key, address.to_owned());
    }
    for key in [
        "SUPERUSER_PASSWORD",
        "REPLICATION_PASSWORD",
        "REWIND_PASSWORD",
        "PATRONI_PASSWORD",
    ] {
        values.insert(key, PASSWORD.to_owned());
    }
    for (key, port) in [
        ("ETCD_CLIENT_PORT", ports.etcd_client),
        ("ETCD_PEER_PORT", ports.etcd_peer),
        ("PATRONI_PORT", ports.patroni),
        ("POSTGRESQL_PORT", ports.postgresql),
        ("PRIMARY_PORT", ports.primary),
        ("REPLICA_PORT", ports.replica),
    ] {
        values.insert(key, port.to_string());
    }
    let example = fs::read_to_string(documented("values.example.env"))?;
    let file = place.join("values.env");
    fs::write(&file, with_values(&example, values)?)?;
    output_of(Command::new("sh").arg(documented("render.sh")).arg(&file).arg(&place))?;
    Ok(place)
}

/// Makes the roles and the database of the program, with the file that the documentation names.
pub(crate) fn make_database(ports: Ports) -> anyhow::Result<()> {
    let mut psql = psql();
    psql.args(["-v", &format!("owner_password={PASSWORD}")])
        .args(["-v", &format!("serving_password={PASSWORD}"), "-f"])
        .arg(documented("database.sql"))
        .arg(database_url("postgres", ports.primary, "postgres"));
    output_of(&mut psql).map(drop)
}

/// Answers one row of the program's database, its columns separated by spaces.
pub(crate) fn query(ports: Ports, text: &str) -> anyhow::Result<String> {
    let mut psql = psql();
    psql.args(["-A", "-t", "-F", " ", "-c", text])
        .arg(database_url("postgres", ports.primary, "regional_input"));
    Ok(output_of(&mut psql)?.trim().to_owned())
}

fn psql() -> Command {
    let mut psql = Command::new("psql");
    psql.args(["--no-psqlrc", "--quiet"]).env("PGCONNECT_TIMEOUT", "5");
    psql
}

/// A file of `deploy/high-availability/`.
fn documented(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("../deploy/high-availability").join(name)
}

/// The example with other values. Every name must be in the example, which is what the documentation explains.
fn with_values(example: &str, mut values: BTreeMap<&str, String>) -> anyhow::Result<String> {
    let mut text = String::new();
    for line in example.lines() {
        let name = line.split_once('=').map_or("", |(name, _)| name);
        match values.remove(name) {
            Some(value) => text.extend([name, "=", &value]),
            None => text.push_str(line),
        }
        text.push('\n');
    }
    match values.keys().next() {
        Some(name) => bail!("values.example.env does not name {name}"),
        None => Ok(text),
    }
}

/// The newest PostgreSQL that Debian's packages have put on this machine.
fn postgresql_programs() -> anyhow::Result<String> {
    let versions = fs::read_dir(DEBIAN_PROGRAMS).with_context(|| format!("no PostgreSQL in {DEBIAN_PROGRAMS}"))?;
    let newest = versions
        .filter_map(|version| version.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| Path::new(&format!("{DEBIAN_PROGRAMS}/{version}/bin/initdb")).exists())
        .max();
    let newest = newest.with_context(|| format!("no PostgreSQL server in {DEBIAN_PROGRAMS}"))?;
    Ok(format!("{DEBIAN_PROGRAMS}/{newest}/bin"))
}
