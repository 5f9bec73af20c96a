//! The page `docs/real-input.md` works as written, where its data are there.

use std::path::{Path, PathBuf};
use std::process::Command;

use acceptance::{Program, binary};

use super::json_lines;

const PAGE: &str = include_str!("../../../docs/real-input.md");

/// The blocks of the page in one language (the word after the backquotes).
fn blocks(language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut block: Option<String> = None;
    for line in PAGE.lines() {
        match &mut block {
            Some(text) if line == "```" => found.extend(block.take()),
            Some(text) => *text = format!("{text}{line}\n"),
            None if line == format!("```{language}") => block = Some(String::new()),
            None => {}
        }
    }
    found
}

/// The data folder, if it is there.
fn data() -> Option<PathBuf> {
    let named = std::env::var_os("REGIONAL_INPUT_REAL_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = named.unwrap_or_else(beside);
    folder
        .join("eu_ai_white_paper_2020/comments.jsonl")
        .exists()
        .then_some(folder)
}

#[test]
fn the_page_works_as_written() {
    let Some(data) = data() else {
        println!("skipped: docs/real-input.md needs data beside the checkout, or REGIONAL_INPUT_REAL_DATA");
        return;
    };
    let program = Program::in_new_directory();
    let trial = program.beside("trial");
    // A port that was free a moment ago.
    let listen = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let folder = binary::program().parent().unwrap().to_owned();
    let path = format!(
        "{}:{}",
        folder.display(),
        std::env::var_os("PATH").unwrap().to_str().unwrap()
    );
    let script = format!(
        "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{}",
        blocks("sh").concat()
    );
    let output = Command::new("bash")
        .args(["-eu", "-c", &script])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .env("PATH", path)
        .env("REGIONAL_INPUT_REAL_DATA", data)
        .env("TRIAL", &trial)
        .env("LISTEN", listen)
        .output()
        .unwrap();
    let (said, errors) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{said}\n{errors}");

    let [comparison] = blocks("text").try_into().unwrap();
    assert!(said.contains(&comparison), "{said}\n{errors}");
    assert!(said.ends_with("healthy\n"), "{said}");
    let summaries = json_lines(
        &said
            .lines()
            .filter(|line| line.starts_with('{'))
            .collect::<Vec<_>>()
            .join("\n"),
    );
    let [first, again] = summaries.as_slice() else {
        panic!("{said}")
    };
    let printed = json_lines(&blocks("json").concat());
    for part in ["rows", "entered", "unchanged", "revised", "refused", "by_code"] {
        assert_eq!(first[part], printed[0][part], "{part}");
    }
    assert_eq!(
        (&again["entered"], &again["unchanged"]),
        (&first["unchanged"], &first["entered"])
    );
    let report = json_lines(&std::fs::read_to_string(format!("{trial}/report.jsonl")).unwrap());
    assert_eq!(report[0], printed[1]);
    assert_eq!(
        u64::try_from(report.len() - 1).unwrap(),
        first["rows"].as_u64().unwrap()
    );
}
