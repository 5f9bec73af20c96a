//! `set_topics`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, put};
use consultation::command::SetTopics;
use consultation::visibility::Viewer;
use consultation::{Command, CommentId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::reviewed::ReviewedCommentResponse;

/// All topics of a comment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"topics": ["capacity building"]}))]
pub(super) struct TopicsRequest {
    /// At most 20; none takes all away.
    #[schema(example = json!(["capacity building"]))]
    pub topics: Vec<String>,
}

/// Set the topics of a comment
///
/// Any member, in the members' own words; replaces all topics of the comment.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The comment")),
    request_body = TopicsRequest,
    responses(
        (status = 200, description = "Set", body = ReviewedCommentResponse, headers(
            ("ETag" = String, description = "Begins with the version of the comment's review"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[put("/v1/comments/{id}/topics")]
pub(super) async fn set_topics(
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
    let asked: TopicsRequest = body.parse()?;
    let command = Command::SetTopics(SetTopics {
        proposal: opened.dossier.proposal.id,
        by: who.state,
        at: who.now,
        comments: vec![*id],
        topics: asked.topics,
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    app.answer_comment(who.state, who.now, *id, &executed)
}
