//! The only table from problem code to HTTP status.

use actix_web::http::StatusCode;

/// One kind of problem: what a client may rely on.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemKind {
    /// Stable name in `snake_case`; the last part of the `type` URL.
    pub code: &'static str,
    /// The status that it is answered with.
    pub status: StatusCode,
    /// Short summary, the same for every occurrence.
    pub title: &'static str,
    /// What it means and what to do, for the page at `/problems/{code}`.
    pub explanation: &'static str,
}

const fn kind(code: &'static str, status: StatusCode, title: &'static str, explanation: &'static str) -> ProblemKind {
    ProblemKind {
        code,
        status,
        title,
        explanation,
    }
}

/// Also what stands in for a code that the table does not have.
const INTERNAL_ERROR: ProblemKind = kind(
    "internal_error",
    StatusCode::INTERNAL_SERVER_ERROR,
    "Internal error",
    "The program failed; its log has the cause under the trace id. Repeat the request with the same \
     Idempotency-Key: if it was recorded after all, you get that answer.",
);

/// Every problem that the program answers. The first kind of a status is its general one: it stands in where the
/// HTTP library answers by itself.
pub const PROBLEMS: &[ProblemKind] = &[
    // 400: the request cannot be read.
    kind(
        "bad_request",
        StatusCode::BAD_REQUEST,
        "Bad request",
        "The request cannot be read as HTTP for this interface. The detail says what is wrong.",
    ),
    kind(
        "malformed_json",
        StatusCode::BAD_REQUEST,
        "The body is not acceptable JSON",
        "The body is not JSON in UTF-8, names a key twice in one object, or is nested too deeply. \
         The detail gives line and column.",
    ),
    kind(
        "incomplete_body",
        StatusCode::BAD_REQUEST,
        "The body ended early",
        "The connection or the encoding of the body broke before its announced end. Send the request again.",
    ),
    kind(
        "unreadable_sheet",
        StatusCode::BAD_REQUEST,
        "The sheet cannot be read",
        "Nothing of the file can be taken: it is damaged, has macros or a password, holds more than a sheet may, or no \
         row of it names the columns. The detail says which. Nothing was written.",
    ),
    kind(
        "invalid_path",
        StatusCode::BAD_REQUEST,
        "A part of the path is not well formed",
        "Ids are UUIDs in their usual form (8-4-4-4-12 hexadecimal digits), numbers are decimal, \
         states are ISO 3166-1 alpha-3.",
    ),
    kind(
        "unknown_query_parameter",
        StatusCode::BAD_REQUEST,
        "Unknown query parameter",
        "The operation has no such query parameter. Nothing is ignored silently, so that a misspelt filter \
         cannot return too much.",
    ),
    kind(
        "invalid_query_parameter",
        StatusCode::BAD_REQUEST,
        "Invalid query parameter",
        "A query parameter has a value outside what the operation documents, or is given twice.",
    ),
    kind(
        "invalid_cursor",
        StatusCode::BAD_REQUEST,
        "Invalid cursor",
        "The cursor was altered, or belongs to another operation, filter or order. Start again without a cursor.",
    ),
    kind(
        "invalid_idempotency_key",
        StatusCode::BAD_REQUEST,
        "Invalid Idempotency-Key",
        "Idempotency-Key is one value of 1 to 255 visible ASCII characters, bare or as a quoted string.",
    ),
    kind(
        "invalid_precondition",
        StatusCode::BAD_REQUEST,
        "Invalid If-Match or If-None-Match",
        "If-Match is * or a list of quoted entity tags; on writes If-None-Match is * only, and not beside If-Match.",
    ),
    // 401: who are you.
    kind(
        "unauthenticated",
        StatusCode::UNAUTHORIZED,
        "A bearer token is needed",
        "The operation needs a token: Authorization: Bearer <JWT>.",
    ),
    kind(
        "invalid_token",
        StatusCode::UNAUTHORIZED,
        "The bearer token is not valid",
        "The token is malformed, expired, from an unknown issuer, not signed by a known key, or claims a role or \
         state that its issuer may not speak for. Ask for a new one. Also answered where no token is needed.",
    ),
    // 403: you may know it but not do it.
    kind(
        "forbidden",
        StatusCode::FORBIDDEN,
        "Not allowed",
        "The token is valid, but its role or state may not do this.",
    ),
    kind(
        "insufficient_scope",
        StatusCode::FORBIDDEN,
        "The token's scope is too narrow",
        "The role could do this, but the token was issued without the scope that WWW-Authenticate names.",
    ),
    // 404, 405, 406, 408.
    kind(
        "not_found",
        StatusCode::NOT_FOUND,
        "Not found",
        "There is no such thing, or it is not yours to know of.",
    ),
    kind(
        "method_not_allowed",
        StatusCode::METHOD_NOT_ALLOWED,
        "Method not allowed",
        "The path exists, but not with this method. Allow lists the methods that it has.",
    ),
    kind(
        "not_acceptable",
        StatusCode::NOT_ACCEPTABLE,
        "No such representation",
        "The resource has no representation that Accept or ?format= allows.",
    ),
    kind(
        "request_timeout",
        StatusCode::REQUEST_TIMEOUT,
        "The body arrived too slowly",
        "The whole body must arrive within the server's deadline. Nothing was written; send the request again.",
    ),
    // 409: the rule conflicts with the present state.
    kind(
        "conflict",
        StatusCode::CONFLICT,
        "Conflict with the present state",
        "Something changed at the same moment and kept changing. Read again, then repeat the request.",
    ),
    kind(
        "nothing_published",
        StatusCode::CONFLICT,
        "Nothing has been published yet",
        "No disposition of this state's comments has been published that you may read, so there is no letter and nothing to \
         answer (R20, R21). The members publish them together; ask again then.",
    ),
    // 412, 428: conditional requests.
    kind(
        "precondition_failed",
        StatusCode::PRECONDITION_FAILED,
        "The version is not the present one",
        "If-Match names another version than the present one, or If-None-Match: * met an existing resource. \
         Read the resource again and decide on what is there now.",
    ),
    kind(
        "precondition_required",
        StatusCode::PRECONDITION_REQUIRED,
        "If-Match is needed",
        "This operation replaces or withdraws something: say in If-Match which version you have seen.",
    ),
    // 413, 414, 415, 431.
    kind(
        "body_too_large",
        StatusCode::PAYLOAD_TOO_LARGE,
        "The body is too large",
        "The body is larger than the server's limit. Nothing was written.",
    ),
    kind(
        "uri_too_long",
        StatusCode::URI_TOO_LONG,
        "The address is too long",
        "Path and query together are longer than the server reads.",
    ),
    kind(
        "unsupported_media_type",
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "Unsupported media type",
        "Bodies are application/json in UTF-8, without Content-Encoding, unless the operation says otherwise.",
    ),
    // 422: a field breaks its rule.
    kind(
        "invalid_body",
        StatusCode::UNPROCESSABLE_ENTITY,
        "A field breaks its rule",
        "The body is JSON but not what the operation takes: a field is missing, unknown, of another type, or its \
         value breaks a rule. errors names each by JSON Pointer.",
    ),
    kind(
        "idempotency_key_reused",
        StatusCode::UNPROCESSABLE_ENTITY,
        "The Idempotency-Key was used for another request",
        "The key belongs to a request with another method, path, If-Match or body. Use a new key for a new act.",
    ),
    kind(
        "as_of_with_at_least",
        StatusCode::UNPROCESSABLE_ENTITY,
        "as_of and at_least exclude each other",
        "as_of asks for the past, at_least waits for the present. Use one of them.",
    ),
    kind(
        "as_of_in_the_future",
        StatusCode::UNPROCESSABLE_ENTITY,
        "as_of is in the future",
        "The log has not reached that position or instant.",
    ),
    // 429, 5xx: not your fault, or not now.
    kind(
        "too_many_requests",
        StatusCode::TOO_MANY_REQUESTS,
        "Too many requests",
        "Wait as long as Retry-After says.",
    ),
    INTERNAL_ERROR,
    kind(
        "unavailable",
        StatusCode::SERVICE_UNAVAILABLE,
        "Temporarily unavailable",
        "The log or a view cannot answer now, for example because the disk is full. Retry after the time given.",
    ),
    kind(
        "not_ready",
        StatusCode::SERVICE_UNAVAILABLE,
        "Not ready",
        "The process cannot do its work now: the log or a view of it does not answer as it should. The detail says \
         which. Send requests to another node, or retry after the time given.",
    ),
    kind(
        "overloaded",
        StatusCode::SERVICE_UNAVAILABLE,
        "Overloaded",
        "More appends are waiting than the queue holds. Nothing was written; retry after the time given.",
    ),
    kind(
        "view_behind",
        StatusCode::SERVICE_UNAVAILABLE,
        "The view has not reached that position yet",
        "at_least waited for its bound and the view is still behind. Retry after the time given.",
    ),
    // Refusals by a rule.
    kind(
        "not_a_member",
        StatusCode::FORBIDDEN,
        "Not a member",
        "Only the mission of a state that is a member now does this (R3).",
    ),
    kind(
        "not_lead_member_or_chair",
        StatusCode::FORBIDDEN,
        "Neither lead member nor chair",
        "Only the proposal's lead member or the member in the chair does this (R3). Who is in the chair follows from \
         the register.",
    ),
    kind(
        "not_lead_member",
        StatusCode::FORBIDDEN,
        "Not the lead member",
        "Only the proposal's lead member does this (R3).",
    ),
    kind(
        "members_give_no_input",
        StatusCode::FORBIDDEN,
        "Members give no partner input",
        "The state is a member of the group; members state their views on dispositions instead (R9).",
    ),
    kind(
        "not_an_invited_state",
        StatusCode::FORBIDDEN,
        "Not an invited state",
        "The state is not invited to the proposal's current consultation (R9).",
    ),
    kind(
        "not_the_submitting_state",
        StatusCode::FORBIDDEN,
        "Not the submitting state",
        "A submission is changed by its own state only (R8).",
    ),
    kind(
        "may_not_enter",
        StatusCode::FORBIDDEN,
        "May not enter input",
        "Input that came by other channels is entered by an operator or the mission in the chair (R16); \
         while a consultation is sealed and open, by an operator only.",
    ),
    kind(
        "proposal_withdrawn",
        StatusCode::CONFLICT,
        "The proposal was withdrawn",
        "A proposal that was withdrawn takes no more changes and no more input.",
    ),
    kind(
        "consultation_already_open",
        StatusCode::CONFLICT,
        "A consultation is open",
        "A proposal has one consultation at a time (R5). Extend it, or open the next one after it has closed.",
    ),
    kind(
        "no_consultation",
        StatusCode::CONFLICT,
        "No consultation was opened",
        "The proposal was never opened for input.",
    ),
    kind(
        "consultation_closed",
        StatusCode::CONFLICT,
        "The consultation has closed",
        "A consultation that has closed is not extended, reopened or closed again (R6). Open a new one.",
    ),
    kind(
        "already_lodged",
        StatusCode::CONFLICT,
        "The state has lodged already",
        "There is one submission per state and consultation (R8): revise it with PUT.",
    ),
    kind(
        "lodged_by_the_state",
        StatusCode::CONFLICT,
        "The state lodged itself",
        "What a state lodged or revised itself is not changed by an entry (R16).",
    ),
    kind(
        "already_withdrawn",
        StatusCode::CONFLICT,
        "The submission was withdrawn",
        "The submission was withdrawn. The state may lodge again: it becomes the next version.",
    ),
    kind(
        "nothing_to_confirm",
        StatusCode::CONFLICT,
        "Nothing awaits confirmation",
        "The submission was lodged by the state itself, or is confirmed already (R16).",
    ),
    kind(
        "comment_withdrawn",
        StatusCode::CONFLICT,
        "A comment was withdrawn",
        "A comment that the act names was withdrawn by its state meanwhile (R17). Only those who could read it are told.",
    ),
    kind(
        "duplicate_chain",
        StatusCode::CONFLICT,
        "A repeated comment repeats another",
        "A comment that is answered with another one cannot itself stand for others (R17).",
    ),
    kind(
        "nothing_proposed",
        StatusCode::CONFLICT,
        "No disposition is proposed",
        "A member's view is about a disposition that is proposed (R18). Propose one first.",
    ),
    kind(
        "not_publishable",
        StatusCode::CONFLICT,
        "Some dispositions cannot be published",
        "Published are dispositions that the members share; from the cut-off on, also what they differ on, as no common view (R19, R20). Leave out comments to publish all that can be.",
    ),
    kind(
        "nothing_to_publish",
        StatusCode::CONFLICT,
        "There is nothing to publish",
        "No disposition is shared by the members and not yet published as it stands (R20).",
    ),
    kind(
        "package_already_open",
        StatusCode::CONFLICT,
        "A package is under silence",
        "One package of dispositions is under silence at a time (R19). Wait for its end, or take it back.",
    ),
    kind(
        "not_for_silence",
        StatusCode::CONFLICT,
        "Some comments cannot go under silence",
        "Under silence go dispositions that are proposed, not published as they stand, and not differed on (R19).",
    ),
    kind(
        "nothing_for_silence",
        StatusCode::CONFLICT,
        "There is nothing to put under silence",
        "No comment has a proposed disposition that is neither published nor differed on (R19).",
    ),
    kind(
        "no_package",
        StatusCode::CONFLICT,
        "No package is under silence",
        "The act needs a package of dispositions under silence; none is (R19).",
    ),
    kind(
        "not_in_package",
        StatusCode::CONFLICT,
        "Not in the package",
        "Silence is broken on comments of the package only (R19). On others, record the view instead.",
    ),
    kind(
        "under_silence",
        StatusCode::CONFLICT,
        "The text is under silence",
        "A text under silence takes neither input nor changes (R12, R23). Take silence back first, or wait for its end.",
    ),
    kind(
        "already_adopted",
        StatusCode::CONFLICT,
        "The text was adopted",
        "An adopted text takes neither input nor changes (R12). Explanations and associations are still taken (R24).",
    ),
    kind(
        "not_under_silence",
        StatusCode::CONFLICT,
        "The text is not under silence",
        "The act needs a text under silence; none is, or silence was broken or taken back (R23).",
    ),
    kind(
        "silence_over",
        StatusCode::CONFLICT,
        "The silence has ended",
        "Silence prevailed at its instant (R23): from then on it is neither broken, extended nor taken back.",
    ),
    kind(
        "gate_not_met",
        StatusCode::CONFLICT,
        "Comments are still open",
        "Before a text goes under silence every comment that stood at close has a published disposition or a reason to be \
         left open (R23). open_comments names what is open.",
    ),
    kind(
        "not_adopted",
        StatusCode::CONFLICT,
        "The text is not adopted",
        "The outcome note and associations come with the adoption (R24).",
    ),
    kind(
        "key_event_began",
        StatusCode::CONFLICT,
        "The key event has begun",
        "Partners associate themselves with a text until its key event begins (R24).",
    ),
    kind(
        "own_submission",
        StatusCode::CONFLICT,
        "The submission is the state's own",
        "A state stands behind what it said itself; it aligns with, or dissociates from, what others said (R13). \
         Revise your own submission to change it.",
    ),
    kind(
        "nothing_to_leave",
        StatusCode::CONFLICT,
        "Nothing to dissociate from",
        "A state dissociates itself from what it aligned itself with, from what is said on behalf of a group that it \
         belongs to, or from a joint submission that names it (R13). Nothing that was named is any of these.",
    ),
];

