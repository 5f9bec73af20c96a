//! `register apply`, `register show`

use acceptance::Program;
use serde_json::Value;

use super::{MIKTA, file, with_register};

/// The MIKTA register without one of its partners.
fn without_fiji() -> String {
    let whole = std::fs::read_to_string(MIKTA).unwrap();
    let mut entries: Vec<&str> = whole.split("\n[[").collect();
    let before = entries.len();
    entries.retain(|entry| !(entry.starts_with("partners]]") && entry.contains("code = \"FJI\"")));
    assert_eq!(entries.len(), before - 1);
    // Fiji may no longer be named by a group.
    let lines: Vec<&str> = entries.iter().flat_map(|entry| [*entry, "[["]).collect();
    let text = lines[..lines.len() - 1].join("\n").replace("\n[[\n", "\n[[");
    text.lines()
        .filter(|line| !line.contains("\"FJI\""))
        .collect::<Vec<_>>()
        .join("\n")
}

fn shown(program: &Program, args: &[&str]) -> Value {
    serde_json::from_str(
        &program
            .run_here(&[&["register", "show"], args].concat())
            .expect(0)
            .stdout,
    )
    .unwrap()
}

fn has_fiji(register: &Value) -> bool {
    register["partners"]
        .as_array()
        .unwrap()
        .iter()
        .any(|partner| partner["code"] == "FJI")
}

#[test]
fn the_difference_is_shown_then_recorded_and_a_second_time_there_is_none() {
    let program = Program::in_new_directory();
    let dry = program.run_here(&["register", "apply", MIKTA, "--dry-run"]).expect(0);
    assert!(dry.stdout.contains("+ partner FJI"), "{}", dry.stdout);
    assert!(dry.stdout.ends_with("nothing was recorded\n"), "{}", dry.stdout);
    assert!(shown(&program, &[])["partners"].as_array().unwrap().is_empty());
    let first = program.run_here(&["register", "apply", MIKTA]).expect(0);
    assert_eq!(first.stdout.lines().count(), dry.stdout.lines().count());
    assert!(first.stdout.ends_with("changes recorded\n"), "{}", first.stdout);
    assert!(has_fiji(&shown(&program, &[])));
    let second = program.run_here(&["register", "apply", MIKTA]).expect(0);
    assert_eq!(second.stdout, "the register says so already; nothing was recorded\n");
}

#[test]
fn a_fact_that_is_left_out_ends_now_and_can_be_asked_for_as_of_then() {
    let program = with_register();
    let smaller = file(&program, "smaller.toml", &without_fiji());
    let applied = program.run_here(&["register", "apply", &smaller]).expect(0);
    assert!(applied.stdout.contains("~ partner FJI"), "{}", applied.stdout);
    assert!(!has_fiji(&shown(&program, &[])));
    assert!(has_fiji(&shown(&program, &["--as-of", "2026-01-01T00:00:00Z"])));
}

#[test]
fn a_running_server_takes_the_register_from_an_operator() {
    let program = Program::in_new_directory();
    let server = program.serve();
    let token = program.token("operator", "");
    let place = ["--server", server.base(), "--token", &token];
    let dry = acceptance::binary::run(&[&["register", "apply", MIKTA, "--dry-run"], &place[..]].concat()).expect(0);
    assert!(dry.stdout.contains("+ partner FJI"), "{}", dry.stdout);
    let applied = acceptance::binary::run(&[&["register", "apply", MIKTA], &place[..]].concat()).expect(0);
    assert!(applied.stdout.ends_with("changes recorded\n"), "{}", applied.stdout);
    let there = acceptance::binary::run(&["register", "show", "--server", server.base()]).expect(0);
    let there: Value = serde_json::from_str(&there.stdout).unwrap();
    // Beside the server, from its files.
    let here = shown(&program, &[]);
    assert!(has_fiji(&there));
    assert_eq!(
        (&there["members"], &there["groups"]),
        (&here["members"], &here["groups"])
    );
    let partner = program.token("focal_point", "FJI");
    let refused = acceptance::binary::run(&[
        "register",
        "apply",
        MIKTA,
        "--server",
        server.base(),
        "--token",
        &partner,
    ]);
    assert!(refused.expect(1).stderr.contains("403 forbidden"));
}

#[test]
fn a_bad_register_is_refused_entry_by_entry() {
    let program = Program::in_new_directory();
    let missing = program.run_here(&["register", "apply", "/no/such/file.toml"]).expect(1);
    assert!(missing.stderr.contains("/no/such/file.toml"), "{}", missing.stderr);
    let text = "[[partners]]\ncode = \"FJI\"\ntime_zone = \"Pacific/Nowhere\"\nnames = { en = \"Fiji\" }\n";
    let bad = file(&program, "bad.toml", text);
    let refused = program.run_here(&["register", "apply", &bad]).expect(1);
    assert!(refused.stderr.contains("/partners/0"), "{}", refused.stderr);
    assert!(!std::path::Path::new(program.data_dir()).exists());
}

/// It would end every fact of the register, and the mistake is easily made: an empty file, or only a part of it.
#[test]
fn a_register_without_members_is_refused() {
    let program = with_register();
    let partners = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/real-input/partners.toml");
    let empty = file(&program, "empty.toml", "");
    for path in [partners, &empty] {
        let run = program.run_here(&["register", "apply", path]).expect(1);
        assert!(run.stderr.contains("it names no member"), "{}", run.stderr);
    }
    assert!(has_fiji(&shown(&program, &[])));
}
