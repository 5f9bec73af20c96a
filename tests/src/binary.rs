//! The real program, as processes.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::Actor;

/// How long a server may take until it says that it listens.
const START: Duration = Duration::from_secs(60);

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
    let built = folders.map(|folder| folder.join("regional-input")).find(|path| path.exists());
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
    command.env("REGIONAL_INPUT_LOG", "warn").args(args).stdin(Stdio::null());
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

/// A process that serves; killed when dropped.
pub struct Server {
    child: Child,
    address: SocketAddr,
    data_dir: PathBuf,
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
    /// `serve` on a data directory, at a free port.
    ///
    /// # Panics
    /// If it does not listen.
    #[must_use]
    pub fn start(data_dir: &Path) -> Self {
        Self::start_with("serve", data_dir, &[])
    }

    /// `serve` or `demo` on a data directory, at a free port, with more arguments.
    ///
    /// # Panics
    /// If it does not listen.
    #[must_use]
    pub fn start_with(what: &str, data_dir: &Path, args: &[&str]) -> Self {
        let mut command = command(&[what, "--listen", "127.0.0.1:0", "--data-dir"]);
        command.arg(data_dir).args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
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
        Self { child, address, data_dir: data_dir.to_owned(), stdout: Some(stdout), stderr: Some(stderr) }
    }

    /// Its base address.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The id of its process.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Somebody without a token.
    #[must_use]
    pub fn anonymous(&self) -> Actor {
        Actor::new(&self.base(), None)
    }

    /// Somebody with a token that the program itself signed, by role and state (`""` for none).
    #[must_use]
    pub fn actor(&self, role: &str, state: &str) -> Actor {
        Actor::new(&self.base(), Some(&token(&self.data_dir, role, state)))
    }

    /// SIGKILL, and waits until it is gone.
    ///
    /// # Panics
    /// If that cannot be done.
    pub fn kill(mut self) -> Ended {
        self.child.kill().expect("the process can be killed");
        self.wait()
    }

    /// SIGTERM.
    ///
    /// # Panics
    /// If that cannot be done.
    pub fn terminate(&self) {
        let signalled = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(signalled.expect("kill starts").success(), "SIGTERM cannot be sent");
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// If that cannot be done.
    pub fn wait(mut self) -> Ended {
        let status = self.child.wait().expect("the process can be waited for");
        let text = |reader: Option<JoinHandle<String>>| reader.and_then(|reader| reader.join().ok()).unwrap_or_default();
        Ended { status, stdout: text(self.stdout.take()), stderr: text(self.stderr.take()) }
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
    match address.recv_timeout(START) {
        Ok(address) => (address.parse().expect("an address"), stderr),
        Err(_) => {
            drop(child.kill());
            drop(child.wait());
            panic!("the server did not start:\n{}", stderr.join().unwrap_or_default());
        }
    }
}

/// A token that the program itself signs, by role and state (`""` for none).
///
/// # Panics
/// If it gives none.
#[must_use]
pub fn token(data_dir: &Path, role: &str, state: &str) -> String {
    let mut command = command(&["token", "--role", role, "--expires-in", "1h", "--data-dir"]);
    command.arg(data_dir);
    if !state.is_empty() {
        command.args(["--state", state]);
    }
    let run = Run::from(command.output().expect("the program starts")).expect(0);
    run.stdout.trim_end().to_owned()
}
