//! A proposal: its text in revisions, its consultations, and where it stands.

mod label;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::event::{ConsultationOpened, ProposalTabled, RevisionCirculated};
use crate::register::Names;
use crate::silence::Procedure;
use crate::{Audience, Event, LanguageTag, ParagraphId, ProposalId, RegisterCode, StateCode};

pub use label::{AreaCode, AttributionLabel};

/// Where a proposal stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalStatus {
    /// Not yet opened for input.
    Draft,
    /// A consultation is open.
    Open,
    /// The last consultation has closed.
    Closed,
    /// A revision is under silence (R23).
    UnderSilence,
    /// Silence prevailed.
    Adopted,
    /// Taken back by its lead member.
    Withdrawn,
}

impl ProposalStatus {
    /// The name used in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::UnderSilence => "under_silence",
            Self::Adopted => "adopted",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What is seen of the input before a consultation closes (R5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeforeClose {
    /// As audience and attribution say.
    #[default]
    Open,
    /// Members see the input; partners see their own only.
    MembersSee,
    /// Members, too, see only how many states have lodged.
    Sealed,
}

/// What became of a paragraph in a revision (R4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParagraphChange {
    /// Same text.
    Kept,
    /// Other text.
    Changed,
    /// Not in the revision before.
    New,
    /// One of several made from one.
    Split,
    /// Made from several.
    Merged,
}

/// A numbered unit of a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Stable from revision to revision.
    pub id: ParagraphId,
    /// Its number or name in this revision, unique in it.
    pub label: String,
    /// Its text.
    pub text: String,
    /// The paragraphs of the revision before that it comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<ParagraphId>,
    /// What became of it.
    pub change: ParagraphChange,
}

/// How many labels of paragraphs a refusal lists.
const LABELS_SHOWN: usize = 20;

/// One text of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// 0 is the zero draft.
    pub number: u32,
    /// What it is called, for example `rev.1`.
    pub label: String,
    /// The language it is written in.
    pub language: LanguageTag,
    /// Its paragraphs in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// Paragraphs of the revision before that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deleted: Vec<ParagraphId>,
}

impl Revision {
    /// The paragraph with this label or id.
    #[must_use]
    pub fn find_paragraph(&self, label_or_id: &str) -> Option<&Paragraph> {
        match label_or_id.parse::<uuid::Uuid>() {
            Ok(id) => self.paragraphs.iter().find(|paragraph| paragraph.id.0 == id),
            Err(_) => self.paragraphs.iter().find(|paragraph| paragraph.label == label_or_id),
        }
    }

    /// What to say to who named a paragraph that it does not have: which ones it has.
    pub(crate) fn lacks(&self, wanted: &str) -> String {
        let cut = |text: &str, most| text.chars().take(most).collect::<String>();
        let label = |paragraph: &Paragraph| cut(&paragraph.label, 32);
        let shown: Vec<String> = self.paragraphs.iter().take(LABELS_SHOWN).map(label).collect();
        let more = match self.paragraphs.last() {
            Some(last) if self.paragraphs.len() > LABELS_SHOWN => format!(" … {}", label(last)),
            _ => String::new(),
        };
        format!(
            "revision {} has no paragraph {:?}; its labels are {}{more}",
            self.number,
            cut(wanted.trim(), 64),
            shown.join(", ")
        )
    }
}

/// A window in which input is invited on one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// 1, 2 … within the proposal.
    pub number: u32,
    /// The revision under consultation.
    pub revision: u32,
    /// When it opened.
    pub opened_at: Timestamp,
    /// When it closes, or closed.
    pub closes_at: Timestamp,
    /// What is seen of the input before that.
    pub before_close: BeforeClose,
    /// The invited states, each with what stands for it where it may not be named.
    pub invited: BTreeMap<StateCode, AttributionLabel>,
    /// Whether the clock's event is recorded. The instant is always `closes_at`.
    pub closing_recorded: bool,
    /// Why it was brought forward, if it was.
    pub early_closing_reason: Option<String>,
}

impl Consultation {
    /// Whether input is on time at the instant. The clock closes it by itself (R6).
    #[must_use]
    pub fn is_open_at(&self, instant: Timestamp) -> bool {
        instant < self.closes_at
    }
}

/// A proposal as its events tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// The member that put it forward.
    pub lead_member: StateCode,
    /// Title by language.
    pub title: Names,
    /// Its subject.
    pub focus_area: RegisterCode,
    /// The event it is meant for.
    pub key_event: Option<RegisterCode>,
    /// Who may see the proposal once a consultation has opened.
    pub audience: Audience,
    /// When it was tabled.
    pub tabled_at: Timestamp,
    /// Its texts, by number.
    pub revisions: Vec<(Timestamp, Revision)>,
    /// Its consultations, by number.
    pub consultations: Vec<Consultation>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// Why it was withdrawn, if a reason was given.
    pub withdrawal_reason: Option<String>,
    /// Silence, adoption, and what followed.
    pub procedure: Procedure,
}

