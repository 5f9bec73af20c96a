//! The OpenAPI 3.1 document: collected from the registered operations, completed here.

mod headers;
mod problems;
mod schemas;

use std::collections::BTreeMap;

use actix_web::App as ActixApp;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Ref, RefOr, Response};
use utoipa::{Modify, OpenApi};
use utoipa_actix_web::AppExt;

use crate::endpoints;
use crate::http::format::DocumentFormat;
use crate::problem::{PROBLEMS, ProblemBody};
use crate::wire::names::{DispositionFilterName, PositionFilterName};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Regional Input",
        description = "The register through which a small group of states lets its neighbours speak on its proposals.\n\n\
            Instants are UTC (RFC 3339). States are ISO 3166-1 alpha-3, languages BCP 47. Errors are problem documents \
            (RFC 9457). Fields may be added; clients ignore those they do not know.\n\n\
            Answers are JSON but for files, problems always `application/problem+json`. `Accept` chooses among the formats \
            of a file where `?format=` does not, nothing else, and is never answered 406.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "register", description = "Members, partners, groups, chair terms, focus areas, key events"),
        (name = "proposals", description = "Texts and their revisions"),
        (name = "consultations", description = "Windows in which input is invited"),
        (name = "silence", description = "Texts under silence, their adoption, and what follows it"),
        (name = "submissions", description = "What states lodge"),
        (name = "input", description = "All input on a proposal, as far as the viewer may see it"),
        (name = "review", description = "What the members do with comments, and the matrix"),
        (name = "sheets", description = "Files out and in: matrices, comment sheets, letters"),
        (name = "service", description = "Health and documentation"),
    ),
    // The filters' names stand in parameters only, from where no schema is collected.
    components(schemas(ProblemBody, PositionFilterName, DispositionFilterName, DocumentFormat)),
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
    Operations.modify(&mut document);
    schemas::complete(document.components.get_or_insert_default());
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

/// Completes each operation: the problems that it answers by status, headers, bounds.
struct Operations;

impl Modify for Operations {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut document.paths.paths {
            let operations = [
                (&mut item.get, true),
                (&mut item.post, false),
                (&mut item.put, false),
                (&mut item.patch, false),
                (&mut item.delete, false),
            ];
            for (operation, reads) in operations {
                let Some(operation) = operation else { continue };
                add_problems(operation);
                if path.starts_with("/v1/") {
                    headers::of_contract(operation, reads);
                }
                schemas::bound_parameters(operation);
                schemas::optional_body(operation);
                schemas::files(operation);
            }
        }
    }
}

/// Any operation may fail, and answers another method than its own.
const ANY: [&str; 2] = ["internal_error", "method_not_allowed"];

fn add_problems(operation: &mut Operation) {
    let Some(codes) = operation.operation_id.as_deref().and_then(problems::of_operation) else {
        return;
    };
    let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for code in codes.into_iter().chain(ANY) {
        by_status.entry(status_of(code)).or_default().push(code);
    }
    let responses = &mut operation.responses.responses;
    for (status, codes) in by_status {
        let names: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
        let mut response = problem(names.join(", "));
        response.extensions = Some(ExtensionsBuilder::new().add("x-problem-codes", codes).build());
        headers::of_problem(status, &mut response);
        responses.insert(status.to_string(), RefOr::T(response));
    }
    let any_other = problem("A problem that is not listed; its `type` names it".to_owned());
    responses.insert("default".to_owned(), RefOr::T(any_other));
}

