//! JSON Lines sheets, foreign ones and our own exports.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use comment_sheets::{
    ExportMeta, ExportRow, ImportRow, MAX_CELL_BYTES, MAX_LINE_BYTES, RowError, RowProblem, read_jsonl, write_ndjson,
};

type Rows = Vec<(u64, Result<ImportRow, RowError>)>;

fn rows(sheet: impl AsRef<[u8]>, map: &str) -> Rows {
    read_jsonl(sheet.as_ref(), &map.parse().unwrap()).collect()
}

#[track_caller]
fn good(rows: &Rows, index: usize) -> &ImportRow {
    rows.get(index).unwrap().1.as_ref().unwrap()
}

#[track_caller]
fn bad(rows: &Rows, index: usize) -> &RowError {
    rows.get(index).unwrap().1.as_ref().unwrap_err()
}

fn export() -> String {
    let meta = ExportMeta {
        proposal_id: "0190f1d2-0000-7000-8000-000000000000".to_owned(),
        as_of_log_position: 42,
        as_of_instant: "2027-01-01T00:00:00Z".parse().unwrap(),
    };
    let row = |text: &str| ExportRow {
        text: Some(text.to_owned()),
        ..ExportRow::default()
    };
    let mut out = Vec::new();
    write_ndjson(&mut out, &meta, [row("one"), row("two")]).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_line_of_the_white_paper_consultation_is_read() {
    let line = r#"{"ref": "F529892", "submitted_at": "2020-06-19T23:58:00", "lang": "en", "country": "US", "anonymous": false, "section": "Q18", "text": "See written response"}"#;
    let map = "state=country,paragraph=section,text=text,language=lang,received_at=submitted_at,reference=ref";
    let expected = ImportRow {
        line: 1,
        state: Some("US".to_owned()),
        paragraph: Some("Q18".to_owned()),
        text: Some("See written response".to_owned()),
        language: Some("en".to_owned()),
        received_at: Some("2020-06-19T23:58:00".to_owned()),
        reference: Some("F529892".to_owned()),
        ..ImportRow::default()
    };
    assert_eq!(good(&rows(line, map), 0), &expected);
}

#[test]
fn null_empty_and_absent_are_all_nothing() {
    let rows = rows(
        "{\"state\": null, \"text\": \"a\"}\n{\"state\": \" \", \"text\": \"b\"}\n{\"text\": \"c\"}\n",
        "",
    );
    for index in 0..3 {
        assert_eq!(good(&rows, index).state, None);
    }
}

#[test]
fn numbers_and_booleans_are_taken_as_texts_and_keys_without_regard_to_case() {
    let rows = rows(r#"{"Paragraph": 12, "TEXT": true, "text": "exact wins"}"#, "");
    assert_eq!(good(&rows, 0).paragraph.as_deref(), Some("12"));
    assert_eq!(good(&rows, 0).text.as_deref(), Some("exact wins"));
}

#[test]
fn bad_lines_are_errors_of_their_own() {
    let mut sheet = b"\xEF\xBB\xBF{\"text\": \"ok\"}\r\n\r\n{\"text\": \n[1]\n{\"text\": [\"a\"]}\n".to_vec();
    sheet.extend(b"{\"text\": \"caf\xE9\"}\n{\"state\": \"FJI\"}\n{\"text\": \"last\"}");
    let rows = rows(sheet, "");
    assert_eq!(good(&rows, 0).text.as_deref(), Some("ok"));
    assert!(matches!(bad(&rows, 1).problem, RowProblem::InvalidJson { .. }));
    assert_eq!((bad(&rows, 1).row, bad(&rows, 1).line), (3, 3));
    assert!(matches!(bad(&rows, 2).problem, RowProblem::NotAnObject));
    assert!(matches!(&bad(&rows, 3).problem, RowProblem::NotAText { key } if key == "text"));
    assert!(matches!(bad(&rows, 4).problem, RowProblem::LineNotUtf8));
    assert_eq!(
        (good(&rows, 5).state.as_deref(), good(&rows, 5).text.as_deref()),
        (Some("FJI"), None)
    );
    assert_eq!(good(&rows, 6).text.as_deref(), Some("last"));
    assert_eq!(rows.get(6).unwrap().0, 8);
}

#[test]
fn over_long_values_and_lines_are_refused_and_the_next_line_is_read() {
    let value = "a".repeat(MAX_CELL_BYTES + 1);
    let line = "a".repeat(MAX_LINE_BYTES);
    let rows = rows(
        format!("{{\"text\":\"{value}\"}}\n{{\"text\":\"{line}\"}}\n{{\"text\":\"b\"}}\n"),
        "",
    );
    assert!(matches!(bad(&rows, 0).problem, RowProblem::ValueTooLong { .. }));
    assert!(matches!(bad(&rows, 1).problem, RowProblem::LineTooLong { .. }));
    assert_eq!(good(&rows, 2).text.as_deref(), Some("b"));
    assert_eq!(good(&rows, 2).line, 3);
}

#[test]
fn the_first_and_last_line_of_our_own_export_are_no_rows() {
    let rows = rows(export(), "");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows.first().unwrap().0, 1);
    assert_eq!((good(&rows, 1).text.as_deref(), good(&rows, 1).line), (Some("two"), 3));
}

#[test]
fn an_export_that_was_cut_off_is_noticed() {
    let whole = export();
    let without_end: String = whole.split_inclusive('\n').take(3).collect();
    let cut = rows(&without_end, "");
    assert_eq!(cut.len(), 3);
    assert!(matches!(bad(&cut, 2).problem, RowProblem::Incomplete { found: 2, .. }));

    let without_a_row: String = whole
        .split_inclusive('\n')
        .filter(|line| !line.contains("\"one\""))
        .collect();
    let cut = rows(&without_a_row, "");
    assert!(matches!(bad(&cut, 1).problem, RowProblem::Incomplete { found: 1, .. }));
}

#[test]
fn two_exports_one_after_the_other_are_one_sheet() {
    let rows = rows(export() + &export(), "");
    let numbers: Vec<u64> = rows.iter().map(|(row, _)| *row).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert!(rows.iter().all(|(_, content)| content.is_ok()));
}
