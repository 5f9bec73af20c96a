//! JSON Lines, for programs: one object a line, in UTF-8. What we write begins and ends with a line of its own, so that
//! a file that was cut off is noticed.

mod read;
mod write;

pub use read::{JsonlRows, MAX_LINE_BYTES, read_jsonl};
pub use write::{NdjsonExport, write_ndjson};

/// Value of `kind` on the first line of an export.
const KIND_EXPORT: &str = "export";
/// Value of `kind` on the last line of an export.
const KIND_END: &str = "end";
