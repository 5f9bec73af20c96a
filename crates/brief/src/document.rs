//! The brief as a document of two pages, in words of a language. What states said stays in theirs.

mod acts;
mod cuts;
mod members;
mod text;

use comment_sheets::Arg;
use comment_sheets::document::{Block, Document, Run, printed_pages};
use consultation::register::RegisterAt;
use consultation::visibility::Speaker;
use consultation::{AttributionLabel, Dossier, Revision, StateCode, geography};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use revised_text::Sayings;

use crate::says::Says;
use crate::{Brief, Changes};
use cuts::{CUTS, Cuts};

/// Pages that a brief may have.
const PAGES: u64 = 2;

/// Longest title of a proposal, in characters.
const TITLE: usize = 200;

/// Longest label of a paragraph or a revision, in characters.
const LABEL: usize = 40;

/// What marks a name or a number that is not for others than members.
const RESERVED: &str = "*";

/// In which words a brief is told, and of what.
#[derive(Clone, Copy)]
pub struct Naming<'n> {
    /// Our own words, and the zone of local times.
    pub says: Says<'n>,
    /// What states and key events are called; at the instant of the brief.
    pub register: RegisterAt<'n>,
    /// The proposal.
    pub dossier: &'n Dossier,
    /// When what the brief reflects was recorded.
    pub as_of: Timestamp,
}

/// The brief as a document: cut no further than needed to fit its pages.
#[must_use]
pub fn brief_document(brief: &Brief<'_>, naming: &Naming<'_>) -> Document {
    let mut documents = CUTS.iter().map(|cuts| naming.document(brief, cuts));
    let fitting = documents.find(|document| printed_pages(document) <= PAGES);
    fitting.unwrap_or_else(|| naming.document(brief, CUTS.last().unwrap_or(&Cuts::LEAST)))
}

impl Naming<'_> {
    fn document(&self, brief: &Brief<'_>, cuts: &Cuts) -> Document {
        let mut blocks = self.head(brief);
        blocks.extend(brief.changes.iter().flat_map(|changes| self.changes(changes)));
        blocks.extend(self.paragraphs(brief, cuts));
        blocks.extend(self.positions(brief, cuts));
        blocks.extend(self.disputes(brief, cuts));
        blocks.extend(self.supported(brief, cuts));
        blocks.extend(self.silence(brief));
        blocks.extend(self.package(brief));
        let place = self.place();
        blocks.push(Block::plain(self.say("brief-where", &[("place", Arg::Text(&place))])));
        Document {
            title: self.say("brief-title", &[]),
            language: self.says.words.language().to_owned(),
            blocks,
        }
    }

    fn head(&self, brief: &Brief<'_>) -> Vec<Block> {
        let proposal = &self.dossier.proposal;
        let wanted = [self.says.words.language(), "en"];
        let title = wanted
            .iter()
            .find_map(|tag| proposal.title.iter().find(|(language, _)| language.as_str() == *tag))
            .or_else(|| proposal.title.iter().next())
            .map(|(_, title)| cut(title, TITLE));
        let revision = proposal.latest_revision().map_or_else(String::new, revision);
        let instant = self.says.minute(self.as_of);
        let args = [
            ("revision", Arg::Text(&revision)),
            ("count", number(brief.comments)),
            ("states", number(brief.states)),
            ("unattributed", number(brief.unattributed)),
            ("instant", Arg::Text(&instant)),
        ];
        let mut blocks: Vec<Block> = title
            .into_iter()
            .map(|title| Block::Paragraph(vec![Run::bold(title)]))
            .collect();
        blocks.push(Block::plain(format!(
            "{} {}",
            self.say("brief-state", &args),
            self.say("brief-for-members", &[("mark", Arg::Text(RESERVED))])
        )));
        blocks
    }

    fn changes(&self, changes: &Changes) -> Vec<Block> {
        let since = self.says.minute(changes.since);
        let numbers = self.listed(
            changes.differing.clone(),
            changes.more_differing,
            "/matrix?convergence=differing",
        );
        let args = [
            ("comments", number(changes.comments)),
            ("agreed", number(changes.agreed)),
            ("differing", number(changes.differing.len() + changes.more_differing)),
        ];
        let told = Run::plain(format!("{} ", self.say("brief-changes", &args)));
        vec![
            Block::Heading(1, self.say("brief-changes-heading", &[("since", Arg::Text(&since))])),
            Block::Paragraph(vec![told, Run::bold(numbers)]),
        ]
    }

    fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.says.words.say(key, args)
    }

    fn counted(&self, key: &str, count: usize) -> String {
        self.say(key, &[("count", number(count))])
    }

    fn heading(&self, key: &str) -> Block {
        Block::Heading(1, self.say(key, &[]))
    }

    /// How many more there are and where they are read; nothing if there are no more.
    fn more(&self, key: &str, count: usize, rest: &str) -> Option<String> {
        let path = format!("…{rest}");
        let args = [("count", number(count)), ("where", Arg::Text(&path))];
        (count > 0).then(|| self.say(key, &args))
    }

    /// A list in a line, with how many more there are.
    fn listed(&self, mut named: Vec<String>, more: usize, rest: &str) -> String {
        named.extend(self.more("brief-more", more, rest));
        named.join(", ")
    }

    fn state(&self, code: StateCode) -> String {
        let name = self.register.name_of(code, self.says.words.language());
        name.unwrap_or(code.as_str()).to_owned()
    }

    fn speaker(&self, speaker: Speaker) -> String {
        match speaker {
            Speaker::State(state) => self.state(state),
            Speaker::Label(label) => self.label(label),
        }
    }

    /// The path of the proposal, below which all paths in the brief are.
    fn place(&self) -> String {
        format!("/v1/proposals/{}", self.dossier.proposal.id.0)
    }
}

impl Sayings for Naming<'_> {
    fn label(&self, label: AttributionLabel) -> String {
        match label.area_code().filter(|code| geography::area_name(code).is_some()) {
            Some(code) => {
                let area = self.say(&format!("area-{code}"), &[]);
                self.say("record-delegation-from", &[("area", Arg::Text(&area))])
            }
            None => self.say("record-delegation", &[]),
        }
    }

    fn on_behalf_of(&self, groups: &str) -> String {
        self.say("brief-on-behalf-of", &[("groups", Arg::Text(groups))])
    }
}

/// The day of an instant where the reader is.
fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d").to_string()
}

fn number(count: usize) -> Arg<'static> {
    Arg::Count(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A mark behind what is not for others than members.
fn mark(is_reserved: bool) -> &'static str {
    if is_reserved { RESERVED } else { "" }
}

/// A text of at most so many characters in one line, with a mark where it was cut: behind a word, if one ends near.
fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(most) else {
        return line;
    };
    let kept = line.get(..end).unwrap_or_default();
    let whole = kept.rsplit_once(' ').map_or(kept, |(words, _)| words);
    let near = whole.chars().count().saturating_add(LONGEST_WORD) >= most;
    format!("{}…", if near { whole } else { kept }.trim_end())
}

/// Longest word that is left out for not being whole, in characters.
const LONGEST_WORD: usize = 15;

/// The label of a revision, or its number.
fn revision(revision: &Revision) -> String {
    match revision.label.as_str() {
        "" => format!("Rev.{}", revision.number),
        label => cut(label, LABEL),
    }
}
