//! `table_proposal`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::TableProposal;
use consultation::{Audience, Command, LanguageTag, ProposalId, RegisterCode};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::body::JsonBody;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::names::AudienceName;
use crate::wire::proposal::ProposalResponse;
use crate::wire::revision::RevisionRequest;

/// A proposal as its lead member puts it forward.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": {"en": "Regional cooperation on incident response"}, "focus_area": "cybersecurity",
    "key_event": "g20-2027",
    "revision": {"label": "zero draft", "language": "en", "paragraphs": [
        {"label": "1", "text": "Participating States shall name a national point of contact."},
        {"label": "2", "text": "They shall exchange information on incidents on a voluntary basis."}]}
}))]
pub(super) struct TableProposalRequest {
    /// Title by language (BCP 47).
    #[schema(value_type = BTreeMap<String, String>)]
    pub title: BTreeMap<LanguageTag, String>,
    /// Code of a focus area of the register.
    #[schema(value_type = String, example = "cybersecurity")]
    pub focus_area: RegisterCode,
    /// Code of a key event of the register.
    #[schema(value_type = Option<String>, example = "g20-2027")]
    pub key_event: Option<RegisterCode>,
    /// Who may see the proposal once a consultation has opened: `public` (the default) or `participants`.
    #[serde(default = "public")]
    #[schema(value_type = AudienceName, default = "public")]
    pub audience: Audience,
    /// The zero draft.
    pub revision: RevisionRequest,
}

fn public() -> Audience {
    Audience::Public
}

/// Table a proposal
///
/// A member mission puts a text forward and becomes its lead member. It is a draft, visible to members only, until a
/// consultation opens (R3).
#[utoipa::path(
    tag = "proposals",
    request_body = TableProposalRequest,
    responses(
        (status = 201, description = "Tabled", body = ProposalResponse, headers(
            ("Location" = String, description = "Path of the proposal"),
            ("ETag" = String, description = "Version of the proposal"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals")]
pub(super) async fn table_proposal(
    who: MemberMission,
    app: Data<App>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    query.none()?;
    let asked: TableProposalRequest = body.parse()?;
    let command = Command::TableProposal(TableProposal {
        proposal: ProposalId(app.ids.v7()),
        by: who.state,
        at: who.now,
        title: asked.title,
        focus_area: asked.focus_area,
        key_event: asked.key_event,
        audience: asked.audience,
        revision: asked.revision.into_draft(app.ids.as_ref()),
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    let answer = ProposalResponse::written(&app, &executed, who.state)?;
    Ok(
        Answer::created(answer.as_of.log_position, &format!("/v1/proposals/{}", answer.id))
            .etag(answer.etag()?)
            .replayed(executed.is_replay())
            .json(&answer),
    )
}
