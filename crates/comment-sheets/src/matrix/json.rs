//! The matrix as one JSON object.

use serde::Serialize;

use super::MatrixSheet;
use crate::{SheetError, TIME_ZONE};

/// Grows when a field changes its meaning or goes; new fields do not count.
const FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct Whole<'a> {
    kind: &'static str,
    format_version: u32,
    time_zone: &'static str,
    #[serde(flatten)]
    sheet: &'a MatrixSheet,
}

pub(super) fn write(sheet: &MatrixSheet) -> Result<Vec<u8>, SheetError> {
    let whole = Whole {
        kind: "export",
        format_version: FORMAT_VERSION,
        time_zone: TIME_ZONE,
        sheet,
    };
    let mut out = serde_json::to_vec(&whole).map_err(|error| SheetError::Write(error.into()))?;
    out.push(b'\n');
    Ok(out)
}
