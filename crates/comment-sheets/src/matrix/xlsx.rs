//! The matrix as XLSX: one sheet for the comments, one for the threads, one that describes the columns.

use std::borrow::Cow;

use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{MatrixSheet, thread_columns};
use crate::SheetError;
use crate::csv_sheet::columns::COLUMNS;
use crate::ooxml::tidied_workbook;

/// What a cell holds at most, in UTF-16 units; the format's own limit is 32,767.
const CELL_UNITS: usize = 32_000;

/// Height of a line, and of a row at most, in points; the latter is the format's own limit.
const LINE_POINTS: u32 = 15;
const ROW_POINTS: u32 = 409;

/// A4, as the format numbers the sizes of paper.
const A4: u8 = 9;

/// First characters for which a cell is marked as text, so that it stays one when somebody edits it.
const DANGEROUS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

pub(super) fn write(sheet: &MatrixSheet) -> Result<Vec<u8>, SheetError> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, sheet).map_err(SheetError::WriteXlsx)?;
    let bytes = workbook.save_to_buffer().map_err(SheetError::WriteXlsx)?;
    // Every cell once more; the package alone is needed from here on.
    drop(workbook);
    tidied_workbook(&bytes)
}

fn fill(workbook: &mut Workbook, sheet: &MatrixSheet) -> Result<(), XlsxError> {
    let looks = Looks::new();
    let matrix = Table {
        names: COLUMNS.iter().map(|column| column.name).collect(),
        cell: |row: usize, column: usize| {
            let (row, column) = (sheet.rows.get(row), COLUMNS.get(column));
            row.zip(column)
                .map_or(Cow::Borrowed(""), |(row, column)| (column.cell)(row, &sheet.meta))
        },
        rows: sheet.rows.len(),
    };
    matrix.write(workbook.add_worksheet().set_name("matrix")?, &looks)?;
    let threads: Vec<[String; 6]> = sheet.threads.iter().map(super::ThreadRow::cells).collect();
    let table = Table {
        names: thread_columns().map(|(name, _)| name).to_vec(),
        cell: |row: usize, column: usize| {
            let cell = threads.get(row).and_then(|cells| cells.get(column));
            Cow::Borrowed(cell.map_or("", String::as_str))
        },
        rows: threads.len(),
    };
    table.write(workbook.add_worksheet().set_name("threads")?, &looks)?;
    describe(workbook.add_worksheet().set_name("columns")?, sheet, &looks)
}

struct Looks {
    head: Format,
    text: Format,
    guarded: Format,
}

impl Looks {
    fn new() -> Self {
        let text = Format::new()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_num_format("@");
        Self {
            head: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0x00E7_E6E6))
                .set_num_format("@"),
            guarded: text.clone().set_quote_prefix(),
            text,
        }
    }

    fn of(&self, cell: &str) -> &Format {
        if cell.starts_with(DANGEROUS) {
            &self.guarded
        } else {
            &self.text
        }
    }
}

/// Rows of texts under a head.
struct Table<'a, F: Fn(usize, usize) -> Cow<'a, str>> {
    names: Vec<&'static str>,
    cell: F,
    rows: usize,
}

impl<'a, F: Fn(usize, usize) -> Cow<'a, str>> Table<'a, F> {
    fn write(&self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
        let mut place: u16 = 0;
        let mut lines = vec![1_u32; self.rows];
        for (column, name) in self.names.iter().enumerate() {
            sheet.set_column_width(place, width(name))?;
            sheet.write_string_with_format(0, place, *name, &looks.head)?;
            let mut most = 1_u16;
            for (row, lines) in lines.iter_mut().enumerate() {
                let cell = (self.cell)(row, column);
                *lines = lines_of(&cell, width(name)).max(*lines);
                let line = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(1);
                for (part, text) in (0_u16..).zip(parts(&cell)) {
                    most = most.max(part.saturating_add(1));
                    let at = place.saturating_add(part);
                    sheet.write_string_with_format(line, at, text, looks.of(text))?;
                }
            }
            for part in 1..most {
                let at = place.saturating_add(part);
                sheet.set_column_width(at, width(name))?;
                let more = format!("{name} (continued {})", part.saturating_add(1));
                sheet.write_string_with_format(0, at, more, &looks.head)?;
            }
            place = place.saturating_add(most);
        }
        for (line, lines) in (1_u32..).zip(lines) {
            set_lines(sheet, line, lines)?;
        }
        sheet.set_landscape().set_paper_size(A4);
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_repeat_columns(0, 0)?;
        sheet.set_freeze_panes(1, 1)?;
        let last = u32::try_from(self.rows).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, last, place.saturating_sub(1))?;
        Ok(())
    }
}

