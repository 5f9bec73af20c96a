//! Starts programs in the folder of the trial, never as root, and signals them.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, bail};

/// Whom the database's programs run as when the trial is started by root, which PostgreSQL refuses to run as.
const USER: &str = "postgres";

/// Starts programs: below one folder, and as one user.
pub(crate) struct Children {
    folder: PathBuf,
    as_user: Option<&'static str>,
}

impl Children {
    /// For programs that work below `folder`.
    pub(crate) fn below(folder: &Path) -> anyhow::Result<Self> {
        let root = output_of(Command::new("id").arg("-u"))?.trim() == "0";
        Ok(Self {
            folder: folder.to_owned(),
            as_user: root.then_some(USER),
        })
    }

    /// The name of the user that programs run as, and of the group.
    pub(crate) fn user_and_group(&self) -> anyhow::Result<(String, String)> {
        let name = |what: &str| {
            let mut command = Command::new("id");
            command.arg(what).args(self.as_user);
            output_of(&mut command).map(|name| name.trim().to_owned())
        };
        Ok((name("-un")?, name("-gn")?))
    }

    /// Gives all that is in the folder to the user that programs run as.
    pub(crate) fn give_folder(&self) -> anyhow::Result<()> {
        if let Some(user) = self.as_user {
            output_of(Command::new("chown").args(["-R", user]).arg(&self.folder))?;
        }
        Ok(())
    }

    /// Starts a program whose output goes to a file.
    ///
    /// It works in the folder, as do its own children but for PostgreSQL, which works in its data directory below it:
    /// that is how [`crate::leftovers`] knows them. It is killed when this process dies, and does not hear the
    /// terminal's Ctrl-C, so that it is ended in order.
    pub(crate) fn start(
        &self,
        program: &[&str],
        environment: &[(String, String)],
        log: &Path,
    ) -> anyhow::Result<Child> {
        let output = File::options().create(true).append(true).open(log)?;
        let mut command = Command::new("setpriv");
        if let Some(user) = self.as_user {
            command.args(["--reuid", user, "--regid", user, "--init-groups"]);
        }
        command
            .args(["--pdeathsig", "KILL", "--"])
            .args(program)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin")
            .env("HOME", &self.folder)
            .env("LANG", "C.UTF-8")
            .envs(environment.iter().cloned())
            .current_dir(&self.folder)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output);
        command
            .spawn()
            .with_context(|| format!("{} does not start", program.join(" ")))
    }
}

/// Sends one signal to all of these processes at once.
pub(crate) fn signal(name: &str, processes: &[u32]) -> anyhow::Result<()> {
    let mut command = Command::new("kill");
    command
        .arg(format!("-{name}"))
        .args(processes.iter().map(ToString::to_string));
    output_of(&mut command).map(drop)
}

/// Runs a program to its end and returns its standard output.
pub(crate) fn output_of(command: &mut Command) -> anyhow::Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{program} does not start"))?;
    if !output.status.success() {
        bail!(
            "{program} failed ({}): {}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
