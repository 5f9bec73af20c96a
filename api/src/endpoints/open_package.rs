//! `open_package`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::OpenPackage;
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

/// What goes under silence, and until when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2027-03-23T09:00:00Z"}))]
pub(super) struct OpenPackageRequest {
    /// Ids or numbers of comments; by default all that can be.
    #[schema(example = json!(["FJI-001", "WSM-002"]))]
    pub comments: Option<Vec<String>>,
    /// Until when silence is kept; by default 72 hours from now.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-23T09:00:00Z")]
    pub until: Option<Instant>,
}

/// Put dispositions under silence
///
/// Lead member or chair, for 24 to 72 hours, 72 by default (R19). A member that is silent until then can go along. Without
/// `comments` it takes all whose disposition is proposed, not published as it stands, and not differed on, as one act.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = OpenPackageRequest,
    responses(
        (status = 200, description = "Under silence", body = PackageStateResponse, headers(
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/dispositions/silence/open")]
pub(super) async fn open_package(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.may_steer(&who, *id).await?;
    let opened = app.dossier_for(&who, *id).await?;
    query.none()?;
    let asked: OpenPackageRequest = body.parse()?;
    let command = Command::OpenPackage(OpenPackage {
        proposal: *id,
        by: who.state,
        at: who.now,
        until: asked.until.map(|until| until.0),
        comments: asked.comments.map(|named| opened.named(&named)).transpose()?,
        shortest_seconds: app.config.silence.shortest_seconds(),
    });
    app.review_package(&who, &request, &body, &command).await
}
