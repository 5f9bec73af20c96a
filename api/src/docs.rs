//! Documentation served from the binary, offline: the OpenAPI document and Swagger UI.

use actix_web::http::header;
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{self, Bytes, Data, ServiceConfig};
use actix_web::{HttpResponse, Responder};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Everything comes from this server. The page's own icons are `data:` images, and its styles are set by its script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The OpenAPI document as it is sent. Every worker has a copy, and all share the text.
#[derive(Debug, Clone)]
pub struct Document(Bytes);

impl Document {
    /// The document, written once.
    #[must_use]
    pub fn of(document: &utoipa::openapi::OpenApi) -> Self {
        // `openapi::to_json` and its drift test show that the document can be written.
        Self(document.to_pretty_json().unwrap_or_default().into())
    }
}

/// Registers `/openapi.json`, `/docs` and `/docs/`.
pub fn configure(service: &mut ServiceConfig, document: Document) {
    // Without "none" the page asks a public validator about every document that is not on localhost.
    let config = Config::from("/openapi.json")
        .validator_url("none")
        .try_it_out_enabled(true);
    let docs = web::scope("/docs")
        .wrap(DefaultHeaders::new().add((header::CONTENT_SECURITY_POLICY, POLICY)))
        .route("", web::get().to(to_docs))
        .service(SwaggerUi::new("/{_:.*}").config(config));
    service
        .app_data(Data::new(document))
        .route("/openapi.json", web::get().to(openapi))
        .service(docs);
}

async fn to_docs() -> impl Responder {
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, "/docs/"))
        .finish()
}

async fn openapi(document: Data<Document>) -> impl Responder {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(document.0.clone())
}
