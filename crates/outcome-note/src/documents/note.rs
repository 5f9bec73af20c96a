//! The outcome note as a document.

use comment_sheets::document::{Block, Document, Run};
use consultation::StateCode;
use consultation::proposal::ParagraphChange;
use std::collections::BTreeSet;

use super::Wording;
use super::parts::{explanations, heading, instant, speaker, states, table, title_of};
use participation::TookPart;

use crate::{ChangedParagraph, NoCommonView, OutcomeNote, Reading};

/// The outcome note as a document.
#[must_use]
pub fn note_document(reading: &Reading<'_>, note: &OutcomeNote, words: &dyn Wording) -> Document {
    let adopted = instant(note.adoption.adopted_at);
    let label = note.text.label.as_str();
    let mut blocks = vec![
        Block::plain(title_of(reading.proposal(), words)),
        Block::plain(words.say("outcome-adopted", &[("revision", label), ("at", &adopted)])),
        heading(1, "outcome-text", words),
    ];
    blocks.extend(note.text.paragraphs.iter().map(|paragraph| {
        let number = Run::bold(format!("{} ", paragraph.label));
        Block::Paragraph(vec![number, Run::plain(paragraph.text.clone())])
    }));
    blocks.push(heading(1, "outcome-took-part", words));
    blocks.push(took_part(&note.took_part, words));
    blocks.push(heading(1, "outcome-changes", words));
    blocks.push(changes(reading, &note.changes, words));
    blocks.push(heading(1, "outcome-no-common-view", words));
    blocks.push(no_common_view(&note.no_common_view, words));
    blocks.push(heading(1, "record-explanations", words));
    blocks.extend(explanations(&note.explanations, words));
    blocks.push(heading(1, "outcome-associations", words));
    blocks.push(associations(note, words));
    Document {
        title: words.say("outcome-title", &[]),
        language: words.language().to_owned(),
        blocks,
    }
}

fn took_part(part: &TookPart, words: &dyn Wording) -> Block {
    let line = |key: &str, found: &BTreeSet<StateCode>| {
        let count = found.len().to_string();
        let head = words.say(key, &[("count", &count)]);
        if found.is_empty() {
            return vec![Run::bold(head)];
        }
        vec![Run::bold(format!("{head}: ")), Run::plain(states(found, words))]
    };
    Block::List(vec![
        line("outcome-invited", &part.invited),
        line("outcome-lodged", &part.lodged),
        line("outcome-no-objection", &part.no_objection),
        line("outcome-aligned", &part.aligned),
        line("outcome-through-group", &part.through_group),
        line("outcome-acknowledged", &part.acknowledged),
        line("outcome-silent", &part.silent),
    ])
}

fn changes(reading: &Reading<'_>, changes: &[ChangedParagraph], words: &dyn Wording) -> Block {
    if changes.is_empty() {
        return Block::plain(words.say("outcome-unchanged", &[]));
    }
    let rows = changes.iter().map(|one| {
        let revision = reading.proposal().find_revision(one.revision);
        let comments = one.comments.iter();
        let comments: Vec<String> = comments
            .map(|comment| format!("{} ({})", comment.number, speaker(comment.speaker, words)))
            .collect();
        vec![
            revision.map_or_else(String::new, |revision| revision.label.clone()),
            one.label.clone(),
            words.say(change_key(one.change), &[]),
            comments.join("; "),
        ]
    });
    let head = [
        "outcome-revision",
        "record-paragraph",
        "outcome-change",
        "outcome-comments",
    ];
    table(&head, rows.collect(), words)
}

fn change_key(change: Option<ParagraphChange>) -> &'static str {
    match change {
        Some(ParagraphChange::Kept) => "outcome-change-kept",
        Some(ParagraphChange::Changed) => "outcome-change-changed",
        Some(ParagraphChange::New) => "outcome-change-new",
        Some(ParagraphChange::Split) => "outcome-change-split",
        Some(ParagraphChange::Merged) => "outcome-change-merged",
        None => "outcome-change-deleted",
    }
}

fn no_common_view(found: &NoCommonView, words: &dyn Wording) -> Block {
    let mut places = found.paragraphs.clone();
    places.extend(found.general.then(|| words.say("record-general", &[])));
    if places.is_empty() {
        return Block::plain(words.say("record-none", &[]));
    }
    let paragraphs = places.join(", ");
    Block::plain(words.say("outcome-no-common-view-on", &[("paragraphs", &paragraphs)]))
}

fn associations(note: &OutcomeNote, words: &dyn Wording) -> Block {
    if note.associations.is_empty() {
        return Block::plain(words.say("record-none", &[]));
    }
    let item = |(one, except): &(consultation::silence::Association, Vec<String>)| {
        let state = words.state(one.state);
        let head = if except.is_empty() {
            words.say("outcome-associated", &[("state", &state)])
        } else {
            let paragraphs = except.join(", ");
            words.say(
                "outcome-associated-except",
                &[("state", &state), ("paragraphs", &paragraphs)],
            )
        };
        let mut runs = vec![Run::bold(head)];
        runs.extend(
            one.statement
                .as_ref()
                .map(|statement| Run::plain(format!(" {statement}"))),
        );
        runs
    };
    Block::List(note.associations.iter().map(item).collect())
}
