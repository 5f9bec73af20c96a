//! Filled sheets: what people do to them is borne, what is hostile is refused.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

mod common;

use std::io::{Cursor, Write};

use comment_sheets::{Mapping, RowError, SheetError, SheetFormat, SheetIn, SheetKind, kind_of, read_sheet};
use common::matrix;
use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn read(bytes: &[u8]) -> Result<SheetIn, SheetError> {
    read_sheet(bytes, &Mapping::default())
}

fn texts(sheet: &SheetIn) -> Vec<(Option<String>, Option<String>, String)> {
    let rows = sheet.rows.iter().map(|(_, row)| row.as_ref().unwrap());
    rows.map(|row| {
        (
            row.state.clone(),
            row.paragraph.clone(),
            row.text.clone().unwrap_or_default(),
        )
    })
    .collect()
}

fn owned(rows: &[(&str, &str, &str)]) -> Vec<(Option<String>, Option<String>, String)> {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    rows.iter()
        .map(|(state, paragraph, words)| (text(state), text(paragraph), (*words).to_owned()))
        .collect()
}

/// A workbook whose first sheet has these cells.
fn workbook(rows: &[&[&str]]) -> Workbook {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (line, row) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*row) {
            if !cell.is_empty() {
                sheet.write_string(line, column, *cell).unwrap();
            }
        }
    }
    workbook
}

#[test]
fn what_is_exported_is_read_again_the_same_in_every_format() {
    for (format, kind) in [
        (SheetFormat::Csv, SheetKind::Csv),
        (SheetFormat::Xlsx, SheetKind::Xlsx),
        (SheetFormat::Docx, SheetKind::Docx),
    ] {
        let sheet = read(&matrix().write(format).unwrap()).unwrap();
        assert_eq!(sheet.kind, kind);
        let rows: Vec<_> = sheet.rows.iter().map(|(_, row)| row.as_ref().unwrap()).collect();
        assert_eq!(rows.len(), 4);
        let fiji = rows[1];
        let of = |text: &Option<String>| text.clone().unwrap_or_default();
        assert_eq!(
            [&fiji.number, &fiji.state, &fiji.paragraph, &fiji.comment_type].map(of),
            ["FJI-001", "FJI", "2", "substantive"],
            "{kind:?}"
        );
        assert_eq!(of(&fiji.text), "Voluntary is\ntoo weak | really.", "{kind:?}");
        assert_eq!(
            [
                &fiji.quote_exact,
                &fiji.proposed_wording_action,
                &fiji.proposed_wording_text,
                &fiji.explanation
            ]
            .map(of),
            ["voluntary", "replace", "mandatory", "Networks do not end at borders."],
            "{kind:?}"
        );
        assert_eq!(of(&rows[0].text), "=1+1 is no formula here");
    }
}

#[test]
fn titles_above_notes_below_extra_and_reordered_columns_and_empty_rows_are_borne() {
    let mut workbook = workbook(&[
        &["Comments of the Government of Fiji"],
        &["", "Version 3, final"],
        &[],
        &["Remark", "text", "Paragraph", "STATE", "type"],
        &["x", "First.", "2", "“fj”", " Editorial "],
        &[],
        &["", "Second."],
        &["Please return this sheet by 1 March."],
    ]);
    let sheet = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(texts(&sheet), owned(&[("fj", "2", "First."), ("", "", "Second.")]));
    assert_eq!(sheet.rows.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(
        (sheet.notes, sheet.unused_columns),
        (vec![8], vec!["Remark".to_owned()])
    );
}

#[test]
fn a_cell_merged_over_rows_speaks_for_each_of_them_and_numbers_are_read_as_written() {
    let mut workbook = workbook(&[&["state", "paragraph", "text"], &["", "", "One."], &["", "", "Two."]]);
    let sheet = workbook.worksheet_from_index(0).unwrap();
    sheet.merge_range(1, 0, 2, 0, "FJI", &Format::new()).unwrap();
    sheet.write_number(1, 1, 2.0).unwrap();
    sheet.write_number(2, 1, 3.1).unwrap();
    let sheet = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(texts(&sheet), owned(&[("FJI", "2", "One."), ("FJI", "3.1", "Two.")]));
}

#[test]
fn the_template_of_iso_is_read_with_two_letter_codes_and_the_dashes_of_a_word_processor() {
    let mut workbook = workbook(&[
        &["Template for comments", "", "", "", "", "", "", ""],
        &[
            "MB/NC1",
            "Line number (e.g. 17)",
            "Clause/ Subclause (e.g. 3.1)",
            "Paragraph/ Figure/ Table",
            "Type of comment2",
            "Comments",
            "Proposed change",
            "Observations of the secretariat",
        ],
        &["FJ–003", "", "5", "", "ed", "Sharper.", "shall", "Accepted."],
        &["FJ", "", "5", "2", "te", "Wrong unit.", "", ""],
    ]);
    let sheet = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        texts(&sheet),
        owned(&[("FJ", "5", "Sharper."), ("FJ", "2", "Wrong unit.")])
    );
    let first = sheet.rows[0].1.as_ref().unwrap();
    assert_eq!(first.number.as_deref(), Some("FJ-003"));
    assert_eq!(first.proposed_wording_text.as_deref(), Some("shall"));
    assert_eq!(
        sheet.rows[1].1.as_ref().unwrap().comment_type.as_deref(),
        Some("technical")
    );
}

