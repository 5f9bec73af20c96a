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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::process::{Command, Output};

    use tempfile::TempDir;

    use crate::workspace;

    const TEMPLATES: [&str; 3] = ["etcd.env", "patroni.yml", "haproxy.cfg"];

    fn documented(name: &str) -> PathBuf {
        workspace::root().join("deploy/high-availability").join(name)
    }

    /// Renders into a folder of its own.
    fn render(values: &str) -> (Output, TempDir) {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("values.env");
        fs::write(&file, values).unwrap();
        let mut sh = Command::new("sh");
        let output = sh.arg(documented("render.sh")).arg(file).arg(folder.path()).output();
        (output.unwrap(), folder)
    }

    #[test]
    fn the_example_has_a_value_for_every_place_and_no_other() {
        let example = fs::read_to_string(documented("values.example.env")).unwrap();
        let (output, folder) = render(&example);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut templates = String::new();
        for name in TEMPLATES {
            assert!(
                !fs::read_to_string(folder.path().join(name)).unwrap().contains("${"),
                "{name}"
            );
            templates.push_str(&fs::read_to_string(documented(name)).unwrap());
        }
        let names = example.lines().filter(|line| !line.starts_with('#'));
        for (name, _) in names.filter_map(|line| line.split_once('=')) {
            assert!(templates.contains(&format!("${{{name}}}")), "nothing uses {name}");
        }
    }

    #[test]
    fn a_missing_value_is_named_and_nothing_is_written() {
        let example = fs::read_to_string(documented("values.example.env")).unwrap();
        let (output, folder) = render(&example.replace("ETCD_DATA=", "ANOTHER="));
        assert_eq!(output.status.code(), Some(1));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.contains("no value for ETCD_DATA"), "{errors}");
        assert!(!folder.path().join("etcd.env").exists());
    }
}
