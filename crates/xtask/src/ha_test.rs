//! `cargo xtask ha-test`: three database nodes of `deploy/high-availability/` on loopback, broken under load.
//!
//! On demand, not part of `test` or `check`. The trial itself is the program `ha-test` of `tests/`.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::prerequisites::{self, Prerequisite};
use crate::{process, program};

/// All from Debian. The shell is asked where what is needed is no program of the search path.
const PREREQUISITES: &[Prerequisite] = &[
    Prerequisite {
        program: "sh",
        version_args: &["-c", "ls /usr/lib/postgresql/*/bin/initdb"],
        package: "postgresql",
        needed_for: "the database nodes",
    },
    Prerequisite {
        program: "patroni",
        version_args: &["--version"],
        package: "patroni",
        needed_for: "the database nodes",
    },
    Prerequisite {
        program: "etcd",
        version_args: &["--version"],
        package: "etcd-server",
        needed_for: "Patroni, which keeps in etcd who leads",
    },
    Prerequisite {
        program: "sh",
        version_args: &["-c", "PATH=$PATH:/usr/sbin haproxy -v"],
        package: "haproxy",
        needed_for: "the way from the program to the primary",
    },
    Prerequisite {
        program: "setpriv",
        version_args: &["--version"],
        package: "util-linux",
        needed_for: "starting PostgreSQL as another user than root",
    },
];

/// Installs or names what is missing, builds, and becomes the trial; with `hold`, only its cluster.
pub(crate) fn run(hold: bool) -> Result<()> {
    prerequisites::ensure_all(PREREQUISITES)?;
    let (program, trial) = program::build_for_ha_test()?;
    let mut command = process::program(trial.as_str(), &[]);
    command
        .args(hold.then_some("--hold"))
        .env(program::PROGRAM_VARIABLE, program);
    // In place of this process, so that Ctrl-C and the exit code are the trial's, and nothing waits before it has ended
    // what it started.
    Err(command.exec()).with_context(|| format!("{trial} does not start"))
}
