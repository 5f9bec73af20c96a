//! Writing CSV.

use std::io::{self, Write};

use super::BYTE_ORDER_MARK;
use super::columns::COLUMNS;
use super::guard::guarded;
use crate::export::write_all;
use crate::{ExportMeta, ExportRow, ExportWriter};

/// Writes CSV: UTF-8 with byte order mark, comma, CRLF, a header row; [`csv_columns`](crate::csv_columns) describes the
/// columns. Log position, its instant and the time zone stand on every row, so that any tool reads the file as it is.
#[derive(Debug)]
pub struct CsvExport {
    meta: ExportMeta,
}

impl CsvExport {
    /// Makes a writer for one file.
    #[must_use]
    pub const fn new(meta: ExportMeta) -> Self {
        Self { meta }
    }
}

impl ExportWriter for CsvExport {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(BYTE_ORDER_MARK)?;
        write_record(out, COLUMNS.iter().map(|column| column.name))
    }

    fn row(&mut self, out: &mut dyn Write, row: &ExportRow) -> io::Result<()> {
        let cells: Vec<_> = COLUMNS.iter().map(|column| (column.cell)(row, &self.meta)).collect();
        write_record(out, cells.iter().map(|cell| guarded(cell)))
    }

    fn end(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a whole CSV file and returns the number of rows.
///
/// # Errors
///
/// Those of `out`.
pub fn write_csv(mut out: impl Write, meta: &ExportMeta, rows: impl IntoIterator<Item = ExportRow>) -> io::Result<u64> {
    write_all(&mut out, CsvExport::new(meta.clone()), rows)
}

fn write_record(out: &mut dyn Write, cells: impl Iterator<Item = impl AsRef<str>>) -> io::Result<()> {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        write_cell(out, cell.as_ref())?;
    }
    out.write_all(b"\r\n")
}

fn write_cell(out: &mut dyn Write, cell: &str) -> io::Result<()> {
    if cell.contains([',', '"', '\r', '\n', ';', '\t']) || cell.trim().len() != cell.len() {
        write!(out, "\"{}\"", cell.replace('"', "\"\""))
    } else {
        out.write_all(cell.as_bytes())
    }
}
