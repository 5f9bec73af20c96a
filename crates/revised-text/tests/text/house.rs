//! A proposal, comments with wording on it, and its rolling text as lines.

use consultation::alignment::stances::{Asked, Stances, stances};
use consultation::command::{CommentDraft, ParagraphDraft, RevisionDraft, SubmissionDraft, TableProposal};
use consultation::submission::{ProposedWording, WordingAction};
use consultation::visibility::{Rights, SeenRow, Viewer, seen_rows};
use consultation::{AttributionLabel, Command, Dossier, Event, ParagraphId};
use jiff::Timestamp;
use revised_text::{Below, Reading, RollingText, Sayings, WhyUnapplied, rolling_text};
use uuid::Uuid;

use crate::fixtures::*;
use crate::review_fixtures::MEMBERS;

/// A text of one language whose paragraphs are numbered from 1.
pub(crate) fn text_in(tag: &str, paragraphs: &[&str]) -> RevisionDraft {
    let ids = (0x101_u128..).map(|number| ParagraphId(Uuid::from_u128(number)));
    let numbered = (1_usize..).zip(ids).zip(paragraphs);
    RevisionDraft {
        language: language(tag),
        ..text_of(
            numbered
                .map(|((number, id), text)| paragraph(id, &[], &number.to_string(), text))
                .collect(),
        )
    }
}

/// The text is open to FJI, WSM, TON and JPN.
pub(crate) fn opened_with(revision: RevisionDraft) -> Vec<Event> {
    let tabled = TableProposal {
        revision,
        ..table_proposal()
    };
    let tabled = and(registered(), Command::TableProposal(tabled));
    and(tabled, Command::OpenConsultation(open_consultation()))
}

/// [`P1_TEXT`] and [`P2_TEXT`].
pub(crate) fn opened_in_english() -> Vec<Event> {
    opened_with(zero_draft())
}

/// A comment with wording for quoted words of a paragraph; without words quoted, for all of it.
pub(crate) fn wording(number: u128, paragraph: &str, exact: &str, action: WordingAction, words: &str) -> CommentDraft {
    CommentDraft {
        quote: (!exact.is_empty()).then(|| quote(exact, "", "")),
        proposed_wording: Some(ProposedWording {
            action,
            text: (action != WordingAction::Delete).then(|| words.to_owned()),
        }),
        explanation: Some("It is clearer.".into()),
        ..comment_on(number, paragraph, "")
    }
}

pub(crate) fn replace(number: u128, paragraph: &str, exact: &str, words: &str) -> CommentDraft {
    wording(number, paragraph, exact, WordingAction::Replace, words)
}

pub(crate) fn add(number: u128, paragraph: &str, exact: &str, words: &str) -> CommentDraft {
    wording(number, paragraph, exact, WordingAction::Add, words)
}

pub(crate) fn delete(number: u128, paragraph: &str, exact: &str) -> CommentDraft {
    wording(number, paragraph, exact, WordingAction::Delete, "")
}

pub(crate) fn says(events: Vec<Event>, speaker: &str, comments: Vec<CommentDraft>) -> Vec<Event> {
    says_so(events, speaker, draft(comments))
}

pub(crate) fn says_so(events: Vec<Event>, speaker: &str, draft: SubmissionDraft) -> Vec<Event> {
    and(events, Command::LodgeSubmission(lodge(speaker, draft)))
}

/// Revision 1, circulated after the close.
pub(crate) fn circulated(events: Vec<Event>, paragraphs: Vec<ParagraphDraft>) -> Vec<Event> {
    let mut revision = circulate_revision(text_of(paragraphs));
    revision.at = at(AFTER);
    and(events, Command::CirculateRevision(revision))
}

/// What a viewer may know of a proposal.
pub(crate) struct Sight {
    pub(crate) dossier: Dossier,
    rights: Rights,
    pub(crate) stances: Stances,
    now: Timestamp,
}

impl Sight {
    /// Of the state with this code, after the close.
    pub(crate) fn of(viewer: &str, events: &[Event]) -> Self {
        let now = at(LATER);
        let register = small_register();
        let own = events.iter().filter(|event| event.proposal_id() == Some(PROPOSAL));
        let dossier = Dossier::fold(own).unwrap();
        let viewer = Viewer::Delegation(state(viewer));
        let rights = Rights::of(viewer, register.at(now), &dossier.proposal, now);
        let stances = stances(Asked {
            past: None,
            rights: &rights,
            present: &dossier,
            shown: &dossier,
            register: register.at(now),
            consultation: None,
        });
        Self {
            dossier,
            rights,
            stances,
            now,
        }
    }

    pub(crate) fn rows(&self) -> Vec<SeenRow<'_>> {
        seen_rows(&self.rights, &self.dossier)
    }

    pub(crate) fn read<T>(&self, revision: u32, look: impl FnOnce(RollingText<'_>) -> T) -> T {
        let members = MEMBERS.map(state);
        let rows = self.rows();
        let reading = Reading {
            dossier: &self.dossier,
            rows: &rows,
            stances: &self.stances,
            members: self.rights.is_member().then_some(&members[..]),
            now: self.now,
        };
        look(rolling_text(&reading, revision).unwrap())
    }
}

struct English;

impl Sayings for English {
    fn label(&self, label: AttributionLabel) -> String {
        label.words()
    }

    fn on_behalf_of(&self, groups: &str) -> String {
        format!("on behalf of {groups}")
    }
}

fn line(below: &Below) -> String {
    let mark = if below.needs_look { "?" } else { ">" };
    let quote = below
        .quote
        .as_ref()
        .map(|quote| format!("{quote:?}: "))
        .unwrap_or_default();
    format!("{mark} {quote}{}", below.alternative.shown(&English))
}

/// Each paragraph in its line, and below it in lines of their own what has no place in it. General wording and what
/// lost its place follow.
pub(crate) fn rolled(viewer: &str, events: &[Event], revision: u32) -> Vec<String> {
    Sight::of(viewer, events).read(revision, |text| {
        let mut lines = Vec::new();
        for paragraph in &text.paragraphs {
            lines.push(paragraph.shown(&English));
            lines.extend(paragraph.below.iter().map(line));
        }
        lines.extend(
            text.general
                .iter()
                .map(|one| format!("general: {}", one.shown(&English))),
        );
        lines.extend(text.unplaced.iter().map(|one| format!("unplaced: {}", line(one))));
        lines
    })
}

/// What each paragraph reads with what was accepted, and in lines below it what could not be done.
pub(crate) fn cleaned(viewer: &str, events: &[Event]) -> Vec<String> {
    Sight::of(viewer, events).read(0, |text| {
        let mut lines = Vec::new();
        for clean in text.paragraphs.iter().map(|paragraph| &paragraph.clean) {
            lines.push(clean.text.clone().unwrap_or_else(|| "(taken out)".into()));
            lines.extend(clean.added.iter().map(|added| format!("+ {added}")));
            lines.extend(clean.conflicts.iter().map(|conflict| {
                let wordings: Vec<&str> = conflict.wordings.iter().map(|(words, _)| words.as_str()).collect();
                format!("{:?} or {wordings:?}", conflict.words)
            }));
            lines.extend(clean.unapplied.iter().map(|one| match one.why {
                WhyUnapplied::NoWording => format!("{} without wording", one.number),
                WhyUnapplied::NeedsLook => format!("{} needs a look", one.number),
            }));
        }
        lines
    })
}
