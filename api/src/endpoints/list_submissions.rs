//! `list_submissions`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::register::RegisterAt;
use consultation::submission::Position;
use consultation::{ProposalId, StateCode};
use jiff::Timestamp;
use proposal_input::{SubmissionItem, SubmissionKey, find_submissions};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::page::{CursorScope, Page, limit};
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::areas::name_of_state;
use crate::wire::input;
use crate::wire::names::{PositionName, StandingName};

/// Submissions, by consultation and state.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SubmissionsResponse {
    /// The submissions of which the viewer may know the state.
    pub items: Vec<SubmissionItemResponse>,
    /// Where the page stands.
    pub page: Page,
}

/// A submission in the list. What the viewer may not see is null.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SubmissionItemResponse {
    /// Its id.
    pub id: Uuid,
    /// The consultation's number within the proposal.
    #[schema(example = 1)]
    pub consultation: u32,
    /// The state that speaks.
    #[schema(value_type = String, example = "FJI")]
    pub state: StateCode,
    /// Its English name.
    #[schema(example = "Fiji")]
    pub state_name: String,
    /// Its version; null for others than the own state.
    #[schema(example = 1)]
    pub version: Option<u64>,
    /// Whether it is the state's own word; null for others once all that they could see is withdrawn.
    #[schema(value_type = Option<StandingName>)]
    pub standing: Option<String>,
    /// Something that the viewer sees of it came after closing.
    #[schema(example = false)]
    pub late: bool,
    /// When it was first lodged or entered; for others when the earliest of what they see was said.
    #[schema(value_type = String, format = DateTime, example = "2027-01-20T10:00:00Z")]
    pub lodged_at: Timestamp,
    /// When its present version was made; for others when the newest of what they see was said.
    #[schema(value_type = String, format = DateTime, example = "2027-01-20T10:00:00Z")]
    pub revised_at: Timestamp,
    /// What the state thinks of the text as a whole; null: not stated, or not for the viewer.
    #[schema(value_type = Option<PositionName>)]
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    #[schema(example = false)]
    pub ad_referendum: Option<bool>,
    /// Default language of its comments (BCP 47).
    #[schema(example = "en")]
    pub language: Option<String>,
    /// The group spoken for.
    #[schema(example = "PIF")]
    pub on_behalf_of: Option<String>,
    /// How many comments the viewer may read under the state's name.
    #[schema(example = 12)]
    pub comments: u64,
    /// True if it was withdrawn, or all of it that the viewer could see.
    #[schema(example = false)]
    pub withdrawn: bool,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub withdrawn_at: Option<Timestamp>,
}

impl SubmissionItemResponse {
    fn of(item: SubmissionItem, register: RegisterAt<'_>) -> Self {
        Self {
            id: item.id.0,
            consultation: item.consultation,
            state: item.state,
            state_name: name_of_state(register, item.state),
            version: item.version,
            standing: item.standing,
            late: item.late,
            lodged_at: item.lodged_at,
            revised_at: item.revised_at,
            position: item.position,
            ad_referendum: item.positioned.then_some(item.ad_referendum),
            language: item.language,
            on_behalf_of: item.on_behalf_of,
            comments: item.comments,
            withdrawn: item.withdrawn_at.is_some(),
            withdrawn_at: item.withdrawn_at,
        }
    }
}

/// Query parameters of `list_submissions`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListSubmissionsQuery {
    /// Number of a consultation; by default all of the proposal.
    consultation: Option<u32>,
    /// Of this state only.
    #[param(value_type = Option<String>, example = "FJI")]
    state: Option<StateCode>,
    /// Goes on where a page ended.
    cursor: Option<String>,
    /// Items on a page, 1 to 200; by default 50.
    limit: Option<u32>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now; what was
    /// changed or withdrawn since is shown to the own state only.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// List the submissions on a proposal
///
/// Those of which the viewer may know the state; also withdrawn ones, without what they said. The view behind may lag;
/// `at_least` waits for a position.
#[utoipa::path(
    tag = "submissions",
    params(("id" = Uuid, Path, description = "The proposal"), ListSubmissionsQuery),
    responses(
        (status = 200, description = "A page of submissions", body = SubmissionsResponse,
            headers(("Link" = String, description = "The next page, if there is one"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/submissions")]
pub(super) async fn list_submissions(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: ListSubmissionsQuery = query.parse()?;
    let scope = input::scope(&visible, asked.consultation)?;
    let (limit, at) = (
        limit(asked.limit)?,
        ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?,
    );
    let filters = (*id, asked.consultation, asked.state, &asked.as_of);
    let cursors = CursorScope::new("list_submissions", &filters, "state")?;
    let after = cursors.after::<SubmissionKey>(asked.cursor.as_deref())?;
    let mut read = app.read_input(&visible, at).await?;
    let (items, end) = find_submissions(read.conn(), &scope, asked.state, after.as_ref(), limit).await?;
    let register = app.commands.known_register().state;
    let register = register.at(who.now);
    let answer = SubmissionsResponse {
        items: items
            .into_iter()
            .map(|item| SubmissionItemResponse::of(item, register))
            .collect(),
        page: Page::new(cursors.next(end.as_ref())?, read.as_of()),
    };
    Answer::page(&request, &answer.page, &answer)
}
