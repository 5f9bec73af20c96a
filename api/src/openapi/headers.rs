//! The headers that operations share, added by method and status rather than by each operation.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{KnownFormat, RefOr, Required, Response, SchemaFormat};

/// Adds them to an operation under `/v1`.
pub(super) fn of_contract(operation: &mut Operation, reads: bool) {
    let knows_tags = operation.responses.responses.contains_key("304");
    if reads && knows_tags {
        request(
            operation,
            "If-None-Match",
            "ETags that the client holds: if one is current, 304",
        );
    }
    if !reads {
        request(
            operation,
            "Idempotency-Key",
            "Names this write for its sender: sent again with the same request it is answered as the first time",
        );
        // What is made anew by a table has no version that could be expected.
        if operation.operation_id.as_deref() != Some("table_proposal") {
            request(operation, "If-Match", "ETag or quoted version that the client has seen");
        }
    }
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        let done = status.starts_with('2');
        if done || status == "304" {
            position(response);
            if reads && knows_tags {
                text(response, "ETag", "Names what was answered, for `If-None-Match`");
            }
            if done && !reads {
                text(
                    response,
                    "Idempotency-Replayed",
                    "`true` if this was answered before under the same `Idempotency-Key`",
                );
            }
        }
    }
}

/// Adds what every problem of a status carries, wherever it is met.
pub(super) fn of_problem(status: u16, response: &mut Response) {
    match status {
        401 => text(
            response,
            "WWW-Authenticate",
            "The scheme `Bearer` and what was wrong with the token",
        ),
        405 => text(response, "Allow", "The methods that the path has"),
        503 => text(response, "Retry-After", "Seconds to wait"),
        _ => {}
    }
}

fn request(operation: &mut Operation, name: &str, description: &str) {
    let parameters = operation.parameters.get_or_insert_default();
    let known = |one: &RefOr<Parameter>| matches!(one, RefOr::T(one) if one.name == name);
    if !parameters.iter().any(known) {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(description))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .build();
        parameters.push(RefOr::T(parameter));
    }
}

fn text(response: &mut Response, name: &str, description: &str) {
    let schema = ObjectBuilder::new().schema_type(Type::String);
    add(response, name, description, schema);
}

fn position(response: &mut Response) {
    let schema = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(0_u64));
    add(
        response,
        "Log-Position",
        "The last position that the answer takes into account",
        schema,
    );
}

/// What the operation itself says of the header stands.
fn add(response: &mut Response, name: &str, description: &str, schema: ObjectBuilder) {
    let header = HeaderBuilder::new().schema(Some(schema)).description(Some(description));
    let known = response.headers.entry(name.to_owned());
    known.or_insert_with(|| RefOr::T(header.build()));
}
