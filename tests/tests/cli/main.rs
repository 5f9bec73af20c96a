//! The command line, as a person or a script uses it: real processes, real files.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends at the first fault"
)]

mod demo;
mod export;
mod import;
mod keeping;
mod real_input;
mod register;
mod serve;
mod usage;

use acceptance::Program;
use serde_json::{Value, json};

/// The register that comes with the program.
const MIKTA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/mikta.toml");

/// A data directory with the MIKTA register.
fn with_register() -> Program {
    let program = Program::in_new_directory();
    let applied = program.run_here(&["register", "apply", MIKTA]).expect(0);
    assert!(applied.stdout.contains("changes recorded"), "{}", applied.stdout);
    program
}

/// The same with a proposal of three paragraphs that Fiji, Samoa and Viet Nam are invited to comment on. Its id.
async fn with_proposal() -> (Program, String) {
    let program = with_register();
    let server = program.serve();
    let mission = server.actor(&program.token("member_mission", "KOR"));
    let id = mission
        .post("/v1/proposals", acceptance::proposal())
        .await
        .expect(201)
        .id();
    let opening = json!({"closes_at": "2099-01-01T00:00:00Z", "invite": {"states": ["FJI", "WSM", "VNM"]}});
    let _ = mission
        .post(&format!("/v1/proposals/{id}/consultation/open"), opening)
        .await
        .expect(200);
    assert!(server.terminate().success());
    (program, id)
}

/// Lines of JSON.
fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Writes a file beside the data directory and answers its path.
fn file(program: &Program, name: &str, content: &str) -> String {
    let path = program.beside(name);
    std::fs::write(&path, content).unwrap();
    path
}
