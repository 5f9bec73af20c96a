//! Reading CSV as people save it: with or without byte order mark, comma, semicolon or tab, any line end.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read};

use super::BYTE_ORDER_MARK;
use super::guard::unguarded;
use super::records::{MAX_CELL_BYTES, Record, Records};
use crate::mapping::same_column;
use crate::{Field, ImportRow, Mapping, RowError, RowProblem, SheetError};

/// The longest header row that is read, in bytes.
pub const MAX_HEADER_BYTES: usize = 64 * 1024;

/// Rows with content that are looked at for the header.
const HEADER_WITHIN: usize = 50;

/// What may separate cells. The header row decides; the first one wins a tie.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The rows of a CSV sheet: number of the row, and the row or what is wrong with it.
///
/// Row 1 is the first one after the header. Empty rows are counted and left out.
pub struct CsvRows<R> {
    records: Records<BufReader<R>>,
    columns: Vec<(Field, usize)>,
    unused: Vec<String>,
    header_count: usize,
    row: u64,
    ended: bool,
}

/// Reads a CSV sheet. Columns that no field is mapped to are ignored.
///
/// # Errors
///
/// [`SheetError`] if there is no usable header row, or the mapping does not fit it.
pub fn read_csv<R: Read>(reader: R, mapping: &Mapping) -> Result<CsvRows<R>, SheetError> {
    let mut input = BufReader::new(reader);
    let (header, columns) = header_with_columns(&mut input, mapping)?;
    let unused = mapping.unused(header.names.iter().map(String::as_str))?;
    let header_count = header.names.len();
    Ok(CsvRows {
        records: Records::new(input, header.delimiter, header.next_line, header_count),
        columns,
        unused,
        header_count,
        row: 0,
        ended: false,
    })
}

impl<R: Read> Iterator for CsvRows<R> {
    type Item = (u64, Result<ImportRow, RowError>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let record = match self.records.next() {
                Ok(Some(record)) => record,
                Ok(None) => break,
                Err(source) => {
                    self.ended = true;
                    let (row, line) = (self.row + 1, self.records.line());
                    return Some((
                        row,
                        Err(RowError {
                            row,
                            line,
                            problem: RowProblem::Read(source),
                        }),
                    ));
                }
            };
            self.row += 1;
            if record.blank && !record.open_quote {
                continue;
            }
            let (row, line) = (self.row, record.line);
            let content = self.content(&record).map_err(|problem| RowError { row, line, problem });
            return Some((row, content));
        }
        self.ended = true;
        None
    }
}

impl<R> CsvRows<R> {
    /// Returns the columns that no field is read from.
    #[must_use]
    pub fn unused_columns(&self) -> &[String] {
        &self.unused
    }

    /// Returns the fields that there is a column for.
    #[must_use]
    pub fn fields(&self) -> BTreeSet<Field> {
        self.columns.iter().map(|(field, _)| *field).collect()
    }

    fn content(&self, record: &Record) -> Result<ImportRow, RowProblem> {
        if record.open_quote {
            return Err(RowProblem::OpenQuote);
        }
        if let Some(column) = record.too_long {
            return Err(RowProblem::CellTooLong {
                column,
                max_bytes: MAX_CELL_BYTES,
            });
        }
        if record.cell_count != self.header_count {
            return Err(RowProblem::WrongCellCount {
                expected: self.header_count,
                found: record.cell_count,
            });
        }
        ImportRow::from_cells(record.line, |field| {
            let column = self
                .columns
                .iter()
                .find(|(known, _)| *known == field)
                .map(|(_, index)| *index);
            let Some((index, bytes)) = column.and_then(|index| Some((index, record.cells.get(index)?))) else {
                return Ok(None);
            };
            match std::str::from_utf8(bytes) {
                Ok(cell) => Ok(Some(unguarded(cell).to_owned())),
                Err(_) => Err(RowProblem::NotUtf8 { column: index + 1 }),
            }
        })
    }
}

struct Header {
    names: Vec<String>,
    delimiter: u8,
    next_line: u64,
}

/// The columns of fields, by field.
type Columns = Vec<(Field, usize)>;

