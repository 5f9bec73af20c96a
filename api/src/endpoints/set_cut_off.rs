//! `set_cut_off`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, put};
use consultation::command::SetCutOff;
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::instant::Instant;
use crate::wire::package::PackageStateResponse;

/// The date set for the proposal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"cut_off_at": "2027-03-25T16:00:00Z"}))]
pub(super) struct CutOffRequest {
    /// In the future.
    #[schema(value_type = String, format = DateTime, example = "2027-03-25T16:00:00Z")]
    pub cut_off_at: Instant,
}

/// Set the cut-off
///
/// Lead member or chair. From then on, publishing takes who has not said yet as going along, and publishes what still
/// differs as `no_common_view`, naming nobody (R19).
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = CutOffRequest,
    responses(
        (status = 200, description = "Set", body = PackageStateResponse, headers(
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[put("/v1/proposals/{id}/cut-off")]
pub(super) async fn set_cut_off(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.may_steer(&who, *id).await?;
    query.none()?;
    let asked: CutOffRequest = body.parse()?;
    let command = Command::SetCutOff(SetCutOff {
        proposal: *id,
        by: who.state,
        at: who.now,
        cut_off_at: asked.cut_off_at.0,
    });
    app.review_package(&who, &request, &body, &command).await
}
