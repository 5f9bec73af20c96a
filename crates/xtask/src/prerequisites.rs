//! What the tests need besides cargo: installed on Debian and Ubuntu as root, otherwise named with the exact command.

use anyhow::{Result, bail};

use crate::process;

/// A program the tests call, and the Debian package that brings it.
pub(crate) struct Prerequisite {
    pub(crate) program: &'static str,
    /// Asks for its version, or whether it is there.
    pub(crate) version_args: &'static [&'static str],
    pub(crate) package: &'static str,
    pub(crate) needed_for: &'static str,
}

const PREREQUISITES: &[Prerequisite] = &[
    Prerequisite {
        program: "cc",
        version_args: &["--version"],
        package: "build-essential",
        needed_for: "compiling SQLite and the cryptographic library",
    },
    Prerequisite {
        program: "curl",
        version_args: &["--version"],
        package: "curl",
        needed_for: "the test that runs the commands of docs/api-guide.md",
    },
    Prerequisite {
        program: "python3",
        version_args: &["--version"],
        package: "python3",
        needed_for: "the test that runs the commands of docs/real-input.md",
    },
    Prerequisite {
        // Debian keeps the server's programs outside of the path, a folder a version.
        program: "sh",
        version_args: &["-c", "ls /usr/lib/postgresql/*/bin/initdb || initdb --version"],
        package: "postgresql",
        needed_for: "the tests that start a private PostgreSQL server",
    },
    Prerequisite {
        program: "python3",
        version_args: &["-c", "import yaml"],
        package: "python3-yaml",
        needed_for: "the test that reads the YAML files of deploy/",
    },
    Prerequisite {
        program: "haproxy",
        version_args: &["-v"],
        package: "haproxy",
        needed_for: "the test that checks deploy/compose/haproxy.cfg",
    },
    Prerequisite {
        program: "openssl",
        version_args: &["version"],
        package: "openssl",
        needed_for: "the certificate of the same test",
    },
];

/// Makes sure that every prerequisite of the tests is there.
pub(crate) fn ensure() -> Result<()> {
    ensure_all(PREREQUISITES)
}

/// Makes sure that all of these are there.
pub(crate) fn ensure_all(wanted: &[Prerequisite]) -> Result<()> {
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    for prerequisite in &missing {
        println!("missing: {} (for {})", prerequisite.package, prerequisite.needed_for);
    }
    let packages: Vec<&str> = missing.iter().map(|prerequisite| prerequisite.package).collect();
    if !can_install() {
        bail!("{}", advice(&packages));
    }
    process::run(&mut process::program("apt-get", &["update"]))?;
    let mut install = process::program("apt-get", &["install", "--yes", "--no-install-recommends"]);
    install.args(&packages).env("DEBIAN_FRONTEND", "noninteractive");
    process::run(&mut install)?;
    if self::missing(wanted).is_empty() {
        Ok(())
    } else {
        bail!(
            "apt-get succeeded, yet something is still missing: {}",
            packages.join(", ")
        )
    }
}

fn missing(wanted: &[Prerequisite]) -> Vec<&Prerequisite> {
    wanted
        .iter()
        .filter(|prerequisite| !process::exists(prerequisite.program, prerequisite.version_args))
        .collect()
}

/// Installing without asking is for machines where we are root and apt is the package manager.
fn can_install() -> bool {
    let root = process::output_of(&mut process::program("id", &["-u"])).is_ok_and(|uid| uid.trim() == "0");
    root && process::exists("apt-get", &["--version"])
}

fn advice(packages: &[&str]) -> String {
    let list = packages.join(" ");
    format!(
        "install what is missing and try again; on Debian or Ubuntu:\n\n    sudo apt-get update && sudo apt-get install --yes {list}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_is_a_command_that_can_be_pasted() {
        let text = advice(&["build-essential", "curl"]);
        assert!(
            text.contains("sudo apt-get install --yes build-essential curl\n"),
            "{text}"
        );
    }

    #[test]
    fn a_program_that_does_not_exist_is_noticed() {
        assert!(!process::exists("no-such-program-of-regional-input", &["--version"]));
        assert!(process::exists("cargo", &["--version"]));
    }
}
