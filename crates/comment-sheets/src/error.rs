//! What can be wrong with a mapping, a sheet, or one row; each message says how to mend it.

use std::io;

use crate::{Field, Purpose};

/// A `--map` that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// Not `field=column`.
    #[error("`{pair}` is not of the form field=column")]
    NotAPair {
        /// What was written.
        pair: String,
    },
    /// The left side is no field.
    #[error("`{field}` is not a field; on the left of `=` may stand: {}", field_names())]
    UnknownField {
        /// What was written.
        field: String,
    },
    /// The same field twice.
    #[error("`{field}` is mapped twice; name one column for it")]
    MappedTwice {
        /// The field.
        field: String,
    },
}

/// A sheet of which no row can be read.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// Reading failed.
    #[error("the sheet cannot be read")]
    Read(#[source] io::Error),
    /// Writing failed.
    #[error("the sheet cannot be written")]
    Write(#[source] io::Error),
    /// The workbook cannot be put together.
    #[error("the workbook cannot be written")]
    WriteXlsx(#[source] rust_xlsxwriter::XlsxError),
    /// Neither text nor a package of a kind that is read.
    #[error("the file is damaged, or none of CSV, XLSX and DOCX; save it as one of these")]
    NotAPackage,
    /// It has macros.
    #[error("the file has macros; save it without them, as .xlsx or .docx")]
    Macros,
    /// It is under a password, or in an old office format that is kept the same way.
    #[error("the file is protected by a password or in an old format; save it as .xlsx or .docx without a password")]
    Protected,
    /// It inflates to more than any sheet needs.
    #[error("the file holds more than a sheet may; leave out what is not the table")]
    TooLarge,
    /// There is no header row.
    #[error("the sheet is empty; its first row must name the columns")]
    Empty,
    /// The header row is not to be understood.
    #[error("the header row cannot be read: {problem}")]
    Header {
        /// What is wrong with it.
        problem: RowProblem,
    },
    /// The file is UTF-16, as some spreadsheet programs write "Unicode text".
    #[error("the sheet is UTF-16; save it as \"CSV UTF-8\"")]
    Utf16,
    /// The mapping names a column that is not there.
    #[error("there is no column `{column}` for `{field}`; the columns are: {}", columns.join(", "))]
    UnknownColumn {
        /// The field that was mapped.
        field: &'static str,
        /// The column it was mapped to.
        column: String,
        /// The columns of the sheet.
        columns: Vec<String>,
    },
    /// No column holds the text of the comments.
    #[error(
        "there is no column `text`; name one so, or map one with `text=<column>`; the columns are: {}",
        columns.join(", ")
    )]
    NoTextColumn {
        /// The columns of the sheet.
        columns: Vec<String>,
    },
    /// No column holds the dispositions of a matrix, or none tells of which comments they are.
    #[error(
        "there are no columns `number` and `disposition`, nor `MB/NC` and `Observations`; the columns are: {}",
        columns.join(", ")
    )]
    NoDispositions {
        /// The columns of the sheet.
        columns: Vec<String>,
    },
    /// A column whose name is nearly that of a field that keeps a comment from being read by too many.
    #[error(
        "column `{column}` is nearly `{field}`, but not read; say `--map {field}={column}` if it holds that, or `--map {field}=-` if not"
    )]
    NearlyNamed {
        /// The field.
        field: &'static str,
        /// The column.
        column: String,
    },
    /// A column that is needed is there twice.
    #[error("two columns are named `{column}`; rename one, or leave the field out with `{field}=-`")]
    DuplicateColumn {
        /// The field.
        field: &'static str,
        /// The name of both columns.
        column: String,
    },
}

/// One row that cannot be taken, and where it stands. The rows after it are read all the same.
#[derive(Debug, thiserror::Error)]
#[error("row {row} (line {line}): {problem}")]
pub struct RowError {
    /// Number of the row, from 1 for the first row of data.
    pub row: u64,
    /// Line of the file on which the row begins, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub problem: RowProblem,
}

