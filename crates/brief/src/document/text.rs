//! What the text's paragraphs and positions are, and the sentence with the most states behind it.

use std::collections::BTreeSet;

use comment_sheets::Arg;
use comment_sheets::document::{Block, Run, RunStyle};
use consultation::RegisterCode;
use consultation::submission::WordingAction;
use revised_text::{DELETION, Sayings};

use super::cuts::Cuts;
use super::{LABEL, Naming, cut, mark, number};
use crate::{Brief, Contended, PositionGroup, Supported};

/// Most numbers of comments, and most groups, in a line.
const NAMED: usize = 6;

impl Naming<'_> {
    pub(super) fn paragraphs(&self, brief: &Brief<'_>, cuts: &Cuts) -> Vec<Block> {
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
            "brief-leading",
        ];
        let shown = brief.paragraphs.iter().take(cuts.paragraphs);
        blocks.push(Block::Table {
            head: keys.iter().map(|key| self.say(key, &[])).collect(),
            rows: shown.map(|one| self.paragraph(one, cuts)).collect(),
        });
        let more = brief.paragraphs.len().saturating_sub(cuts.paragraphs) + brief.more_paragraphs;
        let more = self.more("brief-more-paragraphs", more, "/input/paragraphs");
        let order = self.say("brief-paragraphs-order", &[]);
        let notes: Vec<String> = more.into_iter().chain([order]).collect();
        blocks.push(Block::plain(notes.join(" ")));
        blocks
    }

    fn paragraph(&self, one: &Contended<'_>, cuts: &Cuts) -> Vec<String> {
        let label = cut(&one.paragraph.label, LABEL);
        let opening = cut(&one.paragraph.text, cuts.opening);
        let leading = one.leading.as_ref().map_or_else(
            || DELETION.to_owned(),
            |leading| {
                let action = self.action(leading.alternative.action);
                let text = leading.alternative.text.as_deref().or(leading.words.as_deref());
                format!(
                    "{action}: {} ({})",
                    cut(text.unwrap_or_default(), cuts.opening),
                    leading.count
                )
            },
        );
        let counts = [one.differing, one.alternatives, one.comments].map(|count| count.to_string());
        let [differing, alternatives, comments] = counts;
        vec![
            format!("{label}  {opening}"),
            differing,
            alternatives,
            comments,
            leading,
        ]
    }

    pub(super) fn positions(&self, brief: &Brief<'_>, cuts: &Cuts) -> Vec<Block> {
        let positions = &brief.positions;
        let groups = positions.groups.iter();
        let mut points: Vec<Vec<Run>> = groups.map(|group| self.position(group, cuts)).collect();
        if !positions.contradictory.is_empty() {
            let states = positions.contradictory.iter().map(ToString::to_string);
            let states = self.some_states(states.collect(), cuts);
            let args = [("states", Arg::Text(&states))];
            points.push(vec![Run::plain(self.say("brief-contradictory", &args))]);
        }
        if positions.without > 0 {
            points.push(vec![Run::plain(
                self.counted("brief-without-position", positions.without),
            )]);
        }
        let mut blocks = vec![self.heading("brief-positions-heading")];
        if points.is_empty() {
            blocks.push(Block::plain(self.say("record-none", &[])));
        } else {
            blocks.push(Block::List(points));
        }
        blocks
    }

    /// A position, how many hold it, who they are by code, and the groups that stated it.
    fn position(&self, group: &PositionGroup, cuts: &Cuts) -> Vec<Run> {
        let name = group.position.as_str().replace('_', "-");
        let name = self.say(&format!("position-{name}"), &[]);
        let codes = group.states.iter();
        let codes = codes.map(|state| format!("{state}{}", mark(group.reserved.contains(state))));
        let mut who = self.some_states(codes.collect(), cuts);
        if !group.on_behalf_of.is_empty() {
            let groups = group.on_behalf_of.iter();
            let groups: Vec<String> = groups.map(|code| marked(code, &group.reserved_groups)).collect();
            let more = groups.len().saturating_sub(NAMED);
            let named = groups.into_iter().take(NAMED).collect();
            let groups = self.listed(named, more, "/input/positions");
            who = format!("{who}; {}", self.on_behalf_of(&groups));
        }
        vec![Run::bold(format!("{name} ({}): ", group.states.len())), Run::plain(who)]
    }

    fn some_states(&self, mut codes: Vec<String>, cuts: &Cuts) -> String {
        let more = codes.len().saturating_sub(cuts.states);
        codes.truncate(cuts.states);
        self.listed(codes, more, "/input/positions")
    }

    pub(super) fn supported(&self, brief: &Brief<'_>, cuts: &Cuts) -> Vec<Block> {
        let mut blocks = vec![self.heading("brief-supported-heading")];
        let Some(one) = &brief.most_supported else {
            blocks.push(Block::plain(self.say("brief-supported-none", &[])));
            return blocks;
        };
        let label = cut(&one.paragraph.label, LABEL);
        let on = self.say("brief-supported-on", &[("paragraph", Arg::Text(&label))]);
        let numbers = one
            .alternative
            .comments
            .iter()
            .take(NAMED)
            .map(|(_, number)| number.clone());
        let more = one.alternative.comments.len().saturating_sub(NAMED);
        let numbers = self.listed(numbers.collect(), more, "/rolling-text");
        let mut sentence = vec![Run::bold(format!("{on}, {numbers}: "))];
        sentence.extend(self.sentence(one, cuts));
        blocks.push(Block::Paragraph(sentence));
        blocks.push(Block::plain(self.why(one, cuts)));
        blocks
    }

    /// The sentence with what is put in and taken out, or the words alone where they have no place in the text.
    fn sentence(&self, one: &Supported<'_>, cuts: &Cuts) -> Vec<Run> {
        let styled = |text: &str, style| Run {
            text: cut(text, cuts.sentence),
            style,
        };
        let text = one
            .alternative
            .text
            .as_deref()
            .map(|text| styled(text, RunStyle::Inserted));
        let words = one.words.as_deref().map(|words| styled(words, RunStyle::Deleted));
        let space = || Run::plain(" ");
        let Some(context) = &one.context else {
            let action = self.action(one.alternative.action);
            let head = Run::plain(format!("{action}: "));
            let about = words.into_iter().flat_map(|words| [words, space()]);
            return [head].into_iter().chain(about).chain(text).collect();
        };
        let begin = cut_begin(&context.before, cuts.sentence);
        let end = cut_end(&context.after, cuts.sentence);
        let needs_space = words.is_none() && begin.ends_with(|last: char| !last.is_whitespace());
        let mut runs = vec![Run::plain(begin)];
        match (words, text) {
            (Some(words), Some(text)) => runs.extend([words, space(), text]),
            (words, text) => {
                runs.extend(needs_space.then(space));
                runs.extend(words.into_iter().chain(text));
            }
        }
        runs.push(Run::plain(end));
        runs
    }

    /// Who stands behind it, whether a member differs on it, and why it was chosen.
    fn why(&self, one: &Supported<'_>, cuts: &Cuts) -> String {
        let who = self.backing(one, cuts);
        let args = [("count", number(one.count)), ("who", Arg::Text(&who))];
        let mut parts = vec![self.say("brief-supported-how", &args)];
        parts.push(if one.differing.is_empty() {
            self.say("brief-supported-undisputed", &[])
        } else {
            let members: Vec<String> = one.differing.iter().map(|member| self.state(*member)).collect();
            let args = [("members", Arg::Text(&members.join(", ")))];
            self.say("brief-supported-disputed", &args)
        });
        parts.extend((one.ties > 0).then(|| self.counted("brief-supported-ties", one.ties)));
        parts.join(" ")
    }

    /// States by code, comments under a label by label, groups.
    fn backing(&self, one: &Supported<'_>, cuts: &Cuts) -> String {
        let backing = &one.alternative.backing;
        let states = backing.states.iter();
        let states = states.map(|state| format!("{state}{}", mark(one.reserved.contains(state))));
        let more = backing.states.len().saturating_sub(cuts.states);
        let mut who: Vec<String> = states.take(cuts.states).collect();
        who.extend(self.more("brief-more", more, "/rolling-text"));
        who.extend(backing.labels.iter().map(|(label, count)| match count {
            1 => self.label(*label),
            several => format!("{several} × {}", self.label(*label)),
        }));
        let who = who.join(", ");
        if backing.groups.is_empty() {
            return who;
        }
        let groups = backing.groups.iter();
        let groups: Vec<String> = groups.map(|group| marked(group, &one.reserved_groups)).collect();
        format!("{who}; {}", self.on_behalf_of(&groups.join(", ")))
    }

    pub(super) fn action(&self, action: WordingAction) -> String {
        self.say(&format!("action-{}", action.as_str()), &[])
    }
}

/// The code of a group, with the mark if only members may know that it was spoken for.
fn marked(group: &RegisterCode, reserved: &BTreeSet<RegisterCode>) -> String {
    format!("{}{}", group.as_str(), mark(reserved.contains(group)))
}

/// The end of a text of at most so many characters, with a mark where it was cut. Spaces at the end stay.
fn cut_begin(text: &str, most: usize) -> String {
    let surplus = text.chars().count().saturating_sub(most);
    match text.char_indices().nth(surplus).filter(|_| surplus > 0) {
        Some((begin, _)) => format!("…{}", text.get(begin..).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The beginning of a text of at most so many characters, with a mark where it was cut. Spaces at the beginning stay.
fn cut_end(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
