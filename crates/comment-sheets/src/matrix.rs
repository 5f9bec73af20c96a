//! The comment resolution matrix as a file: rows of comments, the threads behind them, and what is said of the file.

mod disposition_words;
mod docx;
mod json;
mod json_ld;
mod markdown;
mod observations;
mod parts;
mod proposed_change;
mod xlsx;

use std::str::FromStr;

use jiff::Timestamp;
use serde::Serialize;

use crate::export::write_all;
use crate::{CsvExport, ExportMeta, ExportRow, ExportWriter, NdjsonExport, SheetError, TIME_ZONE};

pub(crate) use disposition_words::disposition_named;
pub(crate) use observations::Observations;
pub(crate) use proposed_change::{ProposedChange, iso_type, type_of_iso};

/// By these names every format that people read says of which proposal it is.
pub(crate) const PROPOSAL_ID: &str = "Proposal id";
/// And of which log position.
pub(crate) const LOG_POSITION: &str = "Log position";

/// A matrix, already reduced to what its reader may see (R15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixSheet {
    /// What the file says of itself.
    #[serde(flatten)]
    pub meta: ExportMeta,
    /// The proposal's title.
    pub title: String,
    /// Comments in reading order; then submissions without a comment.
    pub rows: Vec<ExportRow>,
    /// What was said about the comments, in their order.
    pub threads: Vec<ThreadRow>,
}

/// One thing that was said about a comment. What is for members only is there for members only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ThreadRow {
    /// Number of the comment.
    pub number: String,
    /// What was said: `disposition_proposed`, `member_view`, `deferred`, `disposition_published`, `answer`.
    pub kind: String,
    /// Who said it: a code, or empty for the members together and for a state that may not be known.
    pub by: String,
    /// The disposition, view or answer.
    pub says: String,
    /// The response, note or justification.
    pub text: Option<String>,
    /// When; absent where that could point to a state that may not be known.
    pub at: Option<Timestamp>,
}

/// Name and description of every column of the threads.
#[must_use]
pub const fn thread_columns() -> [(&'static str, &'static str); 6] {
    [
        ("number", "Number of the comment that it is about."),
        (
            "kind",
            "disposition_published and answer for whoever sees the comment; disposition_proposed, member_view and deferred for members only.",
        ),
        (
            "by",
            "ISO 3166-1 alpha-3 code of who said it. Empty for the members together, and for a state that the reader may not know.",
        ),
        ("says", "The disposition, the view or the answer."),
        ("text", "The response, the note or the justification."),
        (
            "at",
            "When. Empty on the answer of a state that the reader may not know.",
        ),
    ]
}

impl ThreadRow {
    /// The cells, in the order of [`thread_columns`].
    pub(crate) fn cells(&self) -> [String; 6] {
        [
            self.number.clone(),
            self.kind.clone(),
            self.by.clone(),
            self.says.clone(),
            self.text.clone().unwrap_or_default(),
            self.at.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// A file format of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum SheetFormat {
    /// Comma-separated values; threads are left to the other formats.
    Csv,
    /// A workbook: matrix, threads, and a description of the columns.
    Xlsx,
    /// The eight columns of the ISO/IEC template for comments, on pages that lie on their side.
    Docx,
    /// Markdown.
    Markdown,
    /// One JSON object.
    Json,
    /// One JSON object a line; threads are left to the other formats.
    Ndjson,
    /// W3C Web Annotations.
    JsonLd,
}

impl SheetFormat {
    /// Every format.
    pub const ALL: [Self; 7] = [
        Self::Csv,
        Self::Xlsx,
        Self::Docx,
        Self::Markdown,
        Self::Json,
        Self::Ndjson,
        Self::JsonLd,
    ];

    /// Its name, which is also the ending of file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::JsonLd => "jsonld",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
            Self::JsonLd => "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"",
        }
    }

    /// The media type without parameters.
    #[must_use]
    pub fn essence(self) -> &'static str {
        let (essence, _) = self.media_type().split_once(';').unwrap_or((self.media_type(), ""));
        essence
    }
}

/// Not the name of a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the formats are {}", SheetFormat::ALL.map(SheetFormat::name).join(", "))]
pub struct UnknownFormat;

impl FromStr for SheetFormat {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let mut formats = Self::ALL.into_iter();
        formats.find(|format| format.name() == name).ok_or(UnknownFormat)
    }
}

/// A comment's number or its speaker, and below it the group that it speaks for and that it came late.
fn with_remarks(number: &str, row: &ExportRow) -> String {
    let group = row.on_behalf_of.as_ref().map(|group| format!("(on behalf of {group})"));
    let late = (row.late == Some(true)).then(|| "(late)".to_owned());
    let number = Some(number.to_owned()).filter(|number| !number.is_empty());
    [number, group, late]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
}

impl MatrixSheet {
    /// Writes the whole file; it is never truncated.
    ///
    /// # Errors
    ///
    /// [`SheetError::Write`] or [`SheetError::WriteXlsx`].
    pub fn write(&self, format: SheetFormat) -> Result<Vec<u8>, SheetError> {
        match format {
            SheetFormat::Csv => self.lines(CsvExport::new(self.meta.clone())),
            SheetFormat::Ndjson => self.lines(NdjsonExport::new(self.meta.clone())),
            SheetFormat::Xlsx => xlsx::write(self),
            SheetFormat::Docx => docx::write(self),
            SheetFormat::Markdown => Ok(markdown::write(self).into_bytes()),
            SheetFormat::Json => json::write(self),
            SheetFormat::JsonLd => json_ld::write(self),
        }
    }

    fn lines(&self, writer: impl ExportWriter) -> Result<Vec<u8>, SheetError> {
        let mut out = Vec::new();
        write_all(&mut out, writer, &self.rows).map_err(SheetError::Write)?;
        Ok(out)
    }

    /// What every format that people read says of the file, as pairs of name and value.
    pub(crate) fn about(&self) -> [(&'static str, String); 5] {
        [
            ("Proposal", self.title.clone()),
            (PROPOSAL_ID, self.meta.proposal_id.clone()),
            (LOG_POSITION, self.meta.as_of_log_position.to_string()),
            ("Instant of that position", self.meta.as_of_instant.to_string()),
            ("Time zone of all instants", TIME_ZONE.to_owned()),
        ]
    }
}
