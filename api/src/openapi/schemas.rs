//! What the derived schemas do not say: fields that are always there, bounds, bodies that may be left out.

use utoipa::openapi::content::Content;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Components, KnownFormat, RefOr, Required, SchemaFormat};

use crate::http::page::MAX_LIMIT;

/// The greatest integer that every JSON reader keeps exactly (RFC 8259 §6).
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Fields of answers that are left out where they have nothing to say.
const LEFT_OUT: &[(&str, &[&str])] = &[("ProblemBody", &["instance", "trace_id", "errors", "open_comments"])];

/// Whether a field of an answer may be missing; all others are there, if only as null.
pub(super) fn may_be_missing(schema: &str, field: &str) -> bool {
    schema.ends_with("Request")
        || LEFT_OUT
            .iter()
            .any(|(name, fields)| *name == schema && fields.contains(&field))
}

/// Marks the fields of answers as required, and bounds those of requests.
pub(super) fn complete(components: &mut Components) {
    for (name, schema) in &mut components.schemas {
        each_object(schema, &mut |object| {
            let always = object.properties.keys().filter(|field| !may_be_missing(name, field));
            for field in always.cloned().collect::<Vec<_>>() {
                if !object.required.contains(&field) {
                    object.required.push(field);
                }
            }
            if name == "TableProposalRequest"
                && let Some(RefOr::T(Schema::Object(title))) = object.properties.get_mut("title")
            {
                title.min_properties = Some(1);
            }
        });
    }
}

/// The object that a schema is, or those that it is made of.
fn each_object(schema: &mut RefOr<Schema>, act: &mut impl FnMut(&mut Object)) {
    match schema {
        RefOr::T(Schema::Object(object)) => act(object),
        RefOr::T(Schema::AllOf(all)) => all.items.iter_mut().for_each(|item| each_object(item, act)),
        RefOr::T(_) | RefOr::Ref(_) => {}
    }
}

/// Bounds the query parameters that mean the same everywhere.
pub(super) fn bound_parameters(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema else {
            continue;
        };
        match parameter.name.as_str() {
            "limit" => {
                schema.minimum = Some(1_u32.into());
                schema.maximum = Some(MAX_LIMIT.into());
            }
            "consultation" => schema.minimum = Some(1_u32.into()),
            "at_least" => schema.maximum = Some(MAX_SAFE_INTEGER.into()),
            _ => {}
        }
    }
}

/// A body that may be left out is not `null` instead.
pub(super) fn optional_body(operation: &mut Operation) {
    let Some(RefOr::T(body)) = &mut operation.request_body else {
        return;
    };
    for content in body.content.values_mut() {
        let RefOr::T(content) = content else { continue };
        let Some(RefOr::T(Schema::OneOf(choice))) = &mut content.schema else {
            continue;
        };
        let before = choice.items.len();
        choice.items.retain(|item| !is_null(item));
        if choice.items.len() < before {
            body.required = Some(Required::False);
        }
        if choice.items.len() == 1 {
            content.schema = choice.items.pop();
        }
    }
}

/// Files that are no text are bytes, which no derived schema says.
pub(super) fn files(operation: &mut Operation) {
    let answered = operation.responses.responses.values_mut();
    let answered = answered.filter_map(|response| match response {
        RefOr::T(response) => Some(response.content.iter_mut()),
        RefOr::Ref(_) => None,
    });
    let sent = operation.request_body.iter_mut().filter_map(|body| match body {
        RefOr::T(body) => Some(body.content.iter_mut()),
        RefOr::Ref(_) => None,
    });
    answered.flatten().for_each(bytes_if_no_text);
    sent.flatten().for_each(bytes_if_no_text);
}

fn bytes_if_no_text((media_type, content): (&String, &mut RefOr<Content>)) {
    let no_text = media_type.starts_with("application/vnd.") || media_type == "application/octet-stream";
    if let (true, RefOr::T(content)) = (no_text, content) {
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        let bytes = ObjectBuilder::new().schema_type(Type::String).format(Some(binary));
        content.schema = Some(bytes.into());
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Null))
}
