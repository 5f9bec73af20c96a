//! `record_member_view`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, put};
use consultation::command::RecordMemberView;
use consultation::review::MemberView;
use consultation::visibility::Viewer;
use consultation::{Command, CommentId, StateCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::{PathId, part};
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::names::MemberViewName;
use crate::wire::reviewed::ReviewedCommentResponse;

/// What a member thinks of a proposed disposition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"view": "differs", "note": "Our law has another term."}))]
pub(super) struct MemberViewRequest {
    /// What it thinks.
    #[schema(value_type = MemberViewName)]
    pub view: MemberView,
    /// For the other members, at most 64 KiB; needed for `differs`.
    #[schema(example = "Our law has another term.")]
    pub note: Option<String>,
}

/// Record a member's view
///
/// That member only, on the disposition that is proposed now (R18). Only `differs` blocks; it needs a note. Where the
/// comment is under silence in a package, to differ is to break that silence on it (R19). The same view again changes
/// nothing. Partners never see views.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The comment"),
        ("state" = String, Path, description = "The member (ISO 3166-1)", example = "TUR")),
    request_body = MemberViewRequest,
    responses(
        (status = 200, description = "Recorded", body = ReviewedCommentResponse, headers(
            ("ETag" = String, description = "Begins with the version of the comment's review"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[put("/v1/comments/{id}/views/{state}")]
pub(super) async fn record_member_view(
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
    let of: StateCode = part(&request, "state")?;
    if of != who.state {
        return Err(Problem::of("forbidden").detail(format!("A view of {of} is recorded by its own mission only.")));
    }
    query.none()?;
    let asked: MemberViewRequest = body.parse()?;
    let command = Command::RecordMemberView(RecordMemberView {
        proposal: opened.dossier.proposal.id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        comments: vec![*id],
        view: asked.view,
        note: asked.note,
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    app.answer_comment(who.state, who.now, *id, &executed)
}
