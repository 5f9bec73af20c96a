//! `take_back_package`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::TakeBackPackage;
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::package::PackageStateResponse;

/// Why the package is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Paragraph 2 is to be discussed first."}))]
pub(super) struct TakeBackPackageRequest {
    /// For the other members, at most 1,000 bytes.
    #[schema(example = "Paragraph 2 is to be discussed first.")]
    pub reason: String,
}

/// Take the silence on dispositions back
///
/// Lead member or chair, while it is kept (R19). Views that members recorded themselves stay.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = TakeBackPackageRequest,
    responses(
        (status = 200, description = "Taken back", body = PackageStateResponse, headers(
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/dispositions/silence/take-back")]
pub(super) async fn take_back_package(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.may_steer(&who, *id).await?;
    query.none()?;
    let asked: TakeBackPackageRequest = body.parse()?;
    let command = Command::TakeBackPackage(TakeBackPackage {
        proposal: *id,
        by: who.state,
        at: who.now,
        reason: asked.reason,
    });
    app.review_package(&who, &request, &body, &command).await
}
