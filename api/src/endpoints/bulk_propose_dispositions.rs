//! `bulk_propose_dispositions`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::{Expected, ProposeDispositions};
use consultation::review::DispositionKind;
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::reviewing::{ReviewActResponse, SelectionFilter};
use crate::wire::disposition_request::DispositionRequest;
use crate::wire::names::ProposableDispositionName;

/// One disposition for many comments.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"filter": {"paragraph": "2", "undisposed": true}, "disposition": "noted"}))]
pub(super) struct BulkDispositionRequest {
    /// Ids or numbers of comments, at most 20,000.
    #[schema(example = json!(["FJI-001", "WSM-002"]))]
    pub comments: Option<Vec<String>>,
    /// Or which comments.
    pub filter: Option<SelectionFilter>,
    /// What becomes of them.
    #[schema(value_type = ProposableDispositionName)]
    pub disposition: DispositionKind,
    /// Id or number of the comment that they repeat, for `duplicate_of`.
    #[schema(example = json!(null))]
    pub duplicate_of: Option<String>,
    /// The reasoned text that the states read, at most 64 KiB; needed for all but `accepted` and `noted`.
    #[schema(example = "Answered together with others.")]
    pub response: Option<String>,
    /// The wording taken instead of the proposed one, for `accepted_with_modification`.
    pub wording: Option<String>,
}

/// Propose one disposition for many comments
///
/// Any member, for comments named by id or number, or picked by a filter; all of them or none (R17). Comments for which
/// just this is proposed already count as agreed to. Unlike `propose_disposition` it takes no precondition: what was
/// proposed for one of them before is replaced.
#[utoipa::path(
    tag = "review",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = BulkDispositionRequest,
    responses(
        (status = 200, description = "Proposed", body = ReviewActResponse, headers(
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/dispositions/bulk")]
pub(super) async fn bulk_propose_dispositions(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let opened = app.dossier_for(&who, *id).await?;
    query.none()?;
    let asked: BulkDispositionRequest = body.parse()?;
    let command = Command::ProposeDispositions(ProposeDispositions {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: Expected::Unstated,
        comments: opened.selected(asked.comments.as_deref(), asked.filter.as_ref())?,
        disposition: DispositionRequest {
            disposition: asked.disposition,
            duplicate_of: asked.duplicate_of,
            response: asked.response,
            wording: asked.wording,
        }
        .disposition(&opened)?,
    });
    app.review_many(&who, &request, &body, &command).await
}
