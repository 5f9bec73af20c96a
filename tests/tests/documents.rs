//! The documents tell the truth: the commands of the pages print what they say, and what is named exists.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt::Write;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use regional_input::config::Config;

/// A whole page takes half a minute at most; on a busy machine much longer.
const PAGE_TIMEOUT_SECONDS: &str = "180";

/// What stands between the outputs of two blocks of a page.
const BLOCK: &str = "---- block ";

/// Folders of the repository: a name that begins with one of them is a path.
const FOLDERS: &[&str] = &["api/", "crates/", "deploy/", "docs/", "tests/", ".ci/", ".cargo/"];

/// Files in the root that documents name without a folder.
const ROOT_FILES: &[&str] = &[
    "Cargo.toml",
    "clippy.toml",
    "deny.toml",
    "README.md",
    "CHANGELOG.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every file below a folder whose name ends so.
fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let hidden_or_built = path.file_name().is_some_and(|name| name == "target" || name == ".git");
        if path.is_dir() && !hidden_or_built {
            found.extend(files(&path, extensions));
        } else if path
            .extension()
            .and_then(OsStr::to_str)
            .is_some_and(|end| extensions.contains(&end))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every document and its text.
fn documents() -> Vec<(PathBuf, String)> {
    let mut paths = files(&root().join("docs"), &["md"]);
    paths.extend(["README.md", "CHANGELOG.md"].map(|name| root().join(name)));
    paths
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// What stands between single backticks, outside of fenced blocks.
fn quoted(text: &str) -> Vec<String> {
    let mut fenced = false;
    let prose = text.lines().filter(|line| {
        let fence = line.starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    let prose = prose.collect::<Vec<_>>().join("\n");
    prose.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_path_named_in_the_documents_exists() {
    let mut missing = Vec::new();
    let mut found = 0;
    for (document, text) in documents() {
        for name in quoted(&text) {
            let is_path = FOLDERS.iter().any(|folder| name.starts_with(folder)) && !name.contains([' ', '*', '…', '{']);
            if is_path || ROOT_FILES.contains(&name.as_str()) {
                found += 1;
                if !root().join(&name).exists() {
                    missing.push(format!("{name} in {}", document.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(found > 100, "{found} paths");
}

/// Names such as `every_cap_holds_to_the_byte`: tests, operations, problem codes, functions. Shorter words may be English.
#[test]
fn every_longer_name_in_the_documents_is_in_the_source() {
    let source: String = files(&root(), &["rs", "sql", "toml", "json"])
        .iter()
        .filter(|path| !path.ends_with("tests/tests/documents.rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let words: BTreeSet<&str> = source.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let is_name = |name: &str| {
        name.matches('_').count() >= 2
            && name
                .bytes()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_')
    };
    let mut missing = Vec::new();
    let mut found = 0;
    for (document, text) in documents() {
        for name in quoted(&text).into_iter().filter(|name| is_name(name)) {
            found += 1;
            if !words.contains(name.as_str()) {
                missing.push(format!("{name} in {}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(found > 30, "{found} names");
}

#[test]
fn every_decision_says_why_and_what_confirms_it() {
    let folder = root().join("docs/adr");
    let decisions = files(&folder, &["md"]);
    for (number, path) in (1..).zip(&decisions) {
        let (name, text) = (
            path.file_name().unwrap().to_str().unwrap(),
            fs::read_to_string(path).unwrap(),
        );
        assert!(
            name.starts_with(&format!("{number:04}-")),
            "{name} is not number {number}"
        );
        assert!(text.starts_with(&format!("# {number:04} ")), "{name}");
        for part in [
            "\nStatus: ",
            "\n## Context and problem\n",
            "\n## Options\n",
            "\n## Outcome\n",
            "\n## Consequences\n",
            "\n## Confirmation\n",
        ] {
            assert!(text.contains(part), "{name} lacks {part:?}");
        }
    }
    assert!(decisions.len() >= 12);
}

#[test]
fn the_example_configuration_is_one() {
    let example = root().join("deploy/config.example.toml");
    assert_eq!(Config::load(&example).unwrap(), Config::default());
}

#[test]
fn the_page_of_the_csv_columns_lists_those_of_the_program() {
    let page = fs::read_to_string(root().join("docs/csv-columns.md")).unwrap();
    let of_the_page: Vec<(String, String)> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "))
        .map(|(name, description)| (name.to_owned(), description.to_owned()))
        .collect();
    let of_the_program: Vec<(String, String)> = comment_sheets::csv_columns()
        .map(|(name, description)| (name.to_owned(), description.to_owned()))
        .collect();
    assert_eq!(of_the_page, of_the_program);
}

/// A fenced block of a page, and what the page says that it prints.
struct Block {
    script: String,
    prints: Vec<String>,
}

fn blocks(page: &str) -> Vec<Block> {
    let fenced = page
        .split("\n```sh\n")
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap());
    let block = |script: &str| Block {
        script: script.to_owned(),
        prints: script
            .lines()
            .filter_map(|line| line.strip_prefix("# prints: "))
            .map(str::to_owned)
            .collect(),
    };
    fenced.map(block).collect()
}

/// All blocks in one script, stopped by the first failure, with a mark before the output of each.
fn script_of(blocks: &[Block]) -> String {
    let mut script = String::from("set -euo pipefail\ntrap 'kill \"${SERVER:-}\" 2>/dev/null || true' EXIT\n");
    for (number, block) in blocks.iter().enumerate() {
        writeln!(script, "printf '\\n%s\\n' '{BLOCK}{number}'\n{}", block.script).unwrap();
    }
    script
}

/// Whether a line is what the page says, `…` standing for anything.
fn is_as_said(line: &str, said: &str) -> bool {
    let mut parts: Vec<&str> = said.split('…').collect();
    let first = parts.remove(0);
    let Some(last) = parts.pop() else { return line == said };
    let Some(mut rest) = line.strip_prefix(first) else {
        return false;
    };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

#[test]
fn an_ellipsis_stands_for_anything() {
    assert!(is_as_said("abc", "abc") && is_as_said("abc", "a…c") && is_as_said("abc", "a…") && is_as_said("abc", "…"));
    assert!(is_as_said("abcbc", "a…c…c") && is_as_said("abcbc", "a…c"));
    assert!(!is_as_said("abc", "ab") && !is_as_said("abc", "b…") && !is_as_said("abc", "a…d"));
}

/// Runs the blocks of a page against a server of its own, and compares what they print with what the page says.
fn prints_what_it_says(page: &str) {
    let page = fs::read_to_string(root().join(page)).unwrap();
    let blocks = blocks(&page);
    assert!(blocks.len() > 5);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let temporary = tempfile::tempdir().unwrap();
    let output = Command::new("timeout")
        .args([PAGE_TIMEOUT_SECONDS, "bash", "-c", &script_of(&blocks)])
        .current_dir(root())
        .env("REGIONAL_INPUT_BIN", acceptance::binary::program())
        .env("ADDRESS", free.to_string())
        .env("TMPDIR", temporary.path())
        .output()
        .unwrap();
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{}\n{stdout}\n{stderr}", output.status);
    let outputs: Vec<&str> = stdout.split(BLOCK).skip(1).collect();
    assert_eq!(outputs.len(), blocks.len(), "{stdout}");
    for (block, output) in blocks.iter().zip(outputs) {
        let mut lines = output.lines();
        for said in &block.prints {
            assert!(
                lines.any(|line| is_as_said(line, said)),
                "the page says that this prints\n  {said}\n\n{}\n\nit printed\n{output}\n{stderr}",
                block.script
            );
        }
    }
}

#[test]
fn the_commands_of_the_guide_print_what_the_page_says() {
    prints_what_it_says("docs/api-guide.md");
}

#[test]
fn the_commands_of_the_review_print_what_the_page_says() {
    prints_what_it_says("docs/review.md");
}
