//! The brief as a document of two pages, in words of a language. What states said stays in theirs.

mod parts;

use comment_sheets::document::{Block, Document, Run};
use comment_sheets::{Arg, Words};
use consultation::register::RegisterAt;
use consultation::{AttributionLabel, Dossier, StateCode, geography};
use jiff::Timestamp;
use revised_text::Sayings;

use crate::Brief;
use parts::cut;

/// Longest excerpt of a text, in characters.
const EXCERPT: usize = 280;

/// Most states named for a position.
const STATES: usize = 12;

/// In which words a brief is told, and of what.
#[derive(Clone, Copy)]
pub struct Naming<'n> {
    /// Our own words.
    pub words: &'n Words,
    /// What states and key events are called; at the instant of the brief.
    pub register: RegisterAt<'n>,
    /// The proposal.
    pub dossier: &'n Dossier,
    /// When what the brief reflects was recorded.
    pub as_of: Timestamp,
}

/// The brief as a document.
#[must_use]
pub fn brief_document(brief: &Brief<'_>, naming: &Naming<'_>) -> Document {
    let mut blocks = naming.head(brief);
    blocks.extend(naming.paragraphs(brief));
    blocks.extend(naming.positions(brief));
    blocks.extend(naming.disputes(brief));
    blocks.extend(naming.most_supported(brief));
    blocks.extend(naming.silence(brief));
    blocks.extend(naming.package(brief));
    Document {
        title: naming.say("brief-title", &[]),
        language: naming.words.language().to_owned(),
        blocks,
    }
}

impl Naming<'_> {
    fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.say(key, args)
    }

    fn counted(&self, key: &str, count: usize) -> String {
        self.say(key, &[("count", number(count))])
    }

    fn heading(&self, key: &str) -> Block {
        Block::Heading(1, self.say(key, &[]))
    }

    fn state(&self, code: StateCode) -> String {
        let name = self.register.name_of(code, self.words.language());
        name.unwrap_or(code.as_str()).to_owned()
    }

    /// Codes of states, as many as are named, and how many more there are.
    fn codes<'s>(&self, states: impl ExactSizeIterator<Item = &'s StateCode>) -> String {
        let more = states.len().saturating_sub(STATES);
        let mut named: Vec<String> = states.take(STATES).map(StateCode::to_string).collect();
        if more > 0 {
            named.push(self.counted("brief-more", more));
        }
        named.join(", ")
    }

    fn head(&self, brief: &Brief<'_>) -> Vec<Block> {
        let proposal = &self.dossier.proposal;
        let wanted = [self.words.language(), "en"];
        let title = wanted
            .iter()
            .find_map(|tag| proposal.title.iter().find(|(language, _)| language.as_str() == *tag))
            .or_else(|| proposal.title.iter().next())
            .map(|(_, title)| cut(title, EXCERPT));
        let revision = proposal.latest_revision().map_or_else(String::new, parts::revision);
        let instant = parts::minute(self.as_of);
        let args = [
            ("revision", Arg::Text(&revision)),
            ("count", number(brief.comments)),
            ("instant", Arg::Text(&instant)),
        ];
        let mut blocks: Vec<Block> = title
            .into_iter()
            .map(|title| Block::Paragraph(vec![Run::bold(title)]))
            .collect();
        blocks.push(Block::plain(self.say("brief-state", &args)));
        blocks
    }
}

impl Sayings for Naming<'_> {
    fn label(&self, label: AttributionLabel) -> String {
        let area = match label {
            AttributionLabel::Area(code) => geography::area_name(code.as_str()),
            AttributionLabel::Delegation => None,
        };
        match area {
            Some(area) => self.say("record-delegation-from", &[("area", Arg::Text(area))]),
            None => self.say("record-delegation", &[]),
        }
    }

    fn on_behalf_of(&self, groups: &str) -> String {
        self.say("brief-on-behalf-of", &[("groups", Arg::Text(groups))])
    }
}

fn number(count: usize) -> Arg<'static> {
    Arg::Count(u32::try_from(count).unwrap_or(u32::MAX))
}
