//! One server and its life.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::binaries::is_root;
use crate::{Binaries, NotInstalled};

/// Number in the name of the socket; no port is opened by it.
const SOCKET_NUMBER: u16 = 5432;

/// Waits until its standard input ends, which is when the process that started it is gone, then cleans up.
const SUPERVISOR: &str = r#"cat > /dev/null; "$@" stop > /dev/null 2>&1; rm -rf "$DIRECTORY""#;

/// Whether commits survive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As PostgreSQL comes.
    Durable,
    /// No flush: several times faster, for tests that only ask what is answered.
    Careless,
}

/// How a server is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Open sessions are cut, everything is written out.
    Fast,
    /// As a crash: what was committed is recovered at the next start.
    Immediate,
}

impl Stop {
    fn mode(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Immediate => "immediate",
        }
    }
}

/// Why a server cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// It is not installed.
    #[error(transparent)]
    NotInstalled(#[from] NotInstalled),
    /// A program of it could not be run.
    #[error("{0} cannot be run")]
    Run(String, #[source] io::Error),
    /// A program of it failed.
    #[error("{program} failed: {output}")]
    Failed {
        /// Which.
        program: String,
        /// What it said, and what the server's log says.
        output: String,
    },
}

/// A running server. Dropping it stops it and removes its directory.
#[derive(Debug)]
pub struct PrivatePostgres {
    binaries: Binaries,
    directory: PathBuf,
    tcp_port: Option<u16>,
    databases: AtomicU32,
    supervisor: Child,
}

impl PrivatePostgres {
    /// Starts a server of its own, on a socket only.
    ///
    /// # Errors
    ///
    /// [`ServerError`].
    pub fn start(durability: Durability) -> Result<Self, ServerError> {
        Self::start_with(durability, None, "")
    }

    /// Starts a server with more settings, lines of `postgresql.conf`, and a port on 127.0.0.1 if one is given.
    ///
    /// # Errors
    ///
    /// [`ServerError`].
    pub fn start_with(durability: Durability, tcp_port: Option<u16>, settings: &str) -> Result<Self, ServerError> {
        let server = Self::in_new_directory(tcp_port)?;
        let mut initdb = server.binaries.command("initdb");
        initdb
            .args(["--no-sync", "--username=postgres", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C.UTF-8", "--pgdata"])
            .arg(server.data_dir());
        server.finish("initdb", &mut initdb)?;
        server.configure(durability, settings)?;
        server.run()?;
        Ok(server)
    }

    /// Starts a second server on a copy of another one's data, such as a base backup: `signal` is `recovery.signal` to
    /// recover from an archive, `standby.signal` to follow.
    ///
    /// # Errors
    ///
    /// [`ServerError`].
    pub fn start_from(data: &Path, signal: &str, settings: &str) -> Result<Self, ServerError> {
        let server = Self::in_new_directory(None)?;
        let mut copy = Command::new("cp");
        copy.args(["--archive", "--"]).arg(data).arg(server.data_dir());
        server.finish("cp", &mut copy)?;
        server.configure(Durability::Durable, settings)?;
        let mut touch = Command::new("cp");
        touch
            .args(["--archive", "--attributes-only", "--"])
            .arg(server.data_dir().join("PG_VERSION"))
            .arg(server.data_dir().join(signal));
        server.finish("cp", &mut touch)?;
        server.run()?;
        Ok(server)
    }

    fn in_new_directory(tcp_port: Option<u16>) -> Result<Self, ServerError> {
        let binaries = Binaries::find()?;
        let directory = new_directory().map_err(|error| ServerError::Run("a new directory".to_owned(), error))?;
        let supervisor = supervise(&binaries, &directory)?;
        Ok(Self {
            binaries,
            directory,
            tcp_port,
            databases: AtomicU32::new(0),
            supervisor,
        })
    }

    /// The one that the tests of a process share; careless, stopped when the process ends.
    ///
    /// # Errors
    ///
    /// [`ServerError`], every time the same.
    pub fn shared() -> Result<&'static Self, &'static ServerError> {
        static SHARED: OnceLock<Result<PrivatePostgres, ServerError>> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(Durability::Careless)).as_ref()
    }

    fn configure(&self, durability: Durability, settings: &str) -> Result<(), ServerError> {
        let addresses = if self.tcp_port.is_some() { "127.0.0.1" } else { "" };
        let port = self.tcp_port.unwrap_or(SOCKET_NUMBER);
        let careless = match durability {
            Durability::Durable => "",
            Durability::Careless => "fsync = off\nfull_page_writes = off\n",
        };
        let lines = format!(
            "\nlisten_addresses = '{addresses}'\nport = {port}\nunix_socket_directories = '{}'\nmax_connections = 300\n\
             {careless}{settings}\n",
            self.directory.display()
        );
        let file = self.data_dir().join("postgresql.conf");
        let written = std::fs::read_to_string(&file).and_then(|text| std::fs::write(&file, text + &lines));
        written.map_err(|error| ServerError::Run(file.display().to_string(), error))
    }

    /// Starts it again after [`PrivatePostgres::stop`]; returns when it takes sessions.
    ///
    /// # Errors
    ///
    /// [`ServerError`].
    pub fn run(&self) -> Result<(), ServerError> {
        let mut start = self.control();
        start.args(["start", "--wait", "--log"]).arg(self.directory.join("log"));
        self.finish("pg_ctl start", &mut start)
    }

    /// Stops it.
    ///
    /// # Errors
    ///
    /// [`ServerError`].
    pub fn stop(&self, how: Stop) -> Result<(), ServerError> {
        let mut stop = self.control();
        stop.args(["stop", "--wait", "--mode", how.mode()]);
        self.finish("pg_ctl stop", &mut stop)
    }

    /// Stops it and starts it again.
    ///
    /// # Errors
    ///
    /// [`ServerError`].
    pub fn restart(&self, how: Stop) -> Result<(), ServerError> {
        self.stop(how)?;
        self.run()
    }

    /// Makes a database that nobody has used, and answers its URL.
    ///
    /// # Errors
    ///
    /// [`ServerError`].
    pub fn fresh_database(&self) -> Result<String, ServerError> {
        let number = self.databases.fetch_add(1, Ordering::SeqCst) + 1;
        let name = format!("fresh_{number}");
        self.psql("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(self.url(&name))
    }

    /// The URL of a database on the socket, for the superuser `postgres`.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let port = self.tcp_port.unwrap_or(SOCKET_NUMBER);
        format!(
            "postgres://postgres@localhost:{port}/{database}?host={}",
            self.directory.display()
        )
    }

    /// Runs statements, and answers the rows as lines of columns with `|` between them.
    ///
    /// # Errors
    ///
    /// [`ServerError::Failed`] with what the server said.
    pub fn psql(&self, database: &str, statements: &str) -> Result<String, ServerError> {
        let mut psql = self.binaries.command("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
            .args(["--set", "ON_ERROR_STOP=1", "--dbname", &self.url(database)])
            .args(["--command", statements]);
        let output = self.output("psql", &mut psql)?;
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    }

    /// A program of the server's version, run as its user.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        self.binaries.command(program)
    }

    /// Where its data are.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.directory.join("data")
    }

    /// The directory with socket, log and data; what is put there goes with the server, and its user may write there.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    fn control(&self) -> Command {
        let mut control = self.binaries.command("pg_ctl");
        control.arg("--pgdata").arg(self.data_dir());
        control
    }

    fn finish(&self, program: &str, command: &mut Command) -> Result<(), ServerError> {
        self.output(program, command).map(|_| ())
    }

    fn output(&self, program: &str, command: &mut Command) -> Result<Output, ServerError> {
        // The server lives on with what it inherits: pipes of ours would never end. `pg_ctl` sends it to its log.
        let out = self.directory.join(format!("{}.out", std::process::id()));
        let output = if program == "pg_ctl start" {
            let file = std::fs::File::create(&out).map_err(|error| ServerError::Run(program.to_owned(), error))?;
            let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file).status();
            status.map(|status| Output {
                status,
                stdout: Vec::new(),
                stderr: std::fs::read(&out).unwrap_or_default(),
            })
        } else {
            command.stdin(Stdio::null()).output()
        };
        let output = output.map_err(|error| ServerError::Run(program.to_owned(), error))?;
        if output.status.success() {
            return Ok(output);
        }
        let log = std::fs::read_to_string(self.directory.join("log")).unwrap_or_default();
        let mut last: Vec<&str> = log.lines().rev().take(20).collect();
        last.reverse();
        Err(ServerError::Failed {
            program: program.to_owned(),
            output: format!("{}\n{}", String::from_utf8_lossy(&output.stderr), last.join("\n")),
        })
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        // Ends its standard input, at which it cleans up.
        drop(self.supervisor.stdin.take());
        drop(self.supervisor.wait());
    }
}

/// A directory that the server's user may write.
fn new_directory() -> io::Result<PathBuf> {
    let directory = tempfile::Builder::new().prefix("ri-postgres-").tempdir()?.keep();
    if is_root() {
        let status = Command::new("chown")
            .arg("postgres:postgres")
            .arg(&directory)
            .status()?;
        if !status.success() {
            return Err(io::Error::other(
                "there is no user postgres; it comes with the package postgresql",
            ));
        }
    }
    Ok(directory)
}

fn supervise(binaries: &Binaries, directory: &Path) -> Result<Child, ServerError> {
    let mut stop = binaries.command("pg_ctl");
    stop.args(["--mode=immediate", "--pgdata"]).arg(directory.join("data"));
    Command::new("sh")
        .args(["-c", SUPERVISOR, "sh"])
        .arg(stop.get_program())
        .args(stop.get_args())
        .env("DIRECTORY", directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .current_dir("/")
        // An interrupt at the terminal is for the tests; this one still has to clean up.
        .process_group(0)
        .spawn()
        .map_err(|error| ServerError::Run("sh".to_owned(), error))
}
