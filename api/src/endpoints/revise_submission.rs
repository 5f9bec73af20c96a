//! `revise_submission`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, put};
use consultation::command::ReviseSubmission;
use consultation::visibility::Viewer;
use consultation::{Command, SubmissionId, permit};

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::FocalPoint;
use crate::problem::Problem;
use crate::wire::submission::{SubmissionRequest, SubmissionResponse, without_what_is_answered};

/// Revise a submission
///
/// Replaces all that the submission says. A comment with `id` or `number` of the present version stays the same
/// comment, one without is new, one that is left out is withdrawn; numbers are not given again (R8). What is sent
/// after closing is late, and what stood at close is kept beside it (R12). Revising an entered submission makes it
/// the state's own (R16). The same words again change nothing.
///
/// The answer of `get_submission` with words changed is a valid body: fields that only answers have (of the submission
/// `id`, `proposal_id`, `consultation`, `state`, `state_name`, `version`, `act`, `standing`, `late`, `lodged_at`,
/// `lodged_at_local`, `revised_at`, `revised_at_local`, `withdrawn`, `withdrawn_at`, `withdrawn_comments`, `entry`,
/// `as_of`, `log_position`; of a comment `paragraph_id`, `ambiguous`, `explanation_awaited`, `late`, `at`, `at_close`,
/// `superseded`) are ignored. Any other unknown field is 422.
#[utoipa::path(
    tag = "submissions",
    params(
        ("id" = Uuid, Path, description = "The submission"),
        ("If-Match" = String, Header, description = "ETag or quoted version that the state has seen", example = "\"1\"")),
    request_body = SubmissionRequest,
    responses((status = 200, description = "Revised", body = SubmissionResponse, headers(
        ("ETag" = String, description = "Begins with the version of the submission"),
        ("Log-Position" = u64, description = "Position of the event")))),
    security(("bearer" = [])),
)]
#[put("/v1/submissions/{id}")]
pub(super) async fn revise_submission(
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
    let draft: SubmissionRequest = body.parse_prepared(without_what_is_answered)?;
    let command = Command::ReviseSubmission(ReviseSubmission {
        submission: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        draft: draft.into_draft(app.ids.as_ref()),
    });
    let executed = app.execute_on_version(&who.identity, &request, &body, &command).await?;
    app.written_by_own(who.state, who.now, &executed)?.ok()
}
