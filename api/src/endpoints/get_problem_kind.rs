//! `get_problem_kind`

use actix_web::{HttpRequest, HttpResponse, get};

use crate::problem::{Problem, ProblemKind};
use crate::wire::problem_kind::{self, ProblemKindResponse};

/// Explain a kind of problem
///
/// What the `type` of a problem document leads to; `text/html` for a browser.
#[utoipa::path(
    tag = "service",
    params(("code" = String, Path, description = "The `code` of a problem document", example = "not_found")),
    responses((status = 200, description = "The kind", content(
        (ProblemKindResponse = "application/json"), (String = "text/html")))),
    security(()),
)]
#[get("/problems/{code}")]
pub(super) async fn get_problem_kind(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let kind = ProblemKind::find(request.match_info().query("code")).ok_or_else(|| Problem::of("not_found"))?;
    let answer = ProblemKindResponse::from(kind);
    Ok(problem_kind::page(
        &request,
        kind.title,
        std::slice::from_ref(&answer),
        &answer,
    ))
}
