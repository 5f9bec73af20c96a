//! `propose_disposition`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, put};
use consultation::command::ProposeDispositions;
use consultation::visibility::Viewer;
use consultation::{Command, CommentId};

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::disposition_request::DispositionRequest;
use crate::wire::reviewed::ReviewedCommentResponse;

/// Propose a disposition
///
/// Any member, for one comment (R17). All but `accepted` and `noted` need a response. A new proposal starts the members'
/// views afresh, and its proposer agrees; the same proposal again is the member's agreement to it. The first time
/// `If-None-Match: *`, after that `If-Match`: of two members that answer at the same moment one gets 412, which says who
/// proposed what. A request for clarification goes out at once; anything else is seen by partners when it is published.
/// `no_common_view` is never proposed.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The comment"),
        ("If-Match" = Option<String>, Header, description = "ETag or quoted version that the member has seen", example = "\"1\""),
        ("If-None-Match" = Option<String>, Header, description = "`*`: nothing was proposed yet", example = "*")),
    request_body = DispositionRequest,
    responses(
        (status = 200, description = "Proposed, or agreed to", body = ReviewedCommentResponse, headers(
            ("ETag" = String, description = "Begins with the version of the comment's review"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[put("/v1/comments/{id}/disposition")]
pub(super) async fn propose_disposition(
    who: MemberMission,
    app: Data<App>,
    id: PathId<CommentId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let opened = app
        .dossier_to_review(Viewer::Delegation(who.state), *id, who.now)
        .await?;
    query.none()?;
    let asked: DispositionRequest = body.parse()?;
    let command = Command::ProposeDispositions(ProposeDispositions {
        proposal: opened.dossier.proposal.id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        comments: vec![*id],
        disposition: asked.disposition(&opened)?,
    });
    let executed = app.execute_on_version(&who.identity, &request, &body, &command).await?;
    app.answer_comment(who.state, who.now, *id, &executed)
}
