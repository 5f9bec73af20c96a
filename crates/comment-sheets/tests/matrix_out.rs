//! The matrix in every format.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

mod common;

use std::io::{Cursor, Read};

use comment_sheets::{MatrixSheet, SheetFormat, csv_columns};
use common::{matrix, row};
use serde_json::{Value, json};
use zip::ZipArchive;

fn text(sheet: &MatrixSheet, format: SheetFormat) -> String {
    String::from_utf8(sheet.write(format).unwrap()).unwrap()
}

fn part(package: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(package)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn markdown_has_a_table_for_each_paragraph_and_says_which_state_of_the_log_it_is() {
    let expected = r"# Cooperation on *incidents*

- Proposal id: 01944f62-1a40-7c3e-9a43-5d5f3c0a8b11
- Log position: 42
- Instant of that position: 2027-03-01T16:00:00Z
- Time zone of all instants: UTC

## General comments

| Number | State | Rev. | Type | Comment | Proposed change | Disposition | Response and answer |
| --- | --- | --- | --- | --- | --- | --- | --- |
| FJI-002 | Fiji | 0 | editorial | =1+1 is no formula here |  |  |  |

## Paragraph 2

| Number | State | Rev. | Type | Comment | Proposed change | Disposition | Response and answer |
| --- | --- | --- | --- | --- | --- | --- | --- |
| FJI-001 | Fiji | 0 | substantive | Voluntary is<br>too weak \| really. | Quote: voluntary<br>Replace: mandatory<br>Explanation: Networks do not end at borders. | accepted\_with\_modification | Taken in part.<br>expected<br>objects<br>Too late. |
| DEL-7F3A | a delegation from Melanesia | 0 | technical | Not for attribution. |  |  |  |

## Submissions without comments

| Number | State | Rev. | Type | Comment | Proposed change | Disposition | Response and answer |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | Samoa | 0 |  | no\_objection |  |  |  |

## Threads

| number | kind | by | says | text | at |
| --- | --- | --- | --- | --- | --- |
| FJI-001 | member\_view | TUR | differs | Not yet. | 2027-02-01T09:00:00Z |
"
    .replace("*incidents*", r"\*incidents\*");
    assert_eq!(text(&matrix(), SheetFormat::Markdown), expected);
}

#[test]
fn for_whom_a_comment_speaks_and_that_it_came_late_stands_below_its_number() {
    let mut sheet = matrix();
    sheet.rows[1].on_behalf_of = Some("PIF".to_owned());
    sheet.rows[1].late = Some(true);
    let markdown = text(&sheet, SheetFormat::Markdown);
    assert!(
        markdown.contains("| FJI-001<br>(on behalf of PIF)<br>(late) | Fiji |"),
        "{markdown}"
    );
    let docx = sheet.write(SheetFormat::Docx).unwrap();
    let read = comment_sheets::read_sheet(&docx, &comment_sheets::Mapping::default()).unwrap();
    let row = read.rows[1].1.as_ref().unwrap();
    assert_eq!(
        (row.state.as_deref(), row.number.as_deref()),
        (Some("FJI"), Some("FJI-001"))
    );
}

#[test]
fn json_has_rows_threads_time_zone_and_log_position() {
    let json: Value = serde_json::from_str(&text(&matrix(), SheetFormat::Json)).unwrap();
    assert_eq!(json["as_of_log_position"], json!(42));
    assert_eq!((&json["time_zone"], &json["kind"]), (&json!("UTC"), &json!("export")));
    assert_eq!(json["rows"].as_array().unwrap().len(), 4);
    assert_eq!(json["rows"][1]["disposition"], json!("accepted_with_modification"));
    assert_eq!(json["threads"][0]["by"], json!("TUR"));
}

#[test]
fn json_ld_makes_an_annotation_of_every_comment() {
    let json: Value = serde_json::from_str(&text(&matrix(), SheetFormat::JsonLd)).unwrap();
    assert_eq!(json["@context"][0], json!("http://www.w3.org/ns/anno.jsonld"));
    assert_eq!(
        (&json["total"], &json["ri:as_of_log_position"]),
        (&json!(4), &json!(42))
    );
    let items = json["first"]["items"].as_array().unwrap();
    assert_eq!(items[1]["type"], json!("Annotation"));
    assert_eq!(
        items[1]["target"],
        json!({"source": "/v1/proposals/01944f62-1a40-7c3e-9a43-5d5f3c0a8b11/revisions/0#2", "selector": {
            "type": "TextQuoteSelector", "exact": "voluntary", "prefix": "on a ", "suffix": " basis"}})
    );
    assert_eq!(items[1]["body"][0]["value"], json!("Voluntary is\ntoo weak | really."));
    assert_eq!(items[3]["motivation"], json!("assessing"));
}

#[test]
fn xlsx_has_three_sheets_no_metadata_and_no_formula() {
    let xlsx = matrix().write(SheetFormat::Xlsx).unwrap();
    let workbook = part(&xlsx, "xl/workbook.xml");
    for name in ["matrix", "threads", "columns"] {
        assert!(workbook.contains(&format!(r#"name="{name}""#)), "{workbook}");
    }
    let zip = ZipArchive::new(Cursor::new(xlsx.as_slice())).unwrap();
    assert!(zip.file_names().all(|name| !name.unwrap().starts_with("docProps")));
    assert!(!part(&xlsx, "[Content_Types].xml").contains("docProps"));
    assert!(!part(&xlsx, "_rels/.rels").contains("docProps"));
    assert!(part(&xlsx, "_rels/.rels").contains("xl/workbook.xml"));
    let sheet = part(&xlsx, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "{sheet}");
    // Two lines of a comment, and room for more: the height is no fixed one.
    assert!(
        sheet.contains(r#"<row r="3" spans="1:42" ht="30">"#) && !sheet.contains("customHeight"),
        "{sheet}"
    );
    assert!(sheet.contains(r#"orientation="landscape""#), "{sheet}");
    let strings = part(&xlsx, "xl/sharedStrings.xml");
    assert!(strings.contains("=1+1 is no formula here"), "{strings}");
    assert!(part(&xlsx, "xl/styles.xml").contains(r#"quotePrefix="1""#));
    for (name, description) in csv_columns() {
        assert!(strings.contains(name) && !description.is_empty(), "{name}");
    }
}

#[test]
fn docx_has_the_eight_columns_on_landscape_pages() {
    let docx = matrix().write(SheetFormat::Docx).unwrap();
    let body = part(&docx, "word/document.xml");
    assert!(body.contains(r#"w:orient="landscape""#));
    let heads = [
        "MB/NC",
        "Line number",
        "Clause/ Subclause",
        "Paragraph/ Figure/ Table",
        "Type of comment",
        "Comments",
        "Proposed change",
        "Observations",
    ];
    let places: Vec<usize> = heads
        .iter()
        .map(|head| body.find(&format!(">{head}<")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(body.contains("DEL-7F3A") && body.contains("Accepted with modification"));
}

#[test]
fn a_text_that_is_too_long_for_a_cell_is_continued_in_the_next_never_cut() {
    let long = "ä😀".repeat(20_000);
    let mut sheet = matrix();
    sheet.rows[0].text = Some(long.clone());
    let xlsx = sheet.write(SheetFormat::Xlsx).unwrap();
    assert!(part(&xlsx, "xl/sharedStrings.xml").contains("text (continued 2)"));
    let read = comment_sheets::read_sheet(&xlsx, &comment_sheets::Mapping::default());
    // 120 kB are more than a comment holds: read again, the row says so instead of losing the end.
    let row = read.unwrap().rows.remove(0).1.unwrap();
    assert_eq!(row.text.unwrap(), long);
}

#[test]
fn ten_thousand_comments_are_written_whole() {
    let mut sheet = matrix();
    sheet.threads.clear();
    sheet.rows = (0..10_000).map(row).collect();
    for format in SheetFormat::ALL {
        let begun = std::time::Instant::now();
        let bytes = sheet.write(format).unwrap();
        println!("{}: {} bytes in {:?}", format.name(), bytes.len(), begun.elapsed());
        if matches!(format, SheetFormat::Csv | SheetFormat::Xlsx | SheetFormat::Docx) {
            let read = comment_sheets::read_sheet(&bytes, &comment_sheets::Mapping::default()).unwrap();
            assert_eq!(read.rows.len(), 10_000, "{}", format.name());
        }
    }
}
