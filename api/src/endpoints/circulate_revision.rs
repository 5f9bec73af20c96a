//! `circulate_revision`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::CirculateRevision;
use consultation::visibility::Viewer;
use consultation::{Command, ProposalId, permit};

use super::get_revision::ProposalRevisionResponse;
use crate::app::{App, expected};
use crate::http::answer::Answer;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::revision::RevisionRequest;

/// Circulate a revision
///
/// Lead member or chair give the proposal a new text (R3, R4). Each paragraph names in `from` the ids of the
/// paragraphs of the newest revision that it comes from: one with the same text is kept, with another text changed;
/// several paragraphs from one are a split; one from several is merged; none is new. Paragraphs that none comes from
/// are deleted. A consultation that is open stays on its own revision.
#[utoipa::path(
    tag = "proposals",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body(content = RevisionRequest, example = json!({
        "label": "rev.1", "language": "en", "paragraphs": [
            {"from": ["01944f62-1a40-7c3e-9a43-5d5f3c0a8b11"], "label": "1",
                "text": "Participating States shall name two national points of contact."},
            {"label": "2", "text": "They shall meet once a year."}]
    })),
    responses(
        (status = 201, description = "Circulated", body = ProposalRevisionResponse, headers(
            ("Location" = String, description = "Path of the revision"),
            ("ETag" = String, description = "Version of the proposal"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/revisions")]
pub(super) async fn circulate_revision(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let visible = app.known_proposal(Viewer::Delegation(who.state), *id, who.now).await?;
    permit::steer(
        app.commands.known_register().state.at(who.now),
        &visible.proposal,
        who.state,
    )?;
    query.none()?;
    let asked: RevisionRequest = body.parse()?;
    let command = Command::CirculateRevision(CirculateRevision {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        revision: asked.into_draft(app.ids.as_ref()),
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    let answer = ProposalRevisionResponse::written(&executed)?;
    let location = format!(
        "/v1/proposals/{}/revisions/{}",
        answer.proposal_id, answer.revision.number
    );
    Ok(Answer::created(answer.as_of.log_position, &location)
        .etag(answer.etag()?)
        .replayed(executed.is_replay())
        .json(&answer))
}
