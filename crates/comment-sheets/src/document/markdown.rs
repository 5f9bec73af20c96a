//! Documents as Markdown (GitHub's tables on top of `CommonMark`).

use super::{Block, Document, Run, RunStyle};

/// Writes a document as Markdown. Whatever means something in Markdown or HTML is escaped in its texts.
#[must_use]
pub fn to_markdown(document: &Document) -> String {
    let mut parts = vec![format!("# {}", markdown_text(&document.title))];
    parts.extend(document.blocks.iter().filter_map(block));
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

fn block(block: &Block) -> Option<String> {
    match block {
        Block::Heading(level, text) => {
            let marks = "#".repeat(usize::from((*level).clamp(1, 5)).saturating_add(1));
            Some(format!("{marks} {}", markdown_text(text)))
        }
        Block::Paragraph(runs) => Some(begin(&line(runs))),
        Block::List(points) => {
            let points = points.iter().map(|runs| format!("- {}", begin(&line(runs))));
            Some(points.collect::<Vec<_>>().join("\n"))
        }
        Block::Table { head, rows } => Some(table(head, rows)),
        Block::PageBreak => None,
    }
}

/// Writes a table; a row that is too short is filled up.
pub(crate) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let mut lines = vec![row(head, head.len()), format!("|{}", " --- |".repeat(head.len()))];
    lines.extend(rows.iter().map(|cells| row(cells, head.len())));
    lines.join("\n")
}

fn row(cells: &[String], width: usize) -> String {
    let none = String::new();
    let cells = cells.iter().chain(std::iter::repeat(&none)).take(width);
    let mut line = String::from("|");
    for cell in cells {
        line.push(' ');
        line.push_str(&markdown_text(cell));
        line.push_str(" |");
    }
    line
}

/// Escapes a text for use inside a line of Markdown. Line breaks become `<br>`, so that one text stays in one block.
pub(crate) fn markdown_text(text: &str) -> String {
    let text = text.trim().replace("\r\n", "\n");
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => escaped.push_str("<br>"),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '>' | '|' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Escapes what would make the beginning of a block a heading, a list, a rule or code.
fn begin(line: &str) -> String {
    let line = line.trim_start();
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits).unwrap_or(("", line));
    let is_marked = if digits == 0 {
        rest.starts_with(['#', '+', '-', '='])
    } else {
        rest.starts_with(['.', ')'])
    };
    let mark = if is_marked { "\\" } else { "" };
    format!("{number}{mark}{rest}")
}

fn line(runs: &[Run]) -> String {
    let mut line = String::new();
    for (index, run) in runs.iter().enumerate() {
        let next = runs
            .iter()
            .skip(index.saturating_add(1))
            .find_map(|run| run.text.chars().next());
        push_run(&mut line, run, next);
    }
    line.trim_end().to_owned()
}

/// Appends one run; spaces at its edges stand outside its marks, where Markdown wants them.
fn push_run(line: &mut String, run: &Run, next: Option<char>) {
    let inner = run.text.trim();
    let before = run.text.len().saturating_sub(run.text.trim_start().len());
    let (before, _) = run.text.split_at_checked(before).unwrap_or_default();
    line.push_str(&spaces(before));
    if inner.is_empty() {
        return;
    }
    let after = run.text.trim_start().strip_prefix(inner).unwrap_or_default();
    let (open, close) = marks(run.style, inner, line.chars().last(), after.chars().next().or(next));
    line.push_str(open);
    line.push_str(&markdown_text(inner));
    line.push_str(close);
    line.push_str(&spaces(after));
}

fn spaces(text: &str) -> String {
    text.chars()
        .map(|space| if space == '\n' { "<br>" } else { " " })
        .collect()
}

/// Asterisks where Markdown reads them as emphasis (its rules of flanking), tags where it would not.
fn marks(style: RunStyle, inner: &str, before: Option<char>, after: Option<char>) -> (&'static str, &'static str) {
    let flanks = |edge: Option<char>, outer: Option<char>| {
        edge.is_some_and(char::is_alphanumeric) || !outer.is_some_and(char::is_alphanumeric)
    };
    let asterisks = before != Some('*') && flanks(inner.chars().next(), before) && flanks(inner.chars().last(), after);
    match style {
        RunStyle::Plain => ("", ""),
        RunStyle::Bold if asterisks => ("**", "**"),
        RunStyle::Bold => ("<strong>", "</strong>"),
        RunStyle::Italic if asterisks => ("*", "*"),
        RunStyle::Italic => ("<em>", "</em>"),
        RunStyle::Inserted => ("<ins>", "</ins>"),
        RunStyle::Deleted => ("<del>", "</del>"),
    }
}
