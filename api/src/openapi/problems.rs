//! Which problems each operation answers. A test fails for an operation without a row.

/// What every read may answer.
const READ: &[&str] = &[
    "invalid_token",
    "insufficient_scope",
    "invalid_path",
    "unknown_query_parameter",
    "invalid_query_parameter",
    "not_found",
    "view_behind",
    "unavailable",
];

/// What every list may answer beside.
const LIST: &[&str] = &["invalid_cursor"];

/// What every read that takes `as_of` may answer beside.
const AS_OF: &[&str] = &["as_of_with_at_least", "as_of_in_the_future"];

/// What every write may answer.
const WRITE: &[&str] = &[
    "bad_request",
    "malformed_json",
    "incomplete_body",
    "invalid_path",
    "invalid_idempotency_key",
    "invalid_precondition",
    "unauthenticated",
    "invalid_token",
    "forbidden",
    "insufficient_scope",
    "request_timeout",
    "body_too_large",
    "unsupported_media_type",
    "invalid_body",
    "idempotency_key_reused",
    "precondition_failed",
    "conflict",
    "unavailable",
    "overloaded",
];

/// What every operation that says something for a state may answer beside.
const LODGED: &[&str] = &[
    "members_give_no_input",
    "proposal_withdrawn",
    "under_silence",
    "already_adopted",
];

/// What every operation that changes a submission may answer beside.
const CHANGED: &[&str] = &[
    "not_found",
    "unknown_query_parameter",
    "not_the_submitting_state",
    "already_withdrawn",
];

/// What joining or leaving what another state said may answer beside.
const ALIGNED: &[&str] = &[
    "not_found",
    "unknown_query_parameter",
    "members_give_no_input",
    "not_an_invited_state",
    "proposal_withdrawn",
    "already_withdrawn",
    "own_submission",
];

/// What writes may answer to a query.
const QUERY: &[&str] = &["unknown_query_parameter", "invalid_query_parameter"];

/// What the acts of lead member or chair may answer beside.
const STEER: &[&str] = &[
    "not_found",
    "not_a_member",
    "not_lead_member_or_chair",
    "proposal_withdrawn",
];

/// What changes nothing while a text is under silence or once it is adopted.
const SETTLED: &[&str] = &["under_silence", "already_adopted"];

/// What every act on a silence may answer beside.
const SILENCE: &[&str] = &["not_under_silence", "silence_over", "already_adopted"];

/// What every act of a member on comments may answer beside.
const REVIEW: &[&str] = &["not_found", "not_a_member", "proposal_withdrawn", "comment_withdrawn"];

/// What every act on a package may answer beside.
const PACKAGE: &[&str] = &["no_package", "silence_over"];

/// What reads for members only may answer beside.
const MEMBERS: &[&str] = &["unauthenticated", "forbidden", "not_a_member"];

