//! Holds every answer that a test gets to the OpenAPI document: its status, its problem code, its media type, and the
//! schema of its JSON. What a client generated from the document could not read ends the test.

use std::sync::LazyLock;

use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Reply;

static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(regional_input::openapi::document()).expect("the document is JSON"));

/// Asserts that the document has the answer. What it does not describe is not looked at: other paths, other methods.
///
/// # Panics
/// If it has another.
#[track_caller]
pub(crate) fn assert_kept(method: &Method, path: &str, reply: &Reply) {
    let Some(responses) = responses_of(method, path) else {
        return;
    };
    let what = format!("{method} {path} answers {} {}", reply.status, reply.text);
    let Some(response) = responses.get(&reply.status.to_string()) else {
        panic!("the status is not in the document: {what}");
    };
    if let Some(codes) = response.get("x-problem-codes").and_then(Value::as_array) {
        let known = codes.iter().any(|code| code == reply.code());
        assert!(known, "the problem is not in the document: {what}");
    }
    let Some(content) = response.get("content").and_then(Value::as_object) else {
        return;
    };
    let media_type = reply.header("content-type").unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let Some(described) = content.get(essence) else {
        panic!("the media type {media_type:?} is not in the document: {what}");
    };
    let is_json = essence == "application/json" || essence.ends_with("+json");
    if let (true, Some(schema)) = (is_json, described.get("schema")) {
        let faults = faults(schema, &reply.json, "");
        assert!(faults.is_empty(), "{}: {what}", faults.join("; "));
    }
}

/// The answers of the operation at a path.
fn responses_of(method: &Method, path: &str) -> Option<&'static Map<String, Value>> {
    let asked: Vec<&str> = path.split('?').next()?.split('/').collect();
    let fits = |template: &str| {
        let template: Vec<&str> = template.split('/').collect();
        let fits = |(known, asked): (&&str, &&str)| known == asked || known.starts_with('{');
        template.len() == asked.len() && template.iter().zip(&asked).all(fits)
    };
    let paths = DOCUMENT.get("paths")?.as_object()?;
    let (_, operations) = paths.iter().find(|(template, _)| fits(template))?;
    let operation = operations.get(method.as_str().to_ascii_lowercase())?;
    operation.get("responses")?.as_object()
}

/// Where a value is not what its schema says, for the keywords that the document uses.
fn faults(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let named = DOCUMENT
            .pointer(name.trim_start_matches('#'))
            .expect("a schema of that name");
        found.extend(faults(named, value, at));
    }
    for part in list(schema, "allOf") {
        found.extend(faults(part, value, at));
    }
    let choices: Vec<Vec<String>> = list(schema, "oneOf").map(|choice| faults(choice, value, at)).collect();
    let fitting = choices.iter().filter(|faults| faults.is_empty()).count();
    if !choices.is_empty() && fitting != 1 {
        found.push(format!("{at} fits {fitting} of its schemas: {choices:?}"));
    }
    if let Some(types) = schema.get("type") {
        let fits = |name: &Value| name.as_str().is_some_and(|name| is_of_type(value, name));
        if !types
            .as_array()
            .map_or_else(|| fits(types), |types| types.iter().any(fits))
        {
            found.push(format!("{at} is no {types}"));
        }
    }
    if let Some(names) = schema.get("enum").and_then(Value::as_array)
        && !names.contains(value)
    {
        found.push(format!("{at} is none of {names:?}"));
    }
    let format = schema.get("format").and_then(Value::as_str);
    let well_formed = value.as_str().is_none_or(|text| match format {
        Some("date-time") => text.parse::<Timestamp>().is_ok(),
        Some("uuid") => text.parse::<Uuid>().is_ok(),
        _ => true,
    });
    if !well_formed {
        found.push(format!("{at} is no {format:?}"));
    }
    if let Some(object) = value.as_object() {
        found.extend(faults_of_fields(schema, object, at));
    }
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        let of_each = values.iter().enumerate();
        found.extend(of_each.flat_map(|(place, value)| faults(items, value, &format!("{at}/{place}"))));
    }
    found
}

fn faults_of_fields(schema: &Value, object: &Map<String, Value>, at: &str) -> Vec<String> {
    let mut found: Vec<String> = list(schema, "required")
        .filter_map(Value::as_str)
        .filter(|name| !object.contains_key(*name))
        .map(|name| format!("{at}/{name} is missing"))
        .collect();
    let described = schema.get("properties").and_then(Value::as_object);
    for (name, value) in object {
        let place = format!("{at}/{name}");
        match (
            described.and_then(|known| known.get(name)),
            schema.get("additionalProperties"),
        ) {
            (Some(schema), _) => found.extend(faults(schema, value, &place)),
            (None, Some(Value::Bool(false))) => found.push(format!("{place} is not in the document")),
            (None, Some(others)) => found.extend(faults(others, value, &place)),
            (None, None) => {}
        }
    }
    found
}

fn list<'a>(schema: &'a Value, keyword: &str) -> impl Iterator<Item = &'a Value> {
    schema.get(keyword).and_then(Value::as_array).into_iter().flatten()
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
