//! Writing JSON Lines.

use std::io::{self, Write};

use serde::Serialize;

use super::{KIND_END, KIND_EXPORT};
use crate::export::write_all;
use crate::{ExportMeta, ExportRow, ExportWriter, TIME_ZONE};

/// Grows when a field changes its meaning or goes; new fields do not count.
const FORMAT_VERSION: u32 = 1;

/// Writes JSON Lines: first `{"kind":"export", …}` with log position and time zone, then one object a row with the
/// names of the CSV columns (`kind` is `comment`, or `submission` for one without comments), last
/// `{"kind":"end","rows":n}`. A file without that last line is incomplete.
#[derive(Debug)]
pub struct NdjsonExport {
    meta: ExportMeta,
    rows: u64,
}

#[derive(Serialize)]
struct FirstLine<'a> {
    kind: &'static str,
    format_version: u32,
    #[serde(flatten)]
    meta: &'a ExportMeta,
    time_zone: &'static str,
}

#[derive(Serialize)]
struct RowLine<'a> {
    kind: &'static str,
    #[serde(flatten)]
    row: &'a ExportRow,
}

#[derive(Serialize)]
struct LastLine {
    kind: &'static str,
    rows: u64,
}

impl NdjsonExport {
    /// Makes a writer for one file.
    #[must_use]
    pub const fn new(meta: ExportMeta) -> Self {
        Self { meta, rows: 0 }
    }
}

impl ExportWriter for NdjsonExport {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let line = FirstLine {
            kind: KIND_EXPORT,
            format_version: FORMAT_VERSION,
            meta: &self.meta,
            time_zone: TIME_ZONE,
        };
        write_line(out, &line)
    }

    fn row(&mut self, out: &mut dyn Write, row: &ExportRow) -> io::Result<()> {
        self.rows += 1;
        let kind = if row.text.is_some() { "comment" } else { "submission" };
        write_line(out, &RowLine { kind, row })
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write_line(
            out,
            &LastLine {
                kind: KIND_END,
                rows: self.rows,
            },
        )
    }
}

/// Writes a whole JSON Lines file and returns the number of rows.
///
/// # Errors
///
/// Those of `out`.
pub fn write_ndjson(
    mut out: impl Write,
    meta: &ExportMeta,
    rows: impl IntoIterator<Item = ExportRow>,
) -> io::Result<u64> {
    write_all(&mut out, NdjsonExport::new(meta.clone()), rows)
}

fn write_line(out: &mut dyn Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
