//! `align_with`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::AlignWith;
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

/// What is joined; without a body, the submission as a whole.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"except_paragraphs": ["2"]}))]
pub(super) struct AlignWithRequest {
    /// Ids or numbers of comments; absent or null: the submission as a whole, also as it will be revised.
    #[schema(example = json!(["FJI-001"]))]
    comments: Option<Vec<String>>,
    /// Labels or ids of paragraphs that are left out.
    #[serde(default)]
    #[schema(example = json!(["2"]))]
    except_paragraphs: Vec<String>,
}

/// Align with a submission
///
/// An invited state joins what another said, as a whole or comment by comment, with exceptions by paragraph (R13). It
/// reaches only what the state can read itself. Saying it again changes nothing; what is said later outweighs what was
/// said before of the same. It is seen by whoever sees what is joined.
#[utoipa::path(
    tag = "submissions",
    params(("id" = Uuid, Path, description = "The submission")),
    request_body(content = Option<AlignWithRequest>),
    responses(
        (status = 201, description = "Recorded", body = AlignmentResponse, headers(
            ("Location" = String, description = "Path of the submission"),
            ("Log-Position" = u64, description = "Position of the event"))),
        (status = 200, description = "The state stood so already", body = AlignmentResponse),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/submissions/{id}/align")]
pub(super) async fn align_with(
    who: FocalPoint,
    app: Data<App>,
    id: PathId<SubmissionId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let permitted = app.may_align(&who, *id).await?;
    let parsed = query.none().and_then(|()| body.parse_optional::<AlignWithRequest>());
    let asked = parsed_if_permitted(permitted, parsed)?.unwrap_or_default();
    let command = Command::AlignWith(AlignWith {
        submission: *id,
        by: who.state,
        at: who.now,
        comments: asked.comments,
        except_paragraphs: asked.except_paragraphs,
    });
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    app.aligned(&who, *id, &executed)
}
