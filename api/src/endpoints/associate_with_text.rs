//! `associate_with_text`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::AssociateWithText;
use consultation::visibility::Viewer;
use consultation::{Command, ProposalId, permit};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::answer::Answer;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::FocalPoint;
use crate::problem::Problem;
use crate::wire::follow_up::AssociationResponse;

/// With what a partner associates itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"except_paragraphs": ["3"], "statement": "We look forward to working with the group."}))]
pub(super) struct AssociateWithTextRequest {
    /// Labels or ids of paragraphs that it leaves out; none: it joins the whole text.
    #[serde(default)]
    #[schema(example = json!(["3"]))]
    pub except_paragraphs: Vec<String>,
    /// What it says to it, at most 64 KiB.
    #[schema(example = "We look forward to working with the group.")]
    pub statement: Option<String>,
}

/// Associate with a text
///
/// An invited partner associates itself with the adopted text, wholly or except paragraphs, until the key event begins
/// (R24). Said again, it replaces what was said before. It is printed in the outcome note.
#[utoipa::path(
    tag = "silence",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = AssociateWithTextRequest,
    responses(
        (status = 201, description = "Associated", body = AssociationResponse, headers(
            ("Location" = String, description = "Path of the outcome note"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/associations")]
pub(super) async fn associate_with_text(
    who: FocalPoint,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let visible = app.known_proposal(Viewer::Delegation(who.state), *id, who.now).await?;
    let register = app.commands.known_register().state;
    permit::associate(register.at(who.now), &visible.proposal, who.state)?;
    query.none()?;
    let asked: AssociateWithTextRequest = body.parse()?;
    let command = Command::AssociateWithText(AssociateWithText {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        except_paragraphs: asked.except_paragraphs,
        statement: asked.statement,
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    let answer = AssociationResponse::written(&executed)?;
    let location = format!("/v1/proposals/{}/outcome", id.0);
    Ok(Answer::created(answer.log_position, &location)
        .replayed(executed.is_replay())
        .json(&answer))
}