impl Proposal {
    /// The proposal after its first event. `None` if the event is not its tabling.
    #[must_use]
    pub fn initial(event: &Event) -> Option<Self> {
        let Event::ProposalTabled(ProposalTabled {
            proposal_id,
            lead_member,
            title,
            focus_area,
            key_event,
            audience,
            revision,
            at,
        }) = event
        else {
            return None;
        };
        Some(Self {
            id: *proposal_id,
            lead_member: *lead_member,
            title: title.clone(),
            focus_area: focus_area.clone(),
            key_event: key_event.clone(),
            audience: *audience,
            tabled_at: *at,
            revisions: vec![(*at, revision.clone())],
            consultations: Vec::new(),
            withdrawn_at: None,
            withdrawal_reason: None,
            procedure: Procedure::default(),
        })
    }

    /// Takes up an event. Events of other streams change nothing.
    pub fn evolve(&mut self, event: &Event) {
        if event.proposal_id() != Some(self.id) {
            return;
        }
        match event {
            Event::RevisionCirculated(RevisionCirculated { at, revision, .. }) => {
                self.revisions.push((*at, revision.clone()));
            }
            Event::ConsultationOpened(opened) => self.consultations.push(consultation(opened)),
            Event::ConsultationExtended(extended) => {
                if let Some(consultation) = self.consultation_mut(extended.consultation) {
                    consultation.closes_at = extended.closes_at;
                }
            }
            Event::ConsultationBroughtForward(forward) => {
                if let Some(consultation) = self.consultation_mut(forward.consultation) {
                    consultation.closes_at = forward.closes_at;
                    consultation.early_closing_reason = Some(forward.reason.clone());
                }
            }
            Event::ConsultationClosed(closed) => {
                if let Some(consultation) = self.consultation_mut(closed.consultation) {
                    consultation.closing_recorded = true;
                }
            }
            Event::ProposalWithdrawn(withdrawn) => {
                self.withdrawn_at = Some(withdrawn.at);
                self.withdrawal_reason.clone_from(&withdrawn.reason);
            }
            _ => self.procedure.evolve(event),
        }
    }

    fn consultation_mut(&mut self, number: u32) -> Option<&mut Consultation> {
        self.consultations
            .iter_mut()
            .find(|consultation| consultation.number == number)
    }

    /// Where it stands. `closed` from `closes_at` on, also before the clock's event is recorded.
    #[must_use]
    pub fn status_at(&self, instant: Timestamp) -> ProposalStatus {
        match self.consultations.last() {
            _ if self.withdrawn_at.is_some() => ProposalStatus::Withdrawn,
            _ if self.procedure.adoption.is_some() => ProposalStatus::Adopted,
            _ if self.procedure.open_silence().is_some() => ProposalStatus::UnderSilence,
            None => ProposalStatus::Draft,
            Some(consultation) if consultation.is_open_at(instant) => ProposalStatus::Open,
            Some(_) => ProposalStatus::Closed,
        }
    }

    /// The consultation with this number.
    #[must_use]
    pub fn find_consultation(&self, number: u32) -> Option<&Consultation> {
        self.consultations
            .iter()
            .find(|consultation| consultation.number == number)
    }

    /// The open consultation, or else the last one.
    #[must_use]
    pub fn current_consultation(&self) -> Option<&Consultation> {
        self.consultations.last()
    }

    /// The revision with this number.
    #[must_use]
    pub fn find_revision(&self, number: u32) -> Option<&Revision> {
        self.revisions
            .iter()
            .map(|(_, revision)| revision)
            .find(|revision| revision.number == number)
    }

    /// The newest revision.
    #[must_use]
    pub fn latest_revision(&self) -> Option<&Revision> {
        self.revisions.last().map(|(_, revision)| revision)
    }

    /// The label of a paragraph in a revision; empty if it has none there.
    #[must_use]
    pub fn label_of(&self, revision: u32, paragraph: ParagraphId) -> &str {
        let paragraphs = self
            .find_revision(revision)
            .into_iter()
            .flat_map(|revision| &revision.paragraphs);
        let mut found = paragraphs.filter(|one| one.id == paragraph);
        found.next().map_or("", |one| one.label.as_str())
    }

    /// Whether the state was invited to any consultation of this proposal.
    #[must_use]
    pub fn has_invited(&self, state: StateCode) -> bool {
        self.consultations
            .iter()
            .any(|consultation| consultation.invited.contains_key(&state))
    }
}

fn consultation(opened: &ConsultationOpened) -> Consultation {
    Consultation {
        number: opened.consultation,
        revision: opened.revision,
        opened_at: opened.at,
        closes_at: opened.closes_at,
        before_close: opened.before_close,
        invited: opened
            .invited
            .iter()
            .map(|invited| (invited.state, invited.label))
            .collect(),
        closing_recorded: false,
        early_closing_reason: None,
    }
}
