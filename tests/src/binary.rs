//! The real program, as processes.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot start its program ends"
)]

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use event_log::{Clock, EventLog};
use regional_input::clock::SystemClock;
use regional_input::ids::SystemIds;
use regional_input::store::Store;
use tempfile::TempDir;

use crate::Actor;

/// How long a server may take until it says that it listens.
const START: Duration = Duration::from_mins(1);

/// The program: `REGIONAL_INPUT_BIN`, or the one that stands beside the tests in the target folder.
///
/// # Panics
/// If it has not been built.
#[must_use]
pub fn program() -> PathBuf {
    if let Some(path) = std::env::var_os("REGIONAL_INPUT_BIN") {
        return PathBuf::from(path);
    }
    let test = std::env::current_exe().expect("the test knows its own file");
    let folders = test.ancestors().skip(1).take(2);
    let built = folders
        .map(|folder| folder.join("regional-input"))
        .find(|path| path.exists());
    built.expect("the program is not built; run `cargo build`, or `cargo xtask test`")
}

/// The program with these arguments. Nothing of the caller's environment configures it; it logs warnings.
#[must_use]
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(program());
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("REGIONAL_INPUT_")) {
            command.env_remove(name);
        }
    }
    command
        .env("REGIONAL_INPUT_LOG", "warn")
        .args(args)
        .stdin(Stdio::null());
    command
}

/// What a run of the program left.
#[derive(Debug)]
pub struct Run {
    /// Exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Run {
    /// Asserts the exit code.
    ///
    /// # Panics
    /// If it is another.
    #[must_use]
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// Runs the program to its end.
///
/// # Panics
/// If it cannot be started.
#[must_use]
#[track_caller]
pub fn run(args: &[&str]) -> Run {
    command(args).output().expect("the program starts").into()
}

/// The program and a data directory of its own, which goes when this is dropped.
pub struct Program {
    dir: TempDir,
    data_dir: String,
}

impl Program {
    /// With a data directory that does not exist yet.
    ///
    /// # Panics
    /// If there is no place for one.
    #[must_use]
    pub fn in_new_directory() -> Self {
        let dir = TempDir::new().expect("a directory");
        let data_dir = dir.path().join("data").to_str().expect("a UTF-8 path").to_owned();
        Self { dir, data_dir }
    }

    /// The data directory.
    #[must_use]
    pub fn data_dir(&self) -> &str {
        &self.data_dir
    }

    /// A path beside the data directory.
    ///
    /// # Panics
    /// If it is not UTF-8.
    #[must_use]
    pub fn beside(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().expect("a UTF-8 path").to_owned()
    }

    /// `serve` at a free port.
    #[must_use]
    pub fn serve(&self) -> Server {
        Server::start("serve", &self.data_dir, &[])
    }

    /// `demo` at a free port.
    #[must_use]
    pub fn demo(&self) -> Server {
        Server::start("demo", &self.data_dir, &[])
    }

    /// Runs the program to its end.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn run(&self, args: &[&str]) -> Output {
        command(args).output().expect("the program starts")
    }

    /// Runs a command on the data directory to its end.
    #[must_use]
    pub fn run_here(&self, args: &[&str]) -> Run {
        run(&[args, &["--data-dir", self.data_dir()]].concat())
    }

    /// A token that the program itself signs, by role and state (`""` for none).
    #[must_use]
    pub fn token(&self, role: &str, state: &str) -> String {
        let state = if state.is_empty() {
            Vec::new()
        } else {
            vec!["--state", state]
        };
        let run = self.run_here(&[&["token", "--role", role, "--expires-in", "1h"], state.as_slice()].concat());
        run.expect(0).stdout.trim_end().to_owned()
    }

    /// The log, opened in this process beside whoever holds it.
    ///
    /// # Panics
    /// If it cannot be opened.
    pub async fn open_log(&self) -> EventLog {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let ids = SystemIds::new(Arc::clone(&clock));
        let store = Store::Directory(PathBuf::from(&self.data_dir));
        store.open_log(&clock, &ids).await.expect("the log opens")
    }
}

/// A process that serves; killed when dropped.
pub struct Server {
    child: Child,
    base: String,
    stdout: Option<JoinHandle<String>>,
    stderr: Option<JoinHandle<String>>,
}

/// How a server ended, and all it wrote.
#[derive(Debug)]
pub struct Ended {
    /// How.
    pub status: ExitStatus,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Server {
    /// `serve` or `demo` on a data directory, at a free port, with more arguments.
    ///
    /// # Panics
    /// If it does not listen.
    #[must_use]
    pub fn start(what: &str, data_dir: &str, args: &[&str]) -> Self {
        let mut command = command(&[what, "--listen", "127.0.0.1:0", "--data-dir", data_dir]);
        command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let (addresses, address) = channel();
        let output = child.stdout.take().expect("standard output");
        let mut errors = child.stderr.take().expect("standard error");
        let stdout = std::thread::spawn(move || {
            let mut all = String::new();
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(address) = line.strip_prefix("listening on http://") {
                    // Nobody waits for a second one.
                    drop(addresses.send(address.to_owned()));
                }
                all.push_str(&line);
                all.push('\n');
            }
            all
        });
        let stderr = std::thread::spawn(move || {
            let mut all = String::new();
            // What was read before a failure is still worth showing.
            drop(errors.read_to_string(&mut all));
            all
        });
        let (address, stderr) = announced(&address, &mut child, stderr);
        Self {
            child,
            base: format!("http://{address}"),
            stdout: Some(stdout),
            stderr: Some(stderr),
        }
    }

    /// Its base address.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Where it listens, as `127.0.0.1:8080`.
    #[must_use]
    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// Somebody with a token.
    #[must_use]
    pub fn actor(&self, token: &str) -> Actor {
        Actor::new(&self.base, Some(token))
    }

    /// The id of its process.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL; waits until it is gone.
    ///
    /// # Panics
    /// If that cannot be done.
    pub fn kill(mut self) {
        self.child.kill().expect("the process can be killed");
        drop(self.wait());
    }

    /// SIGTERM; waits for the end.
    #[must_use]
    pub fn terminate(self) -> ExitStatus {
        self.stop().status
    }

    /// SIGTERM; waits for the end, and tells all that was written.
    #[must_use]
    pub fn stop(self) -> Ended {
        self.signal_to_stop();
        self.wait()
    }

    /// SIGTERM; does not wait.
    ///
    /// # Panics
    /// If that cannot be done.
    pub fn signal_to_stop(&self) {
        let signalled = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(signalled.expect("kill starts").success(), "SIGTERM cannot be sent");
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// If that cannot be done.
    #[must_use]
    pub fn wait(mut self) -> Ended {
        let status = self.child.wait().expect("the process can be waited for");
        let text =
            |reader: Option<JoinHandle<String>>| reader.and_then(|reader| reader.join().ok()).unwrap_or_default();
        Ended {
            status,
            stdout: text(self.stdout.take()),
            stderr: text(self.stderr.take()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only if it has ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The address that a server announces.
fn announced(
    address: &Receiver<String>,
    child: &mut Child,
    stderr: JoinHandle<String>,
) -> (SocketAddr, JoinHandle<String>) {
    if let Ok(address) = address.recv_timeout(START) {
        return (address.parse().expect("an address"), stderr);
    }
    drop(child.kill());
    drop(child.wait());
    let reason = stderr.join().unwrap_or_default();
    panic!("the server did not start:\n{reason}");
}