impl ProblemKind {
    /// The kind with this code, if the table has it.
    #[must_use]
    pub fn find(code: &str) -> Option<&'static Self> {
        PROBLEMS.iter().find(|kind| kind.code == code)
    }

    /// The general kind of a status that the HTTP library answered by itself.
    #[must_use]
    pub fn general(status: StatusCode) -> &'static Self {
        let fallback = if status.is_client_error() {
            "bad_request"
        } else {
            "internal_error"
        };
        PROBLEMS
            .iter()
            .find(|kind| kind.status == status)
            .unwrap_or_else(|| Self::known(fallback))
    }

    /// The kind with this code; `internal_error` if the table does not have it.
    pub(super) fn known(code: &str) -> &'static Self {
        Self::find(code).unwrap_or_else(|| {
            tracing::error!(problem.code = code, "a problem code is missing in the table");
            &INTERNAL_ERROR
        })
    }

    /// The `type` of a problem: where the program explains it.
    #[must_use]
    pub fn type_url(&self) -> String {
        format!("/problems/{}", self.code)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn codes_are_unique_snake_case_and_explained() {
        let codes: BTreeSet<_> = PROBLEMS.iter().map(|kind| kind.code).collect();
        assert_eq!(codes.len(), PROBLEMS.len());
        for kind in PROBLEMS {
            assert!(
                kind.code.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                "{}",
                kind.code
            );
            assert!(
                kind.status.is_client_error() || kind.status.is_server_error(),
                "{}",
                kind.code
            );
            assert!(
                !kind.title.ends_with('.') && kind.explanation.ends_with('.'),
                "{}",
                kind.code
            );
        }
    }

    #[test]
    fn a_status_without_kind_becomes_the_general_one() {
        assert_eq!(ProblemKind::general(StatusCode::NOT_FOUND).code, "not_found");
        assert_eq!(
            ProblemKind::general(StatusCode::SERVICE_UNAVAILABLE).code,
            "unavailable"
        );
        assert_eq!(ProblemKind::general(StatusCode::IM_A_TEAPOT).code, "bad_request");
        assert_eq!(ProblemKind::general(StatusCode::BAD_GATEWAY).code, "internal_error");
    }

    #[test]
    fn every_code_written_in_the_source_is_in_the_table() {
        let mut found = 0;
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    for after in text.split(concat!("Problem", "::of(\"")).skip(1) {
                        let code = after.split('"').next().unwrap();
                        assert!(ProblemKind::find(code).is_some(), "{code} in {}", path.display());
                        found += 1;
                    }
                }
            }
        }
        assert!(found > 20);
    }
}
