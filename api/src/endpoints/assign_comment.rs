//! `assign_comment`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, put};
use consultation::command::AssignComments;
use consultation::visibility::Viewer;
use consultation::{Command, CommentId, StateCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::reviewed::ReviewedCommentResponse;

/// Who prepares the disposition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": "AUS"}))]
pub(super) struct AssignmentRequest {
    /// The member (ISO 3166-1); null takes an assignment back.
    #[schema(value_type = Option<String>, example = "AUS")]
    pub to: Option<StateCode>,
}

/// Assign a comment
///
/// Any member says which mission prepares the disposition; `null` takes that back.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The comment")),
    request_body = AssignmentRequest,
    responses(
        (status = 200, description = "Assigned", body = ReviewedCommentResponse, headers(
            ("ETag" = String, description = "Begins with the version of the comment's review"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[put("/v1/comments/{id}/assignment")]
pub(super) async fn assign_comment(
    who: MemberMission,
    app: Data<App>,
    id: PathId<CommentId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let opened = app
        .dossier_to_review(Viewer::Delegation(who.state), *id, who.now)
        .await?;
    query.none()?;
    let asked: AssignmentRequest = body.parse()?;
    let command = Command::AssignComments(AssignComments {
        proposal: opened.dossier.proposal.id,
        by: who.state,
        at: who.now,
        comments: vec![*id],
        to: asked.to,
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    app.answer_comment(who.state, who.now, *id, &executed)
}
