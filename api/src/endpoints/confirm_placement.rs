//! `confirm_placement`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::ConfirmPlacement;
use consultation::text::Quote;
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
use crate::wire::submission::QuoteRequest;

/// Where a comment stands in a later revision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"revision": 1, "paragraph": "4", "quote": {"exact": "within their means"}}))]
pub(super) struct ConfirmPlacementRequest {
    /// The revision; by default the newest.
    #[schema(example = 1)]
    pub revision: Option<u32>,
    /// Label or id of the paragraph there; null if the comment has no place there any more.
    #[schema(example = "4")]
    pub paragraph: Option<String>,
    /// The words that it speaks of there.
    pub quote: Option<QuoteRequest>,
}

/// Confirm where a comment stands
///
/// Any member, for a comment on an earlier revision: after looking at one that was moved or orphaned, or where it was placed
/// wrongly (R22). The confirmation stands for that revision.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The comment")),
    request_body = ConfirmPlacementRequest,
    responses(
        (status = 200, description = "Confirmed", body = ReviewedCommentResponse, headers(
            ("ETag" = String, description = "Begins with the version of the comment's review"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/comments/{id}/placement")]
pub(super) async fn confirm_placement(
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
    let asked: ConfirmPlacementRequest = body.parse()?;
    let command = Command::ConfirmPlacement(ConfirmPlacement {
        proposal: opened.dossier.proposal.id,
        by: who.state,
        at: who.now,
        comment: *id,
        revision: asked.revision,
        paragraph: asked.paragraph,
        quote: asked.quote.map(Quote::from),
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    app.answer_comment(who.state, who.now, *id, &executed)
}
