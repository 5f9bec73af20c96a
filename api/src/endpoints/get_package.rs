//! `get_package`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::ProposalId;
use consultation::visibility::Viewer;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberReader;
use crate::problem::Problem;
use crate::wire::package::PackageStateResponse;

/// Query parameters of `get_package`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PackageQuery {
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the package under silence
///
/// For members: the cut-off, and the last package of dispositions with its breaks (R19).
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal"), PackageQuery),
    responses(
        (status = 200, description = "The package", body = PackageStateResponse, headers(
            ("ETag" = String, description = "Begins with the version of the comment's review"),
            ("Log-Position" = u64, description = "Position of the event"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security(("bearer" = [])),
)]
#[get("/v1/proposals/{id}/dispositions/silence")]
pub(super) async fn get_package(
    who: MemberReader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let viewer = Viewer::Delegation(who.state);
    app.known_proposal(viewer, *id, who.now).await?;
    let asked: PackageQuery = query.parse()?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let answer = PackageStateResponse::of(&app.open_dossier(viewer, *id, who.now, at).await?);
    Answer::view(&request, answer.as_of.log_position, &answer)
}
