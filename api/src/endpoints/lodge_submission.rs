//! `lodge_submission`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::LodgeSubmission;
use consultation::visibility::Viewer;
use consultation::{Command, ProposalId, permit};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::{App, expected};
use crate::http::answer::Answer;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::FocalPoint;
use crate::problem::Problem;
use crate::submissions::parsed_if_permitted;
use crate::wire::submission::{SubmissionRequest, SubmissionResponse};

/// Query parameters of `lodge_submission`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LodgeSubmissionQuery {
    /// Only check: nothing is recorded, and the answer is 200 with what would be. Ids of comments are given when the
    /// submission is lodged, and will be others.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// Lodge a submission
///
/// A state's formal act in the current consultation, or in the last one if none is open: then it is late and flagged.
/// There is one submission per state and consultation; it is revised afterwards (R8). After a withdrawal the state
/// may lodge again: the same submission gets its next version.
#[utoipa::path(
    tag = "submissions",
    params(("id" = Uuid, Path, description = "The proposal"), LodgeSubmissionQuery),
    request_body = SubmissionRequest,
    responses(
        (status = 201, description = "Lodged", body = SubmissionResponse, headers(
            ("Location" = String, description = "Path of the submission"),
            ("ETag" = String, description = "Begins with the version of the submission"),
            ("Log-Position" = u64, description = "Position of the event"))),
        (status = 200, description = "With `dry_run`: what would be recorded", body = SubmissionResponse),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/submissions")]
pub(super) async fn lodge_submission(
    who: FocalPoint,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let visible = app.known_proposal(Viewer::Delegation(who.state), *id, who.now).await?;
    let register = app.commands.known_register().state;
    let permitted = permit::lodge(register.at(who.now), &visible.proposal, who.state).map(|_| ());
    let parsed = query
        .parse()
        .and_then(|asked: LodgeSubmissionQuery| Ok((asked.dry_run, body.parse()?)));
    let (dry_run, draft): (bool, SubmissionRequest) = parsed_if_permitted(permitted, parsed)?;
    let command = Command::LodgeSubmission(LodgeSubmission {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        draft: draft.into_draft(app.ids.as_ref()),
    });
    if dry_run {
        let events = app.commands.check(&command).await?;
        let answer = app.would_be_lodged(who.state, who.now, &visible, &events).await?;
        return Ok(Answer::written(answer.log_position).json(&answer));
    }
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    app.written_by_own(who.state, who.now, &executed)?.created()
}
