//! CSV sheets as people and programs save them.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use comment_sheets::{ImportRow, MAX_CELL_BYTES, Mapping, RowError, RowProblem, SheetError, read_csv};

type Rows = Vec<(u64, Result<ImportRow, RowError>)>;

fn rows(sheet: impl AsRef<[u8]>, map: &str) -> Rows {
    read_csv(sheet.as_ref(), &map.parse().unwrap()).unwrap().collect()
}

fn sheet_error(sheet: impl AsRef<[u8]>, map: &str) -> SheetError {
    read_csv(sheet.as_ref(), &map.parse().unwrap()).err().unwrap()
}

#[track_caller]
fn good(rows: &Rows, index: usize) -> &ImportRow {
    rows.get(index).unwrap().1.as_ref().unwrap()
}

#[track_caller]
fn bad(rows: &Rows, index: usize) -> &RowError {
    rows.get(index).unwrap().1.as_ref().unwrap_err()
}

#[test]
fn a_mapped_sheet_gives_rows_of_texts() {
    let sheet = "ref,country,section,lang,text,other\nF1,FJI,2,en,  We agree. ,x\nF2,,,es,\"De acuerdo, sí\",y\n";
    let rows = rows(sheet, "state=country,paragraph=section,language=lang,reference=ref");
    let expected = ImportRow {
        line: 2,
        state: Some("FJI".to_owned()),
        paragraph: Some("2".to_owned()),
        text: Some("We agree.".to_owned()),
        language: Some("en".to_owned()),
        reference: Some("F1".to_owned()),
        ..ImportRow::default()
    };
    assert_eq!(good(&rows, 0), &expected);
    assert_eq!(good(&rows, 1).state, None);
    assert_eq!(good(&rows, 1).paragraph, None);
    assert_eq!(good(&rows, 1).text.as_deref(), Some("De acuerdo, sí"));
    assert_eq!(rows.len(), 2);
}

#[test]
fn without_a_mapping_columns_are_found_by_name_whatever_their_case() {
    let rows = rows("Paragraph,STATE,Text,Type,number\n3,WSM,Yes,editorial,WSM-001\n", "");
    let row = good(&rows, 0);
    assert_eq!(row.paragraph.as_deref(), Some("3"));
    assert_eq!(row.state.as_deref(), Some("WSM"));
    assert_eq!(row.comment_type.as_deref(), Some("editorial"));
    assert_eq!(row.number.as_deref(), Some("WSM-001"));
}

#[test]
fn separators_line_ends_and_the_byte_order_mark_do_not_matter() {
    for delimiter in [",", ";", "\t"] {
        for line_end in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{FEFF}"] {
                let sheet = format!("{mark}state,text\nFJI,a\nTUV,\"b,;\tc\"\n")
                    .replace("state,", &format!("state{delimiter}"))
                    .replace("FJI,", &format!("FJI{delimiter}"))
                    .replace("TUV,", &format!("TUV{delimiter}"))
                    .replace('\n', line_end);
                let rows = rows(&sheet, "");
                assert_eq!(rows.len(), 2, "{sheet:?}");
                assert_eq!(good(&rows, 0).state.as_deref(), Some("FJI"), "{sheet:?}");
                assert_eq!(good(&rows, 1).text.as_deref(), Some("b,;\tc"), "{sheet:?}");
            }
        }
    }
}

#[test]
fn empty_rows_are_left_out_but_counted() {
    let rows = rows("state,text\r\n\r\nFJI,a\r\n,\r\n \t, \r\nTUV,b", "");
    let numbers: Vec<(u64, u64)> = rows
        .iter()
        .map(|(row, content)| (*row, content.as_ref().unwrap().line))
        .collect();
    assert_eq!(numbers, [(2, 3), (5, 6)]);
}

#[test]
fn rows_are_counted_by_record_and_lines_by_line() {
    let rows = rows("state,text\nFJI,\"two\nlines\"\nTUV,\n", "");
    assert_eq!(good(&rows, 0).text.as_deref(), Some("two\nlines"));
    let wordless = good(&rows, 1);
    assert_eq!(
        (wordless.line, wordless.state.as_deref(), wordless.text.as_deref()),
        (4, Some("TUV"), None)
    );
}

#[test]
fn a_row_of_another_width_is_an_error_and_the_next_row_is_read() {
    let rows = rows("state,text\nFJI,one, two\nTUV\nWSM,ok\n", "");
    assert!(matches!(
        bad(&rows, 0).problem,
        RowProblem::WrongCellCount { expected: 2, found: 3 }
    ));
    assert!(matches!(
        bad(&rows, 1).problem,
        RowProblem::WrongCellCount { expected: 2, found: 1 }
    ));
    assert_eq!(good(&rows, 2).text.as_deref(), Some("ok"));
}

#[test]
fn bytes_that_are_not_utf8_are_named_by_column() {
    let rows = rows(b"state,text,note\nFJI,caf\xE9,x\nTUV,fine,caf\xE9\n", "");
    assert!(matches!(bad(&rows, 0).problem, RowProblem::NotUtf8 { column: 2 }));
    // A column that nobody asked for may hold anything.
    assert_eq!(good(&rows, 1).text.as_deref(), Some("fine"));
}

