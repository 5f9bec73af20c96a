//! `get_livez`

use actix_web::http::header;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

/// The process answers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LiveResponse {
    /// Always `live`.
    #[schema(example = "live")]
    pub status: &'static str,
}

/// Say that the process lives
///
/// Depends on nothing: restart the process if it does not answer.
#[utoipa::path(tag = "service", responses((status = 200, description = "It lives", body = LiveResponse)), security(()))]
#[get("/livez")]
pub(super) async fn get_livez() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(LiveResponse { status: "live" })
}
