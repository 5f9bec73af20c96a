//! Who may call what: every operation of the OpenAPI document with no token, each wrong role, an expired token, and
//! objects that are not the caller's. An operation without a row in [`TABLE`] fails the test.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets something unexpected fails"
)]

use std::collections::BTreeSet;

use acceptance::{Actor, Reply, TestApp};
use jiff::SignedDuration;
use regional_input::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

/// Who may call an operation.
enum Who {
    /// Anybody; tokens are not looked at.
    Open,
    /// Anybody; a token that is sent must be valid.
    Anyone,
    /// These roles.
    Roles(&'static [Role]),
}

/// What an operation is called on.
#[derive(Clone, Copy, Debug)]
enum Target {
    /// No object in its path.
    Nothing,
    /// A draft: for members only.
    Draft,
    /// A proposal with an open consultation that invites FJI and WSM.
    Opened,
    /// A proposal that does not exist.
    NoProposal,
    /// FJI's submission, which anybody may see.
    Fiji,
    /// WSM's submission, which nobody else may know of.
    Samoa,
    /// A submission that does not exist.
    NoSubmission,
    /// FJI's comment, which anybody may see.
    FijiComment,
    /// WSM's comment, which nobody else may know of before the close.
    SamoaComment,
    /// A comment that does not exist.
    NoComment,
}

use Target::{Draft, Fiji, FijiComment, NoComment, NoProposal, NoSubmission, Nothing, Opened, Samoa, SamoaComment};

/// A caller with the right role, an object that is not its own, and the answer.
type Foreign = (Role, &'static str, Target, u16, &'static str);

const FOCAL: &[Role] = &[Role::FocalPoint];
const MEMBER: &[Role] = &[Role::MemberMission];

/// Who reads for a member.
const MEMBER_READS: &[Role] = &[Role::MemberMission, Role::System];

/// Who reads for a state.
const DELEGATIONS: &[Role] = &[
    Role::FocalPoint,
    Role::Deputy,
    Role::Reviewer,
    Role::MemberMission,
    Role::System,
];

/// What members read across proposals.
const READS_AS_MEMBER: &[Foreign] = &[
    (Role::MemberMission, "FJI", Nothing, 403, "not_a_member"),
    (Role::System, "FJI", Nothing, 403, "not_a_member"),
];

/// What members read of a proposal.
const READS_PROPOSAL_AS_MEMBER: &[Foreign] = &[
    NO_MEMBER,
    (Role::System, "FJI", Opened, 403, "not_a_member"),
    (Role::MemberMission, "KOR", NoProposal, 404, "not_found"),
];

/// The mission of a state that is no member.
const NO_MEMBER: Foreign = (Role::MemberMission, "FJI", Opened, 403, "not_a_member");

/// Reads of a proposal: a draft is not there for others than members.
const READS_PROPOSAL: &[Foreign] = &[
    (Role::FocalPoint, "FJI", Draft, 404, "not_found"),
    (Role::Deputy, "FJI", Draft, 404, "not_found"),
    (Role::Reviewer, "FJI", Draft, 404, "not_found"),
    (Role::System, "FJI", Draft, 404, "not_found"),
    (Role::Operator, "", Draft, 404, "not_found"),
    (Role::MemberMission, "MEX", NoProposal, 404, "not_found"),
];

/// What lead member or chair do; at the tests' beginning TUR is neither.
const STEERS: &[Foreign] = &[
    NO_MEMBER,
    (Role::MemberMission, "TUR", Opened, 403, "not_lead_member_or_chair"),
    (Role::MemberMission, "KOR", NoProposal, 404, "not_found"),
];

/// What any member does.
const MEMBERS: &[Foreign] = &[NO_MEMBER, (Role::MemberMission, "KOR", NoProposal, 404, "not_found")];

/// What the submitting state does.
const OWN_SUBMISSION: &[Foreign] = &[
    (Role::FocalPoint, "WSM", Fiji, 403, "not_the_submitting_state"),
    (Role::FocalPoint, "TON", Fiji, 403, "not_the_submitting_state"),
    (Role::FocalPoint, "FJI", Samoa, 404, "not_found"),
    (Role::FocalPoint, "FJI", NoSubmission, 404, "not_found"),
];

/// What any member does with a comment.
const REVIEWS_COMMENT: &[Foreign] = &[
    (Role::MemberMission, "FJI", FijiComment, 403, "not_a_member"),
    (Role::MemberMission, "KOR", SamoaComment, 404, "not_found"),
    (Role::MemberMission, "KOR", NoComment, 404, "not_found"),
];

/// What any member does with the comments of a proposal.
const REVIEWS: &[Foreign] = &[NO_MEMBER, (Role::MemberMission, "KOR", NoProposal, 404, "not_found")];

/// What states do that join or leave another's submission.
const OTHERS_SUBMISSION: &[Foreign] = &[
    (Role::FocalPoint, "TON", Fiji, 403, "not_an_invited_state"),
    (Role::FocalPoint, "KOR", Fiji, 403, "members_give_no_input"),
    (Role::FocalPoint, "FJI", Samoa, 404, "not_found"),
    (Role::FocalPoint, "FJI", NoSubmission, 404, "not_found"),
];

const TABLE: &[(&str, Who, &[Foreign])] = &[
    ("get_livez", Who::Open, &[]),
    ("get_readyz", Who::Open, &[]),
    ("list_problem_kinds", Who::Open, &[]),
    ("get_problem_kind", Who::Open, &[]),
    ("get_register", Who::Anyone, &[]),
    ("apply_register", Who::Roles(&[Role::Operator]), &[]),
    ("list_proposals", Who::Anyone, &[]),
    (
        "table_proposal",
        Who::Roles(MEMBER),
        &[(Role::MemberMission, "FJI", Nothing, 403, "not_a_member")],
    ),
    ("get_proposal", Who::Anyone, READS_PROPOSAL),
    ("circulate_revision", Who::Roles(MEMBER), STEERS),
    ("get_revision", Who::Anyone, READS_PROPOSAL),
    ("compare_revisions", Who::Anyone, READS_PROPOSAL),
    ("open_consultation", Who::Roles(MEMBER), STEERS),
    ("extend_consultation", Who::Roles(MEMBER), STEERS),
    ("close_consultation", Who::Roles(MEMBER), STEERS),
    ("list_consultations", Who::Anyone, READS_PROPOSAL),
    ("open_silence", Who::Roles(MEMBER), STEERS),
    ("extend_silence", Who::Roles(MEMBER), STEERS),
    ("take_back_silence", Who::Roles(MEMBER), STEERS),
    ("break_silence", Who::Roles(MEMBER), MEMBERS),
    ("explain_position", Who::Roles(MEMBER), MEMBERS),
    (
        "associate_with_text",
        Who::Roles(FOCAL),
        &[
            (Role::FocalPoint, "FJI", Draft, 404, "not_found"),
            (Role::FocalPoint, "FJI", NoProposal, 404, "not_found"),
            (Role::FocalPoint, "TON", Opened, 403, "not_an_invited_state"),
            (Role::FocalPoint, "KOR", Opened, 403, "members_give_no_input"),
        ],
    ),
    ("get_silence_record", Who::Anyone, READS_PROPOSAL),
    ("get_outcome_note", Who::Anyone, READS_PROPOSAL),
    ("get_matrix", Who::Anyone, READS_PROPOSAL),
    (
        "withdraw_proposal",
        Who::Roles(MEMBER),
        &[
            NO_MEMBER,
            (Role::MemberMission, "TUR", Opened, 403, "not_lead_member"),
            (Role::MemberMission, "KOR", NoProposal, 404, "not_found"),
        ],
    ),
    (
        "lodge_submission",
        Who::Roles(FOCAL),
        &[
            (Role::FocalPoint, "FJI", Draft, 404, "not_found"),
            (Role::FocalPoint, "FJI", NoProposal, 404, "not_found"),
            (Role::FocalPoint, "TON", Opened, 403, "not_an_invited_state"),
            (Role::FocalPoint, "KOR", Opened, 403, "members_give_no_input"),
        ],
    ),
    (
        "enter_submission",
        Who::Roles(&[Role::Operator, Role::MemberMission]),
        &[
            (Role::Operator, "", Draft, 404, "not_found"),
            (Role::Operator, "", NoProposal, 404, "not_found"),
            (Role::MemberMission, "TUR", Opened, 403, "may_not_enter"),
        ],
    ),
    ("list_submissions", Who::Anyone, READS_PROPOSAL),
    (
        "get_submission",
        Who::Anyone,
        &[
            (Role::FocalPoint, "FJI", Samoa, 404, "not_found"),
            (Role::MemberMission, "KOR", Samoa, 404, "not_found"),
            (Role::Operator, "", Samoa, 404, "not_found"),
            (Role::FocalPoint, "FJI", NoSubmission, 404, "not_found"),
        ],
    ),
    ("revise_submission", Who::Roles(FOCAL), OWN_SUBMISSION),
    ("withdraw_submission", Who::Roles(FOCAL), OWN_SUBMISSION),
    ("confirm_submission", Who::Roles(FOCAL), OWN_SUBMISSION),
    (
        "get_comment",
        Who::Anyone,
        &[
            (Role::FocalPoint, "FJI", SamoaComment, 404, "not_found"),
            (Role::MemberMission, "KOR", SamoaComment, 404, "not_found"),
            (Role::Operator, "", SamoaComment, 404, "not_found"),
            (Role::FocalPoint, "FJI", NoComment, 404, "not_found"),
        ],
    ),
    ("propose_disposition", Who::Roles(MEMBER), REVIEWS_COMMENT),
    (
        "record_member_view",
        Who::Roles(MEMBER),
        &[
            (Role::MemberMission, "FJI", FijiComment, 403, "not_a_member"),
            (Role::MemberMission, "TUR", FijiComment, 403, "forbidden"),
            (Role::MemberMission, "KOR", SamoaComment, 404, "not_found"),
            (Role::MemberMission, "KOR", NoComment, 404, "not_found"),
        ],
    ),
    ("assign_comment", Who::Roles(MEMBER), REVIEWS_COMMENT),
    ("set_topics", Who::Roles(MEMBER), REVIEWS_COMMENT),
    (
        "answer_disposition",
        Who::Roles(FOCAL),
        &[
            (Role::FocalPoint, "WSM", FijiComment, 403, "not_the_submitting_state"),
            (Role::FocalPoint, "FJI", SamoaComment, 404, "not_found"),
            (Role::FocalPoint, "FJI", NoComment, 404, "not_found"),
        ],
    ),
    ("confirm_placement", Who::Roles(MEMBER), REVIEWS_COMMENT),
    ("list_placements", Who::Anyone, READS_PROPOSAL),
    ("get_rolling_text", Who::Anyone, READS_PROPOSAL),
    (
        "list_outcomes",
        Who::Roles(DELEGATIONS),
        &[(Role::FocalPoint, "WSM", Nothing, 403, "not_a_member")],
    ),
    ("get_participation", Who::Roles(MEMBER_READS), READS_PROPOSAL_AS_MEMBER),
    ("get_brief", Who::Roles(MEMBER_READS), READS_PROPOSAL_AS_MEMBER),
    ("get_worklist", Who::Roles(MEMBER_READS), READS_AS_MEMBER),
    ("get_convergence", Who::Roles(MEMBER_READS), READS_AS_MEMBER),
    ("get_calendar", Who::Roles(MEMBER_READS), READS_AS_MEMBER),
    ("bulk_propose_dispositions", Who::Roles(MEMBER), REVIEWS),
    ("bulk_record_member_views", Who::Roles(MEMBER), REVIEWS),
    ("break_package", Who::Roles(MEMBER), REVIEWS),
    ("get_package", Who::Roles(MEMBER_READS), READS_PROPOSAL_AS_MEMBER),
    (
        "list_near_duplicates",
        Who::Roles(MEMBER_READS),
        READS_PROPOSAL_AS_MEMBER,
    ),
    ("defer_comments", Who::Roles(MEMBER), STEERS),
    ("set_cut_off", Who::Roles(MEMBER), STEERS),
    ("publish_dispositions", Who::Roles(MEMBER), STEERS),
    ("open_package", Who::Roles(MEMBER), STEERS),
    ("extend_package", Who::Roles(MEMBER), STEERS),
    ("take_back_package", Who::Roles(MEMBER), STEERS),
    ("align_with", Who::Roles(FOCAL), OTHERS_SUBMISSION),
    ("dissociate_from", Who::Roles(FOCAL), OTHERS_SUBMISSION),
    ("get_input_summary", Who::Anyone, READS_PROPOSAL),
    ("list_input_comments", Who::Anyone, READS_PROPOSAL),
    ("list_input_by_paragraph", Who::Anyone, READS_PROPOSAL),
    ("list_input_by_region", Who::Anyone, READS_PROPOSAL),
    ("list_positions", Who::Anyone, READS_PROPOSAL),
    ("export_input", Who::Anyone, READS_PROPOSAL),
    (
        "get_response_letter",
        Who::Roles(&[
            Role::FocalPoint,
            Role::Deputy,
            Role::Reviewer,
            Role::MemberMission,
            Role::System,
        ]),
        &[
            (Role::FocalPoint, "FJI", Draft, 404, "not_found"),
            (Role::FocalPoint, "FJI", NoProposal, 404, "not_found"),
            (Role::FocalPoint, "WSM", Opened, 403, "forbidden"),
        ],
    ),
    (
        "import_sheet",
        Who::Roles(&[Role::FocalPoint, Role::MemberMission, Role::Operator]),
        &[
            (Role::FocalPoint, "FJI", Draft, 404, "not_found"),
            (Role::FocalPoint, "FJI", NoProposal, 404, "not_found"),
            (Role::FocalPoint, "TON", Opened, 403, "not_an_invited_state"),
            (Role::MemberMission, "FJI", Opened, 403, "not_a_member"),
            (Role::MemberMission, "KOR", NoProposal, 404, "not_found"),
            (Role::Operator, "", Draft, 404, "not_found"),
        ],
    ),
];

/// One operation of the document.
struct Operation {
    id: String,
    method: Method,
    path: String,
    public: bool,
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&regional_input::openapi::to_json().unwrap()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document.get("paths").and_then(Value::as_object).unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = Method::from_bytes(method.to_ascii_uppercase().as_bytes()) else {
                continue;
            };
            let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
                continue;
            };
            let security = operation
                .get("security")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            let public = security.is_empty() || security.contains(&json!({}));
            operations.push(Operation {
                id: id.to_owned(),
                method,
                path: path.clone(),
                public,
            });
        }
    }
    operations
}

