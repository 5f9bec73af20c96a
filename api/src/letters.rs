//! The letter to one state: what became of each of its comments, made of what may be tied to the state (R15).

use comment_sheets::document::{Block, Document, Run};
use comment_sheets::{Arg, Words, words};
use consultation::register::RegisterAt;
use consultation::review::{Answer, DispositionKind, Published};
use consultation::visibility::{SeenRow, Speaker};
use consultation::{Comment, Dossier, ParagraphId, Revision, StateCode};

use crate::dossiers::OpenDossier;
use crate::http::as_of::AsOf;
use crate::matrix_sheet::title;

/// The letter to a state as the viewer may read it: comments under the state's own name only, so that one not for
/// attribution is never tied to it. `None` while nothing is published on them.
#[must_use]
pub fn letter(opened: &OpenDossier, register: RegisterAt<'_>, state: StateCode, language: &str) -> Option<Document> {
    let mut rows = opened.rows();
    rows.retain(|row| row.speaker == Speaker::State(state));
    let (answered, pending): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.published.is_some());
    if answered.is_empty() {
        return None;
    }
    let words = words(language);
    let name = register
        .name_of(state, words.language())
        .unwrap_or(state.as_str())
        .to_owned();
    let writer = Writer {
        dossier: &opened.dossier,
        words,
        name,
    };
    let mut blocks = writer.head(opened.as_of, &answered, pending.len());
    for row in answered {
        writer.comment(row, &mut blocks);
    }
    if !pending.is_empty() {
        blocks.push(Block::Heading(1, writer.say("letter-pending-heading")));
        // A comment that was left open has the reason beside it, as in the record of silence (R23).
        let item = |row: &&SeenRow<'_>| match opened.dossier.proposal.procedure.why_left_open(row.id) {
            Some(reason) => vec![Run::plain(format!("{}: {reason}", row.number))],
            None => vec![Run::plain(&*row.number)],
        };
        blocks.push(Block::List(pending.iter().map(item).collect()));
    }
    blocks.push(Block::Heading(1, writer.say("letter-how-heading")));
    blocks.push(Block::plain(writer.say("letter-how")));
    blocks.push(Block::plain(writer.say("letter-original-prevails")));
    Some(Document {
        title: writer.say("letter-title"),
        language: writer.words.language().to_owned(),
        blocks,
    })
}

struct Writer<'a> {
    dossier: &'a Dossier,
    words: Words,
    /// The state's name in the language of the words.
    name: String,
}

