//! `explain_position`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::ExplainPosition;
use consultation::silence::ExplanationKind;
use consultation::visibility::Viewer;
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::answer::Answer;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::follow_up::ExplanationResponse;
use crate::wire::names::ExplanationKindName;

/// A reservation or an explanation of position.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "explanation_of_position", "paragraphs": ["2"],
    "text": "We understand paragraph 2 to be without prejudice to national law."}))]
pub(super) struct ExplainPositionRequest {
    /// Which of the two.
    #[schema(value_type = ExplanationKindName)]
    pub kind: ExplanationKind,
    /// Labels or ids of the paragraphs that it is about; none for the whole text.
    #[serde(default)]
    #[schema(example = json!(["2"]))]
    pub paragraphs: Vec<String>,
    /// Its words, at most 64 KiB.
    #[schema(example = "We understand paragraph 2 to be without prejudice to national law.")]
    pub text: String,
}

/// Explain a position
///
/// A member joins the consensus and puts a reservation or an explanation of position on record, while the text is under
/// silence and after its adoption (R24). It is printed in the record and the outcome note.
#[utoipa::path(
    tag = "silence",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = ExplainPositionRequest,
    responses(
        (status = 201, description = "On record", body = ExplanationResponse, headers(
            ("Location" = String, description = "Path of the record"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/explanations")]
pub(super) async fn explain_position(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.known_proposal(Viewer::Delegation(who.state), *id, who.now).await?;
    query.none()?;
    let asked: ExplainPositionRequest = body.parse()?;
    let command = Command::ExplainPosition(ExplainPosition {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        kind: asked.kind,
        paragraphs: asked.paragraphs,
        text: asked.text,
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    let answer = ExplanationResponse::written(&executed)?;
    let location = format!("/v1/proposals/{}/silence/record", id.0);
    Ok(Answer::created(answer.log_position, &location)
        .replayed(executed.is_replay())
        .json(&answer))
}