#[test]
fn a_cell_may_be_as_long_as_the_limit_and_no_longer() {
    let (longest, too_long) = ("a".repeat(MAX_CELL_BYTES), "a".repeat(MAX_CELL_BYTES + 1));
    let rows = rows(format!("text,state\n{longest},FJI\n{too_long},TUV\nshort,WSM\n"), "");
    assert_eq!(good(&rows, 0).text.as_deref(), Some(longest.as_str()));
    assert!(matches!(
        bad(&rows, 1).problem,
        RowProblem::CellTooLong {
            column: 1,
            max_bytes: MAX_CELL_BYTES
        }
    ));
    assert_eq!(good(&rows, 2).text.as_deref(), Some("short"));
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_an_error_of_its_row() {
    let rows = rows("state,text\nFJI,a\nTUV,\"open\nWSM,b\n", "");
    assert_eq!(good(&rows, 0).text.as_deref(), Some("a"));
    let error = bad(&rows, 1);
    assert_eq!((error.row, error.line), (2, 3));
    assert!(matches!(error.problem, RowProblem::OpenQuote));
    assert_eq!(rows.len(), 2);
}

#[test]
fn quoted_words_keep_their_spaces() {
    let rows = rows(
        "text,quote_exact,quote_prefix,quote_suffix\n x ,voluntary,on a , basis\n",
        "",
    );
    let row = good(&rows, 0);
    assert_eq!(row.quote_prefix.as_deref(), Some("on a "));
    assert_eq!(row.quote_suffix.as_deref(), Some(" basis"));
    assert_eq!(row.text.as_deref(), Some("x"));
}

#[test]
fn the_guard_of_a_spreadsheet_is_taken_off_and_nothing_else() {
    let rows = rows("text\n'=1+1\n'quoted'\n''-x\n=raw\n", "");
    let texts: Vec<&str> = (0..4).filter_map(|index| good(&rows, index).text.as_deref()).collect();
    assert_eq!(texts, ["=1+1", "'quoted'", "'-x", "=raw"]);
}

#[test]
fn a_field_can_be_left_out_although_the_sheet_has_its_name() {
    let rows = rows("number,text\n17,a\n", "number=-");
    assert_eq!(good(&rows, 0).number, None);
}

#[test]
fn a_sheet_without_rows_has_none() {
    assert!(rows("state,text\n", "").is_empty());
    assert!(rows("state,text", "").is_empty());
}

#[test]
fn a_sheet_that_cannot_be_used_is_refused_as_a_whole() {
    assert!(matches!(sheet_error("", ""), SheetError::Empty));
    assert!(matches!(sheet_error("\n\n", ""), SheetError::Empty));
    assert!(matches!(sheet_error("\u{FEFF}", ""), SheetError::Empty));
    assert!(matches!(sheet_error(b"\xFF\xFEt\0", ""), SheetError::Utf16));
    assert!(matches!(
        sheet_error("\"state,text\nFJI,a\n", ""),
        SheetError::Header {
            problem: RowProblem::OpenQuote
        }
    ));
    assert!(matches!(
        sheet_error("x".repeat(100_000), ""),
        SheetError::Header {
            problem: RowProblem::LineTooLong { .. }
        }
    ));
    assert!(matches!(
        sheet_error(b"text,caf\xE9\n", ""),
        SheetError::Header {
            problem: RowProblem::NotUtf8 { column: 2 }
        }
    ));
    assert!(matches!(
        sheet_error("text,Text\n", ""),
        SheetError::DuplicateColumn { field: "text", .. }
    ));
}

#[test]
fn a_column_that_is_not_there_is_answered_with_those_that_are() {
    let error = sheet_error("land,text\nFJI,a\n", "state=country");
    assert_eq!(
        error.to_string(),
        "there is no column `country` for `state`; the columns are: land, text"
    );
    let error = sheet_error("state,comment\nFJI,a\n", "");
    assert_eq!(
        error.to_string(),
        "there is no column `text`; name one so, or map one with `text=<column>`; the columns are: state, comment"
    );
}

#[test]
fn blank_lines_before_the_header_are_passed_over() {
    let rows = read_csv("\n\nstate,text\nFJI,a\n".as_bytes(), &Mapping::default()).unwrap();
    let rows: Rows = rows.collect();
    assert_eq!(rows.first().unwrap().0, 1);
    assert_eq!(good(&rows, 0).line, 4);
}

#[test]
fn titles_above_the_header_are_passed_over() {
    let sheet = "Comments of Fiji;;\n\nas of 1 March;;\nstate;text;paragraph\nFJI;a;2\n";
    let rows: Rows = read_csv(sheet.as_bytes(), &Mapping::default()).unwrap().collect();
    assert_eq!((rows.len(), rows.first().unwrap().0), (1, 1));
    let row = good(&rows, 0);
    assert_eq!((row.line, row.paragraph.as_deref()), (5, Some("2")));
}

#[test]
fn a_source_that_breaks_off_is_the_last_error() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    let source = std::io::Read::chain("text\na\nb".as_bytes(), Broken);
    let rows: Rows = read_csv(source, &Mapping::default()).unwrap().collect();
    assert_eq!(rows.len(), 2);
    let error = bad(&rows, 1);
    assert_eq!((error.row, error.line, error.problem.code()), (2, 3, "unreadable"));
}

#[test]
fn a_sheet_that_was_opened_in_another_encoding_is_refused_whole() {
    let sheet = "\u{EF}\u{BB}\u{BF}number,text\nFJI-001,T\u{C3}\u{BC}rkiye\n";
    let error = read_csv(sheet.as_bytes(), &Mapping::default()).err().unwrap();
    assert!(error.to_string().contains("UTF-8"), "{error}");
}
