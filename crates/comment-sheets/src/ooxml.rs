//! What DOCX and XLSX have in common: a ZIP package of XML parts.

mod package_in;

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::SheetError;

pub(crate) use package_in::PackageIn;

/// A part of a package.
pub(crate) struct Part<'a> {
    name: &'a str,
    content: &'a str,
}

impl<'a> Part<'a> {
    pub(crate) const fn new(name: &'a str, content: &'a str) -> Self {
        Self { name, content }
    }
}

/// Packs the parts. The time of every entry is the earliest that ZIP knows, so that the same parts give the same bytes.
pub(crate) fn package(parts: &[Part<'_>]) -> Result<Vec<u8>, SheetError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        zip.start_file(part.name, options()).map_err(zip_failed)?;
        zip.write_all(part.content.as_bytes()).map_err(SheetError::Write)?;
    }
    zip.finish().map(Cursor::into_inner).map_err(zip_failed)
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
}

fn zip_failed(error: zip::result::ZipError) -> SheetError {
    SheetError::Write(error.into())
}

/// Appends a text, escaped. A character that XML 1.0 cannot hold becomes U+FFFD, so that its loss is seen.
pub(crate) fn push_text(xml: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => xml.push(letter),
            '\u{FFFE}' | '\u{FFFF}' => xml.push('\u{FFFD}'),
            control if control < ' ' => xml.push('\u{FFFD}'),
            other => xml.push(other),
        }
    }
}

/// Leaves the parts that tell of author, program and time out of a workbook. Rows keep growing with their text: the
/// writer fixes every height that it is told, so that what people write into a cell would be cut off.
pub(crate) fn tidied_workbook(bytes: &[u8]) -> Result<Vec<u8>, SheetError> {
    let mut from = ZipArchive::new(Cursor::new(bytes)).map_err(zip_failed)?;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for index in 0..from.len() {
        let mut part = from.by_index(index).map_err(zip_failed)?;
        let name = part.name().map_err(zip_failed)?.into_owned();
        if name.starts_with("docProps/") {
            continue;
        }
        let is_sheet = name.starts_with("xl/worksheets/");
        if !is_sheet && !matches!(name.as_str(), "[Content_Types].xml" | "_rels/.rels") {
            to.raw_copy_file(part).map_err(zip_failed)?;
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text).map_err(SheetError::Write)?;
        let text = if is_sheet {
            text.replace(r#" customHeight="1""#, "")
        } else {
            without_elements_about(&text, "docProps/")
        };
        to.start_file(name, options()).map_err(zip_failed)?;
        to.write_all(text.as_bytes()).map_err(SheetError::Write)?;
    }
    to.finish().map(Cursor::into_inner).map_err(zip_failed)
}

/// Leaves out the empty elements that contain a text.
fn without_elements_about(xml: &str, text: &str) -> String {
    let elements = xml.split_inclusive("/>");
    elements
        .map(|element| match element.rfind('<') {
            Some(start) if element.contains(text) => element.split_at_checked(start).map_or(element, |(kept, _)| kept),
            _ => element,
        })
        .collect()
}
