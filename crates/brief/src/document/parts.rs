//! The parts of the document, in their order.

use comment_sheets::Arg;
use comment_sheets::document::{Block, Run};
use consultation::Revision;
use consultation::review::DispositionKind;
use consultation::visibility::Speaker;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use revised_text::{DELETION, Sayings};

use super::{EXCERPT, Naming, number};
use crate::{Brief, Dispute, MostSupported, Package, SilenceFit};

impl Naming<'_> {
    pub(super) fn paragraphs(&self, brief: &Brief<'_>) -> Vec<Block> {
        let mut blocks = vec![self.heading("brief-paragraphs-heading")];
        if brief.paragraphs.is_empty() {
            blocks.push(Block::plain(self.say("brief-no-paragraphs", &[])));
            return blocks;
        }
        let keys = [
            "brief-paragraph",
            "brief-differing",
            "brief-alternatives",
            "brief-comments",
        ];
        let rows = brief.paragraphs.iter().map(|one| {
            let counts = [one.differing, one.alternatives, one.comments].map(|count| count.to_string());
            [vec![cut(&one.paragraph.label, LABEL)], counts.to_vec()].concat()
        });
        blocks.push(Block::Table {
            head: keys.iter().map(|key| self.say(key, &[])).collect(),
            rows: rows.collect(),
        });
        let mut note = self.say("brief-paragraphs-order", &[]);
        if brief.more_paragraphs > 0 {
            note = format!(
                "{} {note}",
                self.counted("brief-more-paragraphs", brief.more_paragraphs)
            );
        }
        blocks.push(Block::plain(note));
        blocks
    }

    pub(super) fn positions(&self, brief: &Brief<'_>) -> Vec<Block> {
        let line = |position: &str, count: usize, states: String| {
            let name = self.say(&format!("position-{}", position.replace('_', "-")), &[]);
            vec![Run::bold(format!("{name} ({count}): ")), Run::plain(states)]
        };
        let mut points: Vec<Vec<Run>> = brief
            .positions
            .iter()
            .map(|group| {
                line(
                    group.position.as_str(),
                    group.states.len(),
                    self.codes(group.states.iter()),
                )
            })
            .collect();
        if brief.without_position > 0 {
            let words = self.counted("brief-without-position", brief.without_position);
            points.push(vec![Run::plain(words)]);
        }
        let mut blocks = vec![self.heading("brief-positions-heading")];
        if points.is_empty() {
            blocks.push(Block::plain(self.say("record-none", &[])));
        } else {
            blocks.push(Block::List(points));
        }
        blocks
    }

    pub(super) fn disputes(&self, brief: &Brief<'_>) -> Vec<Block> {
        let mut blocks = vec![self.heading("brief-disputes-heading")];
        if brief.disputes.is_empty() {
            blocks.push(Block::plain(self.say("brief-no-disputes", &[])));
            return blocks;
        }
        blocks.push(Block::List(
            brief.disputes.iter().map(|one| self.dispute(one)).collect(),
        ));
        if brief.more_disputes > 0 {
            let more = self.counted("brief-more-disputes", brief.more_disputes);
            blocks.push(Block::plain(more));
        }
        blocks
    }

    fn dispute(&self, one: &Dispute) -> Vec<Run> {
        let from = match one.from {
            Speaker::State(state) => self.state(state),
            Speaker::Label(label) => self.label(label),
        };
        let paragraph = match &one.paragraph {
            Some(label) => cut(label, LABEL),
            None => self.say("record-general", &[]),
        };
        let (proposed, by) = (self.disposition(one.proposed), self.state(one.by));
        let args = [
            ("from", Arg::Text(&from)),
            ("paragraph", Arg::Text(&paragraph)),
            ("disposition", Arg::Text(&proposed)),
            ("member", Arg::Text(&by)),
        ];
        let differs = one.differing.iter().map(|(member, since)| {
            let (member, day) = (self.state(*member), day(*since));
            self.say(
                "brief-differs",
                &[("member", Arg::Text(&member)), ("day", Arg::Text(&day))],
            )
        });
        let differs: Vec<String> = differs.collect();
        vec![
            Run::bold(format!("{} ", one.number)),
            Run::plain(self.say("brief-dispute", &args)),
            Run::plain(format!(" {}", differs.join("; "))),
        ]
    }

    fn disposition(&self, kind: DispositionKind) -> String {
        self.say(&format!("record-disposition-{}", kind.as_str().replace('_', "-")), &[])
    }

    pub(super) fn most_supported(&self, brief: &Brief<'_>) -> Vec<Block> {
        let mut blocks = vec![self.heading("brief-supported-heading")];
        let Some(one) = &brief.most_supported else {
            blocks.push(Block::plain(self.say("brief-supported-none", &[])));
            return blocks;
        };
        let label = cut(&one.paragraph.label, LABEL);
        let paragraph = ("paragraph", Arg::Text(&label));
        blocks.push(Block::Paragraph(vec![
            Run::bold(format!("{} ", self.say("brief-supported-on", &[paragraph]))),
            Run::plain(self.wording(one)),
        ]));
        let who = one.alternative.backing.shown(self);
        let args = [("count", number(one.count)), ("who", Arg::Text(&cut(&who, EXCERPT)))];
        let mut how = self.say("brief-supported-how", &args);
        if one.ties > 0 {
            how = format!("{how} {}", self.counted("brief-supported-ties", one.ties));
        }
        blocks.push(Block::plain(how));
        blocks
    }

    /// The words as they were put forward, and what they are about.
    fn wording(&self, one: &MostSupported<'_>) -> String {
        let action = self.say(&format!("action-{}", one.alternative.action.as_str()), &[]);
        let about = one.words.as_deref().map(|words| format!(" [{}]", cut(words, EXCERPT)));
        let text = one.alternative.text.as_deref().unwrap_or(DELETION);
        format!("{action}{}: [{}]", about.unwrap_or_default(), cut(text, EXCERPT))
    }

    pub(super) fn silence(&self, brief: &Brief<'_>) -> Vec<Block> {
        let at = |key: &str, instants: &[(&str, Timestamp)]| {
            let shown: Vec<(&str, String)> = instants.iter().map(|(name, at)| (*name, minute(*at))).collect();
            let args: Vec<(&str, Arg<'_>)> = shown.iter().map(|(name, at)| (*name, Arg::Text(at))).collect();
            self.say(key, &args)
        };
        let text = match brief.silence {
            SilenceFit::Adopted { at: since } => at("brief-silence-adopted", &[("at", since)]),
            SilenceFit::Withdrawn { at: since } => at("brief-silence-withdrawn", &[("at", since)]),
            SilenceFit::Kept { until, in_time } => {
                let key = match in_time {
                    None => "brief-silence-kept",
                    Some(true) => "brief-silence-kept-in-time",
                    Some(false) => "brief-silence-kept-too-long",
                };
                at(key, &[("until", until)])
            }
            SilenceFit::NoKeyEvent => self.say("brief-silence-no-key-event", &[]),
            SilenceFit::Fits { open_by, key_event } => {
                at("brief-silence-fits", &[("until", open_by), ("event", key_event)])
            }
            SilenceFit::WithUrgency { open_by, key_event } => {
                at("brief-silence-urgent", &[("until", open_by), ("event", key_event)])
            }
            SilenceFit::TooLate { key_event } => at("brief-silence-too-late", &[("event", key_event)]),
        };
        vec![self.heading("brief-silence-heading"), Block::plain(text)]
    }

    pub(super) fn package(&self, brief: &Brief<'_>) -> Vec<Block> {
        let mut blocks = vec![self.heading("brief-package-heading")];
        match brief.package {
            Package::Ready { count } => {
                blocks.push(Block::Paragraph(vec![Run::bold(
                    self.counted("brief-package-ready", count),
                )]));
                let request = format!("POST {} {{}}", Package::path(self.dossier.proposal.id));
                blocks.push(Block::plain(request));
                blocks.push(Block::plain(self.say("brief-package-how", &[])));
            }
            Package::Open { count, until } => {
                let until = minute(until);
                let args = [("count", number(count)), ("until", Arg::Text(&until))];
                blocks.push(Block::plain(self.say("brief-package-open", &args)));
            }
            Package::Nothing => blocks.push(Block::plain(self.say("brief-package-nothing", &[]))),
        }
        blocks
    }
}

/// Longest label of a paragraph or a revision, in characters.
const LABEL: usize = 40;

/// A text of at most so many characters, with a mark where it was cut.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// The label of a revision, or its number.
pub(super) fn revision(revision: &Revision) -> String {
    match revision.label.as_str() {
        "" => format!("Rev.{}", revision.number),
        label => cut(label, LABEL),
    }
}

/// An instant, to the minute, in UTC.
pub(super) fn minute(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A day, in UTC.
fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string()
}
