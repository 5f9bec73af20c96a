//! `get_comment`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::CommentId;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::input::present_only;
use crate::wire::reviewed::ReviewedCommentResponse;

/// Query parameters of `get_comment`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CommentQuery {
    /// Not supported here: the present only.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get a comment
///
/// As visible: the comment and what was published of it, with the state's answer. Members see besides what they do with
/// it: the proposed disposition, views, convergence, assignment, topics, package, deferral. A comment that was withdrawn is
/// 404.
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
    let mut opened = app.dossier_of_comment(who.viewer(), *id, who.now).await?;
    let asked: CommentQuery = query.parse()?;
    present_only(asked.as_of.as_deref())?;
    if let Some(position) = asked.at_least.map(event_log::Position) {
        app.wait_for_head(position).await?;
        opened = app.dossier_of_comment(who.viewer(), *id, who.now).await?;
    }
    let answer = app.reviewed_comment(&opened.dossier, &opened.rights, *id, opened.as_of)?;
    Ok(Answer::read(answer.as_of.log_position)
        .etag(answer.etag()?)
        .json_unless_known(&request, &answer))
}
