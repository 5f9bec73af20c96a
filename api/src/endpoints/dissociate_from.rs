//! `dissociate_from`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::DissociateFrom;
use consultation::{Command, SubmissionId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::FocalPoint;
use crate::problem::Problem;
use crate::submissions::parsed_if_permitted;
use crate::wire::alignment::AlignmentResponse;

/// What is left; without a body, all of it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"paragraphs": ["2"]}))]
pub(super) struct DissociateFromRequest {
    /// Ids or numbers of comments; absent or null: all.
    #[schema(example = json!(["FJI-001"]))]
    comments: Option<Vec<String>>,
    /// Labels or ids of the only paragraphs that it is about; none: all.
    #[serde(default)]
    #[schema(example = json!(["2"]))]
    paragraphs: Vec<String>,
}

/// Dissociate from a submission
///
/// An invited state leaves what it aligned itself with, or steps out of what was said on behalf of its group or jointly
/// with it (R13). It is not counted for that any more, and is named as having stepped out to whoever sees it.
#[utoipa::path(
    tag = "submissions",
    params(("id" = Uuid, Path, description = "The submission")),
    request_body(content = Option<DissociateFromRequest>),
    responses(
        (status = 201, description = "Recorded", body = AlignmentResponse, headers(
            ("Location" = String, description = "Path of the submission"),
            ("Log-Position" = u64, description = "Position of the event"))),
        (status = 200, description = "The state stood so already", body = AlignmentResponse),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/submissions/{id}/dissociate")]
pub(super) async fn dissociate_from(
    who: FocalPoint,
    app: Data<App>,
    id: PathId<SubmissionId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let permitted = app.may_align(&who, *id).await?;
    let parsed = query
        .none()
        .and_then(|()| body.parse_optional::<DissociateFromRequest>());
    let asked = parsed_if_permitted(permitted, parsed)?.unwrap_or_default();
    let command = Command::DissociateFrom(DissociateFrom {
        submission: *id,
        by: who.state,
        at: who.now,
        comments: asked.comments,
        paragraphs: asked.paragraphs,
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    app.aligned(&who, *id, &executed)
}
