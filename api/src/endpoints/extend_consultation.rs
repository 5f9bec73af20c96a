//! `extend_consultation`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::ExtendConsultation;
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

/// The later closing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"closes_at": "2027-03-15T16:00:00Z"}))]
pub(super) struct ExtendConsultationRequest {
    /// When it closes instead: later than before.
    #[schema(value_type = String, format = DateTime, example = "2027-03-15T16:00:00Z")]
    pub closes_at: Instant,
}

/// Extend a consultation
///
/// Lead member or chair move the closing of the open consultation later (R6). After it has closed there is no
/// reopening, only a new consultation.
#[utoipa::path(
    tag = "consultations",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = ExtendConsultationRequest,
    responses(
        (status = 200, description = "Extended", body = ProposalResponse, headers(
            ("ETag" = String, description = "Version of the proposal"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/consultation/extend")]
pub(super) async fn extend_consultation(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.may_steer(&who, *id).await?;
    query.none()?;
    let asked: ExtendConsultationRequest = body.parse()?;
    let command = Command::ExtendConsultation(ExtendConsultation {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        closes_at: asked.closes_at.0,
    });
    app.steer(&who, &request, &body, &command).await
}
