//! What DOCX and XLSX have in common: a ZIP package of XML parts.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::SheetError;

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
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        zip.start_file(part.name, options).map_err(zip_failed)?;
        zip.write_all(part.content.as_bytes()).map_err(SheetError::Write)?;
    }
    zip.finish().map(Cursor::into_inner).map_err(zip_failed)
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