impl Writer<'_> {
    /// Texts that know no variable but the state.
    fn say(&self, key: &str) -> String {
        self.words.say(key, &[("state", Arg::Text(&self.name))])
    }

    fn counted(&self, key: &str, count: usize) -> String {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let args = [("state", Arg::Text(&self.name)), ("count", Arg::Count(count))];
        self.words.say(key, &args)
    }

    fn head(&self, as_of: AsOf, answered: &[&SeenRow<'_>], pending: usize) -> Vec<Block> {
        let title = title(self.dossier, self.words.language());
        let published = answered.iter().filter_map(|row| row.published_at()).max();
        let position = as_of.log_position.to_string();
        let instant = minutes(&as_of.instant.to_string());
        let reflects = [("instant", Arg::Text(&instant)), ("position", Arg::Text(&position))];
        let facts = [
            ("letter-proposal", Some(title.clone())),
            ("letter-reference", Some(self.dossier.proposal.id.to_string())),
            (
                "letter-published",
                published.map(|at| format!("{} UTC", minutes(&at.to_string()))),
            ),
            (
                "letter-state-of-record",
                Some(self.words.say("letter-state-of-record-value", &reflects)),
            ),
        ];
        let facts = facts
            .into_iter()
            .filter_map(|(key, value)| Some(self.labelled(key, value?)));
        let mut blocks = vec![Block::List(facts.collect())];
        let thanks = [("state", Arg::Text(&self.name)), ("title", Arg::Text(&title))];
        blocks.push(Block::plain(self.words.say("letter-thanks", &thanks)));
        let mut counts = self.counted("letter-count", answered.len());
        if pending > 0 {
            counts.push(' ');
            counts.push_str(&self.counted("letter-pending", pending));
        }
        blocks.push(Block::plain(counts));
        blocks
    }

    fn labelled(&self, key: &str, value: impl Into<String>) -> Vec<Run> {
        vec![Run::bold(format!("{}: ", self.words.say(key, &[]))), Run::plain(value)]
    }

    fn comment(&self, row: &SeenRow<'_>, blocks: &mut Vec<Block>) {
        let comment = &row.comment;
        let paragraph = self.paragraph_of(comment);
        let number = ("number", Arg::Text(&row.number));
        let heading = match paragraph {
            Some((_, label, _)) => self
                .words
                .say("letter-comment", &[number, ("paragraph", Arg::Text(label))]),
            None => self.words.say("letter-comment-general", &[number]),
        };
        blocks.push(Block::Heading(1, heading));
        let mut said = |key: &str, text: Option<&str>| {
            blocks.extend(text.map(|text| Block::Paragraph(self.labelled(key, text))));
        };
        said(
            "letter-your-comment",
            (!row.superseded && !comment.text.is_empty()).then_some(comment.text.as_str()),
        );
        said("letter-your-wording", self.wording(comment).as_deref());
        said("letter-your-explanation", comment.explanation.as_deref());
        if let Some(published) = row.published {
            self.response(row, published, blocks);
        }
        self.fate(comment, blocks);
        if let Some(answer) = row.answer() {
            self.answer(answer, blocks);
        }
    }

    fn wording(&self, comment: &Comment) -> Option<String> {
        let wording = comment.proposed_wording.as_ref()?;
        let action = self.words.say(&format!("action-{}", wording.action.as_str()), &[]);
        let quoted = |text: &str| self.words.say("wording-quoted", &[("text", Arg::Text(text))]);
        let quote = comment.quote.as_ref().map(|quote| format!(" {}", quoted(&quote.exact)));
        let text = wording.text.as_ref().map(|text| format!(": {text}"));
        Some(action + &quote.unwrap_or_default() + &text.unwrap_or_default())
    }

    /// Names no member, whatever the disposition; and no other comment, which the state may not see (R22).
    fn response(&self, row: &SeenRow<'_>, published: &Published, blocks: &mut Vec<Block>) {
        let disposition = &published.disposition;
        let kind = row.disposition().unwrap_or(disposition.disposition);
        let key = format!("disposition-{}", kind.as_str().replace('_', "-"));
        let mut said = |key: &str, text: Option<String>| {
            blocks.extend(text.map(|text| Block::Paragraph(self.labelled(key, text))));
        };
        said("letter-disposition", Some(self.words.say(&key, &[])));
        said("letter-response", disposition.response.clone());
        said("letter-agreed-wording", disposition.wording.clone());
        let note = match disposition.disposition {
            DispositionKind::NoCommonView => Some("letter-no-common-view"),
            DispositionKind::DuplicateOf => Some("letter-together"),
            _ => None,
        };
        blocks.extend(note.map(|key| Block::plain(self.say(key))));
    }

    fn answer(&self, answer: &Answer, blocks: &mut Vec<Block>) {
        let key = if answer.satisfied {
            "letter-answer-satisfied"
        } else {
            "letter-answer-objects"
        };
        let mut runs = vec![
            Run::bold(format!("{}: ", self.say("letter-your-answer"))),
            Run::plain(self.say(key)),
        ];
        runs.extend(answer.justification.iter().map(|text| Run::plain(format!(" {text}"))));
        blocks.push(Block::Paragraph(runs));
        let suggestion = answer.suggestion.as_deref();
        blocks.extend(suggestion.map(|text| Block::Paragraph(self.labelled("letter-suggestion", text))));
    }

    /// The paragraph that a comment speaks of: its revision, label and text.
    fn paragraph_of(&self, comment: &Comment) -> Option<(&Revision, &str, &str)> {
        let id = comment.paragraph?;
        let revision = self.dossier.proposal.find_revision(comment.revision)?;
        let found = revision.paragraphs.iter().find(|paragraph| paragraph.id == id)?;
        Some((revision, found.label.as_str(), found.text.as_str()))
    }

    /// What became of the paragraph since: its text before and now, where that changed.
    fn fate(&self, comment: &Comment, blocks: &mut Vec<Block>) {
        let Some((revision, _, before)) = self.paragraph_of(comment) else {
            return;
        };
        let newest = self.dossier.proposal.revisions.last().map(|(_, newest)| newest);
        let Some(newest) = newest.filter(|newest| newest.number > revision.number) else {
            blocks.push(Block::plain(self.say("letter-not-yet-circulated")));
            return;
        };
        let now = comment
            .paragraph
            .map(|id| self.successors(id, revision.number))
            .unwrap_or_default();
        let now: Vec<&str> = now
            .iter()
            .filter_map(|id| newest.paragraphs.iter().find(|paragraph| paragraph.id == *id))
            .map(|paragraph| paragraph.text.as_str())
            .collect();
        if now.is_empty() {
            let text = self
                .words
                .say("letter-deleted", &[("revision", Arg::Text(&newest.label))]);
            blocks.push(Block::plain(text));
        } else if now == [before] {
            blocks.push(Block::plain(self.say("letter-unchanged")));
        } else {
            let head =
                |key: &str, revision: &Revision| self.words.say(key, &[("revision", Arg::Text(&revision.label))]);
            blocks.push(Block::Heading(2, self.say("letter-text-heading")));
            blocks.push(Block::Table {
                head: vec![head("letter-before", revision), head("letter-after", newest)],
                rows: vec![vec![before.to_owned(), now.join("\n")]],
            });
        }
    }

    /// The paragraphs of the newest revision that come from one of an earlier revision.
    fn successors(&self, id: ParagraphId, since: u32) -> Vec<ParagraphId> {
        let later = self.dossier.proposal.revisions.iter().map(|(_, revision)| revision);
        let later = later.filter(|revision| revision.number > since);
        later.fold(vec![id], |known, revision| {
            let comes = revision.paragraphs.iter().filter(|paragraph| {
                known.contains(&paragraph.id) || paragraph.from.iter().any(|from| known.contains(from))
            });
            comes.map(|paragraph| paragraph.id).collect()
        })
    }
}

/// An instant without its seconds, and with a space in the middle, for people.
fn minutes(instant: &str) -> String {
    let (date, time) = instant.split_once('T').unwrap_or((instant, ""));
    let time: String = time.chars().take(5).collect();
    format!("{date} {time}")
}

/// The language, among those of our own words, in which a state is written to unless it asks for another: the one that
/// it has as its official or working language; English for all others.
#[must_use]
pub fn language_of(state: StateCode) -> &'static str {
    match state.as_str() {
        "ARG" | "BOL" | "CHL" | "COL" | "CRI" | "CUB" | "DOM" | "ECU" | "ESP" | "GNQ" | "GTM" | "HND" | "MEX"
        | "NIC" | "PAN" | "PER" | "PRY" | "SLV" | "URY" | "VEN" => "es",
        "BEN" | "BFA" | "CAF" | "CIV" | "COD" | "COG" | "DJI" | "FRA" | "GAB" | "GIN" | "HTI" | "MCO" | "MDG"
        | "MLI" | "NER" | "SEN" | "TCD" | "TGO" => "fr",
        "IDN" => "id",
        "KOR" | "PRK" => "ko",
        "TUR" => "tr",
        _ => "en",
    }
}
