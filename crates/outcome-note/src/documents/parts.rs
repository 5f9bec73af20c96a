//! What both documents have.

use comment_sheets::document::{Block, Run};
use consultation::review::DispositionKind;
use consultation::silence::ExplanationKind;
use consultation::visibility::Speaker;
use consultation::{Proposal, StateCode, geography};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Wording;
use crate::{CommentRef, ExplanationEntry};

/// The title of the proposal in the language of the document, else in its first.
pub(super) fn title_of(proposal: &Proposal, words: &dyn Wording) -> String {
    let wanted = proposal
        .title
        .iter()
        .find(|(language, _)| language.as_str() == words.language());
    let (_, title) = wanted
        .or_else(|| proposal.title.iter().next())
        .map_or(("", ""), |(language, title)| (language.as_str(), title.as_str()));
    title.to_owned()
}

/// An instant, to the second, in UTC.
pub(super) fn instant(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

pub(super) fn speaker(speaker: Speaker, words: &dyn Wording) -> String {
    match speaker {
        Speaker::State(state) => words.state(state),
        Speaker::Label(label) => match label.area_code().filter(|code| geography::area_name(code).is_some()) {
            Some(code) => {
                let area = words.say(&format!("area-{code}"), &[]);
                words.say("record-delegation-from", &[("area", &area)])
            }
            None => words.say("record-delegation", &[]),
        },
    }
}

pub(super) fn paragraph_of(comment: &CommentRef, words: &dyn Wording) -> String {
    comment
        .paragraph
        .clone()
        .unwrap_or_else(|| words.say("record-general", &[]))
}

/// Labels of paragraphs, or that all of the text is meant.
pub(super) fn labels(paragraphs: &[String], words: &dyn Wording) -> String {
    if paragraphs.is_empty() {
        words.say("record-whole-text", &[])
    } else {
        paragraphs.join(", ")
    }
}

/// Names of states, in their order, which is that of the codes in no language.
pub(super) fn states<'a>(states: impl IntoIterator<Item = &'a StateCode>, words: &dyn Wording) -> String {
    let mut names: Vec<String> = states.into_iter().map(|state| words.state(*state)).collect();
    names.sort_unstable();
    names.join(", ")
}

pub(super) fn disposition(kind: DispositionKind, words: &dyn Wording) -> String {
    words.say(&format!("record-disposition-{}", kind.as_str().replace('_', "-")), &[])
}

/// A table whose head is said by keys.
pub(super) fn table(keys: &[&str], rows: Vec<Vec<String>>, words: &dyn Wording) -> Block {
    Block::Table {
        head: keys.iter().map(|key| words.say(key, &[])).collect(),
        rows,
    }
}

pub(super) fn heading(level: u8, key: &str, words: &dyn Wording) -> Block {
    Block::Heading(level, words.say(key, &[]))
}

/// Reservations and explanations of position, each with who made it.
pub(super) fn explanations(entries: &[ExplanationEntry], words: &dyn Wording) -> Vec<Block> {
    if entries.is_empty() {
        return vec![Block::plain(words.say("record-none", &[]))];
    }
    let block = |entry: &ExplanationEntry| {
        let said = &entry.explanation;
        let key = match said.kind {
            ExplanationKind::Reservation => "record-reservation",
            ExplanationKind::ExplanationOfPosition => "record-explanation-of-position",
        };
        let (at, paragraphs) = (instant(said.at), labels(&entry.paragraphs, words));
        let head = format!(
            "{}, {} ({paragraphs}), {at}: ",
            words.state(said.by),
            words.say(key, &[])
        );
        Block::Paragraph(vec![Run::bold(head), Run::plain(said.text.clone())])
    };
    entries.iter().map(block).collect()
}
