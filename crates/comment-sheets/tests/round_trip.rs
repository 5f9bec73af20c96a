//! What leaves comes back: whatever texts a row holds, both formats give them back.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use comment_sheets::{
    CsvExport, ExportMeta, ExportRow, ExportWriter, ImportRow, Mapping, csv_columns, read_csv, read_jsonl, write_csv,
    write_ndjson,
};
use proptest::prelude::*;

fn meta() -> ExportMeta {
    ExportMeta {
        proposal_id: "0190f1d2-0000-7000-8000-000000000000".to_owned(),
        as_of_log_position: 42,
        as_of_instant: "2027-01-01T00:00:00Z".parse().unwrap(),
    }
}

/// Any text, and often one made of the characters that CSV and spreadsheets care about.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "['=+@\\-\t\r\n\",; aİ가]{0,8}"]
}

fn export_row() -> impl Strategy<Value = ExportRow> {
    let optional = || prop::option::of(cell());
    (
        cell(),
        prop::array::uniform9(optional()),
        prop::array::uniform9(optional()),
    )
        .prop_map(|(text, first, second)| {
            let [
                number,
                state,
                on_behalf_of,
                paragraph,
                comment_type,
                position,
                language,
                reference,
                explanation,
            ] = first;
            let [
                quote_exact,
                quote_prefix,
                quote_suffix,
                proposed_wording_action,
                proposed_wording_text,
                audience,
                attribution,
                general_remarks,
                received_via,
            ] = second;
            ExportRow {
                number,
                state,
                state_name: "Fiji".to_owned(),
                on_behalf_of,
                consultation: 1,
                revision: 0,
                paragraph,
                comment_type,
                position,
                ad_referendum: true,
                language,
                quote_exact,
                quote_prefix,
                quote_suffix,
                text: Some(text),
                proposed_wording_action,
                proposed_wording_text,
                explanation,
                general_remarks,
                audience,
                attribution,
                late: Some(false),
                received_via,
                received_at: Some("2026-12-24T18:00:00.25Z".parse().unwrap()),
                reference,
                ..ExportRow::default()
            }
        })
}

/// The texts as they are expected back.
fn expected(row: &ExportRow, line: u64) -> ImportRow {
    let trimmed = |value: &Option<String>| {
        let value = value.as_deref().unwrap_or_default().trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let code = |value: &Option<String>| {
        let is_mark = |letter: char| letter.is_whitespace() || "\"'“”„‘’‚«»".contains(letter);
        let value = value.as_deref().unwrap_or_default().trim_matches(is_mark);
        (!value.is_empty()).then(|| value.to_owned())
    };
    let dashes = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];
    let exact = |value: &Option<String>| value.clone().filter(|value| !value.trim().is_empty());
    ImportRow {
        line,
        state: code(&row.state),
        paragraph: trimmed(&row.paragraph),
        text: trimmed(&row.text),
        language: code(&row.language),
        comment_type: code(&row.comment_type),
        position: code(&row.position),
        ad_referendum: Some("true".to_owned()),
        received_at: Some("2026-12-24T18:00:00.25Z".to_owned()),
        reference: trimmed(&row.reference),
        quote_exact: exact(&row.quote_exact),
        quote_prefix: exact(&row.quote_prefix),
        quote_suffix: exact(&row.quote_suffix),
        proposed_wording_action: trimmed(&row.proposed_wording_action),
        proposed_wording_text: trimmed(&row.proposed_wording_text),
        explanation: trimmed(&row.explanation),
        audience: code(&row.audience),
        attribution: code(&row.attribution),
        on_behalf_of: trimmed(&row.on_behalf_of),
        number: code(&row.number).map(|number| number.replace(dashes, "-").to_uppercase()),
        ..ImportRow::default()
    }
}

