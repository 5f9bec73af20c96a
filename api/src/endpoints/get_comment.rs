//! `get_comment`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::CommentId;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::reviewed::ReviewedCommentResponse;

/// Query parameters of `get_comment`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CommentQuery {
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now; words that were
    /// changed or withdrawn since are shown to the own state only.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get a comment
///
/// As visible: the comment and what was published of it, with the state's answer. Members see besides what they do with
/// it: the proposed disposition, views, convergence, assignment, topics, package, deferral. A comment that was withdrawn is
/// 404, unless it is asked for as of when it stood.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The comment"), CommentQuery),
    responses(
        (status = 200, description = "The comment", body = ReviewedCommentResponse, headers(
            ("ETag" = String, description = "Begins with the version of the comment's review"),
            ("Log-Position" = u64, description = "Position of the event"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/comments/{id}")]
pub(super) async fn get_comment(
    who: Reader,
    app: Data<App>,
    id: PathId<CommentId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    // One that was withdrawn stood at an earlier point.
    let mut opened = app.dossier_to_review(who.viewer(), *id, who.now).await?;
    let asked: CommentQuery = query.parse()?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    if at != ReadAt::Now {
        let proposal = opened.dossier.proposal.id;
        opened = app.open_dossier(who.viewer(), proposal, who.now, at).await?;
    }
    let answer = app.reviewed_comment(&opened, *id)?;
    Ok(Answer::read(answer.as_of.log_position)
        .etag(answer.etag()?)
        .json_unless_known(&request, &answer))
}
