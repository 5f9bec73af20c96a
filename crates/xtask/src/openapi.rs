//! `cargo xtask openapi [--check]`: the committed contract, as the program itself prints it.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::{process, program, workspace};

/// The committed document, relative to the workspace root.
const DOCUMENT: &str = "api/openapi.json";

/// How many differing lines are shown.
const SHOWN_LINES: usize = 10;

/// Writes the document.
pub(crate) fn write() -> Result<()> {
    let printed = printed()?;
    let path = workspace::root().join(DOCUMENT);
    fs::write(&path, printed).with_context(|| format!("cannot write {DOCUMENT}"))?;
    println!("wrote {DOCUMENT}");
    Ok(())
}

/// Fails if the committed document is not what the program prints.
pub(crate) fn check() -> Result<()> {
    let path = workspace::root().join(DOCUMENT);
    let committed = fs::read_to_string(&path)
        .with_context(|| format!("cannot read {DOCUMENT}; `cargo xtask openapi` writes it"))?;
    match difference(&committed, &printed()?) {
        None => {
            println!("{DOCUMENT} is what the program prints");
            Ok(())
        }
        Some(difference) => bail!(
            "{DOCUMENT} is not what the program prints; `cargo xtask openapi` writes it anew. First differences \
             (- committed, + printed):\n{difference}"
        ),
    }
}

/// Runs the program's `openapi` command, which needs neither database nor configuration.
fn printed() -> Result<String> {
    let program = program::build()?;
    let mut text = process::output_of(&mut process::program(program.as_str(), &["openapi"]))?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// Returns the first differing lines, or nothing if the texts are equal.
fn difference(committed: &str, printed: &str) -> Option<String> {
    if committed == printed {
        return None;
    }
    let mut report = String::new();
    let mut shown = 0;
    let (mut left, mut right) = (committed.split('\n'), printed.split('\n'));
    for number in 1.. {
        let pair = (left.next(), right.next());
        if pair == (None, None) || shown == SHOWN_LINES {
            break;
        }
        if pair.0 == pair.1 {
            continue;
        }
        shown += 1;
        for (sign, line) in [('-', pair.0), ('+', pair.1)] {
            if let Some(line) = line {
                // Writing into a String cannot fail.
                let _ = writeln!(report, "{number:>6} {sign} {line}");
            }
        }
    }
    Some(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_documents_do_not_differ() {
        assert_eq!(difference("{}\n", "{}\n"), None);
    }

    #[test]
    fn the_first_differing_line_is_named() {
        let report = difference("{\n  \"a\": 1\n}\n", "{\n  \"a\": 2\n}\n").unwrap();
        assert_eq!(report, "     2 -   \"a\": 1\n     2 +   \"a\": 2\n");
    }

    #[test]
    fn a_missing_end_is_a_difference() {
        assert_eq!(difference("{}\n", "{}"), Some("     2 - \n".to_owned()));
    }

    #[test]
    fn a_wholly_different_document_is_cut_short() {
        let long = "x\n".repeat(1000);
        let report = difference(&long, &"y\n".repeat(1000)).unwrap();
        assert_eq!(report.lines().count(), 2 * SHOWN_LINES);
    }
}
