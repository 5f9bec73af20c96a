//! A filled sheet of any kind as rows: CSV, XLSX or DOCX, by what the file is, not by what it is called.

mod docx;
mod grid;
mod header;
mod xlsx;

use std::collections::BTreeSet;

use crate::ooxml::PackageIn;
use crate::{Field, ImportRow, Mapping, RowError, SheetError, read_csv};

/// What a file begins with if it is a ZIP package.
const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
/// What a file begins with if it is a compound file: an old office format, or one under a password.
const COMPOUND_MAGIC: &[u8] = b"\xD0\xCF\x11\xE0";

/// The kind of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    /// Comma-separated values.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
    /// An Office Open XML document.
    Docx,
}

/// A sheet that was read.
#[derive(Debug)]
pub struct SheetIn {
    /// What it is.
    pub kind: SheetKind,
    /// Number of each row, from 1 for the first below the header, and the row, or what is wrong with it.
    pub rows: Vec<(u64, Result<ImportRow, RowError>)>,
    /// The fields that it has a column for. It says nothing of the others.
    pub fields: BTreeSet<Field>,
    /// The columns that no field is read from.
    pub unused_columns: Vec<String>,
    /// Lines below the header that hold a note instead of a row.
    pub notes: Vec<u64>,
}

/// Tells what a file is by its first bytes and, for a package, by its parts.
///
/// # Errors
///
/// [`SheetError`] if it is none of the kinds that are read, has macros or a password, or inflates to too much.
pub fn kind_of(bytes: &[u8]) -> Result<SheetKind, SheetError> {
    if bytes.starts_with(COMPOUND_MAGIC) {
        return Err(SheetError::Protected);
    }
    if !bytes.starts_with(ZIP_MAGIC) {
        return Ok(SheetKind::Csv);
    }
    let package = PackageIn::open(bytes)?;
    if package.has("xl/workbook.xml") {
        Ok(SheetKind::Xlsx)
    } else if package.has("word/document.xml") {
        Ok(SheetKind::Docx)
    } else {
        Err(SheetError::NotAPackage)
    }
}

/// Reads a sheet.
///
/// # Errors
///
/// [`SheetError`] if no row of it can be read.
pub fn read_sheet(bytes: &[u8], mapping: &Mapping) -> Result<SheetIn, SheetError> {
    match kind_of(bytes)? {
        SheetKind::Csv => {
            let rows = read_csv(bytes, mapping)?;
            let (fields, unused_columns) = (rows.fields(), rows.unused_columns().to_vec());
            Ok(SheetIn {
                kind: SheetKind::Csv,
                rows: rows.collect(),
                fields,
                unused_columns,
                notes: Vec::new(),
            })
        }
        SheetKind::Xlsx => xlsx::read(bytes)?.rows(SheetKind::Xlsx, mapping),
        SheetKind::Docx => docx::read(bytes, mapping),
    }
}
