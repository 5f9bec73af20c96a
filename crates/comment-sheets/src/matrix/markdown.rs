//! The matrix as Markdown: a table for each paragraph.

use super::{MatrixSheet, ProposedChange, with_remarks};
use crate::ExportRow;
use crate::document::{Block, Document, Run, to_markdown};

const HEAD: [&str; 8] = [
    "Number",
    "State",
    "Rev.",
    "Type",
    "Comment",
    "Proposed change",
    "Disposition",
    "Response and answer",
];

pub(super) fn write(sheet: &MatrixSheet) -> String {
    let about = sheet.about();
    let facts = about.iter().skip(1);
    let facts = facts.map(|(name, value)| vec![Run::plain(format!("{name}: {value}"))]);
    let mut blocks = vec![Block::List(facts.collect())];
    for rows in sheet.rows.chunk_by(|one, next| place(one) == place(next)) {
        let heading = rows.first().map(heading).unwrap_or_default();
        blocks.push(Block::Heading(1, heading));
        blocks.push(Block::Table {
            head: HEAD.map(str::to_owned).to_vec(),
            rows: rows.iter().map(row).collect(),
        });
    }
    if !sheet.threads.is_empty() {
        blocks.push(Block::Heading(1, "Threads".to_owned()));
        blocks.push(Block::Table {
            head: super::thread_columns().map(|(name, _)| name.to_owned()).to_vec(),
            rows: sheet.threads.iter().map(|thread| thread.cells().to_vec()).collect(),
        });
    }
    to_markdown(&Document {
        title: sheet.title.clone(),
        language: "en".to_owned(),
        blocks,
    })
}

/// What rows of one table have in common.
fn place(row: &ExportRow) -> (Option<&str>, bool) {
    (row.paragraph.as_deref(), row.text.is_some())
}

fn heading(row: &ExportRow) -> String {
    match (&row.paragraph, row.text.is_some()) {
        (Some(label), _) => format!("Paragraph {label}"),
        (None, true) => "General comments".to_owned(),
        (None, false) => "Submissions without comments".to_owned(),
    }
}

fn row(row: &ExportRow) -> Vec<String> {
    let joined = |parts: &[&Option<String>]| {
        let parts: Vec<&str> = parts.iter().filter_map(|part| part.as_deref()).collect();
        parts.join("\n")
    };
    let proposed_by = row.proposed_by.as_ref().map(|member| format!("proposed by {member}"));
    vec![
        with_remarks(row.number.as_deref().unwrap_or_default(), row),
        row.state_name.clone(),
        row.revision.to_string(),
        row.comment_type.clone().unwrap_or_default(),
        joined(&[if row.text.is_some() { &row.text } else { &row.position }]),
        ProposedChange::of(row).cell(),
        joined(&[&row.disposition, &row.duplicate_of, &proposed_by]),
        joined(&[
            &row.response,
            &row.agreed_wording,
            &row.answer,
            &row.answer_justification,
            &row.answer_suggestion,
        ]),
    ]
}
