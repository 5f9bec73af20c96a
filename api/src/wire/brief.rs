//! The brief in answers.

use brief::{Brief, Contended, Dispute, MostSupported, Package, PositionGroup, SilenceFit};
use consultation::review::DispositionKind;
use consultation::submission::{Position, WordingAction};
use consultation::visibility::Speaker;
use consultation::{ProposalId, RegisterCode, StateCode};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::{DispositionName, PackageFitName, PositionName, SilenceFitName, WordingActionName};
use crate::http::as_of::AsOf;

/// Two pages about a proposal, as facts. Lists hold what the document holds: the first ones, and how many more there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct BriefResponse {
    /// The proposal.
    pub proposal_id: Uuid,
    /// Comments that stand and that you see.
    #[schema(example = 600)]
    pub comments: usize,
    /// The most contended paragraphs of the newest revision: first where the members differ on more comments, then where
    /// more alternatives compete, then where more was said.
    pub paragraphs: Vec<ContendedResponse>,
    /// How many more paragraphs have comments.
    #[schema(example = 0)]
    pub more_paragraphs: usize,
    /// Who stands where on the text as a whole, each state once.
    pub positions: Vec<BriefPosition>,
    /// Invited states that hold no position that you may know of.
    #[schema(example = 12)]
    pub without_position: usize,
    /// The comments on which the members differ, that of longest standing first.
    pub disputes: Vec<DisputeResponse>,
    /// On how many more they differ.
    #[schema(example = 0)]
    pub more_disputes: usize,
    /// The alternative with the most states behind it on the most contended paragraph, as it was put forward; null if no
    /// wording was put forward on it.
    pub most_supported: Option<MostSupportedResponse>,
    /// Whether silence still fits before the key event.
    pub silence: SilenceFitResponse,
    /// What can be put under silence as one act.
    pub package: PackageFitResponse,
    /// Which state of the log this is.
    pub as_of: AsOf,
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
}

/// States that hold a position.
#[derive(Debug, Serialize, ToSchema)]
pub struct BriefPosition {
    /// The position.
    #[schema(value_type = PositionName)]
    pub position: Position,
    /// The states, by code.
    #[schema(value_type = Vec<String>, example = json!(["FJI", "WSM"]))]
    pub states: Vec<StateCode>,
}

/// A comment on which the members differ.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputeResponse {
    /// The comment.
    pub comment_id: Uuid,
    /// Its number as you see it.
    #[schema(example = "FJI-003")]
    pub number: String,
    /// The state behind it, or the words that stand for it.
    #[schema(example = "FJI")]
    pub from: String,
    /// The label of its paragraph; null for a general comment.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
    /// The disposition that is proposed.
    #[schema(value_type = DispositionName)]
    pub disposition: DispositionKind,
    /// The member that proposes it.
    #[schema(value_type = String, example = "KOR")]
    pub proposed_by: StateCode,
    /// The members that differ.
    pub differing: Vec<DifferingMember>,
    /// Since when the first of them does.
    #[schema(value_type = String, format = DateTime, example = "2027-03-05T09:00:00Z")]
    pub since: Timestamp,
}

/// A member that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferingMember {
    /// The member.
    #[schema(value_type = String, example = "TUR")]
    pub member: StateCode,
    /// Since when.
    #[schema(value_type = String, format = DateTime, example = "2027-03-05T09:00:00Z")]
    pub since: Timestamp,
}

/// The alternative with the most states behind it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MostSupportedResponse {
    /// The paragraph, the most contended one.
    pub paragraph_id: Uuid,
    /// Its number or name.
    #[schema(example = "2")]
    pub paragraph: String,
    /// The words of the text that it is about; null for the whole paragraph, and where something is to be put in.
    #[schema(example = "voluntary")]
    pub words: Option<String>,
    /// What it does to them.
    #[schema(value_type = WordingActionName)]
    pub action: WordingAction,
    /// The words put forward; null for a deletion.
    #[schema(example = "mandatory")]
    pub text: Option<String>,
    /// States that said it, or aligned themselves with who did, as far as you may know.
    #[schema(value_type = Vec<String>, example = json!(["FJI", "WSM"]))]
    pub states: Vec<StateCode>,
    /// Groups on whose behalf it was said.
    #[schema(value_type = Vec<String>, example = json!(["PIF"]))]
    pub on_behalf_of: Vec<RegisterCode>,
    /// How many stand behind it, states of the groups included; each comment under a label counts for one.
    #[schema(example = 3)]
    pub count: usize,
    /// Numbers of the comments that put it forward, as you see them.
    #[schema(example = json!(["FJI-003", "WSM-001"]))]
    pub comments: Vec<String>,
    /// How many other alternatives for the paragraph have as many behind them. Then this is the first in the text.
    #[schema(example = 0)]
    pub ties: usize,
}

/// Whether silence still fits before the key event.
#[derive(Debug, Serialize, ToSchema)]
pub struct SilenceFitResponse {
    /// In a word.
    pub status: SilenceFitName,
    /// Of `fits` and `fits_with_urgency`: the last instant to open it.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-11-26T23:59:55Z")]
    pub open_by: Option<Timestamp>,
    /// Of `kept`: until when. Of `adopted` and `withdrawn`: since when.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-20T09:00:00Z")]
    pub at: Option<Timestamp>,
    /// When the key event begins, where that matters.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-11-30T00:00:00Z")]
    pub key_event_at: Option<Timestamp>,
    /// Of `kept`: whether it ends before the key event; null without one.
    #[schema(example = true)]
    pub in_time: Option<bool>,
}

