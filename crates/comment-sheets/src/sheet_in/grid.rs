//! Rows of cells, from whatever file: the header is looked for, what people add around the table is left out.

use std::collections::{BTreeMap, BTreeSet};

use super::header::{Column, Header};
use super::{SheetIn, SheetKind};
use crate::matrix::{Observations, ProposedChange, type_of_iso};
use crate::{Field, ImportRow, MAX_CELL_BYTES, Mapping, RowError, RowProblem, SheetError};

/// Rows with content that are looked at for the header.
const HEADER_WITHIN: usize = 50;

/// What the cells of a file may hold together, in bytes: a text that it holds once may stand in any number of cells.
const MOST_HELD: usize = 64 * 1024 * 1024;

/// What a cell counts for beside its text, in bytes.
const CELL_ITSELF: usize = 32;

/// Fields that a cell merged over several rows says of each of them.
const SHARED: [Field; 13] = [
    Field::State,
    Field::Paragraph,
    Field::Language,
    Field::Type,
    Field::Position,
    Field::Audience,
    Field::Attribution,
    Field::OnBehalfOf,
    Field::ProposalId,
    Field::Disposition,
    Field::DuplicateOf,
    Field::Response,
    Field::AgreedWording,
];

/// A cell that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// Its text.
    Text(String),
    /// A formula, or the error that one gave: what it shows is not what somebody wrote.
    Formula,
}

/// What the cells of a file hold so far, each text as often as it stands in one.
#[derive(Debug, Default)]
pub(super) struct Held(usize);

impl Held {
    /// One more cell with this text.
    pub(super) fn add(&mut self, text: &str) -> Result<(), SheetError> {
        self.0 = self.0.saturating_add(text.len()).saturating_add(CELL_ITSELF);
        if self.0 > MOST_HELD {
            return Err(SheetError::TooLarge);
        }
        Ok(())
    }
}

/// A row that is not empty.
#[derive(Debug, Default)]
pub(super) struct GridRow {
    /// Its line in the file, from 1.
    pub(super) line: u64,
    /// Its cells by column, from 0.
    pub(super) cells: BTreeMap<usize, Cell>,
    /// What is merged into it from a row above.
    pub(super) merged: BTreeMap<usize, String>,
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) rows: Vec<GridRow>,
}

impl GridRow {
    /// The text of a cell, as far as it has one.
    pub(super) fn text(&self, column: usize) -> Option<&str> {
        match self.cells.get(&column) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }
}

impl Grid {
    /// The header, if there is one, and the place of its row.
    pub(super) fn header(&self, mapping: &Mapping) -> Result<Option<(usize, Header)>, SheetError> {
        for (place, row) in self.rows.iter().enumerate().take(HEADER_WITHIN) {
            if let Some(header) = Header::of(row, mapping)? {
                return Ok(Some((place, header)));
            }
        }
        Ok(None)
    }

    /// Reads the rows below the header.
    pub(super) fn rows(&self, kind: SheetKind, mapping: &Mapping) -> Result<SheetIn, SheetError> {
        let Some((place, header)) = self.header(mapping)? else {
            let columns = self
                .rows
                .first()
                .map(|row| row.cells.keys().filter_map(|at| row.text(*at)));
            return Err(match columns {
                None => SheetError::Empty,
                Some(columns) => SheetError::no_columns(
                    mapping.purpose(),
                    columns.map(|name| name.chars().take(64).collect()).collect(),
                ),
            });
        };
        let first = self.rows.get(place).map_or(0, |row| row.line);
        let mut sheet = SheetIn {
            kind,
            rows: Vec::new(),
            fields: header.fields(),
            unused_columns: header.unused.clone(),
            notes: Vec::new(),
        };
        for row in self.rows.iter().skip(place.saturating_add(1)) {
            let line = row.line;
            let number = line.saturating_sub(first);
            if header.is_note(row) {
                sheet.notes.push(line);
                continue;
            }
            let read = content(row, &header).map_err(|problem| RowError {
                row: number,
                line,
                problem,
            });
            sheet.rows.push((number, read));
        }
        Ok(sheet)
    }
}

