//! `publish_dispositions`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::PublishDispositions;
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::publishing::PublishedActResponse;

/// What is published.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({}))]
pub(super) struct PublishRequest {
    /// Ids or numbers of comments; by default all that can be.
    #[schema(example = json!(["FJI-001", "WSM-002"]))]
    pub comments: Option<Vec<String>>,
}

/// Publish dispositions together
///
/// Lead member or chair (R20). Published is what the members agree on or can go along with; from the cut-off on also what
/// waits, and what differs as `no_common_view`, naming nobody (R19). Without `comments` all that can be; with them, all of
/// them or none: 409 names what is in the way. Before that partners see none of it.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = PublishRequest,
    responses(
        (status = 200, description = "Published", body = PublishedActResponse, headers(
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/dispositions/publish")]
pub(super) async fn publish_dispositions(
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
    let asked: PublishRequest = body.parse()?;
    let command = Command::PublishDispositions(PublishDispositions {
        proposal: *id,
        by: who.state,
        at: who.now,
        comments: asked.comments.map(|named| opened.named(&named)).transpose()?,
    });
    app.publish(&who, &request, &body, &command).await
}
