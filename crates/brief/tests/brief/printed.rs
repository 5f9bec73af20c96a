//! What `LibreOffice` prints of the longest brief, and of one in a language with wide letters.
//!
//! Where there is no `LibreOffice` the test says so and passes, unless `REGIONAL_INPUT_TEST_OFFICE=required`.
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::path::Path;
use std::process::Command;

use comment_sheets::LANGUAGES;
use comment_sheets::document::to_docx;

use crate::fixtures::LATER;
use crate::{crowded, look};

fn has_office() -> bool {
    let found = Command::new("libreoffice").arg("--version").output();
    let found = found.is_ok_and(|output| output.status.success());
    let required = option_env!("REGIONAL_INPUT_TEST_OFFICE") == Some("required");
    assert!(
        found || !required,
        "libreoffice is not installed, and this run requires it"
    );
    if !found {
        println!("skipped: libreoffice is not installed");
    }
    found
}

/// Prints every DOCX file of a directory.
fn print(directory: &Path, files: &[String]) {
    let profile = format!("-env:UserInstallation=file://{}", directory.join("profile").display());
    let output = Command::new("libreoffice")
        .current_dir(directory)
        .args([profile.as_str(), "--headless", "--norestore", "--convert-to", "pdf"])
        .args(files)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The pages of a PDF: its objects of type `Page` (ISO 32000-1, 7.7.3.3).
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let objects = text.split("/Type/Page").skip(1);
    objects.filter(|rest| !rest.starts_with('s')).count()
}

#[test]
fn the_longest_brief_is_printed_on_two_pages_in_every_language() {
    if !has_office() {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let files = LANGUAGES.map(|language| format!("{language}.docx"));
    look(&crowded(), LATER, |_, printed| {
        for (language, file) in LANGUAGES.iter().zip(&files) {
            std::fs::write(directory.path().join(file), to_docx(&printed(language)).unwrap()).unwrap();
        }
    });
    print(directory.path(), &files);
    for language in LANGUAGES {
        let pdf = std::fs::read(directory.path().join(format!("{language}.pdf"))).unwrap();
        assert_eq!(pages(&pdf), 2, "{language}");
    }
}
