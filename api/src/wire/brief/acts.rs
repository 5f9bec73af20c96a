//! What can be done, in the brief.

use brief::{Package, SilenceFit};
use consultation::ProposalId;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::wire::LocalTime;
use crate::wire::deadline::CountedBack;
use crate::wire::names::{PackageFitName, SilenceFitName};

/// Whether silence still fits before the key event.
#[derive(Debug, Serialize, ToSchema)]
pub struct SilenceFitResponse {
    /// In a word.
    pub status: SilenceFitName,
    /// Of `fits` and `fits_with_urgency`: the last instant to open it.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-11-26T23:59:55Z")]
    pub open_by: Option<Timestamp>,
    /// The same in the capital of your state, or in `?tz=`.
    pub open_by_local: Option<LocalTime>,
    /// Until when dispositions can go under silence so that they are published before that; null where that is past or
    /// does not matter.
    pub dispose_by: Option<CountedBack>,
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

impl From<SilenceFit> for SilenceFitResponse {
    fn from(fit: SilenceFit) -> Self {
        let of = |status, open_by, at, key_event_at, in_time| Self {
            status,
            open_by,
            open_by_local: None,
            dispose_by: None,
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
    pub(super) fn of(proposal: ProposalId, package: Package) -> Self {
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