fn row(operation: &Operation) -> (&'static Who, &'static [Foreign]) {
    let row = TABLE.iter().find(|(id, ..)| *id == operation.id);
    row.map_or_else(
        || panic!("add a row for {} to the table of tests/tests/coverage.rs", operation.id),
        |row| (&row.1, row.2),
    )
}

struct House {
    app: TestApp,
    draft: String,
    opened: String,
    fiji: String,
    samoa: String,
    fiji_comment: String,
    samoa_comment: String,
}

impl House {
    async fn build() -> Self {
        let app = TestApp::start().await;
        let (draft, opened) = (app.tabled().await, app.opened(&["FJI", "WSM"]).await);
        let lodge = async |state: &str, attribution: &str| {
            let said = json!({"position": "supports", "language": "en", "audience": "public", "attribution": attribution,
                    "comments": [{"type": "substantive", "text": "We agree."}]});
            let path = format!("/v1/proposals/{opened}/submissions");
            let lodged = app.focal_point(state).post(&path, said).await.expect(201);
            let comment = lodged
                .json
                .pointer("/comments/0/id")
                .and_then(Value::as_str)
                .unwrap()
                .to_owned();
            (lodged.id(), comment)
        };
        let ((fiji, fiji_comment), (samoa, samoa_comment)) =
            (lodge("FJI", "named").await, lodge("WSM", "to_none").await);
        Self {
            app,
            draft,
            opened,
            fiji,
            samoa,
            fiji_comment,
            samoa_comment,
        }
    }