/// Finds the header, above which there may be titles. If there is none, what the first row lacks is told.
fn header_with_columns(input: &mut impl BufRead, mapping: &Mapping) -> Result<(Header, Columns), SheetError> {
    let (mut first, mut next_line) = (None, 1);
    for _ in 0..HEADER_WITHIN {
        let header = match Header::read(input, next_line) {
            Ok(header) => header,
            Err(error) => return Err(first.unwrap_or(error)),
        };
        next_line = header.next_line;
        match columns_of_fields(&header.names, mapping) {
            Ok(columns) => return Ok((header, columns)),
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or(SheetError::Empty))
}

impl Header {
    /// Reads the next line that is not blank.
    fn read(input: &mut impl BufRead, mut next_line: u64) -> Result<Self, SheetError> {
        loop {
            let raw = raw_header(input)?.ok_or(SheetError::Empty)?;
            if next_line == 1 && (raw.starts_with(b"\xFF\xFE") || raw.starts_with(b"\xFE\xFF")) {
                return Err(SheetError::Utf16);
            }
            let text = raw.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&raw);
            let delimiter = sniffed_delimiter(text);
            let mut records = Records::new(text, delimiter, next_line, MAX_HEADER_BYTES);
            let record = records.next().map_err(SheetError::Read)?.unwrap_or_default();
            next_line = records.line();
            if record.open_quote {
                return Err(SheetError::Header {
                    problem: RowProblem::OpenQuote,
                });
            }
            let names = names(record.cells)?;
            // The byte order mark, read in another encoding and written again: every letter with a mark is wrong.
            if names.first().is_some_and(|name| name.starts_with("\u{EF}\u{BB}\u{BF}")) {
                return Err(SheetError::Header {
                    problem: RowProblem::NotUtf8 { column: 1 },
                });
            }
            if names.iter().any(|name| !name.is_empty()) {
                return Ok(Self {
                    names,
                    delimiter,
                    next_line,
                });
            }
        }
    }
}

fn names(cells: Vec<Vec<u8>>) -> Result<Vec<String>, SheetError> {
    let mut names = Vec::with_capacity(cells.len());
    for (index, cell) in cells.into_iter().enumerate() {
        match String::from_utf8(cell) {
            Ok(name) => names.push(name.trim().to_owned()),
            Err(_) => {
                return Err(SheetError::Header {
                    problem: RowProblem::NotUtf8 { column: index + 1 },
                });
            }
        }
    }
    Ok(names)
}

/// Returns the bytes up to and with the first line end outside quotation marks, or nothing at the end of the file.
fn raw_header(input: &mut impl BufRead) -> Result<Option<Vec<u8>>, SheetError> {
    let mut raw = Vec::new();
    let mut quoted = false;
    while let Some(byte) = first_byte(input).map_err(SheetError::Read)? {
        if raw.len() == MAX_HEADER_BYTES {
            return Err(SheetError::Header {
                problem: RowProblem::LineTooLong {
                    max_bytes: MAX_HEADER_BYTES,
                },
            });
        }
        input.consume(1);
        raw.push(byte);
        quoted ^= byte == b'"';
        if quoted || !matches!(byte, b'\r' | b'\n') {
            continue;
        }
        if byte == b'\r' && first_byte(input).map_err(SheetError::Read)? == Some(b'\n') {
            input.consume(1);
            raw.push(b'\n');
        }
        break;
    }
    Ok((!raw.is_empty()).then_some(raw))
}

fn first_byte(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    Ok(input.fill_buf()?.first().copied())
}

fn sniffed_delimiter(header: &[u8]) -> u8 {
    let mut best = (b',', 0);
    for delimiter in DELIMITERS {
        let mut quoted = false;
        let count = header
            .iter()
            .filter(|byte| {
                quoted ^= **byte == b'"';
                !quoted && **byte == delimiter
            })
            .count();
        if count > best.1 {
            best = (delimiter, count);
        }
    }
    best.0
}

/// Finds the column of every field.
fn columns_of_fields(header: &[String], mapping: &Mapping) -> Result<Columns, SheetError> {
    let mut columns = Vec::new();
    for field in Field::ALL {
        let Some((column, named)) = mapping.column(field) else {
            continue;
        };
        let mut matching = header.iter().enumerate().filter(|(_, name)| same_column(name, column));
        match (matching.next(), matching.next()) {
            (Some((index, _)), None) => columns.push((field, index)),
            (Some(_), Some(_)) => {
                return Err(SheetError::DuplicateColumn {
                    field: field.name(),
                    column: column.to_owned(),
                });
            }
            (None, _) if named => {
                return Err(SheetError::UnknownColumn {
                    field: field.name(),
                    column: column.to_owned(),
                    columns: header.to_vec(),
                });
            }
            (None, _) => {}
        }
    }
    let has = |needed: &Field| columns.iter().any(|(field, _)| field == needed);
    if mapping.purpose().needed().iter().all(has) {
        Ok(columns)
    } else {
        Err(SheetError::no_columns(mapping.purpose(), header.to_vec()))
    }
}
