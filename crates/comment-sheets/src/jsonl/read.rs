//! Reading JSON Lines: foreign ones, one object a line, and our own exports, whose first and last line are understood.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read};

use serde_json::{Map, Value};

use super::{KIND_END, KIND_EXPORT};
use crate::mapping::same_column;
use crate::{ImportRow, MAX_CELL_BYTES, Mapping, RowError, RowProblem, SheetError};

/// The longest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 4 * 1024 * 1024;

/// The rows of a JSON Lines sheet: number of the row, and the row or what is wrong with it.
///
/// Row 1 is the first line that is not the head of one of our own exports. Empty lines are counted and left out.
pub struct JsonlRows<R> {
    input: BufReader<R>,
    mapping: Mapping,
    /// Every key of the rows so far.
    keys: BTreeSet<String>,
    row: u64,
    line: u64,
    /// Within one of our own exports: the rows seen so far.
    export_rows: Option<u64>,
    ended: bool,
}

/// Reads a JSON Lines sheet. Keys that no field is mapped to are ignored; numbers and booleans are taken as texts.
pub fn read_jsonl<R: Read>(reader: R, mapping: &Mapping) -> JsonlRows<R> {
    JsonlRows {
        input: BufReader::new(reader),
        mapping: mapping.clone(),
        keys: BTreeSet::new(),
        row: 0,
        line: 0,
        export_rows: None,
        ended: false,
    }
}

enum Line {
    Text(Vec<u8>),
    TooLong,
}

impl<R: Read> Iterator for JsonlRows<R> {
    type Item = (u64, Result<ImportRow, RowError>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            let object = match next_line(&mut self.input) {
                Ok(Some(Line::Text(bytes))) => object(&bytes, self.line == 1),
                Ok(Some(Line::TooLong)) => Err(RowProblem::LineTooLong {
                    max_bytes: MAX_LINE_BYTES,
                }),
                Ok(None) => return self.end().map(|problem| self.item(self.row + 1, Err(problem))),
                Err(source) => {
                    self.ended = true;
                    return Some(self.item(self.row + 1, Err(RowProblem::Read(source))));
                }
            };
            let object = match object {
                Ok(Some(object)) => object,
                Ok(None) => {
                    self.row += 1;
                    continue;
                }
                Err(problem) => return Some(self.counted(Err(problem))),
            };
            match self.frame(&object) {
                Some(Ok(())) => {}
                Some(Err(problem)) => return Some(self.item(self.row + 1, Err(problem))),
                None => {
                    self.note_keys(&object);
                    let content = self.content(&object);
                    return Some(self.counted(content));
                }
            }
        }
        None
    }
}

impl<R> JsonlRows<R> {
    /// Understands the first and last line of our own exports; `None` is an ordinary row.
    fn frame(&mut self, object: &Map<String, Value>) -> Option<Result<(), RowProblem>> {
        match (object.get("kind").and_then(Value::as_str), self.export_rows) {
            (Some(KIND_EXPORT), None) if object.contains_key("as_of_log_position") => {
                self.export_rows = Some(0);
                Some(Ok(()))
            }
            (Some(KIND_END), Some(found)) => {
                self.export_rows = None;
                let announced = object.get("rows").unwrap_or(&Value::Null);
                let complete = announced.as_u64() == Some(found);
                Some(if complete {
                    Ok(())
                } else {
                    Err(RowProblem::Incomplete {
                        announced: announced.to_string(),
                        found,
                    })
                })
            }
            _ => None,
        }
    }

    fn note_keys(&mut self, object: &Map<String, Value>) {
        for key in object.keys() {
            if !self.keys.contains(key) {
                self.keys.insert(key.clone());
            }
        }
    }

    /// Returns the keys that no field is read from, of the rows read so far.
    ///
    /// # Errors
    ///
    /// [`SheetError::NearlyNamed`] if one looks like a misspelt `audience` or `attribution`.
    pub fn unused_columns(&self) -> Result<Vec<String>, SheetError> {
        self.mapping.unused(self.keys.iter().map(String::as_str))
    }

    /// What is wrong with the end of the file, if anything.
    fn end(&mut self) -> Option<RowProblem> {
        self.ended = true;
        let found = self.export_rows.take()?;
        Some(RowProblem::Incomplete {
            announced: "an unknown number of".to_owned(),
            found,
        })
    }

    fn content(&self, object: &Map<String, Value>) -> Result<ImportRow, RowProblem> {
        ImportRow::from_cells(self.line, |field| match self.mapping.column(field) {
            Some((column, _)) => text(object, column),
            None => Ok(None),
        })
    }

    fn counted(&mut self, content: Result<ImportRow, RowProblem>) -> (u64, Result<ImportRow, RowError>) {
        self.row += 1;
        if let Some(rows) = &mut self.export_rows {
            *rows += 1;
        }
        self.item(self.row, content)
    }

    fn item(&self, row: u64, content: Result<ImportRow, RowProblem>) -> (u64, Result<ImportRow, RowError>) {
        let line = self.line;
        (row, content.map_err(|problem| RowError { row, line, problem }))
    }
}

/// Reads a line with its line end; of an over-long one no more than the limit is held in memory.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX);
    input.by_ref().take(limit).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.len() < MAX_LINE_BYTES || bytes.ends_with(b"\n") || input.fill_buf()?.is_empty() {
        return Ok(Some(Line::Text(bytes)));
    }
    input.skip_until(b'\n')?;
    Ok(Some(Line::TooLong))
}

/// Reads the object of a line; an empty line has none.
fn object(bytes: &[u8], is_first: bool) -> Result<Option<Map<String, Value>>, RowProblem> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(RowProblem::LineNotUtf8);
    };
    let text = if is_first {
        text.trim_start_matches('\u{FEFF}')
    } else {
        text
    }
    .trim();
    if text.is_empty() {
        return Ok(None);
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(Some(object)),
        Ok(_) => Err(RowProblem::NotAnObject),
        Err(error) => Err(RowProblem::InvalidJson {
            detail: error.to_string(),
        }),
    }
}

/// Finds the value of a key, without regard to case if need be, as a text.
fn text(object: &Map<String, Value>, column: &str) -> Result<Option<String>, RowProblem> {
    let value = object.get(column).or_else(|| {
        object
            .iter()
            .find(|(key, _)| same_column(key, column))
            .map(|(_, value)| value)
    });
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.len() > MAX_CELL_BYTES => Err(RowProblem::ValueTooLong {
            key: column.to_owned(),
            max_bytes: MAX_CELL_BYTES,
        }),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(Some(value.to_string())),
        Some(Value::Array(_) | Value::Object(_)) => Err(RowProblem::NotAText { key: column.to_owned() }),
    }
}
