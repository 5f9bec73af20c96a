//! The brief in answers.

mod acts;
mod members;
mod supported;

use std::collections::BTreeSet;

use brief::{Brief, Changes, Contended, PositionGroup};
use consultation::submission::Position;
use consultation::{ProposalId, RegisterCode, StateCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::LocalTime;
use super::deadline::CountedBack;
use super::names::PositionName;
use crate::http::as_of::AsOf;

pub use acts::{ExactRequest, PackageFitResponse, SilenceFitResponse};
pub use members::{DifferingMember, DisputeResponse, NotHeardResponse};
pub use supported::{RestOfSentence, SupportedResponse};

/// Two pages about a proposal, as facts. Of each list the first ones, and how many more there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct BriefResponse {
    /// The proposal.
    pub proposal_id: Uuid,
    /// Comments that stand and that you see.
    #[schema(example = 600)]
    pub comments: usize,
    /// States under whose names they are.
    #[schema(example = 58)]
    pub states: usize,
    /// Comments that are not for attribution to you.
    #[schema(example = 20)]
    pub unattributed: usize,
    /// What is new since the point that `since` names; null without it.
    pub changes: Option<BriefChanges>,
    /// The most contended paragraphs of the newest revision: first where the members differ on more comments, then where
    /// more alternatives compete, then where more was said.
    pub paragraphs: Vec<ContendedResponse>,
    /// How many more paragraphs have comments.
    #[schema(example = 0)]
    pub more_paragraphs: usize,
    /// Who stands where on the text as a whole, each state once.
    pub positions: Vec<BriefPosition>,
    /// States for which several positions are stated, so that they are counted for none.
    #[schema(value_type = Vec<String>, example = json!([]))]
    pub contradictory: BTreeSet<StateCode>,
    /// Invited states that hold no position that you may know of.
    #[schema(example = 12)]
    pub without_position: usize,
    /// The comments on which the members differ, that of longest standing first.
    pub disputes: Vec<DisputeResponse>,
    /// On how many more they differ.
    #[schema(example = 0)]
    pub more_disputes: usize,
    /// Members whose view is waited for, the one with most to say first.
    pub not_heard: Vec<NotHeardResponse>,
    /// The alternative with the most states behind it on the most contended paragraph that has one, as it was put forward;
    /// null if no wording was put forward.
    pub most_supported: Option<SupportedResponse>,
    /// Whether silence still fits before the key event.
    pub silence: SilenceFitResponse,
    /// What can be put under silence as one act.
    pub package: PackageFitResponse,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

/// What is new since an earlier point.
#[derive(Debug, Serialize, ToSchema)]
pub struct BriefChanges {
    /// The instant of that point.
    #[schema(value_type = String, format = DateTime, example = "2027-03-05T09:00:00Z")]
    pub since: Timestamp,
    /// Comments that were not there. One that is not for attribution to you is new once its consultation has closed.
    #[schema(example = 12)]
    pub comments: usize,
    /// Comments on which the members agree, and did not.
    #[schema(example = 34)]
    pub agreed: usize,
    /// Numbers of the first comments on which they differ, and did not.
    #[schema(example = json!(["FJI-003"]))]
    pub differing: Vec<String>,
    /// On how many more.
    #[schema(example = 0)]
    pub more_differing: usize,
}

/// A paragraph with what was said on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContendedResponse {
    /// The paragraph.
    pub id: Uuid,
    /// Its number or name in the newest revision.
    #[schema(example = "2")]
    pub label: String,
    /// Comments on it, those carried from earlier revisions included.
    #[schema(example = 88)]
    pub comments: usize,
    /// On how many of them the members differ.
    #[schema(example = 1)]
    pub differing: usize,
    /// Alternatives put forward for it.
    #[schema(example = 4)]
    pub alternatives: usize,
    /// The one of them with the most states behind it; null if no wording was put forward.
    pub leading: Option<SupportedResponse>,
}

/// States that hold a position.
#[derive(Debug, Serialize, ToSchema)]
pub struct BriefPosition {
    /// The position.
    #[schema(value_type = PositionName)]
    pub position: Position,
    /// The states, by code.
    #[schema(value_type = Vec<String>, example = json!(["FJI", "WSM"]))]
    pub states: BTreeSet<StateCode>,
    /// The groups on whose behalf it was stated; their states are among those above.
    #[schema(value_type = Vec<String>, example = json!(["PIF"]))]
    pub on_behalf_of: BTreeSet<RegisterCode>,
    /// Those of the states of which only members may know it.
    #[schema(value_type = Vec<String>, example = json!(["WSM"]))]
    pub known_to_members_only: BTreeSet<StateCode>,
    /// The same of the groups.
    #[schema(value_type = Vec<String>, example = json!([]))]
    pub groups_known_to_members_only: BTreeSet<RegisterCode>,
}

impl BriefResponse {
    /// A brief of a proposal.
    #[must_use]
    pub fn of(proposal: ProposalId, brief: &Brief<'_>, zone: Option<&str>, as_of: AsOf) -> Self {
        let local = |at: Timestamp| zone.and_then(|zone| LocalTime::in_zone(at, zone));
        let silence = SilenceFitResponse::from(brief.silence);
        Self {
            proposal_id: proposal.0,
            comments: brief.comments,
            states: brief.states,
            unattributed: brief.unattributed,
            changes: brief.changes.as_ref().map(Into::into),
            paragraphs: brief.paragraphs.iter().map(Into::into).collect(),
            more_paragraphs: brief.more_paragraphs,
            positions: brief.positions.groups.iter().map(Into::into).collect(),
            contradictory: brief.positions.contradictory.clone(),
            without_position: brief.positions.without,
            disputes: brief.disputes.iter().map(Into::into).collect(),
            more_disputes: brief.more_disputes,
            not_heard: brief.not_heard.iter().map(Into::into).collect(),
            most_supported: brief.most_supported.as_ref().map(Into::into),
            silence: SilenceFitResponse {
                open_by_local: silence.open_by.and_then(local),
                dispose_by: brief.dispose.as_ref().map(|one| CountedBack::of(one, zone)),
                ..silence
            },
            package: PackageFitResponse::of(proposal, brief.package),
            as_of,
        }
    }
}

impl From<&Changes> for BriefChanges {
    fn from(changes: &Changes) -> Self {
        Self {
            since: changes.since,
            comments: changes.comments,
            agreed: changes.agreed,
            differing: changes.differing.clone(),
            more_differing: changes.more_differing,
        }
    }
}

impl From<&Contended<'_>> for ContendedResponse {
    fn from(one: &Contended<'_>) -> Self {
        Self {
            id: one.paragraph.id.0,
            label: one.paragraph.label.clone(),
            comments: one.comments,
            differing: one.differing,
            alternatives: one.alternatives,
            leading: one.leading.as_ref().map(Into::into),
        }
    }
}

impl From<&PositionGroup> for BriefPosition {
    fn from(group: &PositionGroup) -> Self {
        Self {
            position: group.position,
            states: group.states.clone(),
            on_behalf_of: group.on_behalf_of.clone(),
            known_to_members_only: group.reserved.clone(),
            groups_known_to_members_only: group.reserved_groups.clone(),
        }
    }
}