    fn path(&self, operation: &Operation, target: Target) -> String {
        let id = match target {
            Nothing => "",
            Draft => &self.draft,
            Opened => &self.opened,
            Fiji => &self.fiji,
            Samoa => &self.samoa,
            FijiComment => &self.fiji_comment,
            SamoaComment => &self.samoa_comment,
            NoProposal | NoSubmission | NoComment => "00000000-0000-4000-8000-000000000000",
        };
        let path = operation
            .path
            .replace("{id}", id)
            .replace("{n}", "0")
            .replace(
                "{state}",
                if operation.id == "record_member_view" {
                    "KOR"
                } else {
                    "FJI"
                },
            )
            .replace("{code}", "not_found");
        assert!(
            !path.contains(['{', '}']),
            "say what stands for the parameters of {path}"
        );
        path
    }

    /// The object of this house that everybody may see.
    fn visible_path(&self, operation: &Operation) -> String {
        let target = if operation.path.starts_with("/v1/submissions/") {
            Fiji
        } else if operation.path.starts_with("/v1/comments/") {
            FijiComment
        } else {
            Opened
        };
        self.path(operation, target)
    }

    fn actor(&self, role: Role, state: &str) -> Actor {
        self.app.actor(role, Some(state).filter(|state| !state.is_empty()))
    }
}

