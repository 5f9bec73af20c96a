//! `list_problem_kinds`

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::PROBLEMS;
use crate::wire::problem_kind::{self, ProblemKindResponse};

/// Every kind of problem.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProblemKindsResponse {
    /// By status.
    pub items: Vec<ProblemKindResponse>,
}

/// List the kinds of problems
///
/// Everything that `code` of a problem document may say; `text/html` for a browser.
#[utoipa::path(
    tag = "service",
    responses((status = 200, description = "The kinds", content(
        (ProblemKindsResponse = "application/json"), (String = "text/html")))),
    security(()),
)]
#[get("/problems")]
pub(super) async fn list_problem_kinds(request: HttpRequest) -> HttpResponse {
    let kinds = || PROBLEMS.iter().map(ProblemKindResponse::from).collect::<Vec<_>>();
    problem_kind::page(&request, "Problems", &kinds(), &ProblemKindsResponse { items: kinds() })
}
