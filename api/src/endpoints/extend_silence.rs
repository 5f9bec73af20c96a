//! `extend_silence`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::ExtendSilence;
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

/// The later instant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2027-03-22T16:00:00Z"}))]
pub(super) struct ExtendSilenceRequest {
    /// Until when silence is kept instead: later than before.
    #[schema(value_type = String, format = DateTime, example = "2027-03-22T16:00:00Z")]
    pub until: Instant,
}

/// Extend a silence
///
/// Lead member or chair move its instant later, while it is kept (R23).
#[utoipa::path(
    tag = "silence",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = ExtendSilenceRequest,
    responses(
        (status = 200, description = "Extended", body = ProposalResponse, headers(
            ("ETag" = String, description = "Version of the proposal"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/silence/extend")]
pub(super) async fn extend_silence(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.may_steer(&who, *id).await?;
    query.none()?;
    let asked: ExtendSilenceRequest = body.parse()?;
    let command = Command::ExtendSilence(ExtendSilence {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        until: asked.until.0,
    });
    app.steer(&who, &request, &body, &command).await
}
