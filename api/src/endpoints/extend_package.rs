//! `extend_package`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::ExtendPackage;
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

/// The later end.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2027-03-24T09:00:00Z"}))]
pub(super) struct ExtendPackageRequest {
    /// Until when silence is kept instead.
    #[schema(value_type = String, format = DateTime, example = "2027-03-24T09:00:00Z")]
    pub until: Instant,
}

/// Extend the silence on dispositions
///
/// Lead member or chair, while it is kept; later than before, and at most 72 hours from now (R19).
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = ExtendPackageRequest,
    responses(
        (status = 200, description = "Extended", body = PackageStateResponse, headers(
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/dispositions/silence/extend")]
pub(super) async fn extend_package(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.may_steer(&who, *id).await?;
    query.none()?;
    let asked: ExtendPackageRequest = body.parse()?;
    let command = Command::ExtendPackage(ExtendPackage {
        proposal: *id,
        by: who.state,
        at: who.now,
        until: asked.until.0,
    });
    app.review_package(&who, &request, &body, &command).await
}
