//! From a serde error to the JSON Pointer and code of the field at fault.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::node::Node;
use crate::problem::{FieldError, Problem};

/// Longest detail of a field error, in characters: serde quotes the value at fault, which may be long.
const MAX_DETAIL: usize = 200;

/// Reads JSON as a type.
pub(super) fn read<T: DeserializeOwned>(json: &Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(Node(json)).map_err(|error| {
        let fault = field_error(error.path(), &error.inner().to_string());
        Problem::of("invalid_body")
            .detail(format!("{}: {}", shown(&fault.pointer), fault.detail))
            .fields([fault])
    })
}

/// How a pointer reads in a sentence: the pointer to the whole body is the empty string.
fn shown(pointer: &str) -> &str {
    if pointer.is_empty() { "The body" } else { pointer }
}

fn field_error(path: &Path, message: &str) -> FieldError {
    let mut pointer: String = path.iter().filter_map(segment).collect();
    let code = if let Some(rest) = message.strip_prefix("missing field `") {
        // A field that is not there is in no path.
        pointer = format!("{pointer}/{}", escaped(rest.trim_end_matches('`')));
        "missing_field"
    } else if message.starts_with("unknown field `") {
        "unknown_field"
    } else if message.starts_with("invalid type: ") {
        "invalid_type"
    } else {
        "invalid_value"
    };
    FieldError {
        pointer,
        code: code.to_owned(),
        detail: shortened(&without_rust(message)),
    }
}

fn segment(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Map { key } => Some(format!("/{}", escaped(key))),
        // An enum's variant is a value in our bodies, not a level of the document.
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}

/// RFC 6901 §3.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// "expected struct `LodgeRequest`" says nothing to a client, nor does where in a text a UUID ends.
fn without_rust(message: &str) -> String {
    if message.starts_with("UUID parsing failed") {
        return "is not an id; ids are UUIDs such as 0190f1d2-6c00-7000-8000-000000000001".to_owned();
    }
    match message.split_once(", expected struct ") {
        Some((found, _name)) => format!("{found}, expected an object"),
        None => message.to_owned(),
    }
}

fn shortened(message: &str) -> String {
    if message.chars().count() <= MAX_DETAIL {
        return message.to_owned();
    }
    message.chars().take(MAX_DETAIL).chain(['…']).collect()
}