/// Number, disposition, response and what a sheet was exported from.
fn dispositions(bytes: &[u8]) -> Vec<[String; 4]> {
    let sheet = read_sheet(bytes, &Mapping::review()).unwrap();
    let rows = sheet.rows.into_iter().map(|(_, row)| row.unwrap());
    rows.map(|row| [row.number, row.disposition, row.response, row.as_of_log_position].map(Option::unwrap_or_default))
        .collect()
}

#[test]
fn a_matrix_is_read_for_its_dispositions_in_every_format() {
    for format in [SheetFormat::Csv, SheetFormat::Xlsx, SheetFormat::Docx] {
        let read = dispositions(&matrix().write(format).unwrap());
        assert_eq!(
            read[1],
            ["FJI-001", "accepted_with_modification", "Taken in part.", "42"],
            "{format:?}"
        );
        assert_eq!(read[2], ["DEL-7F3A", "", "", "42"], "{format:?}");
        let sheet = read_sheet(&matrix().write(format).unwrap(), &Mapping::review()).unwrap();
        assert_eq!(
            sheet.unused_columns, [""; 0],
            "what is not for the member is not told of"
        );
        assert_eq!(
            sheet.rows[1].1.as_ref().unwrap().proposal_id.as_deref(),
            Some(common::PROPOSAL)
        );
    }
}

#[test]
fn what_people_do_to_a_matrix_is_borne() {
    let mut workbook = workbook(&[
        &["Reply of the mission"],
        &["remark", "response", "Disposition", "number"],
        &["x", "Old: see ‘2’.", " “Noted” ", "fji–001"],
        &[],
        &["", "", "", "FJI-002"],
        &["", "", "", "FJI-003"],
        &["", "", "수용", "FJI-004"],
        &["Thank you."],
    ]);
    let sheet = workbook.worksheet_from_index(0).unwrap();
    sheet.merge_range(4, 2, 5, 2, "Out of scope", &Format::new()).unwrap();
    sheet.merge_range(4, 1, 5, 1, "Not here.", &Format::new()).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    assert_eq!(
        dispositions(&bytes),
        [
            ["FJI-001", "noted", "Old: see ‘2’.", ""],
            ["FJI-002", "out_of_scope", "Not here.", ""],
            ["FJI-003", "out_of_scope", "Not here.", ""],
            ["FJI-004", "accepted", "", ""],
        ]
    );
    let sheet = read_sheet(&bytes, &Mapping::review()).unwrap();
    assert_eq!(
        (sheet.notes, sheet.unused_columns),
        (vec![8], vec!["remark".to_owned()])
    );
}

#[test]
fn the_template_of_iso_is_read_for_its_observations() {
    let mut workbook = workbook(&[
        &[
            "MB/NC1",
            "Clause/ Subclause",
            "Comments",
            "Proposed change",
            "Observations of the secretariat",
        ],
        &["FJ–003", "5", "Sharper.", "shall", "Not accepted: it stays.\nSee 2."],
        &["FJ", "5", "Without a number.", "", "Accepted"],
    ]);
    assert_eq!(
        dispositions(&workbook.save_to_buffer().unwrap()),
        [
            ["FJ-003", "not_accepted", "it stays.\nSee 2.", ""],
            ["", "accepted", "", ""]
        ]
    );
}

