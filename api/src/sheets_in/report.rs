//! What became of every row.

use std::collections::BTreeMap;
use std::time::Duration;

use comment_sheets::{ImportRow, RowError, SheetIn};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::landing::{Change, Landed};
use super::rows::{Refusal, Row, Sheet};

/// One line a row, in the order of the sheet.
pub(crate) struct Report {
    dry_run: bool,
    unused_columns: Vec<String>,
    lines: Vec<RowReport>,
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowReport {
    /// Number of the row, from 1 for the first below the header.
    #[schema(example = 1)]
    row: u64,
    /// Line of the file, or row of the table, from 1.
    #[schema(example = 2)]
    line: u64,
    /// The state as the row names it.
    #[schema(example = "FJI")]
    state: Option<String>,
    /// The row's own reference.
    #[schema(example = "row 1")]
    reference: Option<String>,
    /// `lodged`, `entered`, `revised`, `proposed`, `agreed`, `unchanged`, `refused` or `not_sent`; with `dry_run`
    /// `would_lodge`, `would_enter`, `would_revise`, `would_propose`, `would_agree`.
    #[schema(example = "lodged")]
    result: &'static str,
    /// Why it is refused, as a code.
    #[schema(example = "unknown_paragraph")]
    code: Option<String>,
    /// Why it is refused, in words.
    reason: Option<String>,
    /// The number that the comment has.
    #[schema(example = "FJI-001")]
    comment: Option<String>,
}

impl RowReport {
    /// A row of which nobody has said anything yet.
    const fn at(row: u64, line: u64) -> Self {
        Self {
            row,
            line,
            state: None,
            reference: None,
            result: NOT_SENT,
            code: None,
            reason: None,
            comment: None,
        }
    }
}

/// The last line.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    dry_run: bool,
    rows: usize,
    entered: usize,
    unchanged: usize,
    revised: usize,
    pub(crate) refused: usize,
    /// Rows that came after what stopped the import, and those it stopped at.
    not_sent: usize,
    by_code: BTreeMap<String, u64>,
    unused_columns: Vec<String>,
    seconds: f64,
}

/// Result of a row that was refused.
const REFUSED: &str = "refused";

/// Result of a row that nobody has said anything of.
const NOT_SENT: &str = "not_sent";

impl Report {
    /// Every row, before anything became of it.
    pub(crate) fn of(sheet: &Sheet, dry_run: bool) -> Self {
        let line = |row: &Row| RowReport {
            state: row.state.clone(),
            reference: row.reference.clone(),
            ..RowReport::at(row.number, row.line)
        };
        Self {
            dry_run,
            unused_columns: sheet.unused_columns.clone(),
            lines: sheet.rows.iter().map(line).collect(),
        }
    }

    /// As [`Report::of`], of a matrix; a row is told by the number that it has.
    pub(crate) fn of_matrix(sheet: &SheetIn, dry_run: bool) -> Self {
        let line = |(number, row): &(u64, Result<ImportRow, RowError>)| match row {
            Ok(row) => RowReport {
                comment: row.number.clone(),
                ..RowReport::at(*number, row.line)
            },
            Err(error) => RowReport::at(*number, error.line),
        };
        Self {
            dry_run,
            unused_columns: sheet.unused_columns.clone(),
            lines: sheet.rows.iter().map(line).collect(),
        }
    }

    /// A row was refused.
    pub(crate) fn refuse(&mut self, row: usize, refusal: Refusal) {
        if let Some(line) = self.lines.get_mut(row) {
            line.result = REFUSED;
            (line.code, line.reason) = (Some(refusal.code), Some(refusal.reason));
        }
    }

    /// A row is in the log, or would be.
    pub(crate) fn land(&mut self, row: usize, landed: Landed) {
        if let Some(line) = self.lines.get_mut(row) {
            line.result = landed.change.as_str(self.dry_run);
            line.comment = landed.number;
        }
    }

    /// A row has one of the words for what a state or a member itself does.
    pub(crate) fn lodge(&mut self, row: usize, result: &'static str, number: Option<String>) {
        if let Some(line) = self.lines.get_mut(row) {
            (line.result, line.comment) = (result, number);
        }
    }

    /// A row has one of the words, and its comment is told already.
    pub(crate) fn tell(&mut self, row: usize, result: &'static str) {
        if let Some(line) = self.lines.get_mut(row) {
            line.result = result;
        }
    }

    /// How many rows are refused.
    pub(crate) fn refused(&self) -> usize {
        self.lines.iter().filter(|line| line.result == REFUSED).count()
    }

    /// The rows.
    pub(crate) fn into_lines(self) -> Vec<RowReport> {
        self.lines
    }

    /// The lines as JSON.
    pub(crate) fn lines(&self) -> serde_json::Result<Vec<String>> {
        self.lines.iter().map(serde_json::to_string).collect()
    }

    /// The counts.
    pub(crate) fn summary(&self, took: Duration) -> Summary {
        let changed = |change: Change| change.as_str(self.dry_run);
        let count = |result: &str| self.lines.iter().filter(|line| line.result == result).count();
        let mut by_code = BTreeMap::new();
        for code in self.lines.iter().filter_map(|line| line.code.clone()) {
            *by_code.entry(code).or_default() += 1;
        }
        Summary {
            dry_run: self.dry_run,
            rows: self.lines.len(),
            entered: count(changed(Change::Entered)),
            unchanged: count(changed(Change::Unchanged)),
            revised: count(changed(Change::Revised)),
            refused: count(REFUSED),
            not_sent: count(NOT_SENT),
            by_code,
            unused_columns: self.unused_columns.clone(),
            seconds: (took.as_secs_f64() * 1_000.0).round() / 1_000.0,
        }
    }
}

/// The digest by which a file is known as evidence: SHA-256, as 64 hexadecimal digits.
pub(crate) fn sha256_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