async fn call(who: &Actor, operation: &Operation, path: &str) -> Reply {
    let body = (operation.method != Method::GET).then(|| "{}".to_owned());
    who.send(operation.method.clone(), path, body).await
}

fn assert_answer(reply: &Reply, status: u16, code: &str, what: &str) {
    assert_eq!((reply.status, reply.code()), (status, code), "{what}: {}", reply.text);
}

fn state_of(role: Role) -> &'static str {
    match role {
        Role::MemberMission => "KOR",
        Role::Operator => "",
        Role::FocalPoint | Role::Deputy | Role::Reviewer | Role::System => "FJI",
    }
}

#[tokio::test]
async fn without_a_token_only_public_operations_answer() {
    let house = House::build().await;
    for operation in operations() {
        let reply = call(&house.app.anonymous(), &operation, &house.visible_path(&operation)).await;
        match row(&operation).0 {
            // The house has nothing adopted.
            Who::Anyone if operation.id == "get_outcome_note" => {
                assert_answer(&reply, 409, "not_adopted", &operation.id);
            }
            Who::Open | Who::Anyone => assert_eq!(reply.status, 200, "{}: {}", operation.id, reply.text),
            Who::Roles(_) => {
                assert_answer(&reply, 401, "unauthenticated", &operation.id);
                assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"));
            }
        }
    }
}

