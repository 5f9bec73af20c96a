//! `defer_comments`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::DeferComments;
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::reviewing::ReviewActResponse;

/// Which comments are left open, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"comments": ["FJI-001"], "reason": "For the working group on definitions."}))]
pub(super) struct DeferRequest {
    /// Ids or numbers of comments, at most 20,000.
    #[schema(example = json!(["FJI-001"]))]
    pub comments: Vec<String>,
    /// Why, at most 1,000 bytes.
    #[schema(example = "For the working group on definitions.")]
    pub reason: String,
}

/// Leave comments open
///
/// Lead member or chair, with a reason that the record prints (R23). A disposition that is proposed afterwards ends it.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = DeferRequest,
    responses(
        (status = 200, description = "Left open", body = ReviewActResponse, headers(
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/dispositions/defer")]
pub(super) async fn defer_comments(
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
    let asked: DeferRequest = body.parse()?;
    let command = Command::DeferComments(DeferComments {
        proposal: *id,
        by: who.state,
        at: who.now,
        comments: opened.named(&asked.comments)?,
        reason: asked.reason,
    });
    app.review_many(&who, &request, &body, &command).await
}
