//! What we export, opened and saved by `LibreOffice`, comes back in without a change.
//!
//! Where there is no `LibreOffice` the test says so and passes, unless `REGIONAL_INPUT_TEST_OFFICE=required`.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests may fail loudly"
)]

mod common;

use std::path::Path;
use std::process::Command;

use comment_sheets::{ImportRow, Mapping, SheetFormat, read_sheet};
use common::{matrix, row};

/// The rows, without their place in the file.
fn rows(bytes: &[u8], mapping: &Mapping) -> Vec<ImportRow> {
    let read = read_sheet(bytes, mapping).unwrap();
    let rows = read.rows.into_iter().map(|(_, row)| row.unwrap());
    // A spreadsheet program writes `FALSE` for `false`; both mean the same.
    let plain = |row: ImportRow| ImportRow {
        line: 0,
        ad_referendum: row.ad_referendum.map(|flag| flag.to_lowercase()),
        ..row
    };
    rows.map(plain).collect()
}

fn has_office() -> bool {
    let found = Command::new("libreoffice").arg("--version").output();
    let found = found.is_ok_and(|output| output.status.success());
    assert!(
        found || !is_required(),
        "libreoffice is not installed, and this run requires it"
    );
    if !found {
        println!("skipped: libreoffice is not installed");
    }
    found
}

/// Opens the file, saves it in its own format and reads the copy. `None` where the part of the suite that knows the
/// format is not installed (Debian has a package for each), unless it is required.
fn resaved(directory: &Path, extension: &str) -> Option<Vec<u8>> {
    let profile = format!("-env:UserInstallation=file://{}", directory.join("profile").display());
    let csv = extension == "csv";
    // Comma, quotation mark, UTF-8: what a person chooses in the dialogue, and finds chosen, for our file.
    let read = ["--infilter=CSV:44,34,76,1"];
    let written = if csv {
        "csv:Text - txt - csv (StarCalc):44,34,76"
    } else {
        extension
    };
    let output = Command::new("libreoffice")
        .args([profile.as_str(), "--headless", "--norestore"])
        .args(read.iter().filter(|_| csv))
        .args(["--convert-to", written, "--outdir"])
        .arg(directory.join("saved"))
        .arg(directory.join(format!("matrix.{extension}")))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let saved = std::fs::read(directory.join("saved").join(format!("matrix.{extension}"))).ok();
    assert!(saved.is_some() || !is_required(), "{extension} was not saved: {said}");
    if saved.is_none() {
        println!("skipped: this libreoffice does not save {extension}: {said}");
    }
    saved
}

fn is_required() -> bool {
    option_env!("REGIONAL_INPUT_TEST_OFFICE") == Some("required")
}

#[test]
fn what_libreoffice_saves_comes_back_in_without_a_change() {
    if !has_office() {
        return;
    }
    let mut sheet = matrix();
    sheet.rows.extend((10..20).map(row));
    sheet.rows[4].text =
        Some("“Smart” quotes, ‘both’ – and dashes — 국가 Türkiye ñ\n\n+ a second paragraph\n-3".to_owned());
    let directory = tempfile::tempdir().unwrap();
    for format in [SheetFormat::Xlsx, SheetFormat::Docx, SheetFormat::Csv] {
        let written = sheet.write(format).unwrap();
        let name = format!("matrix.{}", format.name());
        std::fs::write(directory.path().join(&name), &written).unwrap();
        let Some(saved) = resaved(directory.path(), format.name()) else {
            continue;
        };
        assert_ne!(saved, written, "{name} was saved by another program");
        for mapping in [Mapping::default(), Mapping::review()] {
            let (saved, written) = (rows(&saved, &mapping), rows(&written, &mapping));
            for (saved, written) in saved.iter().zip(&written) {
                assert_eq!(saved, written, "{name}");
            }
            assert_eq!(saved.len(), written.len(), "{name}");
        }
    }
}
