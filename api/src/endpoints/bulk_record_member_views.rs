//! `bulk_record_member_views`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::{Expected, RecordMemberView};
use consultation::review::MemberView;
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::reviewing::ReviewActResponse;
use crate::wire::names::MemberViewName;

/// One view on many comments.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"all_waiting": true, "view": "agrees"}))]
pub(super) struct BulkViewRequest {
    /// Ids or numbers of comments, at most 20,000.
    #[schema(example = json!(["FJI-001", "WSM-002"]))]
    pub comments: Option<Vec<String>>,
    /// Or all that wait for the member's view.
    #[serde(default)]
    #[schema(example = false)]
    pub all_waiting: bool,
    /// What it thinks.
    #[schema(value_type = MemberViewName)]
    pub view: MemberView,
    /// For the other members, at most 64 KiB; needed for `differs`.
    pub note: Option<String>,
}

/// Record a member's view on many comments
///
/// The own view, on comments named by id or number, or on all that wait for it (R18): a disposition is proposed, and the
/// member has not said yet or awaits instructions. All of them or none.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = BulkViewRequest,
    responses(
        (status = 200, description = "Recorded", body = ReviewActResponse, headers(
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/dispositions/views")]
pub(super) async fn bulk_record_member_views(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let opened = app.dossier_for(&who, *id).await?;
    query.none()?;
    let asked: BulkViewRequest = body.parse()?;
    let comments = match (asked.comments, asked.all_waiting) {
        (Some(named), false) => opened.named(&named)?,
        (None, true) => opened.picked(|row| row.review.is_some_and(|review| review.waits_for(who.state))),
        _ => {
            let detail = "give either comments or all_waiting";
            return Err(Problem::of("invalid_body").field("/comments", "invalid", detail));
        }
    };
    let command = Command::RecordMemberView(RecordMemberView {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: Expected::Unstated,
        comments,
        view: asked.view,
        note: asked.note,
    });
    app.review_many(&who, &request, &body, &command).await
}