#[tokio::test]
async fn every_wrong_role_is_refused() {
    let house = House::build().await;
    for operation in operations() {
        for role in Role::ALL {
            let reply = async || {
                let path = house.visible_path(&operation);
                call(&house.actor(role, state_of(role)), &operation, &path).await
            };
            match row(&operation).0 {
                Who::Roles(roles) if !roles.contains(&role) => {
                    assert_answer(&reply().await, 403, "forbidden", &format!("{} as {role}", operation.id));
                }
                Who::Roles(_) => {}
                Who::Anyone if operation.id == "get_outcome_note" => {
                    assert_answer(&reply().await, 409, "not_adopted", &operation.id);
                }
                Who::Open | Who::Anyone => {
                    let reply = reply().await;
                    assert_eq!(reply.status, 200, "{} as {role}: {}", operation.id, reply.text);
                }
            }
        }
    }
}

#[tokio::test]
async fn the_right_role_is_let_in_if_its_scope_is_right() {
    let house = House::build().await;
    for operation in operations() {
        let path = house.visible_path(&operation);
        let (who, _) = row(&operation);
        for role in Role::ALL {
            let allowed = match who {
                Who::Open => continue,
                Who::Anyone => true,
                Who::Roles(roles) => roles.contains(&role),
            };
            if !allowed {
                continue;
            }
            let what = format!("{} as {role}", operation.id);
            let state = Some(state_of(role)).filter(|state| !state.is_empty());
            let narrow = house.app.actor_with_scope(role, state, "none");
            assert_answer(
                &call(&narrow, &operation, &path).await,
                403,
                "insufficient_scope",
                &format!("{what}, with the scope none"),
            );
            let reply = call(&house.actor(role, state_of(role)), &operation, &path).await;
            assert_ne!(reply.status, 401, "{what}: {}", reply.text);
            let refused = ["forbidden", "insufficient_scope"];
            assert!(
                reply.status < 400 || !refused.contains(&reply.code()),
                "{what}: {}",
                reply.text
            );
        }
    }
}

