//! How many pages a document has when `to_docx` is printed: an estimate that is never too low.
//!
//! Letters are counted by how wide Arial sets them on average, lines by the styles of `docx`. A test of the brief holds
//! it against what a word processor makes of the file.

use super::docx::{Page, column_widths};
use super::{Block, Document, Run};

/// Letters in twentieths of a point; thousandths of the size of the letters for widths.
#[derive(Debug, Clone, Copy)]
struct Style {
    /// Size of the letters.
    size: u64,
    /// Height of a line of Latin letters.
    line: u64,
    /// Space before and behind the paragraph together.
    space: u64,
    /// Width of what is kept free at its sides.
    indent: u64,
}

// As the styles of `docx` have them: a line of Arial is 1.15 of its size, and most styles set 1.1 lines.
const TITLE: Style = style(320, 110, 240, 0);
const HEADING: Style = style(260, 110, 440, 0);
const NORMAL: Style = style(210, 110, 120, 0);
const POINT: Style = style(210, 110, 60, 360);
const CELL: Style = style(170, 100, 60, 140);

/// Rules between the rows of a table.
const RULE: u64 = 10;

/// At the end of a page what belongs together goes to the next.
const LOST_ON_A_PAGE: u64 = 400;

/// Of a line so many hundredths are filled before a word is too long for the rest.
const FILLED: u64 = 96;

const fn style(size: u64, lines: u64, space: u64, indent: u64) -> Style {
    Style {
        size,
        line: size * 115 / 100 * lines / 100,
        space,
        indent,
    }
}

/// The pages of a document, A4 upright.
#[must_use]
pub fn printed_pages(document: &Document) -> u64 {
    let page = Page::Portrait;
    let (_, height, margin) = page.size();
    let room = u64::from(height - 2 * margin) - LOST_ON_A_PAGE;
    let mut used = height_of(&TITLE, u64::from(page.text_width()), &document.title);
    for block in &document.blocks {
        used = match block {
            Block::PageBreak => used.div_ceil(room) * room,
            _ => used + block_height(block, page),
        };
    }
    used.div_ceil(room).max(1)
}

fn block_height(block: &Block, page: Page) -> u64 {
    let width = u64::from(page.text_width());
    match block {
        Block::Heading(_, text) => height_of(&HEADING, width, text),
        Block::Paragraph(runs) => height_of(&NORMAL, width, &text_of(runs)),
        Block::List(points) => points.iter().map(|runs| height_of(&POINT, width, &text_of(runs))).sum(),
        Block::Table { head, rows } => {
            let widths = column_widths(head, rows, page);
            let row = |cells: &Vec<String>| {
                let cells = widths.iter().zip(cells);
                let heights = cells.map(|(width, cell)| height_of(&CELL, u64::from(*width), cell));
                heights.max().unwrap_or(0) + RULE
            };
            let rows: u64 = [head].into_iter().chain(rows).map(row).sum();
            rows + NORMAL.line + NORMAL.space
        }
        Block::PageBreak => 0,
    }
}

fn text_of(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn height_of(style: &Style, width: u64, text: &str) -> u64 {
    let room = (width - style.indent) * FILLED / 100;
    let lines: u64 = text
        .lines()
        .map(|line| {
            let letters: u64 = line.chars().map(letter_width).sum();
            (letters / 10 * style.size / 100).div_ceil(room).max(1)
        })
        .sum();
    // Fonts with wide letters have higher lines.
    let line = if text.chars().any(is_wide) {
        style.line * 130 / 100
    } else {
        style.line
    };
    lines.max(1) * line + style.space
}

/// The average width of a kind of letter, in thousandths of its size.
fn letter_width(letter: char) -> u64 {
    match letter {
        wide if is_wide(wide) => 1_000,
        'i' | 'j' | 'l' | 't' | 'f' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '(' | ')' | '[' | ']' | '/' => 290,
        'r' | '-' => 340,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 500,
        'm' | 'w' | 'M' | 'W' | '…' | '—' => 850,
        upper if upper.is_uppercase() => 680,
        _ => 556,
    }
}

/// Korean, Chinese and Japanese letters.
pub(super) fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(blocks: Vec<Block>) -> u64 {
        printed_pages(&Document {
            title: "Title".into(),
            language: "en".into(),
            blocks,
        })
    }

    #[test]
    fn a_page_holds_some_forty_lines_and_fewer_of_wide_letters() {
        let lines = |count, text: &str| (0..count).map(|_| Block::plain(text)).collect();
        assert_eq!((pages(lines(30, "a line")), pages(lines(40, "a line"))), (1, 2));
        let korean = "회원국은 자발적으로 협력한다. ".repeat(4);
        assert!(pages(lines(20, &korean)) > pages(lines(20, "a line")));
    }

    #[test]
    fn a_break_begins_a_page() {
        assert_eq!(
            pages(vec![Block::plain("one"), Block::PageBreak, Block::plain("two")]),
            2
        );
    }
}
