//! Splitting CSV into records.
//!
//! Not the `csv` crate, because three things are needed that it does not tell: blank lines count as rows (people look
//! rows up by number), a cell has a largest size whatever the file contains, and a quotation mark that is never closed
//! is an error of the row that opens it. Property tests compare the two on everything else.

use std::io::{self, BufRead};
use std::mem;

/// The longest cell that is read, in bytes of UTF-8: that of a comment's text.
pub const MAX_CELL_BYTES: usize = 64 * 1024;

/// One record as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Line on which it begins, from 1.
    pub(super) line: u64,
    /// The first cells; those beyond the number asked for are only counted.
    pub(super) cells: Vec<Vec<u8>>,
    pub(super) cell_count: usize,
    /// Number of the first over-long cell, from 1. Its content is cut.
    pub(super) too_long: Option<usize>,
    /// A quotation mark was not closed before the file ended.
    pub(super) open_quote: bool,
    /// No cell holds anything but white space.
    pub(super) blank: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
}

pub(super) struct Records<R> {
    input: R,
    delimiter: u8,
    /// Line on which the next byte stands, from 1.
    line: u64,
    keep_cells: usize,
}

impl<R: BufRead> Records<R> {
    /// Reads on from `line`, keeping the first `keep_cells` of every record.
    pub(super) const fn new(input: R, delimiter: u8, line: u64, keep_cells: usize) -> Self {
        Self {
            input,
            delimiter,
            line,
            keep_cells,
        }
    }

    /// Returns the line on which the next byte stands.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// Returns the next record, blank ones included, or nothing at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let mut record = Record {
            line: self.line,
            blank: true,
            ..Record::default()
        };
        let mut cell = Vec::new();
        let mut state = State::CellStart;
        loop {
            let byte = self.take()?;
            match (state, byte) {
                (State::Quoted, None) => {
                    record.open_quote = true;
                    break;
                }
                (State::Quoted, Some(b'"')) => {
                    if self.take_if(b'"')? {
                        self.push(&mut record, &mut cell, b'"');
                    } else {
                        state = State::Plain;
                    }
                }
                (State::Quoted, Some(byte)) => self.push(&mut record, &mut cell, byte),
                (_, None | Some(b'\n')) => break,
                (_, Some(b'\r')) => {
                    self.take_if(b'\n')?;
                    break;
                }
                (State::CellStart, Some(b'"')) => state = State::Quoted,
                (_, Some(byte)) if byte == self.delimiter => {
                    self.finish_cell(&mut record, &mut cell);
                    state = State::CellStart;
                }
                (_, Some(byte)) => {
                    self.push(&mut record, &mut cell, byte);
                    state = State::Plain;
                }
            }
        }
        self.finish_cell(&mut record, &mut cell);
        Ok(Some(record))
    }

    fn push(&self, record: &mut Record, cell: &mut Vec<u8>, byte: u8) {
        record.blank &= byte.is_ascii_whitespace();
        if record.cell_count >= self.keep_cells {
            return;
        }
        if cell.len() < MAX_CELL_BYTES {
            cell.push(byte);
        } else {
            record.too_long.get_or_insert(record.cell_count + 1);
        }
    }

    fn finish_cell(&self, record: &mut Record, cell: &mut Vec<u8>) {
        if record.cell_count < self.keep_cells {
            record.cells.push(mem::take(cell));
        }
        record.cell_count += 1;
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn take(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.input.consume(1);
            self.line += u64::from(byte == b'\n');
        }
        Ok(byte)
    }

    fn take_if(&mut self, expected: u8) -> io::Result<bool> {
        let is_there = self.peek()? == Some(expected);
        if is_there {
            self.take()?;
        }
        Ok(is_there)
    }
}
