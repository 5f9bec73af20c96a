//! Documentation served from the binary, offline: the OpenAPI document and Swagger UI.

use actix_web::web::{self, ServiceConfig};
use actix_web::HttpResponse;
use actix_web::http::header;
use utoipa_swagger_ui::SwaggerUi;

/// Registers `/openapi.json`, `/docs` and `/docs/`.
pub fn configure(service: &mut ServiceConfig, document: &utoipa::openapi::OpenApi) {
    let to_docs = || async { HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish() };
    service
        .route("/docs", web::get().to(to_docs))
        .service(SwaggerUi::new("/docs/{_:.*}").url("/openapi.json", document.clone()));
}
