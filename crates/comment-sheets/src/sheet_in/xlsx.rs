//! Reading XLSX. Links to other files are never followed, formulas are never computed.

use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, Xlsx, XlsxError};

use super::grid::{Cell, Grid, GridRow, Held};
use crate::SheetError;

/// Cells of a sheet at most, empty ones with a style included.
const MAX_CELLS: u32 = 5_000_000;

/// Reads the first sheet that has any content.
pub(super) fn read(bytes: &[u8]) -> Result<Grid, SheetError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    for name in workbook.sheet_names() {
        let merged = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let grid = read_one(&mut workbook, &name, &merged)?;
        if !grid.rows.is_empty() {
            return Ok(grid);
        }
    }
    Err(SheetError::Empty)
}

fn broken(error: &XlsxError) -> SheetError {
    match error {
        XlsxError::Password => SheetError::Protected,
        _ => SheetError::NotAPackage,
    }
}

fn read_one(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, merged: &[Dimensions]) -> Result<Grid, SheetError> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
    let mut grid = Grid::default();
    let (mut seen, mut held) = (0_u32, Held::default());
    while let Some(record) = cells
        .next_cell_with_formula_metadata()
        .map_err(|error| broken(&error))?
    {
        seen = seen.saturating_add(1);
        if seen > MAX_CELLS {
            return Err(SheetError::TooLarge);
        }
        if let DataRef::String(text) = &record.value {
            held.add(text)?;
        } else if let DataRef::SharedString(text) = &record.value {
            held.add(text)?;
        }
        let cell = match record.formula {
            Some(_) => Some(Cell::Formula),
            None => plain(&record.value),
        };
        let Some(cell) = cell else { continue };
        let line = u64::from(record.pos.0).saturating_add(1);
        if grid.rows.last().is_none_or(|row| row.line != line) {
            grid.rows.push(GridRow {
                line,
                ..GridRow::default()
            });
        }
        if let Some(row) = grid.rows.last_mut() {
            row.cells
                .insert(usize::try_from(record.pos.1).unwrap_or(usize::MAX), cell);
        }
    }
    // Every writer keeps rows in order; one that does not is put right.
    grid.rows.sort_by_key(|row| row.line);
    for area in merged {
        spread(&mut grid, *area, &mut held)?;
    }
    Ok(grid)
}

/// What a cell without formula says.
fn plain(value: &DataRef<'_>) -> Option<Cell> {
    let text = match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(instant) => {
            let (year, month, day, hour, minute, second, _) = instant.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
        }
        DataRef::Error(_) => return Some(Cell::Formula),
    };
    (!text.trim().is_empty()).then_some(Cell::Text(text))
}

/// Tells the rows below the first of a merged area what its first cell says.
fn spread(grid: &mut Grid, area: Dimensions, held: &mut Held) -> Result<(), SheetError> {
    let (top, left) = area.start;
    let begins = |row: u32| grid.rows.partition_point(|one| one.line <= u64::from(row));
    let (first, end) = (begins(top), begins(area.end.0.saturating_add(1)));
    let left = usize::try_from(left).unwrap_or(usize::MAX);
    let mut rows = grid.rows.get_mut(first..end).unwrap_or_default().iter_mut();
    let of_top = rows.next().filter(|row| row.line == u64::from(top).saturating_add(1));
    let Some(text) = of_top.and_then(|row| row.text(left)).map(str::to_owned) else {
        return Ok(());
    };
    for row in rows {
        held.add(&text)?;
        row.merged.insert(left, text.clone());
    }
    Ok(())
}