#[test]
fn a_matrix_without_its_columns_or_with_formulas_is_refused() {
    let mut bare = workbook(&[&["number", "text"], &["FJI-001", "Words."]]);
    let refused = read_sheet(&bare.save_to_buffer().unwrap(), &Mapping::review());
    assert!(matches!(refused, Err(SheetError::NoDispositions { columns }) if columns == ["number", "text"]));
    let refused = read_sheet(b"number,text\nFJI-001,Words.\n", &Mapping::review());
    assert!(matches!(refused, Err(SheetError::NoDispositions { .. })));
    let mut workbook = workbook(&[
        &["number", "disposition", "text"],
        &["FJI-001", "", ""],
        &["FJI-002", "noted", ""],
    ]);
    let sheet = workbook.worksheet_from_index(0).unwrap();
    sheet
        .write_formula(1, 1, Formula::new("=A1").set_result("noted"))
        .unwrap();
    sheet
        .write_formula(2, 2, Formula::new("=A1").set_result("words"))
        .unwrap();
    let read = read_sheet(&workbook.save_to_buffer().unwrap(), &Mapping::review()).unwrap();
    assert_eq!(read.rows[0].1.as_ref().unwrap_err().problem.code(), "formula");
    assert!(
        read.rows[1].1.is_ok(),
        "a formula where nothing is read is not looked at"
    );
}

#[test]
fn a_formula_is_refused_as_a_row() {
    let mut workbook = workbook(&[&["state", "text"], &["FJI", ""], &["FJI", "Plain."]]);
    let sheet = workbook.worksheet_from_index(0).unwrap();
    let formula = Formula::new("=HYPERLINK(\"http://example.com\")").set_result("looks plain");
    sheet.write_formula(1, 1, formula).unwrap();
    let sheet = read(&workbook.save_to_buffer().unwrap()).unwrap();
    let error: &RowError = sheet.rows[0].1.as_ref().unwrap_err();
    assert_eq!((error.row, error.problem.code()), (1, "formula"));
    assert_eq!(sheet.rows[1].1.as_ref().unwrap().text.as_deref(), Some("Plain."));
}

#[test]
fn a_hundred_thousand_empty_rows_cost_little() {
    let mut workbook = workbook(&[&["state", "text"], &["FJI", "Words."]]);
    let sheet = workbook.worksheet_from_index(0).unwrap();
    let look = Format::new().set_bold();
    for line in 2..100_000 {
        sheet.write_blank(line, 0, &look).unwrap();
        sheet.write_blank(line, 1, &look).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let begun = std::time::Instant::now();
    assert_eq!(read(&bytes).unwrap().rows.len(), 1);
    println!("{} bytes in {:?}", bytes.len(), begun.elapsed());
}

/// The package with one more part, or with another content of one.
fn with_part(package: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let part = from.by_index(index).unwrap();
        if part.name().unwrap() != name {
            to.raw_copy_file(part).unwrap();
        }
    }
    to.start_file(name, SimpleFileOptions::default()).unwrap();
    to.write_all(content).unwrap();
    to.finish().unwrap().into_inner()
}

#[test]
fn macros_are_refused_and_links_to_other_files_are_not_looked_at() {
    let xlsx = matrix().write(SheetFormat::Xlsx).unwrap();
    assert!(matches!(
        read(&with_part(&xlsx, "xl/vbaProject.bin", b"x")),
        Err(SheetError::Macros)
    ));
    let types = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>"#;
    assert!(matches!(
        read(&with_part(&xlsx, "[Content_Types].xml", types)),
        Err(SheetError::Macros)
    ));
    let link = br#"<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"#;
    assert_eq!(
        read(&with_part(&xlsx, "xl/externalLinks/externalLink1.xml", link))
            .unwrap()
            .rows
            .len(),
        4
    );
}

#[test]
fn a_zip_bomb_is_refused_before_and_while_it_is_inflated() {
    let zeros = vec![b' '; 200 * 1024 * 1024];
    let xlsx = matrix().write(SheetFormat::Xlsx).unwrap();
    let bomb = with_part(&xlsx, "xl/media/image1.png", &zeros);
    assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
    assert!(matches!(read(&bomb), Err(SheetError::TooLarge)));
    // The directory says that the entry is small.
    let mut lying = bomb.clone();
    let size = 200_u32 * 1024 * 1024;
    let announced = size.to_le_bytes();
    let mut at = 0;
    while let Some(found) = lying[at..].windows(4).position(|bytes| bytes == announced) {
        lying[at + found..at + found + 4].copy_from_slice(&10_u32.to_le_bytes());
        at += found + 4;
    }
    assert!(matches!(
        read(&lying),
        Err(SheetError::TooLarge | SheetError::NotAPackage)
    ));
    let mut many = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..3_000 {
        many.start_file(format!("{index}"), SimpleFileOptions::default())
            .unwrap();
    }
    let many = many.finish().unwrap().into_inner();
    assert!(matches!(kind_of(&many), Err(SheetError::TooLarge)));
}