/// What can be put under silence as one act.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageFitResponse {
    /// `ready`, `under_silence` or `nothing`.
    pub status: PackageFitName,
    /// How many comments.
    #[schema(example = 580)]
    pub count: usize,
    /// Until when silence is kept.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-12T09:00:00Z")]
    pub until: Option<Timestamp>,
    /// Of `ready`: the request that does it, for the lead member or the chair.
    pub request: Option<ExactRequest>,
}

/// A request that can be sent as it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExactRequest {
    /// The method.
    #[schema(example = "POST")]
    pub method: &'static str,
    /// The path.
    #[schema(example = "/v1/proposals/01944f62-1a40-7c3e-9a43-5d5f3c0a8b11/dispositions/silence/open")]
    pub path: String,
    /// The body: it names no comments, so that what is differed on until then stays out.
    #[schema(value_type = Object, example = json!({}))]
    pub body: Value,
}

impl BriefResponse {
    /// A brief of a proposal.
    #[must_use]
    pub fn of(proposal: ProposalId, brief: &Brief<'_>, as_of: AsOf) -> Self {
        Self {
            proposal_id: proposal.0,
            comments: brief.comments,
            paragraphs: brief.paragraphs.iter().map(Into::into).collect(),
            more_paragraphs: brief.more_paragraphs,
            positions: brief.positions.iter().map(Into::into).collect(),
            without_position: brief.without_position,
            disputes: brief.disputes.iter().map(Into::into).collect(),
            more_disputes: brief.more_disputes,
            most_supported: brief.most_supported.as_ref().map(Into::into),
            silence: brief.silence.into(),
            package: PackageFitResponse::of(proposal, brief.package),
            as_of,
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
        }
    }
}

impl From<&PositionGroup> for BriefPosition {
    fn from(group: &PositionGroup) -> Self {
        Self {
            position: group.position,
            states: group.states.iter().copied().collect(),
        }
    }
}

impl From<&Dispute> for DisputeResponse {
    fn from(one: &Dispute) -> Self {
        let differing = one.differing.iter();
        Self {
            comment_id: one.comment.0,
            number: one.number.clone(),
            from: match one.from {
                Speaker::State(state) => state.to_string(),
                Speaker::Label(label) => label.words(),
            },
            paragraph: one.paragraph.clone(),
            disposition: one.proposed,
            proposed_by: one.by,
            differing: differing
                .map(|(member, since)| DifferingMember {
                    member: *member,
                    since: *since,
                })
                .collect(),
            since: one.since,
        }
    }
}

impl From<&MostSupported<'_>> for MostSupportedResponse {
    fn from(one: &MostSupported<'_>) -> Self {
        let alternative = &one.alternative;
        Self {
            paragraph_id: one.paragraph.id.0,
            paragraph: one.paragraph.label.clone(),
            words: one.words.clone(),
            action: alternative.action,
            text: alternative.text.clone(),
            states: alternative.backing.states.iter().copied().collect(),
            on_behalf_of: alternative.backing.groups.iter().cloned().collect(),
            count: one.count,
            comments: alternative.comments.iter().map(|(_, number)| number.clone()).collect(),
            ties: one.ties,
        }
    }
}

impl From<SilenceFit> for SilenceFitResponse {
    fn from(fit: SilenceFit) -> Self {
        let of = |status, open_by, at, key_event_at, in_time| Self {
            status,
            open_by,
            at,
            key_event_at,
            in_time,
        };
        match fit {
            SilenceFit::Adopted { at } => of(SilenceFitName::adopted, None, Some(at), None, None),
            SilenceFit::Withdrawn { at } => of(SilenceFitName::withdrawn, None, Some(at), None, None),
            SilenceFit::Kept { until, in_time } => of(SilenceFitName::kept, None, Some(until), None, in_time),
            SilenceFit::NoKeyEvent => of(SilenceFitName::no_key_event, None, None, None, None),
            SilenceFit::Fits { open_by, key_event } => {
                of(SilenceFitName::fits, Some(open_by), None, Some(key_event), None)
            }
            SilenceFit::WithUrgency { open_by, key_event } => of(
                SilenceFitName::fits_with_urgency,
                Some(open_by),
                None,
                Some(key_event),
                None,
            ),
            SilenceFit::TooLate { key_event } => of(SilenceFitName::too_late, None, None, Some(key_event), None),
        }
    }
}

impl PackageFitResponse {
    fn of(proposal: ProposalId, package: Package) -> Self {
        let request = || ExactRequest {
            method: "POST",
            path: Package::path(proposal),
            body: json!({}),
        };
        let (status, count, until, request) = match package {
            Package::Ready { count } => (PackageFitName::ready, count, None, Some(request())),
            Package::Open { count, until } => (PackageFitName::under_silence, count, Some(until), None),
            Package::Nothing => (PackageFitName::nothing, 0, None, None),
        };
        Self {
            status,
            count,
            until,
            request,
        }
    }
}
