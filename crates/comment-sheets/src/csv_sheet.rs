//! CSV (RFC 4180), for people: it opens in a spreadsheet program by double click, and what they fill in comes back.

pub(crate) mod columns;
mod guard;
mod read;
mod records;
mod write;

pub use columns::csv_columns;
pub use read::{CsvRows, MAX_HEADER_BYTES, read_csv};
pub use records::MAX_CELL_BYTES;
pub use write::{CsvExport, write_csv};

/// The UTF-8 byte order mark. Spreadsheet programs take a CSV file for UTF-8 only with it.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
