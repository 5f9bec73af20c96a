//! What `deploy/` promises holds of the program: options, variables, paths and ports; and each file passes its own checker.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first fault")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use acceptance::binary::run;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(file: &str) -> String {
    let path = root().join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files that configure the program.
const FILES: [&str; 4] = [
    "deploy/Containerfile",
    "deploy/compose/compose.yaml",
    "deploy/kubernetes/regional-input.yaml",
    "deploy/regional-input.service",
];

/// What every command's help names.
fn help() -> String {
    let commands = [
        "serve", "migrate", "token", "doctor", "rebuild", "backup", "restore", "export", "import",
    ];
    let mut text = run(&["--help"]).expect(0).stdout;
    for command in commands {
        text += &run(&[command, "--help"]).expect(0).stdout;
    }
    text + &run(&["register", "apply", "--help"]).expect(0).stdout
}

/// Words that begin so, up to what no such word has.
fn words(text: &str, begin: &str, may_hold: fn(char) -> bool) -> BTreeSet<String> {
    text.match_indices(begin)
        .map(|(at, _)| {
            text.get(at..)
                .unwrap()
                .chars()
                .take_while(|letter| may_hold(*letter))
                .collect()
        })
        .collect()
}

#[test]
fn every_variable_and_option_is_one_of_the_program() {
    let help = help();
    let is_variable = |letter: char| letter.is_ascii_uppercase() || letter == '_';
    let known = words(&help, "REGIONAL_INPUT_", is_variable);
    for file in FILES.into_iter().chain(["docs/deployment.md"]) {
        for variable in words(&read(file), "REGIONAL_INPUT_", is_variable) {
            assert!(known.contains(&variable), "{file} names {variable}");
        }
    }
    let unit = read("deploy/regional-input.service");
    let start = unit.lines().find(|line| line.starts_with("ExecStart=")).unwrap();
    for option in words(start, "--", |letter| letter.is_ascii_lowercase() || letter == '-') {
        assert!(help.contains(&option), "the unit names {option}");
    }
}

#[test]
fn what_the_image_copies_is_there_and_its_bases_are_pinned() {
    let text = read("deploy/Containerfile");
    for line in text
        .lines()
        .filter(|line| line.starts_with("COPY ") && !line.contains("--from="))
    {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        let (_, sources) = words.split_last().unwrap();
        for source in sources {
            assert!(root().join(source).exists(), "{line}");
        }
    }
    let compose = read("deploy/compose/compose.yaml");
    let bases = text.lines().filter(|line| line.starts_with("FROM "));
    let images = compose.lines().filter(|line| line.contains("image: docker.io"));
    for line in bases.chain(images) {
        let digest = line
            .split("@sha256:")
            .nth(1)
            .and_then(|rest| rest.split_whitespace().next());
        assert!(digest.is_some_and(|digest| digest.len() == 64), "{line}");
    }
    assert!(text.contains("USER 10001"), "the image runs without rights");
}

#[test]
fn ports_and_probes_agree() {
    for file in ["deploy/compose/haproxy.cfg", "deploy/kubernetes/regional-input.yaml"] {
        assert!(read(file).contains("/readyz"), "{file}");
    }
    assert!(read("deploy/Containerfile").contains("EXPOSE 8080"));
    assert!(read("deploy/compose/haproxy.cfg").contains("server node-1 node-1:8080"));
    assert!(read("deploy/kubernetes/regional-input.yaml").contains("containerPort: 8080"));
    let body = regional_input::config::Config::default().limits.body_bytes;
    let denied = format!("req.body_size gt {}", body + 64 * 1024);
    assert!(read("deploy/compose/haproxy.cfg").contains(&denied), "{denied}");
}

#[test]
fn the_yaml_files_are_yaml() {
    for file in ["deploy/compose/compose.yaml", "deploy/kubernetes/regional-input.yaml"] {
        let program =
            "import sys, yaml; documents = list(yaml.safe_load_all(open(sys.argv[1]))); assert all(documents)";
        passes(Command::new("python3").args(["-c", program]).arg(root().join(file)));
    }
}

#[test]
fn haproxy_takes_its_configuration() {
    let dir = tempfile::tempdir().unwrap();
    let (key, certificate) = (dir.path().join("key.pem"), dir.path().join("certificate.pem"));
    passes(
        Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "1",
                "-subj",
                "/CN=localhost",
            ])
            .args([
                std::ffi::OsStr::new("-keyout"),
                key.as_os_str(),
                std::ffi::OsStr::new("-out"),
                certificate.as_os_str(),
            ]),
    );
    let both = std::fs::read_to_string(&certificate).unwrap() + &std::fs::read_to_string(&key).unwrap();
    std::fs::write(&certificate, both).unwrap();
    let text = read("deploy/compose/haproxy.cfg")
        .replace("/run/secrets/certificate", certificate.to_str().unwrap())
        .replace("node-1:8080", "127.0.0.1:8081")
        .replace("node-2:8080", "127.0.0.1:8082");
    let file = dir.path().join("haproxy.cfg");
    std::fs::write(&file, text).unwrap();
    passes(Command::new("haproxy").args(["-c", "-f"]).arg(&file));
}

/// Where systemd is installed; elsewhere there is nobody to ask.
#[test]
fn systemd_takes_the_unit() {
    let dir = tempfile::tempdir().unwrap();
    let text = read("deploy/regional-input.service").replace(
        "/usr/local/bin/regional-input",
        acceptance::binary::program().to_str().unwrap(),
    );
    let file = dir.path().join("regional-input.service");
    std::fs::write(&file, text).unwrap();
    let Ok(output) = Command::new("systemd-analyze").arg("verify").arg(&file).output() else {
        println!("systemd-analyze is not installed: not checked");
        return;
    };
    let told = told(&output);
    let ours = told.lines().filter(|line| line.contains("regional-input.service"));
    assert_eq!(ours.collect::<Vec<_>>(), Vec::<&str>::new());
}

fn passes(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", told(&output));
}

fn told(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