proptest! {
    #[test]
    fn csv_comes_back_as_it_left(rows in prop::collection::vec(export_row(), 1..4)) {
        let mut file = Vec::new();
        prop_assert_eq!(write_csv(&mut file, &meta(), rows.clone()).unwrap(), u64::try_from(rows.len()).unwrap());
        let read: Vec<_> = read_csv(file.as_slice(), &Mapping::default()).unwrap().collect();
        prop_assert_eq!(read.len(), rows.len());
        for (row, (number, content)) in rows.iter().zip(read) {
            // Texts may hold line ends, so the line is not foreseeable here; tests of the reader pin it.
            let content = content.ok();
            let line = content.as_ref().map_or(0, |content| content.line);
            let expected = ImportRow { proposal_id: Some(meta().proposal_id), ..expected(row, line) };
            prop_assert_eq!(content, Some(expected), "row {}", number);
        }
    }

    #[test]
    fn ndjson_comes_back_as_it_left(rows in prop::collection::vec(export_row(), 1..4)) {
        let mut file = Vec::new();
        write_ndjson(&mut file, &meta(), rows.clone()).unwrap();
        let read: Vec<_> = read_jsonl(file.as_slice(), &Mapping::default()).collect();
        prop_assert_eq!(read.len(), rows.len());
        for (row, (number, content)) in rows.iter().zip(read) {
            prop_assert_eq!(content.ok(), Some(expected(row, number + 1)));
        }
    }

    /// The `csv` crate stands for every other program: it reads what we write, and no cell is a formula.
    #[test]
    fn any_reader_of_csv_reads_ours(row in export_row()) {
        let mut file = Vec::new();
        write_csv(&mut file, &meta(), [row]).unwrap();
        let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap();
        let mut reader = csv::Reader::from_reader(file);
        let header = reader.headers().unwrap().clone();
        prop_assert!(header.iter().eq(csv_columns().map(|(name, _)| name)));
        let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(records.len(), 1);
        for cell in records.first().unwrap() {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{:?}", cell);
        }
    }

    /// And we read what it writes, with each separator.
    #[test]
    fn we_read_what_any_writer_of_csv_writes(
        texts in prop::collection::vec((cell(), cell()), 1..5),
        delimiter in prop::sample::select(vec![b',', b';', b'\t']),
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["text", "quote_exact"]).unwrap();
        for (text, quote) in &texts {
            // A letter in front keeps the guard and the trimming, which have their own tests, out of the comparison.
            writer.write_record([format!("t{text}t"), format!("q{quote}q")]).unwrap();
        }
        let file = writer.into_inner().unwrap();
        let read: Vec<_> = read_csv(file.as_slice(), &Mapping::default())
            .unwrap()
            .map(|(_, content)| content.unwrap())
            .map(|row| (row.text.unwrap(), row.quote_exact.unwrap()))
            .collect();
        let written: Vec<_> = texts.iter().map(|(text, quote)| (format!("t{text}t"), format!("q{quote}q"))).collect();
        prop_assert_eq!(read, written);
    }

    /// Whatever the bytes, reading ends, and every row has a number of its own.
    #[test]
    fn no_file_is_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut sheet = b"text,state\n".to_vec();
        sheet.extend(bytes);
        let mut last = 0;
        for (row, _) in read_csv(sheet.as_slice(), &Mapping::default()).unwrap() {
            prop_assert!(row > last);
            last = row;
        }
        let rows = read_jsonl(sheet.as_slice(), &Mapping::default()).count();
        prop_assert!(rows > 0, "the header is no JSON");
    }
}

#[test]
fn log_position_and_time_zone_stand_on_every_row() {
    let mut file = Vec::new();
    write_csv(&mut file, &meta(), [ExportRow::default(), ExportRow::default()]).unwrap();
    let text = String::from_utf8(file).unwrap();
    let ends = text
        .lines()
        .filter(|line| line.ends_with(",42,2027-01-01T00:00:00Z,UTC"))
        .count();
    assert_eq!(ends, 2, "{text}");
}

#[test]
fn pages_written_one_by_one_are_the_same_file() {
    let rows = [
        ExportRow::default(),
        ExportRow {
            text: Some("ş".to_owned()),
            ..ExportRow::default()
        },
    ];
    let mut at_once = Vec::new();
    write_csv(&mut at_once, &meta(), rows.clone()).unwrap();
    let mut writer = CsvExport::new(meta());
    let mut pages = Vec::new();
    writer.begin(&mut pages).unwrap();
    for row in &rows {
        let mut page = Vec::new();
        writer.row(&mut page, row).unwrap();
        pages.extend(page);
    }
    writer.end(&mut pages).unwrap();
    assert_eq!(pages, at_once);
}

#[test]
fn an_ndjson_export_says_what_it_is_and_how_much() {
    let mut file = Vec::new();
    let row = ExportRow {
        text: Some("ş".to_owned()),
        late: Some(true),
        ..ExportRow::default()
    };
    write_ndjson(&mut file, &meta(), [row, ExportRow::default()]).unwrap();
    let text = String::from_utf8(file).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [first, comment, submission, last] = lines.as_slice() else {
        unreachable!("four lines: {text}");
    };
    assert_eq!(
        first,
        &serde_json::json!({
            "kind": "export", "format_version": 1, "proposal_id": "0190f1d2-0000-7000-8000-000000000000",
            "as_of_log_position": 42, "as_of_instant": "2027-01-01T00:00:00Z", "time_zone": "UTC",
        })
    );
    assert_eq!(comment.get("kind").unwrap(), "comment");
    assert_eq!(comment.get("late").unwrap(), true);
    assert_eq!(comment.get("state").unwrap(), &serde_json::Value::Null);
    assert_eq!(submission.get("kind").unwrap(), "submission");
    assert_eq!(last, &serde_json::json!({"kind": "end", "rows": 2}));
}
