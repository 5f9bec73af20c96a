//! Documents as DOCX: plain Office Open XML (ECMA-376), without author, dates or other office metadata.

use std::fmt::Write;

use super::extent::is_wide;
use super::{Block, Document, Run, RunStyle};
use crate::SheetError;
use crate::ooxml::{Part, package, push_text};

/// How the pages lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// A4 upright.
    Portrait,
    /// A4 on its side, with narrow margins: for wide tables.
    Landscape,
}

impl Page {
    /// Width, height, margin, in twentieths of a point.
    pub(super) const fn size(self) -> (u32, u32, u32) {
        match self {
            Self::Portrait => (11_906, 16_838, 1_134),
            Self::Landscape => (16_838, 11_906, 720),
        }
    }

    /// Width between the margins, in twentieths of a point.
    pub(super) const fn text_width(self) -> u32 {
        let (width, _, margin) = self.size();
        width.saturating_sub(margin.saturating_mul(2))
    }
}

/// Writes a document as DOCX. The same document gives the same bytes, always.
///
/// # Errors
///
/// [`SheetError::Write`] if the package cannot be put together.
pub fn to_docx(document: &Document) -> Result<Vec<u8>, SheetError> {
    let mut body = String::new();
    push_paragraph(&mut body, "Title", &[Run::plain(document.title.as_str())]);
    for block in &document.blocks {
        push_block(&mut body, block);
    }
    finish(&body, Page::Portrait, &document.language)
}

