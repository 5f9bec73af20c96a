//! `list_positions`

use std::collections::BTreeSet;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::register::RegisterAt;
use consultation::submission::Position;
use consultation::{ProposalId, StateCode};
use proposal_input::{PositionItem, Summary, is_sealed, summarise};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::page::Page;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::areas::name_of_state;
use crate::wire::input;
use crate::wire::names::StandingName;

/// Who stands where on the text as a whole, each state once. Never cut into pages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PositionsResponse {
    /// Every position, then `not_stated`: took part without stating one.
    pub items: Vec<PositionGroup>,
    /// States with a visible submission whose position is not for the viewer.
    pub undisclosed: StateList,
    /// Invited states without a submission that the viewer may know of: silent, or not for attribution. Under seal
    /// they are counted, as in the summary, and not named.
    pub silent: StateList,
    /// A consultation that counts is sealed and open: which states have lodged is told after closing.
    #[schema(example = false)]
    pub sealed: bool,
    /// Always the last page.
    pub page: Page,
}

/// States that hold a position.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PositionGroup {
    /// The position, or `not_stated`.
    #[schema(example = "supports_with_amendments")]
    pub position: &'static str,
    /// How many states.
    #[schema(example = 1)]
    pub count: usize,
    /// The states, by code.
    pub states: Vec<StatePosition>,
}

/// A state's newest position.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatePosition {
    /// The state.
    #[schema(value_type = String, example = "FJI")]
    pub state: StateCode,
    /// Its English name.
    #[schema(example = "Fiji")]
    pub name: String,
    /// Subject to confirmation by the capital.
    #[schema(example = false)]
    pub ad_referendum: bool,
    /// The group it speaks for.
    #[schema(example = "PIF")]
    pub on_behalf_of: Option<String>,
    /// The submission that says so.
    pub submission_id: Uuid,
    /// Its consultation.
    #[schema(example = 1)]
    pub consultation: u32,
    /// It was stated after closing.
    #[schema(example = false)]
    pub late: bool,
    /// Whether the submission is the state's own word.
    #[schema(value_type = StandingName)]
    pub standing: String,
}

/// States.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StateList {
    /// How many.
    #[schema(example = 2)]
    pub count: usize,
    /// Which, by code.
    #[schema(value_type = Vec<String>, example = json!(["TON", "WSM"]))]
    pub states: Vec<StateCode>,
}

/// Query parameters of `list_positions`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PositionsQuery {
    /// Number of a consultation; by default each state's newest position in any of them.
    consultation: Option<u32>,
    /// Not supported here: 422.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// List positions
///
/// Each state once, with its newest position: what it said in a later consultation replaces what it said before.
#[utoipa::path(
    tag = "input",
    params(("id" = Uuid, Path, description = "The proposal"), PositionsQuery),
    responses(
        (status = 200, description = "States by position", body = PositionsResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/input/positions")]
pub(super) async fn list_positions(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: PositionsQuery = query.parse()?;
    let scope = input::scope(&visible, asked.consultation)?;
    input::present_only(asked.as_of.as_deref())?;
    let mut read = app.read_input(&visible, ReadAt::parse(None, asked.at_least)?).await?;
    let positions = proposal_input::list_positions(read.conn(), &scope).await?;
    let summary = summarise(read.conn(), &scope).await?;
    let sealed = is_sealed(read.conn(), &scope).await?;
    let register = app.commands.known_register().state;
    let positioned: BTreeSet<StateCode> = positions.iter().map(|item| item.state).collect();
    let answer = PositionsResponse {
        items: groups(&positions, register.at(who.now)),
        undisclosed: StateList::of(summary.lodged.difference(&positioned)),
        silent: StateList::silent(&summary, sealed),
        sealed,
        page: Page::new(None, read.as_of()),
    };
    Ok(Answer::read(answer.page.as_of.log_position)
        .etag(input::digest(&answer)?)
        .json_unless_known(&request, &answer))
}

impl StateList {
    fn silent(summary: &Summary, sealed: bool) -> Self {
        if sealed {
            return Self {
                count: usize::try_from(summary.silent).unwrap_or(usize::MAX),
                states: Vec::new(),
            };
        }
        Self::of(summary.invited.difference(&summary.lodged))
    }

    fn of<'a>(states: impl Iterator<Item = &'a StateCode>) -> Self {
        let states: Vec<StateCode> = states.copied().collect();
        Self {
            count: states.len(),
            states,
        }
    }
}

fn groups(positions: &[PositionItem], register: RegisterAt<'_>) -> Vec<PositionGroup> {
    let held: Vec<Option<Position>> = Position::ALL.iter().copied().map(Some).chain([None]).collect();
    let group = |position: Option<Position>| {
        let holders = positions.iter().filter(|item| item.position == position);
        let states: Vec<_> = holders.map(|item| StatePosition::of(item, register)).collect();
        PositionGroup {
            position: input::position_name(position),
            count: states.len(),
            states,
        }
    };
    held.into_iter().map(group).collect()
}

impl StatePosition {
    fn of(item: &PositionItem, register: RegisterAt<'_>) -> Self {
        Self {
            state: item.state,
            name: name_of_state(register, item.state),
            ad_referendum: item.ad_referendum,
            on_behalf_of: item.on_behalf_of.clone(),
            submission_id: item.submission.0,
            consultation: item.consultation,
            late: item.late,
            standing: item.standing.clone(),
        }
    }
}
