//! What the members differ on, and which of them are silent (R18).

use comment_sheets::Arg;
use comment_sheets::document::{Block, Run};
use consultation::review::DispositionKind;
use revised_text::DELETION;

use super::cuts::Cuts;
use super::{LABEL, Naming, cut, day, mark, number};
use crate::{Brief, Differs, Dispute};

/// Where what the members differ on is read.
const DIFFERING: &str = "/matrix?convergence=differing";

impl Naming<'_> {
    pub(super) fn disputes(&self, brief: &Brief<'_>, cuts: &Cuts) -> Vec<Block> {
        let mut blocks = vec![self.heading("brief-disputes-heading")];
        if brief.disputes.is_empty() {
            blocks.push(Block::plain(self.say("brief-no-disputes", &[])));
        } else {
            let shown = brief.disputes.iter().take(cuts.disputes);
            blocks.push(Block::List(shown.map(|one| self.dispute(one, cuts)).collect()));
            let more = brief.disputes.len().saturating_sub(cuts.disputes) + brief.more_disputes;
            blocks.extend(self.more("brief-more-disputes", more, DIFFERING).map(Block::plain));
        }
        let silent = brief.not_heard.iter().map(|one| {
            let (member, since) = (self.state(one.member), day(one.since, self.says.zone));
            let args = [
                ("member", Arg::Text(&member)),
                ("count", number(one.comments)),
                ("day", Arg::Text(&since)),
            ];
            self.say("brief-not-heard", &args)
        });
        let silent: Vec<String> = silent.collect();
        blocks.extend((!silent.is_empty()).then(|| Block::plain(silent.join(" "))));
        blocks
    }

    fn dispute(&self, one: &Dispute, cuts: &Cuts) -> Vec<Run> {
        let paragraph = match &one.paragraph {
            Some(label) => self.say("brief-supported-on", &[("paragraph", Arg::Text(&cut(label, LABEL)))]),
            None => self.say("record-general", &[]),
        };
        let (from, by) = (self.speaker(one.from), self.state(one.by));
        let wording = one.wording.iter().map(|wording| {
            let text = wording.text.as_deref().unwrap_or(DELETION);
            format!("{}: [{}]", self.action(wording.action), cut(text, cuts.words))
        });
        let text = [cut(&one.text, cuts.words)].into_iter().filter(|text| !text.is_empty());
        let text = text.chain(wording).collect::<Vec<_>>().join(" ");
        let proposed = self.disposition(one.proposed);
        let args = [
            ("from", Arg::Text(&from)),
            ("paragraph", Arg::Text(&paragraph)),
            ("text", Arg::Text(&text)),
            ("disposition", Arg::Text(&proposed)),
            ("member", Arg::Text(&by)),
        ];
        let differing: Vec<String> = one.differing.iter().map(|one| self.differs(one, cuts)).collect();
        vec![
            Run::bold(format!("{}{} ", one.number, mark(one.reserved))),
            Run::plain(self.say("brief-dispute", &args)),
            Run::plain(ended(format!(" {}", differing.join("; ")))),
        ]
    }

    fn differs(&self, one: &Differs, cuts: &Cuts) -> String {
        let (member, since) = (self.state(one.member), day(one.since, self.says.zone));
        let says = self.say(
            "brief-differs",
            &[("member", Arg::Text(&member)), ("day", Arg::Text(&since))],
        );
        match &one.note {
            Some(note) => format!("{says}: {}", cut(note, cuts.words)),
            None => says,
        }
    }

    fn disposition(&self, kind: DispositionKind) -> String {
        self.say(&format!("record-disposition-{}", kind.as_str().replace('_', "-")), &[])
    }
}

/// A sentence with a mark at its end.
fn ended(sentence: String) -> String {
    if sentence.ends_with(['.', '!', '?', '…', '。']) {
        sentence
    } else {
        sentence + "."
    }
}
