//! A node on PostgreSQL as a process that is killed, frozen and started again.

#![expect(clippy::expect_used, reason = "a test that cannot start its program ends")]

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{Builder, sleep};
use std::time::{Duration, Instant};

use crate::binary::command;

/// How long a node may take until it says that it listens, its database being there.
const START: Duration = Duration::from_mins(1);

/// Where a node listens now; shared with clients, since every start has another port.
#[derive(Clone, Debug, Default)]
pub struct NodeAddress(Arc<RwLock<String>>);

impl NodeAddress {
    /// `http://127.0.0.1:…`
    #[must_use]
    pub fn get(&self) -> String {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, base: String) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = base;
    }
}

/// `serve --database-url` as a process; killed when dropped.
pub struct Node {
    data_dir: PathBuf,
    url: String,
    args: Vec<String>,
    log: PathBuf,
    address: NodeAddress,
    child: Child,
    frozen: bool,
}

impl Node {
    /// Starts it and waits until it listens. What it says on standard error is added to the file `log`.
    ///
    /// # Panics
    /// If it does not listen in time.
    #[must_use]
    pub fn start(data_dir: &Path, url: &str, args: &[&str], log: &Path) -> Self {
        let address = NodeAddress::default();
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let child = spawn(data_dir, url, &args, log, &address);
        let mut node = Self {
            data_dir: data_dir.to_owned(),
            url: url.to_owned(),
            args,
            log: log.to_owned(),
            address,
            child,
            frozen: false,
        };
        node.wait_until_it_listens();
        node
    }

    /// Where it listens; empty while it does not.
    #[must_use]
    pub fn base(&self) -> String {
        self.address.get()
    }

    /// The same, as it changes.
    #[must_use]
    pub fn address(&self) -> NodeAddress {
        self.address.clone()
    }

    /// The id of its process.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL, and a new process at once; does not wait until it listens.
    pub fn kill_and_restart(&mut self) {
        // Fails only if it has ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
        self.respawn();
    }

    /// SIGKILL, and no new process.
    pub fn kill(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        self.address.set(String::new());
    }

    /// SIGSTOP.
    pub fn freeze(&mut self) {
        self.signal("-STOP");
        self.frozen = true;
    }

    /// SIGCONT.
    pub fn thaw(&mut self) {
        self.signal("-CONT");
        self.frozen = false;
    }

    /// Whether its process has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    /// A new process if this one has ended, as a supervisor would.
    pub fn restart_if_ended(&mut self) {
        if self.has_ended() {
            self.respawn();
        }
    }

    /// Running again, whatever it was.
    pub fn revive(&mut self) {
        if self.frozen {
            self.thaw();
        }
        self.restart_if_ended();
    }

    fn respawn(&mut self) {
        self.frozen = false;
        self.address.set(String::new());
        self.child = spawn(&self.data_dir, &self.url, &self.args, &self.log, &self.address);
    }

    fn wait_until_it_listens(&mut self) {
        let deadline = Instant::now() + START;
        while self.base().is_empty() {
            let ended = self.child.try_wait().expect("the process can be looked at");
            assert!(
                ended.is_none() && Instant::now() < deadline,
                "the node does not listen:\n{}",
                std::fs::read_to_string(&self.log).unwrap_or_default()
            );
            sleep(Duration::from_millis(10));
        }
    }

    fn signal(&self, signal: &str) {
        // Fails only if the process has ended by itself.
        drop(
            Command::new("kill")
                .args([signal, &self.child.id().to_string()])
                .status(),
        );
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // SIGKILL ends a frozen process, too.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn spawn(data_dir: &Path, url: &str, args: &[String], log: &Path, address: &NodeAddress) -> Child {
    let log = File::options()
        .create(true)
        .append(true)
        .open(log)
        .expect("the node's log");
    let mut child = command(&["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data_dir)
        .args(args)
        .env("REGIONAL_INPUT_DATABASE_URL", url)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("the program starts");
    let output = child.stdout.take().expect("standard output");
    let address = address.clone();
    let reader = move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(base) = line.strip_prefix("listening on ") {
                address.set(base.to_owned());
            }
        }
    };
    Builder::new().spawn(reader).expect("a thread");
    child
}
