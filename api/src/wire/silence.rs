//! A silence in answers: with its breaks, as the viewer may know them (R23).

use consultation::silence::{BrokenParagraph, Silence, SilenceBreak, SilenceEnd};
use consultation::{Proposal, StateCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::LocalTime;
use super::names::SilenceStateName;

/// The last silence on a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub struct SilenceResponse {
    /// 1, 2 … within the proposal.
    #[schema(example = 1)]
    pub number: u32,
    /// The revision that was put under silence.
    #[schema(example = 1)]
    pub revision: u32,
    /// Whether it is kept, or how it ended.
    pub state: SilenceStateName,
    /// When the text was put under silence.
    #[schema(value_type = String, format = DateTime, example = "2027-03-10T09:00:00Z")]
    pub opened_at: Timestamp,
    /// Until when silence is kept; a break at or after it is refused.
    #[schema(value_type = String, format = DateTime, example = "2027-03-13T09:00:00Z")]
    pub until: Timestamp,
    /// The same in the capital of the asking state, or in the zone asked for by `tz`.
    pub until_local: Option<LocalTime>,
    /// Why the notice is shorter than usual, if the chair said so.
    pub urgency: Option<String>,
    /// When it was taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub taken_back_at: Option<Timestamp>,
    /// Why it was taken back.
    pub taken_back_reason: Option<String>,
    /// Its breaks, in the order in which they came.
    pub broken: Vec<SilenceBreakResponse>,
}

/// A break of silence. That it came is for everybody who sees the proposal; by whom and why is for members, and for
/// others if the member chose so.
#[derive(Debug, Serialize, ToSchema)]
pub struct SilenceBreakResponse {
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-11T15:00:00Z")]
    pub at: Timestamp,
    /// The member; null for who may not know it.
    #[schema(value_type = Option<String>, example = "AUS")]
    pub by: Option<StateCode>,
    /// Whether the member lets everybody know.
    #[schema(example = false)]
    pub disclosed: bool,
    /// On which paragraphs, and why; null for who may not know it.
    pub paragraphs: Option<Vec<BrokenParagraphResponse>>,
}

/// A paragraph on which silence was broken.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrokenParagraphResponse {
    /// Its id.
    pub id: Uuid,
    /// Its label in the revision that was under silence.
    #[schema(example = "2")]
    pub label: String,
    /// Why.
    #[schema(example = "\"Voluntary\" does not go far enough.")]
    pub rationale: Option<String>,
    /// The text that the member would accept.
    pub amendment: Option<String>,
}

impl SilenceResponse {
    /// The proposal's last silence, if there was one, for a member or another viewer.
    #[must_use]
    pub fn last_of(proposal: &Proposal, member: bool, zone: Option<&str>) -> Option<Self> {
        let silence = proposal.procedure.silences.last()?;
        Some(Self::of(proposal, silence, member, zone))
    }

    /// A silence, for a member or another viewer.
    #[must_use]
    pub fn of(proposal: &Proposal, silence: &Silence, member: bool, zone: Option<&str>) -> Self {
        let taken_back = match &silence.end {
            Some(SilenceEnd::TakenBack { at, reason }) => Some((*at, reason.clone())),
            _ => None,
        };
        let breaks = silence.breaks.iter();
        Self {
            number: silence.number,
            revision: silence.revision,
            state: state_of(proposal, silence),
            opened_at: silence.opened_at,
            until: silence.until,
            until_local: zone.and_then(|zone| LocalTime::in_zone(silence.until, zone)),
            urgency: silence.urgency.clone(),
            taken_back_at: taken_back.as_ref().map(|(at, _)| *at),
            taken_back_reason: taken_back.map(|(_, reason)| reason),
            broken: breaks
                .map(|one| SilenceBreakResponse::of(proposal, silence, one, member))
                .collect(),
        }
    }
}

impl SilenceBreakResponse {
    fn of(proposal: &Proposal, silence: &Silence, one: &SilenceBreak, member: bool) -> Self {
        let known = member || one.disclosed;
        let paragraph = |broken: &BrokenParagraph| BrokenParagraphResponse {
            id: broken.paragraph.0,
            label: proposal.label_of(silence.revision, broken.paragraph).to_owned(),
            rationale: broken.rationale.clone(),
            amendment: broken.amendment.clone(),
        };
        Self {
            at: one.at,
            by: known.then_some(one.by),
            disclosed: one.disclosed,
            paragraphs: known.then(|| one.paragraphs.iter().map(paragraph).collect()),
        }
    }
}

/// How a silence stands.
fn state_of(proposal: &Proposal, silence: &Silence) -> SilenceStateName {
    match silence.end {
        Some(SilenceEnd::Broken) => SilenceStateName::broken,
        Some(SilenceEnd::TakenBack { .. }) => SilenceStateName::taken_back,
        Some(SilenceEnd::Prevailed) => SilenceStateName::prevailed,
        None if proposal.withdrawn_at.is_some() => SilenceStateName::withdrawn,
        None => SilenceStateName::kept,
    }
}
