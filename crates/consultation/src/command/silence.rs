//! Commands about the silence procedure, adoption and what follows it (R23, R24).

use jiff::Timestamp;

use super::Expected;
use crate::silence::ExplanationKind;
use crate::{ProposalId, StateCode};

/// Puts a revision under silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSilence {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks: lead member or chair.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// The revision; by default the newest.
    pub revision: Option<u32>,
    /// Until when; by default 72 hours from `at`.
    pub until: Option<Timestamp>,
    /// Why less than 72 hours are given; only the chair may.
    pub urgency: Option<String>,
    /// Comments left open, besides those deferred before.
    pub deferred: Vec<DeferralDraft>,
    /// The shortest silence, in seconds, where the configuration sets one (R23: 72 hours, 24 when urgent).
    pub shortest_seconds: Option<i64>,
}

/// A comment that is left open, as its author named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeferralDraft {
    /// Id or number, as the member sees it.
    pub comment: String,
    /// Why.
    pub reason: String,
}

/// Extends the silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendSilence {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks: lead member or chair.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// Until when.
    pub until: Timestamp,
}

/// Takes the silence back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeBackSilence {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks: lead member or chair.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// Why.
    pub reason: String,
}

/// A paragraph on which silence is broken, as its author named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenParagraphDraft {
    /// Label or id.
    pub paragraph: String,
    /// Why.
    pub rationale: Option<String>,
    /// The text that the member would accept.
    pub amendment: Option<String>,
}

/// Breaks the silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakSilence {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// The instant of the request, which decides whether it came in time.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// On which paragraphs.
    pub paragraphs: Vec<BrokenParagraphDraft>,
    /// Whether others than members may know who broke it.
    pub disclosed: bool,
}

/// Adopts the text if silence prevailed: the clock's own act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptDueProposal {
    /// The proposal.
    pub proposal: ProposalId,
    /// When the clock looked.
    pub at: Timestamp,
}

/// Puts a reservation or an explanation of position on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainPosition {
    /// The proposal.
    pub proposal: ProposalId,
    /// The member that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// Which of the two.
    pub kind: ExplanationKind,
    /// Labels or ids of paragraphs; none for the whole text.
    pub paragraphs: Vec<String>,
    /// Its words.
    pub text: String,
}

/// Associates a partner with the adopted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociateWithText {
    /// The proposal.
    pub proposal: ProposalId,
    /// The partner that asks.
    pub by: StateCode,
    /// When.
    pub at: Timestamp,
    /// What the caller saw.
    pub expected: Expected,
    /// Labels or ids of paragraphs that it leaves out.
    pub except_paragraphs: Vec<String>,
    /// What it says to it.
    pub statement: Option<String>,
}