fn content(row: &GridRow, header: &Header) -> Result<ImportRow, RowProblem> {
    let mut said: BTreeMap<Field, String> = BTreeMap::new();
    for (column, meaning) in header
        .columns
        .iter()
        .filter(|(_, meaning)| **meaning != Column::NotRead)
    {
        let cell = match row.cells.get(column) {
            Some(Cell::Formula) => {
                return Err(RowProblem::Formula {
                    column: column.saturating_add(1),
                });
            }
            Some(Cell::Text(text)) => text.clone(),
            None => match (meaning, row.merged.get(column)) {
                (Column::Field(field), Some(text)) if SHARED.contains(field) => text.clone(),
                (Column::MemberBody, Some(text)) => state_of(text).to_owned(),
                (Column::Observations, Some(text)) => text.clone(),
                _ => continue,
            },
        };
        if cell.len() > MAX_CELL_BYTES {
            return Err(RowProblem::CellTooLong {
                column: column.saturating_add(1),
                max_bytes: MAX_CELL_BYTES,
            });
        }
        take(&mut said, *meaning, cell);
    }
    ImportRow::from_cells(row.line, |field| Ok(said.remove(&field)))
}

fn take(said: &mut BTreeMap<Field, String>, meaning: Column, cell: String) {
    match meaning {
        Column::Field(field) => {
            said.insert(field, cell);
        }
        Column::Continued(field) => said.entry(field).or_default().push_str(&cell),
        // Below the first line ours says for which group, and that it came late.
        Column::MemberBody => {
            let first = cell.trim().lines().next().unwrap_or_default().trim_end();
            said.insert(Field::State, state_of(first).to_owned());
            if state_of(first).len() < first.len() {
                said.insert(Field::Number, first.to_owned());
            }
        }
        // Ours says "(rev. 1)" here; the clause of another is the paragraph, unless the next column names one.
        Column::Clause => {
            if !cell.trim().starts_with("(rev.") {
                said.entry(Field::Paragraph).or_insert(cell);
            }
        }
        Column::IsoType => {
            said.insert(Field::Type, type_of_iso(&cell).to_owned());
        }
        Column::ProposedChange => {
            let change = ProposedChange::read(&cell);
            let parts = [
                (Field::QuoteExact, change.quote),
                (Field::ProposedWordingAction, change.action),
                (Field::ProposedWordingText, change.wording),
                (Field::Explanation, change.explanation),
            ];
            said.extend(parts.into_iter().filter_map(|(field, text)| Some((field, text?))));
        }
        Column::Observations => {
            let observations = Observations::read(&cell);
            let parts = [
                (Field::Disposition, observations.disposition),
                (Field::DuplicateOf, observations.duplicate_of),
                (Field::AgreedWording, observations.wording),
                (Field::Response, observations.response),
            ];
            said.extend(parts.into_iter().filter_map(|(field, text)| Some((field, text?))));
        }
        Column::NotRead => {}
    }
}

/// The state in `FJI`, `FJ`, `FJI-003` or `FJI–003`.
fn state_of(cell: &str) -> &str {
    let cell = cell.trim();
    let end = cell.find(|letter: char| !letter.is_alphabetic()).unwrap_or(cell.len());
    cell.get(..end).unwrap_or(cell)
}

/// The fields of columns, those in a common cell included.
pub(super) fn fields_of(columns: impl Iterator<Item = Column>) -> BTreeSet<Field> {
    let of = |column: Column| match column {
        Column::Field(field) | Column::Continued(field) => vec![field],
        Column::MemberBody => vec![Field::State, Field::Number],
        Column::Clause => vec![Field::Paragraph],
        Column::IsoType => vec![Field::Type],
        Column::ProposedChange => vec![
            Field::QuoteExact,
            Field::ProposedWordingAction,
            Field::ProposedWordingText,
            Field::Explanation,
        ],
        Column::Observations => vec![
            Field::Disposition,
            Field::DuplicateOf,
            Field::AgreedWording,
            Field::Response,
        ],
        Column::NotRead => Vec::new(),
    };
    columns.flat_map(of).collect()
}
