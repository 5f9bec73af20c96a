//! `take_back_silence`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::TakeBackSilence;
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::proposal::ProposalResponse;

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Paragraph 4 is to be corrected first."}))]
pub(super) struct TakeBackSilenceRequest {
    /// The reason, at most 1,000 bytes; shown with the proposal.
    #[schema(example = "Paragraph 4 is to be corrected first.")]
    pub reason: String,
}

/// Take a silence back
///
/// Lead member or chair, while it is kept (R23). The text takes input and changes again.
#[utoipa::path(
    tag = "silence",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = TakeBackSilenceRequest,
    responses(
        (status = 200, description = "Taken back", body = ProposalResponse, headers(
            ("ETag" = String, description = "Version of the proposal"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/silence/take-back")]
pub(super) async fn take_back_silence(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.may_steer(&who, *id).await?;
    query.none()?;
    let asked: TakeBackSilenceRequest = body.parse()?;
    let command = Command::TakeBackSilence(TakeBackSilence {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        reason: asked.reason,
    });
    app.steer(&who, &request, &body, &command).await
}
