//! `withdraw_submission`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::WithdrawSubmission;
use consultation::visibility::Viewer;
use consultation::{Command, SubmissionId, permit};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::FocalPoint;
use crate::problem::Problem;
use crate::wire::submission::SubmissionResponse;

/// Why the submission is withdrawn; the body may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Sent before the instructions of the capital."}))]
pub(super) struct WithdrawSubmissionRequest {
    /// Why, at most 1,000 bytes. It is recorded and shown to nobody else.
    #[schema(example = "Sent before the instructions of the capital.")]
    reason: Option<String>,
}

/// Withdraw a submission
///
/// It and its comments no longer count and their words are the own state's only, but that something was withdrawn
/// stays visible to whoever could read it (R15). The state may lodge again.
#[utoipa::path(
    tag = "submissions",
    params(
        ("id" = Uuid, Path, description = "The submission"),
        ("If-Match" = String, Header, description = "ETag or quoted version that the state has seen", example = "\"1\"")),
    request_body(content = Option<WithdrawSubmissionRequest>),
    responses((status = 200, description = "Withdrawn", body = SubmissionResponse, headers(
        ("ETag" = String, description = "Begins with the version of the submission"),
        ("Log-Position" = u64, description = "Position of the event")))),
    security(("bearer" = [])),
)]
#[post("/v1/submissions/{id}/withdraw")]
pub(super) async fn withdraw_submission(
    who: FocalPoint,
    app: Data<App>,
    id: PathId<SubmissionId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let known = app
        .visible_submission(Viewer::Delegation(who.state), *id, who.now)
        .await?;
    permit::change(&known.submission, who.state)?;
    query.none()?;
    let asked: WithdrawSubmissionRequest = body.parse_optional()?.unwrap_or_default();
    let command = Command::WithdrawSubmission(WithdrawSubmission {
        submission: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        reason: asked.reason,
    });
    let executed = app.execute_on_version(&who.identity, &request, &body, &command).await?;
    app.written_by_own(who.state, who.now, &executed)?.ok()
}
