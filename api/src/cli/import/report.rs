//! What became of every row.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::landing::{Change, Landed};
use super::rows::{Refusal, Row, Sheet};

/// One line a row, in the order of the sheet.
pub(super) struct Report {
    dry_run: bool,
    unused_columns: Vec<String>,
    lines: Vec<RowReport>,
}

/// What is said of a row.
#[derive(Debug, Serialize)]
struct RowReport {
    /// From 1, without the header.
    row: u64,
    /// Of the file, from 1.
    line: u64,
    state: Option<String>,
    reference: Option<String>,
    result: &'static str,
    code: Option<String>,
    reason: Option<String>,
    /// The number that the comment has.
    comment: Option<String>,
}

/// The last line.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    dry_run: bool,
    rows: usize,
    entered: usize,
    unchanged: usize,
    revised: usize,
    pub(super) refused: usize,
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
    pub(super) fn of(sheet: &Sheet, dry_run: bool) -> Self {
        let line = |row: &Row| RowReport {
            row: row.number,
            line: row.line,
            state: row.state.clone(),
            reference: row.reference.clone(),
            result: NOT_SENT,
            code: None,
            reason: None,
            comment: None,
        };
        Self {
            dry_run,
            unused_columns: sheet.unused_columns.clone(),
            lines: sheet.rows.iter().map(line).collect(),
        }
    }

    /// A row was refused.
    pub(super) fn refuse(&mut self, row: usize, refusal: Refusal) {
        if let Some(line) = self.lines.get_mut(row) {
            line.result = REFUSED;
            (line.code, line.reason) = (Some(refusal.code), Some(refusal.reason));
        }
    }

    /// A row is in the log, or would be.
    pub(super) fn land(&mut self, row: usize, landed: Landed) {
        if let Some(line) = self.lines.get_mut(row) {
            line.result = landed.change.as_str(self.dry_run);
            line.comment = landed.number;
        }
    }

    /// The lines as JSON.
    pub(super) fn lines(&self) -> serde_json::Result<Vec<String>> {
        self.lines.iter().map(serde_json::to_string).collect()
    }

    /// The counts.
    pub(super) fn summary(&self, took: Duration) -> Summary {
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
