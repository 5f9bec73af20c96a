//! Documents as Markdown.

use comment_sheets::document::{Block, Document, Run, RunStyle};

/// The document as Markdown; what means something there is escaped in its texts.
pub(super) fn to_markdown(document: &Document) -> String {
    let mut parts = vec![format!("# {}", escaped(&document.title))];
    parts.extend(document.blocks.iter().filter_map(block));
    parts.join("\n\n") + "\n"
}

fn block(block: &Block) -> Option<String> {
    match block {
        Block::Heading(level, text) => {
            let marks = "#".repeat(usize::from(*level).clamp(1, 5) + 1);
            Some(format!("{marks} {}", escaped(text)))
        }
        Block::Paragraph(runs) => Some(line(runs)),
        Block::List(points) => {
            let points: Vec<String> = points.iter().map(|runs| format!("- {}", line(runs))).collect();
            Some(points.join("\n"))
        }
        Block::Table { head, rows } => {
            let row = |cells: &Vec<String>| {
                let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
                format!("| {} |", cells.join(" | "))
            };
            let mut lines = vec![row(head), format!("|{}", " --- |".repeat(head.len()))];
            lines.extend(rows.iter().map(row));
            Some(lines.join("\n"))
        }
        Block::PageBreak => None,
    }
}

fn line(runs: &[Run]) -> String {
    runs.iter().map(run).collect()
}

fn run(run: &Run) -> String {
    let marks = match run.style {
        RunStyle::Plain => return escaped_at_start(&run.text),
        RunStyle::Bold | RunStyle::Inserted => "**",
        RunStyle::Italic => "*",
        RunStyle::Deleted => "~~",
    };
    let text = run.text.trim_end();
    let space = run.text.get(text.len()..).unwrap_or_default();
    format!("{marks}{}{marks}{space}", escaped(text))
}

/// As [`escaped`], and what would begin a heading, a list or a quotation.
fn escaped_at_start(text: &str) -> String {
    let said = escaped(text);
    if said.starts_with(['#', '+', '-', '=']) {
        format!("\\{said}")
    } else {
        said
    }
}

fn escaped(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\n' => said.push_str("<br>"),
            '<' => said.push_str("&lt;"),
            '&' => said.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '>' | '|' | '~' => said.extend(['\\', letter]),
            control if control.is_control() => said.push(' '),
            other => said.push(other),
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_become_marks() {
        let document = Document {
            title: "A *title*".into(),
            language: "en".into(),
            blocks: vec![
                Block::plain("# no heading\n<b>"),
                Block::Table {
                    head: vec!["a".into(), "b".into()],
                    rows: vec![vec!["x|y".into(), String::new()]],
                },
                Block::List(vec![vec![Run::bold("one: "), Run::plain("two")]]),
            ],
        };
        let expected = "# A \\*title\\*\n\n\\# no heading<br>&lt;b\\>\n\n| a | b |\n| --- | --- |\n| x\\|y |  |\n\n- **one:** two\n";
        assert_eq!(to_markdown(&document), expected);
    }
}