fn problem(description: String) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("ProblemBody")))
        .build();
    ResponseBuilder::new()
        .description(description)
        .content(crate::problem::PROBLEM_JSON, content)
        .build()
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
    use serde_json::Value;

    use super::*;

    fn json() -> Value {
        serde_json::to_value(document()).unwrap()
    }

    /// Every value under a key, at any depth.
    fn all<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, inner)| {
                if name == key {
                    found.push(inner);
                }
                all(inner, key, found);
            }),
            Value::Array(items) => items.iter().for_each(|item| all(item, key, found)),
            _ => {}
        }
    }

    /// Path, method and operation.
    fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
        let items = document["paths"].as_object().unwrap().iter();
        items
            .flat_map(|(path, item)| {
                let operations = item.as_object().unwrap().iter();
                operations.map(|(method, operation)| (path.as_str(), method.as_str(), operation))
            })
            .collect()
    }

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

    #[test]
    fn every_reference_resolves() {
        let document = json();
        let mut references = Vec::new();
        all(&document, "$ref", &mut references);
        assert!(!references.is_empty());
        for reference in references {
            let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    }

    #[test]
    fn the_contracts_headers_are_documented() {
        let document = json();
        for (path, method, operation) in operations(&document) {
            let responses = operation["responses"].as_object().unwrap();
            for (status, response) in responses {
                let has = |name: &str| response["headers"].get(name).is_some();
                let what = format!("{method} {path} {status}");
                if path.starts_with("/v1/") && (status.starts_with('2') || status == "304") {
                    assert!(has("Log-Position"), "{what}");
                    assert!(method == "get" || has("Idempotency-Replayed"), "{what}");
                    assert!(method != "get" || has("ETag"), "{what}");
                }
                assert!(status != "401" || has("WWW-Authenticate"), "{what}");
                assert!(status != "503" || has("Retry-After"), "{what}");
            }
            assert!(
                responses.contains_key("500") && responses.contains_key("default"),
                "{path}"
            );
            let sent: Vec<&str> = operation["parameters"].as_array().map_or(Vec::new(), |parameters| {
                let headers = parameters.iter().filter(|parameter| parameter["in"] == "header");
                headers.map(|header| header["name"].as_str().unwrap()).collect()
            });
            // A first disposition says with it that there is none yet.
            let first = operation["operationId"] == "propose_disposition";
            let asked = first || responses.contains_key("304");
            assert_eq!(sent.contains(&"If-None-Match"), asked, "{path}");
            let writes = path.starts_with("/v1/") && method != "get";
            assert_eq!(sent.contains(&"Idempotency-Key"), writes, "{method} {path}");
            let on_version = writes && operation["operationId"] != "table_proposal";
            assert_eq!(
                sent.iter().filter(|name| **name == "If-Match").count(),
                usize::from(on_version),
                "{method} {path}"
            );
        }
    }

    #[test]
    fn problem_codes_are_listed_by_status() {
        for (path, method, operation) in operations(&json()) {
            for (status, response) in operation["responses"].as_object().unwrap() {
                for code in response["x-problem-codes"].as_array().into_iter().flatten() {
                    let known = status_of(code.as_str().unwrap());
                    assert_eq!(known.to_string(), *status, "{method} {path}: {code}");
                }
            }
            assert_eq!(
                operation["responses"]["405"]["x-problem-codes"],
                serde_json::json!(["method_not_allowed"])
            );
        }
    }

    #[test]
    fn fields_of_answers_are_required_and_of_no_request() {
        let document = json();
        let mut walked = 0;
        for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
            let mut parts = vec![schema];
            parts.extend(schema["allOf"].as_array().into_iter().flatten());
            for part in parts {
                let required = part["required"].as_array().cloned().unwrap_or_default();
                for field in part["properties"]
                    .as_object()
                    .into_iter()
                    .flat_map(|fields| fields.keys())
                {
                    walked += 1;
                    let always = required.iter().any(|one| one == field);
                    assert!(always || schemas::may_be_missing(name, field), "{name}.{field}");
                }
            }
        }
        assert!(walked > 200, "{walked}");
        // A request that shared a schema with answers would be asked for more than it must say.
        let mut open: Vec<&Value> = Vec::new();
        for (_, _, operation) in operations(&document) {
            all(&operation["requestBody"], "$ref", &mut open);
        }
        while let Some(reference) = open.pop() {
            let pointer = reference.as_str().unwrap().trim_start_matches('#');
            let schema = document.pointer(pointer).unwrap();
            assert!(
                pointer.ends_with("Request") || schema.get("enum").is_some(),
                "{pointer}"
            );
            all(schema, "$ref", &mut open);
        }
    }

    #[test]
    fn bounds_are_documented() {
        let document = json();
        for (path, _, operation) in operations(&document) {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let (least, most) = match parameter["name"].as_str().unwrap() {
                    "limit" => (Some(1), Some(200)),
                    "consultation" => (Some(1), None),
                    "at_least" => (Some(0), Some(9_007_199_254_740_991)),
                    _ => continue,
                };
                let schema = &parameter["schema"];
                assert_eq!(schema["minimum"].as_u64(), least, "{path}");
                assert_eq!(schema["maximum"].as_u64(), most, "{path}");
            }
            let body = &operation["requestBody"];
            let mut types = Vec::new();
            all(body, "type", &mut types);
            assert!(!types.iter().any(|one| **one == "null"), "{path}: a body is never null");
        }
        let title = &document["components"]["schemas"]["TableProposalRequest"]["properties"]["title"];
        assert_eq!(title["minProperties"], 1);
        let body = &document["paths"]["/v1/proposals/{id}/withdraw"]["post"]["requestBody"];
        assert_eq!(body["required"], true);
        let body = &document["paths"]["/v1/submissions/{id}/withdraw"]["post"]["requestBody"];
        assert_eq!(body["required"], false);
        assert!(document["components"]["schemas"].get("BTreeMap").is_none());
    }
}
