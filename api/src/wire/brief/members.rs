//! What the members differ on and who of them is silent, in the brief (R18).

use brief::{Dispute, NotHeard};
use consultation::StateCode;
use consultation::review::DispositionKind;
use consultation::visibility::Speaker;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::names::DispositionName;

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
    /// Only members may read it, or know who said it.
    #[schema(example = false)]
    pub members_only: bool,
    /// The label of its paragraph; null for a general comment.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
    /// Its words.
    #[schema(example = "The exchange should be mandatory.")]
    pub text: String,
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
    /// Why, in its words.
    #[schema(example = "Not yet agreed in the capital.")]
    pub note: Option<String>,
}

/// A member whose view is waited for.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotHeardResponse {
    /// The member.
    #[schema(value_type = String, example = "AUS")]
    pub member: StateCode,
    /// On how many comments.
    #[schema(example = 580)]
    pub comments: usize,
    /// Since when the first of them was proposed.
    #[schema(value_type = String, format = DateTime, example = "2027-03-05T09:00:00Z")]
    pub since: Timestamp,
}

impl From<&Dispute> for DisputeResponse {
    fn from(one: &Dispute) -> Self {
        let differing = one.differing.iter().map(|one| DifferingMember {
            member: one.member,
            since: one.since,
            note: one.note.clone(),
        });
        Self {
            comment_id: one.comment.0,
            number: one.number.clone(),
            from: match one.from {
                Speaker::State(state) => state.to_string(),
                Speaker::Label(label) => label.words(),
            },
            members_only: one.reserved,
            paragraph: one.paragraph.clone(),
            text: one.text.clone(),
            disposition: one.proposed,
            proposed_by: one.by,
            differing: differing.collect(),
            since: one.since,
        }
    }
}

impl From<&NotHeard> for NotHeardResponse {
    fn from(one: &NotHeard) -> Self {
        Self {
            member: one.member,
            comments: one.comments,
            since: one.since,
        }
    }
}
