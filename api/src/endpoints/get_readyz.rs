//! `get_readyz`

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use projection::ViewState;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::problem::Problem;

/// A view that is further behind than this answers questions about a past that its readers do not expect, in seconds.
const MAX_LAG_SECONDS: f64 = 10.0;

/// The process can do its work.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReadyResponse {
    /// Always `ready`.
    #[schema(example = "ready")]
    pub status: &'static str,
    /// The newest position of the log.
    #[schema(example = 42)]
    pub log_position: u64,
    /// The newest position that the view of the input has applied.
    #[schema(example = 42)]
    pub view_position: u64,
}

/// Say whether the process can work
///
/// The log can be read and written, and the view follows it: it is not paused and at most 10 seconds behind. Send no
/// requests while the answer is 503.
#[utoipa::path(
    tag = "service",
    responses((status = 200, description = "It can work", body = ReadyResponse)),
    security(()),
)]
#[get("/readyz")]
pub(super) async fn get_readyz(app: Data<App>) -> Result<HttpResponse, Problem> {
    let head = app.log().head().await;
    let head = head.map_err(|error| not_ready("the log cannot be read").caused_by(error))?;
    if !app.log().is_writing() {
        return Err(not_ready("the log takes no appends"));
    }
    let view = app.input.status();
    if matches!(view.state, ViewState::Paused { .. }) {
        return Err(not_ready("the view of the input is paused"));
    }
    if view.lag_seconds > MAX_LAG_SECONDS {
        return Err(not_ready("the view of the input is too far behind"));
    }
    let answer = ReadyResponse {
        status: "ready",
        log_position: head.position.0,
        view_position: view.position.0,
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(answer))
}

fn not_ready(what: &str) -> Problem {
    Problem::of("not_ready").detail(format!("Not ready: {what}."))
}
