//! The members' package of dispositions under silence, and the cut-off (R19).

use std::collections::BTreeSet;

use consultation::review::{Package, PackageEnd, Review};
use consultation::{CommentId, StateCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::PackageEndName;
use crate::dossiers::OpenDossier;
use crate::http::as_of::AsOf;

/// Until when the members review, and what is under silence.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageStateResponse {
    /// From then on what still differs is published as no common view.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-25T16:00:00Z")]
    pub cut_off_at: Option<Timestamp>,
    /// The last package; null if there was none.
    pub package: Option<PackageResponse>,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

/// A package of dispositions under silence.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageResponse {
    /// 1, 2 … within the proposal.
    #[schema(example = 1)]
    pub number: u32,
    /// The member that opened it.
    #[schema(value_type = String, example = "MEX")]
    pub by: StateCode,
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-20T09:00:00Z")]
    pub opened_at: Timestamp,
    /// Until when silence is kept; a break at or after it is refused.
    #[schema(value_type = String, format = DateTime, example = "2027-03-23T09:00:00Z")]
    pub until: Timestamp,
    /// How many comments you see in it, those on which it was broken included.
    #[schema(example = 580)]
    pub comments: usize,
    /// How many of them are under silence still.
    #[schema(example = 578)]
    pub left: usize,
    /// Its breaks, in the order in which they came.
    pub breaks: Vec<PackageBreakResponse>,
    /// How it ended; null while silence is kept, or until the clock has concluded it.
    #[schema(value_type = Option<PackageEndName>)]
    pub end: Option<PackageEnd>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-23T09:00:00Z")]
    pub ended_at: Option<Timestamp>,
    /// Why it was taken back.
    pub taken_back_reason: Option<String>,
}

/// A break on some comments of a package.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageBreakResponse {
    /// The member that differs.
    #[schema(value_type = String, example = "TUR")]
    pub by: StateCode,
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-21T09:00:00Z")]
    pub at: Timestamp,
    /// On which comments.
    pub comments: Vec<Uuid>,
}

impl PackageStateResponse {
    /// What the viewer of a dossier, a member, is told.
    #[must_use]
    pub fn of(opened: &OpenDossier) -> Self {
        let review = &opened.dossier.review;
        let seen: BTreeSet<CommentId> = opened.rows().iter().map(|row| row.id).collect();
        Self {
            cut_off_at: review.cut_off_at,
            package: review
                .packages
                .last()
                .map(|package| PackageResponse::of(package, review, |id| seen.contains(&id))),
            as_of: opened.as_of,
        }
    }
}

impl PackageResponse {
    fn of(package: &Package, review: &Review, sees: impl Fn(CommentId) -> bool) -> Self {
        let visible =
            |comments: &[CommentId]| -> Vec<CommentId> { comments.iter().copied().filter(|id| sees(*id)).collect() };
        let comments = visible(&package.comments);
        let is_left = |id: &&CommentId| review.of(**id).and_then(|one| one.package) == Some(package.number);
        Self {
            number: package.number,
            by: package.by,
            opened_at: package.opened_at,
            until: package.until,
            comments: comments.len(),
            left: comments.iter().filter(is_left).count(),
            breaks: package
                .breaks
                .iter()
                .map(|one| PackageBreakResponse {
                    by: one.by,
                    at: one.at,
                    comments: visible(&one.comments).into_iter().map(|id| id.0).collect(),
                })
                .collect(),
            end: package.end.map(|(end, _)| end),
            ended_at: package.end.map(|(_, at)| at),
            taken_back_reason: package.taken_back_reason.clone(),
        }
    }
}