/// Makes a row high enough: not every program for sheets finds out by itself.
fn set_lines(sheet: &mut Worksheet, row: u32, lines: u32) -> Result<(), XlsxError> {
    if lines > 1 {
        sheet.set_row_height(row, lines.saturating_mul(LINE_POINTS).min(ROW_POINTS))?;
    }
    Ok(())
}

/// About how many lines a text takes in a column so wide, in characters; letters of East Asia are twice as wide.
fn lines_of(text: &str, width: u32) -> u32 {
    let units = |line: &str| {
        let letters = line.chars().map(|letter| if letter >= '\u{1100}' { 2_u32 } else { 1 });
        letters.fold(0_u32, u32::saturating_add)
    };
    let lines = text
        .lines()
        .map(|line| units(line).div_ceil(width.saturating_sub(2).max(1)).max(1));
    lines.fold(0, u32::saturating_add)
}

/// The text in parts that a cell can hold; none for an empty text.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut units = 0;
        let fits = |(_, letter): &(usize, char)| {
            units += letter.len_utf16();
            units > CELL_UNITS
        };
        let cut = rest.char_indices().find(fits).map_or(rest.len(), |(index, _)| index);
        let (part, more) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        parts.push(part);
        rest = more;
    }
    parts
}

/// Width of a column, in characters: words, instants and ids stand on one line.
fn width(name: &str) -> u32 {
    match name {
        "text" | "response" => 60,
        "proposed_wording_text"
        | "explanation"
        | "quote_exact"
        | "agreed_wording"
        | "general_remarks"
        | "answer_justification"
        | "answer_suggestion" => 40,
        "number" | "state" | "revision" | "paragraph" | "type" | "language" | "late" | "proposed_by" => 12,
        "comment_id" | "submission_id" | "proposal_id" => 38,
        "position" | "disposition" | "at" | "received_at" | "lodged_at" | "recorded_at" | "published_at"
        | "as_of_instant" => 28,
        // As wide as its own name in bold, at least.
        name => u32::try_from(name.len()).unwrap_or(u32::MAX).saturating_add(4).max(18),
    }
}

/// Width of the descriptions, in characters.
const DESCRIPTION: u32 = 110;

fn describe(sheet: &mut Worksheet, matrix: &MatrixSheet, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, DESCRIPTION)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    let heading = |text: &str| (text.to_owned(), String::new());
    let said = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
    let mut lines: Vec<(String, String)> = vec![heading("This file")];
    lines.extend(matrix.about().iter().map(|(name, value)| said((name, value))));
    lines.extend([(String::new(), String::new()), heading("Columns of the sheet matrix")]);
    lines.extend(COLUMNS.iter().map(|column| said((column.name, column.description))));
    lines.extend([(String::new(), String::new()), heading("Columns of the sheet threads")]);
    lines.extend(thread_columns().into_iter().map(said));
    for (row, (name, text)) in (0_u32..).zip(&lines) {
        let is_heading = !name.is_empty() && text.is_empty();
        let look = if is_heading { &looks.head } else { looks.of(name) };
        if !name.is_empty() {
            sheet.write_string_with_format(row, 0, name, look)?;
        }
        if !text.is_empty() {
            sheet.write_string_with_format(row, 1, text, looks.of(text))?;
            set_lines(sheet, row, lines_of(text, DESCRIPTION))?;
        }
    }
    Ok(())
}