/// Puts a body into a package with the styles it uses.
pub(crate) fn finish(body: &str, page: Page, language: &str) -> Result<Vec<u8>, SheetError> {
    let (width, height, margin) = page.size();
    let orient = if page == Page::Landscape {
        r#" w:orient="landscape""#
    } else {
        ""
    };
    let document = format!(
        r#"{XML}<w:document xmlns:w="{W}"><w:body>{body}<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{orient}/><w:pgMar w:top="{margin}" w:right="{margin}" w:bottom="{margin}" w:left="{margin}" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>"#
    );
    let styles = STYLES.replace("{language}", &language_mark(language));
    package(&[
        Part::new("[Content_Types].xml", CONTENT_TYPES),
        Part::new("_rels/.rels", RELATIONS),
        Part::new("word/document.xml", &document),
        Part::new("word/styles.xml", &format!("{XML}{styles}")),
        Part::new("word/numbering.xml", &format!("{XML}{NUMBERING}")),
        Part::new("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
    ])
}

/// The language of the text, so that a reader's program checks its spelling by the right dictionary.
fn language_mark(language: &str) -> String {
    let is_tag = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let tag: String = language.chars().filter(|letter| is_tag(*letter)).collect();
    if tag.starts_with("ko") {
        format!(r#"<w:lang w:val="en" w:eastAsia="{tag}"/>"#)
    } else {
        format!(r#"<w:lang w:val="{tag}"/>"#)
    }
}

fn push_block(body: &mut String, block: &Block) {
    match block {
        Block::Heading(level, text) => {
            let style = format!("Heading{}", (*level).clamp(1, 3));
            push_paragraph(body, &style, &[Run::plain(text.as_str())]);
        }
        Block::Paragraph(runs) => push_paragraph(body, "Normal", runs),
        Block::List(points) => points.iter().for_each(|runs| push_paragraph(body, "ListBullet", runs)),
        Block::Table { head, rows } => {
            push_table(
                body,
                Page::Portrait,
                &column_widths(head, rows, Page::Portrait),
                head,
                rows,
            );
        }
        Block::PageBreak => body.push_str(r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#),
    }
}

/// Widths of columns by what is in them: each has room for the longest word of its head, and what is long gets more of
/// the rest.
pub(super) fn column_widths(head: &[String], rows: &[Vec<String>], page: Page) -> Vec<u32> {
    let letters = |text: &str| {
        text.chars()
            .map(|letter| if is_wide(letter) { 2 } else { 1 })
            .sum::<u32>()
    };
    let words = head.iter().map(|text| text.split(' ').map(letters).max().unwrap_or(0));
    let least: Vec<u32> = words
        .map(|word| word.min(MOST_LETTERS) * LETTER + CELL_MARGINS)
        .collect();
    let longest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells
            .map(|text| letters(text.as_str()))
            .max()
            .unwrap_or(0)
            .clamp(1, MOST_LETTERS)
    };
    let shares: Vec<u32> = (0..head.len()).map(longest).collect();
    let all = shares.iter().sum::<u32>().max(1);
    let rest = page.text_width().saturating_sub(least.iter().sum());
    least
        .iter()
        .zip(&shares)
        .map(|(least, share)| least + rest * share / all)
        .collect()
}

/// What a column is at most counted as, in letters.
const MOST_LETTERS: u32 = 60;
/// A letter of the head and a wide one, and the margins of a cell, in twentieths of a point.
const LETTER: u32 = 110;
const CELL_MARGINS: u32 = 160;

/// Appends a table with a head that is repeated on every page; a row that is too short is filled up.
pub(crate) fn push_table(body: &mut String, page: Page, widths: &[u32], head: &[String], rows: &[Vec<String>]) {
    push_format(
        body,
        format_args!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#,
            page.text_width()
        ),
    );
    for width in widths {
        push_format(body, format_args!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    body.push_str("</w:tblGrid>");
    push_row(body, widths, head, true);
    for row in rows {
        push_row(body, widths, row, false);
    }
    // A table must be followed by a paragraph.
    body.push_str("</w:tbl><w:p/>");
}

/// Appends what cannot fail to be appended.
fn push_format(body: &mut String, text: std::fmt::Arguments<'_>) {
    let written = body.write_fmt(text);
    debug_assert!(written.is_ok(), "a String takes everything");
}

fn push_row(body: &mut String, widths: &[u32], cells: &[String], is_head: bool) {
    body.push_str(if is_head {
        "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    } else {
        "<w:tr>"
    });
    let none = String::new();
    let style = if is_head { "TableHead" } else { "TableText" };
    for (width, cell) in widths.iter().zip(cells.iter().chain(std::iter::repeat(&none))) {
        push_format(
            body,
            format_args!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>"#),
        );
        push_paragraph(body, style, &[Run::plain(cell.as_str())]);
        body.push_str("</w:tc>");
    }
    body.push_str("</w:tr>");
}

/// Appends a paragraph of runs.
pub(crate) fn push_paragraph(body: &mut String, style: &str, runs: &[Run]) {
    push_format(body, format_args!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>"#));
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        push_run(body, run);
    }
    body.push_str("</w:p>");
}

/// Appends a run. Changes are shown by form, not as tracked changes, which would need an author.
fn push_run(body: &mut String, run: &Run) {
    body.push_str("<w:r>");
    body.push_str(match run.style {
        RunStyle::Plain => "",
        RunStyle::Bold => "<w:rPr><w:b/></w:rPr>",
        RunStyle::Italic => "<w:rPr><w:i/></w:rPr>",
        RunStyle::Inserted => r#"<w:rPr><w:u w:val="single"/></w:rPr>"#,
        RunStyle::Deleted => "<w:rPr><w:strike/></w:rPr>",
    });
    let text = run.text.replace("\r\n", "\n");
    for (index, line) in text.split(['\n', '\r']).enumerate() {
        if index > 0 {
            body.push_str("<w:br/>");
        }
        for (index, part) in line.split('\t').enumerate() {
            if index > 0 {
                body.push_str("<w:tab/>");
            }
            if !part.is_empty() {
                body.push_str(r#"<w:t xml:space="preserve">"#);
                push_text(body, part);
                body.push_str("</w:t>");
            }
        }
    }
    body.push_str("</w:r>");
}

/// The declaration at the head of every part.
const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
/// The namespace of word processing documents.
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;

/// Sizes are half points, distances twentieths of a point.
const STYLES: &str = concat!(
    r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#,
    r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Malgun Gothic"/><w:sz w:val="21"/>{language}</w:rPr></w:rPrDefault>"#,
    r#"<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>"#,
    r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:after="240"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="23"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/><w:i/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/><w:ind w:left="360" w:hanging="360"/></w:pPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="TableText"><w:name w:val="Table Text"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="17"/></w:rPr></w:style>"#,
    r#"<w:style w:type="paragraph" w:styleId="TableHead"><w:name w:val="Table Head"/><w:basedOn w:val="TableText"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr></w:style>"#,
    r#"<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#,
    r#"<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:color="808080"/><w:left w:val="single" w:sz="4" w:color="808080"/><w:bottom w:val="single" w:sz="4" w:color="808080"/><w:right w:val="single" w:sz="4" w:color="808080"/><w:insideH w:val="single" w:sz="4" w:color="808080"/><w:insideV w:val="single" w:sz="4" w:color="808080"/></w:tblBorders></w:tblPr></w:style>"#,
    "</w:styles>"
);
