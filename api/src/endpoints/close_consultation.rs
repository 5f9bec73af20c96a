//! `close_consultation`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::CloseConsultation;
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::instant::Instant;
use crate::wire::proposal::ProposalResponse;

/// The earlier closing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"closes_at": "2027-02-15T16:00:00Z", "reason": "All invited states have lodged."}))]
pub(super) struct CloseConsultationRequest {
    /// When it closes instead: earlier than before, and at least 48 hours from now.
    #[schema(value_type = String, format = DateTime, example = "2027-02-15T16:00:00Z")]
    pub closes_at: Instant,
    /// Why; shown with the consultation.
    #[schema(example = "All invited states have lodged.")]
    pub reason: String,
}

/// Close a consultation early
///
/// Lead member or chair bring the closing of the open consultation forward, with 48 hours' notice and a reason (R6).
/// A consultation closes by itself at `closes_at`; no request is needed for that.
#[utoipa::path(
    tag = "consultations",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = CloseConsultationRequest,
    responses(
        (status = 200, description = "Notice given", body = ProposalResponse, headers(
            ("ETag" = String, description = "Version of the proposal"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/consultation/close")]
pub(super) async fn close_consultation(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.may_steer(&who, *id).await?;
    query.none()?;
    let asked: CloseConsultationRequest = body.parse()?;
    let command = Command::CloseConsultation(CloseConsultation {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        closes_at: asked.closes_at.0,
        reason: asked.reason,
    });
    app.steer(&who, &request, &body, &command).await
}
