//! `break_package`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::BreakPackage;
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

/// On what silence is broken, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"comments": ["FJI-001"], "note": "Our law has another term."}))]
pub(super) struct BreakPackageRequest {
    /// Ids or numbers of comments of the package.
    #[schema(example = json!(["FJI-001"]))]
    pub comments: Vec<String>,
    /// For the other members, at most 64 KiB.
    #[schema(example = "Our law has another term.")]
    pub note: String,
}

/// Break the silence on some dispositions
///
/// Any member, on comments of the package (R19). It differs on these; the others stay under silence. The instant of the
/// request decides: at or after `until` it is refused with `silence_over`.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = BreakPackageRequest,
    responses(
        (status = 200, description = "Broken", body = PackageStateResponse, headers(
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/dispositions/silence/break")]
pub(super) async fn break_package(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let opened = app.dossier_for(&who, *id).await?;
    query.none()?;
    let asked: BreakPackageRequest = body.parse()?;
    let command = Command::BreakPackage(BreakPackage {
        proposal: *id,
        by: who.state,
        at: who.now,
        comments: opened.named(&asked.comments)?,
        note: asked.note,
    });
    app.review_package(&who, &request, &body, &command).await
}
