//! `confirm_submission`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::ConfirmSubmission;
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

/// Nothing needs to be said; the body may be left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub(super) struct ConfirmSubmissionRequest {}

/// Confirm an entered submission
///
/// Input that was entered from another channel awaits this: the state says that it is its own (R16). To correct it,
/// the state revises it instead.
#[utoipa::path(
    tag = "submissions",
    params(("id" = Uuid, Path, description = "The submission")),
    request_body(content = Option<ConfirmSubmissionRequest>),
    responses((status = 200, description = "Confirmed", body = SubmissionResponse, headers(
        ("ETag" = String, description = "Begins with the version of the submission"),
        ("Log-Position" = u64, description = "Position of the event")))),
    security(("bearer" = [])),
)]
#[post("/v1/submissions/{id}/confirm")]
pub(super) async fn confirm_submission(
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
    body.parse_optional::<ConfirmSubmissionRequest>()?;
    let command = Command::ConfirmSubmission(ConfirmSubmission {
        submission: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    app.written_by_own(who.state, who.now, &executed)?.ok()
}
