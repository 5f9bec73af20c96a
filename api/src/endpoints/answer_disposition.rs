//! `answer_disposition`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::AnswerDisposition;
use consultation::visibility::Viewer;
use consultation::{Command, CommentId, permit};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::FocalPoint;
use crate::problem::Problem;
use crate::wire::reviewed::ReviewedCommentResponse;

/// What a state says to the disposition of its comment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"satisfied": false, "justification": "The basis was never meant to be voluntary.",
    "suggestion": "Say \"on a best-effort basis\"."}))]
pub(super) struct AnswerRequest {
    /// Satisfied; otherwise it objects.
    #[schema(example = false)]
    pub satisfied: bool,
    /// Why it objects, or what it adds, at most 64 KiB.
    #[schema(example = "The basis was never meant to be voluntary.")]
    pub justification: Option<String>,
    /// What it suggests instead, at most 64 KiB.
    pub suggestion: Option<String>,
}

/// Answer a disposition
///
/// The submitting state says whether it is satisfied with what became of its comment; if it is not, why, and what it
/// suggests (R21). An objection is printed beside the disposition and reopens nothing. Of a request for clarification the
/// answer is the `justification`; it is needed there, and given later than after five working days it makes the comment a
/// request again, which is answered (R20). A later answer replaces the one before.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The comment")),
    request_body = AnswerRequest,
    responses(
        (status = 200, description = "Answered", body = ReviewedCommentResponse, headers(
            ("ETag" = String, description = "Begins with the version of the comment's review"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/comments/{id}/answer")]
pub(super) async fn answer_disposition(
    who: FocalPoint,
    app: Data<App>,
    id: PathId<CommentId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let opened = app
        .dossier_to_review(Viewer::Delegation(who.state), *id, who.now)
        .await?;
    let submission = opened.dossier.submission_of(*id);
    permit::change(submission.ok_or_else(|| Problem::of("not_found"))?, who.state)?;
    query.none()?;
    let asked: AnswerRequest = body.parse()?;
    let command = Command::AnswerDisposition(AnswerDisposition {
        proposal: opened.dossier.proposal.id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        comment: *id,
        satisfied: asked.satisfied,
        justification: asked.justification,
        suggestion: asked.suggestion,
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    app.answer_comment(who.state, who.now, *id, &executed)
}
