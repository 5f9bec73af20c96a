//! The OpenAPI 3.1 document: collected from the registered operations, completed here.

mod problems;

use actix_web::App as ActixApp;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{Modify, OpenApi};
use utoipa_actix_web::AppExt;

use crate::endpoints;
use crate::problem::{PROBLEMS, ProblemBody};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Regional Input",
        description = "The register through which a small group of states lets its neighbours speak on its proposals.\n\n\
            Instants are UTC (RFC 3339). States are ISO 3166-1 alpha-3, languages BCP 47. Errors are problem documents \
            (RFC 9457). Fields may be added; clients ignore those they do not know.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "register", description = "Members, partners, groups, chair terms, focus areas, key events"),
        (name = "proposals", description = "Texts and their revisions"),
        (name = "consultations", description = "Windows in which input is invited"),
        (name = "submissions", description = "What states lodge"),
        (name = "input", description = "All input on a proposal, as far as the viewer may see it"),
        (name = "service", description = "Health and documentation"),
    ),
    components(schemas(ProblemBody)),
    modifiers(&Bearer, &Problems),
)]
struct Document;

/// The document, without database or environment.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) = ActixApp::new()
        .into_utoipa_app()
        .openapi(Document::openapi())
        .configure(endpoints::configure)
        .split_for_parts();
    // The paths are known only now.
    Bearer.modify(&mut document);
    Problems.modify(&mut document);
    document
}

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("RFC 9068 access token with the claims role, state and scope"))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// Adds to each operation the problems that it answers, by status.
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for item in document.paths.paths.values_mut() {
            let operations = [
                &mut item.get,
                &mut item.post,
                &mut item.put,
                &mut item.patch,
                &mut item.delete,
            ];
            for operation in operations.into_iter().flatten() {
                add_problems(operation);
            }
        }
    }
}

fn add_problems(operation: &mut Operation) {
    let Some(codes) = operation.operation_id.as_deref().and_then(problems::of_operation) else {
        return;
    };
    let mut statuses: Vec<u16> = codes.iter().map(|code| status_of(code)).collect();
    statuses.sort_unstable();
    statuses.dedup();
    for status in statuses {
        let names: Vec<String> = codes
            .iter()
            .filter(|code| status_of(code) == status)
            .map(|code| format!("`{code}`"))
            .collect();
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("ProblemBody")))
            .build();
        let response = ResponseBuilder::new()
            .description(names.join(", "))
            .content(crate::problem::PROBLEM_JSON, content)
            .build();
        operation
            .responses
            .responses
            .insert(status.to_string(), RefOr::T(response));
    }
}

fn status_of(code: &str) -> u16 {
    PROBLEMS
        .iter()
        .find(|kind| kind.code == code)
        .map_or(500, |kind| kind.status.as_u16())
}

/// The document as it is committed: JSON with sorted paths and a final newline.
///
/// # Errors
/// If the document cannot be written as JSON.
pub fn to_json() -> Result<String, serde_json::Error> {
    document().to_pretty_json().map(|json| json + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_lists_its_problems() {
        let document = document();
        let mut operations = 0;
        for item in document.paths.paths.values() {
            for operation in [&item.get, &item.post, &item.put].into_iter().flatten() {
                operations += 1;
                let id = operation.operation_id.as_deref().unwrap();
                let codes = problems::of_operation(id).unwrap_or_else(|| panic!("{id} is not in openapi/problems.rs"));
                for code in codes {
                    assert!(PROBLEMS.iter().any(|kind| kind.code == code), "{id}: {code}");
                }
            }
        }
        assert!(operations > 0);
    }
}
