//! Reading the tables of a DOCX. Of the first one with a header that is known, the rows are taken. Deleted words of
//! tracked changes are not read, inserted ones are; nothing outside the document's own part is looked at. Above the table
//! our own documents say of which proposal and log position they are: that holds for every row.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::grid::{Cell, Grid, GridRow, Held};
use super::{SheetIn, SheetKind};
use crate::matrix::{LOG_POSITION, PROPOSAL_ID};
use crate::ooxml::PackageIn;
use crate::{Mapping, SheetError};

/// Cells of all tables at most.
const MAX_CELLS: usize = 1_000_000;

/// The longest fact that a document says of itself, in bytes: every row is given it.
const LONGEST_FACT: usize = 64;

pub(super) fn read(bytes: &[u8], mapping: &Mapping) -> Result<SheetIn, SheetError> {
    let document = PackageIn::open(bytes)?.text("word/document.xml")?;
    let Reading { tables, outside, .. } = reading_of(&document.ok_or(SheetError::NotAPackage)?)?;
    let mut found = tables.first().ok_or(SheetError::Empty)?;
    for table in &tables {
        if table.header(mapping)?.is_some() {
            found = table;
            break;
        }
    }
    let mut sheet = found.rows(SheetKind::Docx, mapping)?;
    let proposal_id = fact(&outside, PROPOSAL_ID);
    let position = fact(&outside, LOG_POSITION);
    for row in sheet.rows.iter_mut().filter_map(|(_, row)| row.as_mut().ok()) {
        row.proposal_id.clone_from(&proposal_id);
        row.as_of_log_position.clone_from(&position);
    }
    Ok(sheet)
}

/// What a document says of itself under a name, outside its tables.
fn fact(outside: &str, name: &str) -> Option<String> {
    let mut facts = outside.lines().filter_map(|line| line.trim().split_once(':'));
    let (_, value) = facts.find(|(found, _)| *found == name)?;
    Some(value.trim().to_owned()).filter(|value| (1..=LONGEST_FACT).contains(&value.len()))
}

/// What is being read of a table; a table in a cell of another is part of that cell's text.
#[derive(Default)]
struct Reading {
    tables: Vec<Grid>,
    depth: usize,
    cells: usize,
    held: Held,
    row: GridRow,
    column: usize,
    text: String,
    span: usize,
    continues: bool,
    in_text: bool,
    /// The text outside the tables.
    outside: String,
    /// The last text of each column, for cells that are merged with the one above.
    above: BTreeMap<usize, String>,
}

fn reading_of(xml: &str) -> Result<Reading, SheetError> {
    let mut reader = Reader::from_str(xml);
    let mut reading = Reading::default();
    loop {
        match reader.read_event().map_err(|_broken| SheetError::NotAPackage)? {
            Event::Start(element) => reading.start(&element),
            Event::Empty(element) => {
                reading.start(&element);
                reading.end(element.local_name().as_ref())?;
            }
            Event::End(element) => reading.end(element.local_name().as_ref())?,
            Event::Text(text) if reading.in_text => reading.says(&text),
            Event::CData(text) if reading.in_text => reading.says(&text),
            Event::GeneralRef(name) if reading.in_text => reading.says(&resolved(&name)?),
            // Office programs write none; one could define entities without end.
            Event::DocType(_) => return Err(SheetError::NotAPackage),
            Event::Eof => return Ok(reading),
            _ => {}
        }
    }
}

/// The character that a reference stands for.
fn resolved(name: &str) -> Result<String, SheetError> {
    let number = name
        .strip_prefix('#')
        .and_then(|digits| match digits.strip_prefix('x') {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
            None => digits.parse().ok(),
        });
    let letter = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => number.and_then(char::from_u32),
    };
    letter.map(String::from).ok_or(SheetError::NotAPackage)
}

impl Reading {
    fn start(&mut self, element: &BytesStart<'_>) {
        let value = || {
            let value = element
                .attributes()
                .flatten()
                .find(|one| one.key.local_name().as_ref() == "val");
            value.map(|one| one.value.into_owned())
        };
        match element.local_name().as_ref() {
            "tbl" => {
                self.depth = self.depth.saturating_add(1);
                if self.depth == 1 {
                    self.tables.push(Grid::default());
                    self.above.clear();
                }
            }
            "tr" if self.depth == 1 => (self.row, self.column) = (GridRow::default(), 0),
            "tc" if self.depth == 1 => {
                (self.text, self.span, self.continues) = (String::new(), 1, false);
            }
            "gridSpan" => self.span = value().and_then(|span| span.parse().ok()).unwrap_or(1).clamp(1, 1_000),
            "vMerge" => self.continues = value().is_none_or(|kind| kind != "restart"),
            "t" => self.in_text = true,
            "br" | "cr" => self.says("\n"),
            "tab" => self.says("\t"),
            "noBreakHyphen" => self.says("-"),
            _ => {}
        }
    }

    fn says(&mut self, text: &str) {
        let to = if self.depth > 0 {
            &mut self.text
        } else {
            &mut self.outside
        };
        to.push_str(text);
    }

    fn end(&mut self, name: &str) -> Result<(), SheetError> {
        match name {
            "tbl" => self.depth = self.depth.saturating_sub(1),
            "p" => self.says("\n"),
            "t" => self.in_text = false,
            "tc" if self.depth == 1 => {
                self.cells = self.cells.saturating_add(1);
                if self.cells > MAX_CELLS {
                    return Err(SheetError::TooLarge);
                }
                self.end_cell()?;
            }
            "tr" if self.depth == 1 => {
                if let Some(table) = self.tables.last_mut() {
                    let line = table.rows.last().map_or(0, |row| row.line);
                    self.row.line = line.saturating_add(1);
                    table.rows.push(std::mem::take(&mut self.row));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), SheetError> {
        // Every paragraph ended a line; the last one of a cell is no line of its text.
        let text = self.text.strip_suffix('\n').unwrap_or(&self.text).to_owned();
        let column = self.column;
        self.column = column.saturating_add(self.span);
        if self.continues {
            if let Some(text) = self.above.get(&column) {
                self.held.add(text)?;
                self.row.merged.insert(column, text.clone());
            }
        } else if !text.trim().is_empty() {
            self.held.add(&text)?;
            self.above.insert(column, text.clone());
            self.row.cells.insert(column, Cell::Text(text));
        } else {
            self.above.remove(&column);
        }
        Ok(())
    }
}
