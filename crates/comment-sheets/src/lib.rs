//! Comment sheets, matrices and documents out and in: CSV, JSON Lines, XLSX, DOCX, Markdown, JSON; pure.
//!
//! Out: rows of plain values ([`ExportRow`]) become a file, page by page ([`ExportWriter`]) or at once ([`write_csv`],
//! [`write_ndjson`]). In: a file becomes rows of plain texts ([`ImportRow`]), one after another, a bad row being an
//! error of its own ([`RowError`]) that does not stop the others. What a row means is for the caller: this crate knows
//! no rules, reads no clock and opens no file. Each format is one module over the same two row types. [`MatrixSheet`]
//! is a whole export in any format, [`read_sheet`] reads any filled sheet, [`document`] has what is written as text.

mod csv_sheet;
pub mod document;
mod error;
mod export;
mod field;
mod import;
mod jsonl;
mod mapping;
mod matrix;
mod ooxml;
mod received_at;
mod sheet_in;
mod words;

pub use csv_sheet::{CsvExport, CsvRows, MAX_CELL_BYTES, MAX_HEADER_BYTES, csv_columns, read_csv, write_csv};
pub use error::{MappingError, RowError, RowProblem, SheetError};
pub use export::{ExportMeta, ExportRow, ExportWriter, TIME_ZONE};
pub use field::{Field, Purpose};
pub use import::ImportRow;
pub use jsonl::{JsonlRows, MAX_LINE_BYTES, NdjsonExport, read_jsonl, write_ndjson};
pub use mapping::Mapping;
pub use matrix::{MatrixSheet, SheetFormat, ThreadRow, UnknownFormat, thread_columns};
pub use received_at::parse_received_at;
pub use sheet_in::{SheetIn, SheetKind, kind_of, read_sheet};
pub use words::{Arg, LANGUAGES, Words, words};
