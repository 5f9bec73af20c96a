//! The silence procedure on a revision, adoption and what follows it (R23, R24), as the proposal's stream tells it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{CommentId, Event, ParagraphId, StateCode};

/// How long the clock waits for breaks in flight before it adopts (R23).
pub const BREAKS_IN_FLIGHT: SignedDuration = SignedDuration::from_secs(5);

/// A comment without a published disposition when the text went under silence, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deferred {
    /// The comment.
    pub comment: CommentId,
    /// Why it is left open; printed in the record.
    pub reason: String,
}

/// A paragraph on which silence was broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenParagraph {
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rationale: Option<String>,
    /// The text that the member would accept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amendment: Option<String>,
}

words! {
    /// What a member puts on record about an adopted text.
    ExplanationKind {
        /// It does not join on these points.
        Reservation = "reservation",
        /// It says how it understands the text.
        ExplanationOfPosition = "explanation_of_position",
    }
}

/// How a silence ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SilenceEnd {
    /// Broken by members, each in a break of its own.
    Broken,
    /// Taken back.
    TakenBack {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Silence prevailed: the text is adopted.
    Prevailed,
}

/// A break of silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilenceBreak {
    /// The member.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// On which paragraphs, and why.
    pub paragraphs: Vec<BrokenParagraph>,
    /// Whether others than members may know who broke it.
    pub disclosed: bool,
}

/// A silence on a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// 1, 2 … within the proposal.
    pub number: u32,
    /// The revision.
    pub revision: u32,
    /// The member that put the text under silence.
    pub by: StateCode,
    /// When.
    pub opened_at: Timestamp,
    /// Until when it is kept.
    pub until: Timestamp,
    /// Why the notice is shorter than usual.
    pub urgency: Option<String>,
    /// Comments left open, with reasons.
    pub deferred: Vec<Deferred>,
    /// Late comments without a published disposition.
    pub late_noted: Vec<CommentId>,
    /// Its breaks. Further members may add theirs to one that is broken, until the instant.
    pub breaks: Vec<SilenceBreak>,
    /// How it ended; none while it is kept.
    pub end: Option<SilenceEnd>,
}

/// The adoption of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// The silence that prevailed.
    pub silence: u32,
    /// The adopted revision.
    pub revision: u32,
    /// The silence's instant.
    pub adopted_at: Timestamp,
}

/// A reservation or an explanation of position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The member.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// Which of the two.
    pub kind: ExplanationKind,
    /// On which paragraphs; none for the whole text.
    pub paragraphs: Vec<ParagraphId>,
    /// Its words.
    pub text: String,
}

/// A partner that associates itself with the adopted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Association {
    /// The partner.
    pub state: StateCode,
    /// When.
    pub at: Timestamp,
    /// Paragraphs that it leaves out.
    pub except_paragraphs: Vec<ParagraphId>,
    /// What it says to it.
    pub statement: Option<String>,
}

/// All that the proposal's stream tells of silence, adoption and what followed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Procedure {
    /// Silences, by number.
    pub silences: Vec<Silence>,
    /// The adoption.
    pub adoption: Option<Adoption>,
    /// Reservations and explanations of position, in the order in which they came.
    pub explanations: Vec<Explanation>,
    /// Associations; a state's last one counts and is the only one kept.
    pub associations: Vec<Association>,
}

impl Procedure {
    /// The silence that is kept now.
    #[must_use]
    pub fn open_silence(&self) -> Option<&Silence> {
        self.silences.last().filter(|silence| silence.end.is_none())
    }

    /// Why a comment was left open when the text last went under silence with it, as the record prints it (R23).
    #[must_use]
    pub fn why_left_open(&self, comment: CommentId) -> Option<&str> {
        let mut left_open = self.silences.iter().rev().flat_map(|silence| &silence.deferred);
        let deferred = left_open.find(|deferred| deferred.comment == comment)?;
        Some(&deferred.reason)
    }

    fn silence_mut(&mut self, number: u32) -> Option<&mut Silence> {
        self.silences.iter_mut().find(|silence| silence.number == number)
    }

    /// Takes up an event; those of other things change nothing.
    pub fn evolve(&mut self, event: &Event) {
        match event {
            Event::SilenceOpened(opened) => self.silences.push(Silence {
                number: opened.silence,
                revision: opened.revision,
                by: opened.by,
                opened_at: opened.at,
                until: opened.until,
                urgency: opened.urgency.clone(),
                deferred: opened.deferred.clone(),
                late_noted: opened.late_noted.clone(),
                breaks: Vec::new(),
                end: None,
            }),
            Event::SilenceExtended(extended) => {
                if let Some(silence) = self.silence_mut(extended.silence) {
                    silence.until = extended.until;
                }
            }
            Event::SilenceTakenBack(taken) => {
                if let Some(silence) = self.silence_mut(taken.silence) {
                    silence.end = Some(SilenceEnd::TakenBack {
                        at: taken.at,
                        reason: taken.reason.clone(),
                    });
                }
            }
            Event::SilenceBroken(broken) => {
                if let Some(silence) = self.silence_mut(broken.silence) {
                    silence.end = Some(SilenceEnd::Broken);
                    silence.breaks.push(SilenceBreak {
                        by: broken.by,
                        at: broken.at,
                        paragraphs: broken.paragraphs.clone(),
                        disclosed: broken.disclosed,
                    });
                }
            }
            Event::ProposalAdopted(adopted) => {
                if let Some(silence) = self.silence_mut(adopted.silence) {
                    silence.end = Some(SilenceEnd::Prevailed);
                }
                self.adoption = Some(Adoption {
                    silence: adopted.silence,
                    revision: adopted.revision,
                    adopted_at: adopted.adopted_at,
                });
            }
            Event::PositionExplained(explained) => self.explanations.push(Explanation {
                by: explained.by,
                at: explained.at,
                kind: explained.kind,
                paragraphs: explained.paragraphs.clone(),
                text: explained.text.clone(),
            }),
            Event::TextAssociated(associated) => {
                self.associations.retain(|one| one.state != associated.state);
                self.associations.push(Association {
                    state: associated.state,
                    at: associated.at,
                    except_paragraphs: associated.except_paragraphs.clone(),
                    statement: associated.statement.clone(),
                });
            }
            _ => {}
        }
    }
}
