//! What can be done: silence before the key event, and the package of dispositions as one act.

use comment_sheets::Arg;
use comment_sheets::document::{Block, Run};
use jiff::Timestamp;
use review_board::key_event;

use super::{Naming, number};
use crate::{Brief, Package, SilenceFit};

impl Naming<'_> {
    pub(super) fn silence(&self, brief: &Brief<'_>) -> Vec<Block> {
        let event = key_event(self.register, &self.dossier.proposal);
        let event = event.map_or_else(String::new, |event| self.says.named(event.named));
        let at = |key: &str, instants: &[(&str, Timestamp)]| {
            let instants: Vec<(&str, String)> = instants
                .iter()
                .map(|(name, at)| (*name, self.says.minute(*at)))
                .collect();
            let mut args = vec![("event", Arg::Text(&event))];
            args.extend(instants.iter().map(|(name, at)| (*name, Arg::Text(at))));
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
                at("brief-silence-fits", &[("until", open_by), ("begins", key_event)])
            }
            SilenceFit::WithUrgency { open_by, key_event } => {
                at("brief-silence-urgent", &[("until", open_by), ("begins", key_event)])
            }
            SilenceFit::TooLate { key_event } => at("brief-silence-too-late", &[("begins", key_event)]),
        };
        let before = brief.dispose.iter().map(|one| self.says.deadline(one, &event));
        let text: Vec<String> = [text].into_iter().chain(before).collect();
        vec![self.heading("brief-silence-heading"), Block::plain(text.join(" "))]
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
                let until = self.says.minute(until);
                let args = [("count", number(count)), ("until", Arg::Text(&until))];
                blocks.push(Block::plain(self.say("brief-package-open", &args)));
            }
            Package::Nothing => blocks.push(Block::plain(self.say("brief-package-nothing", &[]))),
        }
        blocks
    }
}
