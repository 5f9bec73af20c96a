//! Finding the server's programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where Debian keeps them, a folder a major version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The oldest version that will do.
const OLDEST: u32 = 15;

/// The folder with `initdb`, `postgres`, `pg_ctl`, `psql`.
#[derive(Debug, Clone)]
pub struct Binaries {
    folder: PathBuf,
}

/// No PostgreSQL server is installed.
#[derive(Debug, thiserror::Error)]
#[error(
    "no PostgreSQL server of version 15 or newer is installed; on Debian or Ubuntu: sudo apt-get install --yes postgresql"
)]
pub struct NotInstalled;

impl Binaries {
    /// The newest server of Debian's packages, or the one of `pg_config`.
    ///
    /// # Errors
    ///
    /// [`NotInstalled`], which names the command that installs one.
    pub fn find() -> Result<Self, NotInstalled> {
        let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
        let newest = versions
            .filter_map(|entry| {
                Some((
                    entry.file_name().to_str()?.parse::<u32>().ok()?,
                    entry.path().join("bin"),
                ))
            })
            .filter(|(version, folder)| *version >= OLDEST && folder.join("initdb").exists())
            .max_by_key(|(version, _)| *version)
            .map(|(_, folder)| folder);
        newest
            .or_else(of_pg_config)
            .map(|folder| Self { folder })
            .ok_or(NotInstalled)
    }

    /// A program of the server. As root it runs as the user `postgres`, which comes with Debian's package: the server
    /// refuses to be root.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let path = self.folder.join(program);
        if !is_root() {
            return Command::new(path);
        }
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"])
            .arg(path)
            // The caller's directory may be closed to that user.
            .current_dir("/");
        command
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

fn of_pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config")
        .arg("--bindir")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let folder = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim_end());
    folder.join("initdb").exists().then_some(folder)
}

/// Whether this process is root, by the owner of its entry in `/proc`, so that no unsafe call is needed.
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
