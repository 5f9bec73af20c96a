//! Documents as Markdown and DOCX.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use std::io::{Cursor, Read};

use comment_sheets::document::{Block, Document, Run, RunStyle, to_docx, to_markdown};
use zip::ZipArchive;

fn run(text: &str, style: RunStyle) -> Run {
    Run {
        text: text.to_owned(),
        style,
    }
}

fn sample() -> Document {
    Document {
        title: "Response <b>to</b> Fiji & others".to_owned(),
        language: "en".to_owned(),
        blocks: vec![
            Block::Heading(1, "What *changed*".to_owned()),
            Block::Paragraph(vec![
                Run::bold("Position: "),
                Run::plain("supports"),
                run(" [voluntary]", RunStyle::Deleted),
                run(" mandatory", RunStyle::Inserted),
            ]),
            Block::plain("1. not a list\nsecond line\twith tab"),
            Block::List(vec![vec![Run::plain("- one")], vec![run("two", RunStyle::Italic)]]),
            Block::Table {
                head: vec!["Number".to_owned(), "Text".to_owned()],
                rows: vec![
                    vec!["FJI-001".to_owned(), "a | b\nc".to_owned()],
                    vec!["FJI-002".to_owned()],
                ],
            },
            Block::PageBreak,
            Block::plain("# last"),
        ],
    }
}

#[test]
fn a_document_becomes_markdown_in_which_nothing_of_its_texts_acts() {
    let expected = r"# Response &lt;b\>to&lt;/b\> Fiji &amp; others

## What \*changed\*

**Position:** supports <del>\[voluntary\]</del> <ins>mandatory</ins>

1\. not a list<br>second line with tab

- \- one
- *two*

| Number | Text |
| --- | --- |
| FJI-001 | a \| b<br>c |
| FJI-002 |  |

\# last
";
    assert_eq!(to_markdown(&sample()), expected);
}

#[test]
fn emphasis_that_markdown_would_not_see_is_written_as_a_tag() {
    let document = Document {
        title: "t".to_owned(),
        language: "en".to_owned(),
        blocks: vec![Block::Paragraph(vec![
            Run::plain("word"),
            Run::bold("(x)"),
            Run::plain("word "),
            Run::bold("a"),
            run("b", RunStyle::Italic),
        ])],
    };
    assert_eq!(
        to_markdown(&document),
        "# t\n\nword<strong>(x)</strong>word **a**<em>b</em>\n"
    );
}

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_document_becomes_the_same_docx_every_time_without_office_metadata() {
    let docx = to_docx(&sample()).unwrap();
    assert_eq!(docx, to_docx(&sample()).unwrap());
    let mut zip = ZipArchive::new(Cursor::new(docx.as_slice())).unwrap();
    for index in 0..zip.len() {
        let entry = zip.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        assert!(!name.starts_with("docProps"), "{name}");
        assert_eq!(entry.last_modified().unwrap().year(), 1980, "{name}");
    }
    let body = part(&docx, "word/document.xml");
    assert!(
        body.contains("Response &lt;b&gt;to&lt;/b&gt; Fiji &amp; others"),
        "{body}"
    );
    assert!(body.contains("<w:tblHeader/>"), "{body}");
    assert!(
        body.contains(r#"<w:strike/></w:rPr><w:t xml:space="preserve"> [voluntary]"#),
        "{body}"
    );
    for word in ["creator", "author", "lastModified"] {
        assert!(!body.contains(word), "{word}");
    }
}

#[test]
fn a_character_that_xml_cannot_hold_is_replaced_where_it_is_seen() {
    let document = Document {
        title: "a\u{0}b\u{FFFF}c".to_owned(),
        language: "ko".to_owned(),
        blocks: Vec::new(),
    };
    let docx = to_docx(&document).unwrap();
    assert!(part(&docx, "word/document.xml").contains("a\u{FFFD}b\u{FFFD}c"));
}
