//! What became of every row.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::landing::{Change, Landed};
use super::rows::{Refusal, Row};

/// One line a row, in the order of the sheet.
pub(super) struct Report {
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
    rows: usize,
    entered: usize,
    unchanged: usize,
    revised: usize,
    pub(super) refused: usize,
    by_code: BTreeMap<String, u64>,
    seconds: f64,
}

/// Result of a row that was refused.
const REFUSED: &str = "refused";

impl Report {
    /// Every row, before anything became of it.
    pub(super) fn of(rows: &[Row]) -> Self {
        let line = |row: &Row| RowReport {
            row: row.number,
            line: row.line,
            state: row.state.clone(),
            reference: row.reference.clone(),
            result: REFUSED,
            code: None,
            reason: None,
            comment: None,
        };
        Self {
            lines: rows.iter().map(line).collect(),
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
            line.result = landed.change.as_str();
            line.comment = landed.number;
        }
    }

    /// The lines as JSON.
    pub(super) fn lines(&self) -> serde_json::Result<Vec<String>> {
        self.lines.iter().map(serde_json::to_string).collect()
    }

    /// The counts.
    pub(super) fn summary(&self, took: Duration) -> Summary {
        let count = |result: &str| self.lines.iter().filter(|line| line.result == result).count();
        let mut by_code = BTreeMap::new();
        for code in self.lines.iter().filter_map(|line| line.code.clone()) {
            *by_code.entry(code).or_default() += 1;
        }
        Summary {
            rows: self.lines.len(),
            entered: count(Change::Entered.as_str()),
            unchanged: count(Change::Unchanged.as_str()),
            revised: count(Change::Revised.as_str()),
            refused: count(REFUSED),
            by_code,
            seconds: (took.as_secs_f64() * 1_000.0).round() / 1_000.0,
        }
    }
}