/// What is wrong with a row or a cell.
#[derive(Debug, thiserror::Error)]
pub enum RowProblem {
    /// Reading failed; no row follows.
    #[error("the sheet cannot be read any further")]
    Read(#[source] io::Error),
    /// No comment.
    #[error("the row has no text; fill the text cell or remove the row")]
    MissingText,
    /// A cell is not UTF-8.
    #[error("cell {column} is not UTF-8; save the sheet as \"CSV UTF-8\"")]
    NotUtf8 {
        /// Number of the column, from 1.
        column: usize,
    },
    /// A line is not UTF-8.
    #[error("the line is not UTF-8; convert the file to UTF-8")]
    LineNotUtf8,
    /// More or fewer cells than columns.
    #[error("the row has {found} cells where the header has {expected}; quote cells that contain the separator")]
    WrongCellCount {
        /// Number of columns of the header.
        expected: usize,
        /// Number of cells of the row.
        found: usize,
    },
    /// A cell is over-long.
    #[error("cell {column} is longer than {max_bytes} bytes; shorten it, or close an open quotation mark before it")]
    CellTooLong {
        /// Number of the column, from 1.
        column: usize,
        /// The limit, in bytes.
        max_bytes: usize,
    },
    /// A field of a JSON line is over-long.
    #[error("`{key}` is longer than {max_bytes} bytes; shorten it")]
    ValueTooLong {
        /// The key.
        key: String,
        /// The limit, in bytes.
        max_bytes: usize,
    },
    /// A line is over-long.
    #[error("the line is longer than {max_bytes} bytes; write one object a line")]
    LineTooLong {
        /// The limit, in bytes.
        max_bytes: usize,
    },
    /// What a cell shows was computed, not written.
    #[error("cell {column} is a formula; put its value there as text")]
    Formula {
        /// Number of the column, from 1.
        column: usize,
    },
    /// A quotation mark is never closed, so that the row swallows the rest of the file.
    #[error("a quotation mark opened in this row is never closed; close it, or double it if it belongs to the text")]
    OpenQuote,
    /// The line is not JSON.
    #[error("the line is not JSON ({detail}); write one object a line")]
    InvalidJson {
        /// What the parser says, with the column.
        detail: String,
    },
    /// The line is JSON, but no object.
    #[error("the line is not a JSON object; write one object a line")]
    NotAnObject,
    /// A value is a list or an object.
    #[error("`{key}` is a list or an object; write a text")]
    NotAText {
        /// The key.
        key: String,
    },
    /// An export of ours without its last line, or with a wrong count.
    #[error("the export is incomplete: it announces {announced} rows, {found} are there; fetch it again")]
    Incomplete {
        /// What the last line says, or "an unknown number of".
        announced: String,
        /// How many rows were read.
        found: u64,
    },
    /// An instant without offset, and no time zone was given.
    #[error("`{text}` names no time zone; write the offset (2020-06-19T23:58:00Z) or give a time zone")]
    NoTimeZone {
        /// What was written.
        text: String,
    },
    /// Not a date or time.
    #[error("`{text}` is not a date and time; write it as 2020-06-19T23:58:00Z")]
    NotAnInstant {
        /// What was written.
        text: String,
    },
}

impl SheetError {
    /// The columns that a purpose needs are not there.
    pub(crate) const fn no_columns(purpose: Purpose, columns: Vec<String>) -> Self {
        match purpose {
            Purpose::Input => Self::NoTextColumn { columns },
            Purpose::Review => Self::NoDispositions { columns },
        }
    }
}

impl RowProblem {
    /// Returns a stable name for reports.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Read(_) => "unreadable",
            Self::MissingText => "missing_text",
            Self::NotUtf8 { .. } | Self::LineNotUtf8 => "not_utf8",
            Self::WrongCellCount { .. } => "wrong_cell_count",
            Self::CellTooLong { .. } | Self::ValueTooLong { .. } => "cell_too_long",
            Self::LineTooLong { .. } => "line_too_long",
            Self::Formula { .. } => "formula",
            Self::OpenQuote => "open_quote",
            Self::InvalidJson { .. } => "invalid_json",
            Self::NotAnObject => "not_an_object",
            Self::NotAText { .. } => "not_a_text",
            Self::Incomplete { .. } => "incomplete_export",
            Self::NoTimeZone { .. } => "no_time_zone",
            Self::NotAnInstant { .. } => "not_an_instant",
        }
    }
}

fn field_names() -> String {
    Field::of(Purpose::Input)
        .map(Field::name)
        .collect::<Vec<_>>()
        .join(", ")
}