/// A document whose table has this much text in one cell, merged over many rows, below a line of its own.
fn repeating(line: &str, cell: &str, rows: usize) -> Vec<u8> {
    let heads = ["number", "disposition", "text"];
    let heads = heads.map(|head| format!("<w:tc><w:p><w:r><w:t>{head}</w:t></w:r></w:p></w:tc>"));
    let heads = heads.concat();
    let first =
        format!("<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>");
    let below = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr>".repeat(rows);
    let document = format!(
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>{line}</w:t></w:r></w:p>\
         <w:tbl><w:tr>{heads}</w:tr><w:tr>{first}</w:tr>{below}</w:tbl></w:body></w:document>"
    );
    let docx = matrix().write(SheetFormat::Docx).unwrap();
    with_part(&docx, "word/document.xml", document.as_bytes())
}

#[test]
fn a_text_that_stands_in_many_cells_takes_no_memory_without_end() {
    let words = "x".repeat(32_000);
    let shared = vec!["FJI", words.as_str()];
    let mut rows = vec![vec!["state", "text"]];
    rows.extend(std::iter::repeat_n(shared, 5_000));
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let shared = workbook(&rows).save_to_buffer().unwrap();
    assert!(shared.len() < 256 * 1024, "{}", shared.len());
    assert!(matches!(read(&shared), Err(SheetError::TooLarge)));

    let mut merged = workbook(&[&["text", "state"]]);
    let sheet = merged.worksheet_from_index(0).unwrap();
    sheet.merge_range(1, 0, 5_000, 0, &words, &Format::new()).unwrap();
    for line in 1..5_000 {
        sheet.write_string(line, 1, "FJI").unwrap();
    }
    let merged = merged.save_to_buffer().unwrap();
    assert!(matches!(read(&merged), Err(SheetError::TooLarge)));

    let merged = repeating("", &words, 5_000);
    assert!(matches!(
        read_sheet(&merged, &Mapping::review()),
        Err(SheetError::TooLarge)
    ));
    let long = "9".repeat(1_000_000);
    let of_itself = repeating(&format!("Log position: {long}"), "FJI-001", 1_000);
    let read = read_sheet(&of_itself, &Mapping::review()).unwrap();
    let told = read
        .rows
        .iter()
        .filter_map(|(_, row)| row.as_ref().ok()?.as_of_log_position.as_ref());
    assert_eq!(told.count(), 0, "what is said of every row is short");
}

#[test]
fn a_cell_full_of_marks_is_read_at_once() {
    let marks = "Accepted. ".repeat(3_000);
    let mut rows = vec![vec!["MB/NC", "Observations"]];
    rows.extend(std::iter::repeat_n(vec!["FJI-001", &marks], 100));
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let file = workbook(&rows).save_to_buffer().unwrap();
    let begun = std::time::Instant::now();
    let sheet = read_sheet(&file, &Mapping::review()).unwrap();
    assert_eq!(sheet.rows.len(), 100);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn what_is_no_sheet_is_refused() {
    assert!(matches!(
        read(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"),
        Err(SheetError::Protected)
    ));
    assert!(matches!(
        read(b"PK\x03\x04 and nothing more"),
        Err(SheetError::NotAPackage)
    ));
    assert!(matches!(read(b""), Err(SheetError::Empty)));
    let mut empty = Workbook::new();
    empty.add_worksheet();
    assert!(matches!(read(&empty.save_to_buffer().unwrap()), Err(SheetError::Empty)));
    let mut foreign = workbook(&[&["a", "b"], &["1", "2"]]);
    let foreign = foreign.save_to_buffer().unwrap();
    assert!(matches!(read(&foreign), Err(SheetError::NoTextColumn { columns }) if columns == ["a", "b"]));
    let docx = matrix().write(SheetFormat::Docx).unwrap();
    let entities = br#"<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="x"><w:t>&a;</w:t></w:document>"#;
    assert!(matches!(
        read(&with_part(&docx, "word/document.xml", entities)),
        Err(SheetError::NotAPackage)
    ));
}

#[test]
fn a_misspelt_protecting_column_stops_the_sheet() {
    let mut workbook = workbook(&[&["state", "text", "atribution"], &["FJI", "Secret.", "to_none"]]);
    let bytes = workbook.save_to_buffer().unwrap();
    assert!(matches!(read(&bytes), Err(SheetError::NearlyNamed { .. })));
}
