//! Which problems each operation answers. A test fails for an operation without a row.

/// What every read may answer.
const READ: &[&str] = &["invalid_token", "insufficient_scope", "invalid_path", "unknown_query_parameter", "invalid_query_parameter", "not_found", "view_behind", "unavailable"];

/// What every list may answer beside.
const LIST: &[&str] = &["invalid_cursor"];

/// What every read that takes `as_of` may answer beside.
const AS_OF: &[&str] = &["as_of_with_at_least", "as_of_in_the_future"];

/// What reads that answer the present only may answer beside.
const PRESENT: &[&str] = &["as_of_not_supported"];

/// What every write may answer.
const WRITE: &[&str] = &[
    "bad_request", "malformed_json", "incomplete_body", "invalid_path", "invalid_idempotency_key", "invalid_precondition",
    "unauthenticated", "invalid_token", "forbidden", "insufficient_scope", "request_timeout", "body_too_large",
    "unsupported_media_type", "invalid_body", "idempotency_key_reused", "precondition_failed", "conflict",
    "unavailable", "overloaded",
];

/// Operation, groups of codes.
const OPERATIONS: &[(&str, &[&[&str]])] = &[
    ("table_proposal", &[WRITE, &["not_a_member"]]),
    ("get_proposal", &[READ, AS_OF]),
    ("get_input_summary", &[READ, AS_OF]),
    ("list_input_comments", &[READ, LIST, AS_OF]),
    ("list_input_by_paragraph", &[READ, PRESENT]),
    ("list_input_by_region", &[READ, PRESENT]),
    ("list_positions", &[READ, PRESENT]),
    ("get_livez", &[]),
    ("get_readyz", &[&["not_ready"]]),
    ("list_problem_kinds", &[]),
    ("get_problem_kind", &[&["not_found"]]),
];

/// The codes of an operation; `None` if it has no row.
pub(super) fn of_operation(id: &str) -> Option<Vec<&'static str>> {
    let (_, groups) = OPERATIONS.iter().find(|(known, _)| *known == id)?;
    Some(groups.iter().flat_map(|group| group.iter().copied()).collect())
}

