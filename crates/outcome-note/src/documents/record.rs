//! The record of silence as a document.

use comment_sheets::document::{Block, Document};
use consultation::silence::{Silence, SilenceBreak, SilenceEnd};

use super::Wording;
use super::parts::{disposition, explanations, heading, instant, paragraph_of, speaker, table, title_of};
use crate::{CommentRef, Objection, Reading, Record, SilenceRecord};

/// The record as a document.
#[must_use]
pub fn record_document(reading: &Reading<'_>, record: &Record, words: &dyn Wording) -> Document {
    let mut blocks = vec![Block::plain(title_of(reading.proposal(), words))];
    if record.silences.is_empty() {
        blocks.push(Block::plain(words.say("record-no-silence", &[])));
    }
    for silence in &record.silences {
        of_silence(reading, silence, words, &mut blocks);
    }
    blocks.push(heading(1, "record-objections", words));
    blocks.push(objections(&record.objections, words));
    blocks.push(heading(1, "record-explanations", words));
    blocks.extend(explanations(&record.explanations, words));
    Document {
        title: words.say("record-title", &[]),
        language: words.language().to_owned(),
        blocks,
    }
}

fn of_silence(reading: &Reading<'_>, record: &SilenceRecord, words: &dyn Wording, blocks: &mut Vec<Block>) {
    let silence = &record.silence;
    let number = silence.number.to_string();
    let revision = reading.proposal().find_revision(silence.revision);
    let label = revision.map_or("", |revision| revision.label.as_str());
    let named = [("number", number.as_str()), ("revision", label)];
    blocks.push(Block::Heading(1, words.say("record-silence", &named)));
    let (member, opened, until) = (
        words.state(silence.by),
        instant(silence.opened_at),
        instant(silence.until),
    );
    let args = [
        ("member", member.as_str()),
        ("opened", opened.as_str()),
        ("until", until.as_str()),
    ];
    blocks.push(Block::plain(words.say("record-opened", &args)));
    if let Some(urgency) = &silence.urgency {
        let reason = [("reason", urgency.as_str())];
        blocks.push(Block::plain(words.say("record-urgency", &reason)));
    }
    blocks.push(Block::plain(end(reading, silence, words)));
    if !record.deferred.is_empty() {
        blocks.push(heading(2, "record-deferred", words));
        let rows = record.deferred.iter().map(|one| {
            let mut row = cells(&one.comment, words);
            row.push(one.reason.clone());
            row
        });
        let head = ["record-number", "record-from", "record-paragraph", "record-reason"];
        blocks.push(table(&head, rows.collect(), words));
    }
    if !record.late_noted.is_empty() {
        blocks.push(heading(2, "record-late", words));
        let rows = record.late_noted.iter().map(|one| cells(one, words));
        let head = ["record-number", "record-from", "record-paragraph"];
        blocks.push(table(&head, rows.collect(), words));
    }
    if !silence.breaks.is_empty() {
        blocks.push(heading(2, "record-broken", words));
    }
    for one in &silence.breaks {
        of_break(reading, silence, one, words, blocks);
    }
}

fn end(reading: &Reading<'_>, silence: &Silence, words: &dyn Wording) -> String {
    match &silence.end {
        Some(SilenceEnd::Broken) => words.say("record-end-broken", &[]),
        Some(SilenceEnd::Prevailed) => words.say("record-end-prevailed", &[("at", &instant(silence.until))]),
        Some(SilenceEnd::TakenBack { at, reason }) => {
            let at = instant(*at);
            words.say("record-end-taken-back", &[("at", &at), ("reason", reason)])
        }
        None => match reading.proposal().withdrawn_at {
            Some(at) => words.say("record-end-withdrawn", &[("at", &instant(at))]),
            None => words.say("record-end-kept", &[]),
        },
    }
}

/// Who broke silence, and why, is for members, and for others if the member chose so.
fn of_break(
    reading: &Reading<'_>,
    silence: &Silence,
    one: &SilenceBreak,
    words: &dyn Wording,
    blocks: &mut Vec<Block>,
) {
    let at = instant(one.at);
    if !(reading.rights.is_member() || one.disclosed) {
        blocks.push(Block::plain(words.say("record-broken-by-a-member", &[("at", &at)])));
        return;
    }
    let args = [("at", at.as_str()), ("member", &words.state(one.by))];
    blocks.push(Block::plain(words.say("record-broken-by", &args)));
    let rows = one.paragraphs.iter().map(|broken| {
        vec![
            reading.label(silence.revision, broken.paragraph),
            broken.rationale.clone().unwrap_or_default(),
            broken.amendment.clone().unwrap_or_default(),
        ]
    });
    let head = ["record-paragraph", "record-rationale", "record-amendment"];
    blocks.push(table(&head, rows.collect(), words));
}

fn objections(objections: &[Objection], words: &dyn Wording) -> Block {
    if objections.is_empty() {
        return Block::plain(words.say("record-none", &[]));
    }
    let rows = objections.iter().map(|one| {
        let mut row = cells(&one.comment, words);
        row.push(disposition(one.disposition.disposition, words));
        row.push(one.disposition.response.clone().unwrap_or_default());
        row.push(one.answer.justification.clone().unwrap_or_default());
        row.push(one.answer.suggestion.clone().unwrap_or_default());
        row
    });
    let head = [
        "record-number",
        "record-from",
        "record-paragraph",
        "record-disposition",
        "record-response",
        "record-justification",
        "record-suggestion",
    ];
    table(&head, rows.collect(), words)
}

fn cells(comment: &CommentRef, words: &dyn Wording) -> Vec<String> {
    vec![
        comment.number.clone(),
        speaker(comment.speaker, words),
        paragraph_of(comment, words),
    ]
}