#[tokio::test]
async fn an_expired_token_is_refused_everywhere() {
    let house = House::build().await;
    let tokens = Role::ALL.map(|role| {
        let state = Some(state_of(role)).filter(|state| !state.is_empty());
        house.app.token(role, state, SignedDuration::from_hours(1))
    });
    house.app.clock.advance(SignedDuration::from_hours(2));
    for operation in operations() {
        let path = house.visible_path(&operation);
        for token in &tokens {
            let reply = call(&Actor::new(&house.app.base, Some(token)), &operation, &path).await;
            match row(&operation).0 {
                Who::Open => assert_eq!(reply.status, 200, "{}", operation.id),
                Who::Anyone | Who::Roles(_) => {
                    assert_answer(&reply, 401, "invalid_token", &operation.id);
                    assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"));
                }
            }
        }
    }
}

#[tokio::test]
async fn objects_of_others_are_refused_or_not_there() {
    let house = House::build().await;
    for operation in operations() {
        let (_, foreign) = row(&operation);
        let on_object = operation.path.contains("{id}");
        assert_eq!(
            on_object,
            foreign.iter().any(|(_, _, target, ..)| !matches!(target, Nothing)),
            "{}",
            operation.id
        );
        for (role, state, target, status, code) in foreign {
            let reply = call(&house.actor(*role, state), &operation, &house.path(&operation, *target)).await;
            assert_answer(
                &reply,
                *status,
                code,
                &format!("{} as {role} {state} on {target:?}", operation.id),
            );
        }
    }
}

#[test]
fn every_row_is_an_operation_and_public_ones_are_listed() {
    let operations = operations();
    let known: BTreeSet<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(known.len(), operations.len(), "operation ids are unique");
    for (id, ..) in TABLE {
        assert!(known.contains(id), "{id} is no operation any more");
    }
    let public: Vec<&str> = {
        let open = |operation: &&Operation| !matches!(row(operation).0, Who::Roles(_));
        let mut ids: Vec<&str> = operations
            .iter()
            .filter(open)
            .map(|operation| operation.id.as_str())
            .collect();
        ids.sort_unstable();
        ids
    };
    let listed: Vec<&str> = include_str!("../golden/public_operations.txt").lines().collect();
    assert_eq!(public, listed, "tests/golden/public_operations.txt");
    for operation in &operations {
        assert_eq!(
            operation.public,
            listed.contains(&operation.id.as_str()),
            "security of {} in the document",
            operation.id
        );
    }
}
