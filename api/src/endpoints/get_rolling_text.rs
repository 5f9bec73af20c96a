//! `get_rolling_text`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::ProposalId;
use rolling_text::{Reading, RollingText};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::documents::answer_document;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::format::DocumentFormat;
use crate::http::path::PathId;
use crate::http::query::{QueryParams, invalid};
use crate::permission::Reader;
use crate::problem::Problem;
use crate::rolling::{read_rolling_text, rolling_document};
use crate::wire::input::digest;
use crate::wire::rolling::RollingTextResponse;

/// Query parameters of `get_rolling_text`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct RollingTextQuery {
    /// Number of the revision; by default the newest.
    #[param(example = 0)]
    revision: Option<u32>,
    /// The format; by default what `Accept` says.
    format: Option<DocumentFormat>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the rolling text
///
/// Each paragraph with the alternatives put forward in brackets and who stands behind them, as far as you may know (R15);
/// what says the same is one alternative. What has no place in the line stands below it: none is lost. Beside it the
/// clean text with what was accepted; accepted wordings that do not go together are shown, not resolved. Members also
/// see in it what they agreed on and did not publish yet.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal"), RollingTextQuery),
    responses(
        (status = 200, description = "The rolling text", content(
            (RollingTextResponse = "application/json"), (String = "text/markdown"),
            (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/rolling-text")]
pub(super) async fn get_rolling_text(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: RollingTextQuery = query.parse()?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let opened = app.open_dossier(who.viewer(), *id, who.now, at).await?;
    let register = app.commands.known_register().state;
    let instant = match at {
        ReadAt::AsOf(_) => opened.as_of.instant,
        ReadAt::Now | ReadAt::AtLeast(_) => who.now,
    };
    let newest = opened.dossier.proposal.latest_revision().map_or(0, |one| one.number);
    let revision = asked.revision.unwrap_or(newest);
    let format = DocumentFormat::wanted(asked.format, &request);
    let (members, as_of) = (app.members_at(who.now), opened.as_of);
    let answer = |_: &Reading<'_, '_>, text: &RollingText<'_>| match format {
        DocumentFormat::Json => {
            let answer = RollingTextResponse::of(id.0.0, text, as_of);
            let read = Answer::read(as_of.log_position).etag(digest(&answer)?);
            Ok(read.json_unless_known(&request, &answer))
        }
        printed => {
            let document = rolling_document(&opened.dossier, text);
            let name = format!("rolling-text-{}", id.0);
            answer_document(&request, as_of.log_position, &document, printed, &name)
        }
    };
    read_rolling_text(&opened, register.at(instant), &members, revision, answer)
        .unwrap_or_else(|| Err(invalid("revision", "is not the number of a revision")))
}
