//! The matrix as DOCX in the eight columns of the ISO/IEC template for comments (version 2012-03), on landscape pages.

use super::{MatrixSheet, Observations, ProposedChange, iso_type, with_remarks};
use crate::document::Run;
use crate::document::docx::{Page, finish, push_paragraph, push_table};
use crate::{ExportRow, SheetError};

/// The heads of the columns, as people know them from the template.
const ISO_COLUMNS: [&str; 8] = [
    "MB/NC",
    "Line number",
    "Clause/ Subclause",
    "Paragraph/ Figure/ Table",
    "Type of comment",
    "Comments",
    "Proposed change",
    "Observations",
];

/// Widths of the columns, in twentieths of a point: no word of a head or a type is broken.
const WIDTHS: [u32; 8] = [1_100, 900, 1_100, 1_100, 1_200, 3_600, 3_450, 2_948];

pub(super) fn write(sheet: &MatrixSheet) -> Result<Vec<u8>, SheetError> {
    let mut body = String::new();
    push_paragraph(&mut body, "Title", &[Run::plain("Comments and observations")]);
    for (name, value) in sheet.about() {
        let runs = [Run::bold(format!("{name}: ")), Run::plain(value)];
        push_paragraph(&mut body, "TableText", &runs);
    }
    let note = "MB/NC: number of the comment, which begins with the state's ISO 3166-1 code, or the code alone; below it \
        the group that it speaks for, and whether it came late. Type of comment: ge general or substantive, te technical, \
        ed editorial.";
    push_paragraph(&mut body, "TableText", &[Run::plain(note)]);
    let head = ISO_COLUMNS.map(str::to_owned);
    let rows: Vec<Vec<String>> = sheet.rows.iter().map(row).collect();
    push_table(&mut body, Page::Landscape, &WIDTHS, &head, &rows);
    finish(&body, Page::Landscape, "en")
}

fn row(row: &ExportRow) -> Vec<String> {
    let speaker = row.number.as_ref().or(row.state.as_ref()).unwrap_or(&row.state_name);
    vec![
        with_remarks(speaker, row),
        String::new(),
        format!("(rev. {})", row.revision),
        row.paragraph.clone().unwrap_or_default(),
        row.comment_type.as_deref().map(iso_type).unwrap_or_default().to_owned(),
        row.text.clone().unwrap_or_default(),
        ProposedChange::of(row).cell(),
        Observations::cell(row),
    ]
}