/// Operation, groups of codes.
const OPERATIONS: &[(&str, &[&[&str]])] = &[
    ("get_register", &[READ, AS_OF]),
    ("apply_register", &[WRITE, QUERY]),
    ("table_proposal", &[WRITE, QUERY, &["not_a_member"]]),
    ("list_proposals", &[READ, LIST]),
    ("get_proposal", &[READ, AS_OF]),
    ("circulate_revision", &[WRITE, QUERY, STEER, SETTLED]),
    ("get_revision", &[READ, AS_OF]),
    ("compare_revisions", &[READ, AS_OF]),
    (
        "withdraw_proposal",
        &[
            WRITE,
            QUERY,
            &[
                "not_found",
                "not_a_member",
                "not_lead_member",
                "proposal_withdrawn",
                "already_adopted",
                "silence_over",
            ],
        ],
    ),
    (
        "open_consultation",
        &[WRITE, QUERY, STEER, SETTLED, &["consultation_already_open"]],
    ),
    (
        "extend_consultation",
        &[
            WRITE,
            QUERY,
            STEER,
            SETTLED,
            &["no_consultation", "consultation_closed"],
        ],
    ),
    (
        "close_consultation",
        &[
            WRITE,
            QUERY,
            STEER,
            SETTLED,
            &["no_consultation", "consultation_closed"],
        ],
    ),
    ("list_consultations", &[READ, LIST, AS_OF]),
    (
        "open_silence",
        &[
            WRITE,
            QUERY,
            STEER,
            SETTLED,
            &["consultation_already_open", "gate_not_met"],
        ],
    ),
    ("extend_silence", &[WRITE, QUERY, STEER, SILENCE]),
    ("take_back_silence", &[WRITE, QUERY, STEER, SILENCE]),
    (
        "break_silence",
        &[
            WRITE,
            QUERY,
            SILENCE,
            &["not_found", "not_a_member", "proposal_withdrawn"],
        ],
    ),
    (
        "explain_position",
        &[
            WRITE,
            QUERY,
            &["not_found", "not_a_member", "proposal_withdrawn", "not_under_silence"],
        ],
    ),
    (
        "associate_with_text",
        &[
            WRITE,
            QUERY,
            &[
                "not_found",
                "members_give_no_input",
                "not_an_invited_state",
                "proposal_withdrawn",
                "not_adopted",
                "key_event_began",
            ],
        ],
    ),
    ("get_silence_record", &[READ, AS_OF]),
    ("get_outcome_note", &[READ, AS_OF, &["not_adopted"]]),
    ("get_comment", &[READ, AS_OF]),
    (
        "propose_disposition",
        &[
            WRITE,
            QUERY,
            REVIEW,
            SETTLED,
            &["precondition_required", "duplicate_chain"],
        ],
    ),
    (
        "bulk_propose_dispositions",
        &[WRITE, QUERY, REVIEW, SETTLED, &["duplicate_chain"]],
    ),
    (
        "record_member_view",
        &[WRITE, QUERY, REVIEW, &["nothing_proposed", "silence_over"]],
    ),
    (
        "bulk_record_member_views",
        &[WRITE, QUERY, REVIEW, &["nothing_proposed", "silence_over"]],
    ),
    ("assign_comment", &[WRITE, QUERY, REVIEW]),
    ("set_topics", &[WRITE, QUERY, REVIEW]),
    ("confirm_placement", &[WRITE, QUERY, REVIEW, SETTLED]),
    ("list_placements", &[READ, LIST, AS_OF]),
    ("get_rolling_text", &[READ, AS_OF]),
    ("get_brief", &[READ, AS_OF, MEMBERS]),
    ("list_outcomes", &[READ, LIST, MEMBERS]),
    ("get_participation", &[READ, AS_OF, MEMBERS]),
    ("get_worklist", &[READ, LIST, MEMBERS]),
    ("get_convergence", &[READ, MEMBERS]),
    ("get_calendar", &[READ, MEMBERS]),
    (
        "defer_comments",
        &[WRITE, QUERY, STEER, SETTLED, &["comment_withdrawn"]],
    ),
    ("set_cut_off", &[WRITE, QUERY, STEER, SETTLED]),
    (
        "publish_dispositions",
        &[
            WRITE,
            QUERY,
            STEER,
            &["comment_withdrawn", "not_publishable", "nothing_to_publish"],
        ],
    ),
    (
        "answer_disposition",
        &[
            WRITE,
            QUERY,
            &[
                "not_found",
                "not_the_submitting_state",
                "proposal_withdrawn",
                "comment_withdrawn",
                "nothing_published",
            ],
        ],
    ),
    (
        "open_package",
        &[
            WRITE,
            QUERY,
            STEER,
            SETTLED,
            &[
                "comment_withdrawn",
                "package_already_open",
                "not_for_silence",
                "nothing_for_silence",
            ],
        ],
    ),
    ("extend_package", &[WRITE, QUERY, STEER, PACKAGE]),
    ("take_back_package", &[WRITE, QUERY, STEER, PACKAGE]),
    ("break_package", &[WRITE, QUERY, REVIEW, PACKAGE, &["not_in_package"]]),
    ("get_package", &[READ, AS_OF, MEMBERS]),
    ("list_near_duplicates", &[READ, AS_OF, MEMBERS]),
    ("get_input_summary", &[READ, AS_OF]),
    ("list_input_comments", &[READ, LIST, AS_OF]),
    ("list_input_by_paragraph", &[READ, AS_OF]),
    ("list_input_by_region", &[READ, AS_OF]),
    ("list_positions", &[READ, AS_OF]),
    ("get_matrix", &[READ, LIST, AS_OF, &["unauthenticated", "not_a_member"]]),
    ("export_input", &[READ, AS_OF]),
    (
        "get_response_letter",
        &[READ, AS_OF, &["unauthenticated", "forbidden", "nothing_published"]],
    ),
    (
        "import_sheet",
        &[
            WRITE,
            LODGED,
            QUERY,
            &[
                "not_found",
                "not_a_member",
                "not_an_invited_state",
                "no_consultation",
                "unreadable_sheet",
            ],
        ],
    ),
    ("get_livez", &[]),
    ("get_readyz", &[&["not_ready"]]),
    ("list_problem_kinds", &[]),
    ("get_problem_kind", &[&["not_found"]]),
    (
        "lodge_submission",
        &[
            WRITE,
            LODGED,
            &[
                "not_found",
                "unknown_query_parameter",
                "invalid_query_parameter",
                "not_an_invited_state",
                "already_lodged",
            ],
        ],
    ),
    (
        "enter_submission",
        &[
            WRITE,
            LODGED,
            &[
                "not_found",
                "unknown_query_parameter",
                "not_an_invited_state",
                "may_not_enter",
                "lodged_by_the_state",
                "already_withdrawn",
            ],
        ],
    ),
    ("list_submissions", &[READ, LIST, AS_OF]),
    ("get_submission", &[READ, AS_OF]),
    (
        "revise_submission",
        &[WRITE, LODGED, CHANGED, &["precondition_required"]],
    ),
    (
        "confirm_submission",
        &[WRITE, CHANGED, SETTLED, &["proposal_withdrawn", "nothing_to_confirm"]],
    ),
    (
        "withdraw_submission",
        &[
            WRITE,
            CHANGED,
            SETTLED,
            &["proposal_withdrawn", "precondition_required"],
        ],
    ),
    ("align_with", &[WRITE, ALIGNED, SETTLED]),
    ("dissociate_from", &[WRITE, ALIGNED, SETTLED, &["nothing_to_leave"]]),
];

/// The codes of an operation; `None` if it has no row.
pub(super) fn of_operation(id: &str) -> Option<Vec<&'static str>> {
    let (_, groups) = OPERATIONS.iter().find(|(known, _)| *known == id)?;
    Some(groups.iter().flat_map(|group| group.iter().copied()).collect())
}
