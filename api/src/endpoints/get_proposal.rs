//! `get_proposal`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::ProposalId;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::proposal::ProposalResponse;
use crate::wire::zone_for;

/// Query parameters of `get_proposal`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GetProposalQuery {
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
    /// IANA time zone for local times; by default that of the asking state's capital.
    #[param(example = "Pacific/Fiji")]
    tz: Option<String>,
}

/// Get a proposal
///
/// Its newest text, its open or last consultation, and its last silence. Drafts are visible to members; after the first consultation
/// opened also to invited partners, and to everyone if the proposal is public.
#[utoipa::path(
    tag = "proposals",
    params(("id" = Uuid, Path, description = "The proposal"), GetProposalQuery),
    responses((status = 200, description = "The proposal", body = ProposalResponse), (status = 304, description = "Known by `If-None-Match`")),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}")]
pub(super) async fn get_proposal(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.visible_proposal(who.viewer(), *id, who.now).await?;
    let asked: GetProposalQuery = query.parse()?;
    let register = app.commands.known_register().state;
    let zone = zone_for(asked.tz.as_deref(), register.at(who.now), who.state())?;
    let member = visible.rights.is_member();
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let (shown, as_of) = app.proposal_as_of(&visible, at).await?;
    let answer = ProposalResponse::at(&shown.state, shown.version, as_of, zone, member);
    Ok(Answer::read(answer.as_of.log_position)
        .etag(answer.etag()?)
        .json_unless_known(&request, &answer))
}
