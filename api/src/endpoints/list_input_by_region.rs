//! `list_input_by_region`

use std::collections::BTreeSet;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::ProposalId;
use proposal_input::{Speaker, Summary, is_sealed, summarise};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::page::Page;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::areas::{self, Area};
use crate::wire::input;
use crate::wire::names::AreaKindName;

/// Areas and groups, each with what its states said. Never cut into pages. Kinds overlap: never sum over them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InputByRegionResponse {
    /// Every area or group with at least one invited state, by kind and code.
    pub items: Vec<RegionInput>,
    /// Comments whose state the viewer may not know, and whose label names no area.
    #[schema(example = 0)]
    pub comments_without_area: u64,
    /// A consultation that counts is sealed and open: which states have lodged is told after closing.
    #[schema(example = false)]
    pub sealed: bool,
    /// Always the last page.
    pub page: Page,
}

/// What the states of an area or group said.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegionInput {
    /// What kind of area; kinds overlap and are never summed.
    #[schema(value_type = AreaKindName)]
    pub kind: &'static str,
    /// M49 code; alpha-3 of the member whose neighbourhood it is; code of the group in the register.
    #[schema(example = "054")]
    pub code: String,
    /// English name.
    #[schema(example = "Melanesia")]
    pub name: String,
    /// Its states that were invited, at the opening.
    #[schema(example = 4)]
    pub invited: u64,
    /// Those of them with a submission that the viewer may know of; null under seal.
    #[schema(example = 3)]
    pub lodged: Option<u64>,
    /// The others: silent, or not for attribution; null under seal.
    #[schema(example = 1)]
    pub silent: Option<u64>,
    /// Comments from it, those included whose label lies in it.
    #[schema(example = 12)]
    pub comments: u64,
    /// How many of them come from states that the viewer may not know. Always 0 for neighbourhoods and groups.
    #[schema(example = 0)]
    pub not_for_attribution: u64,
}

/// Query parameters of `list_input_by_region`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InputByRegionQuery {
    /// Number of a consultation; by default all of the proposal count.
    consultation: Option<u32>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// List the input by region
///
/// By M49 region, sub-region and intermediate region, by neighbourhood of a member, and by regional group, as the
/// register has them now, or had them at the instant asked for. A state stands in several rows, so rows are never summed.
#[utoipa::path(
    tag = "input",
    params(("id" = Uuid, Path, description = "The proposal"), InputByRegionQuery),
    responses(
        (status = 200, description = "Areas with counts", body = InputByRegionResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/input/regions")]
pub(super) async fn list_input_by_region(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.known_proposal(who.viewer(), *id, who.now).await?;
    let asked: InputByRegionQuery = query.parse()?;
    let scope = input::scope(&visible, asked.consultation)?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let mut read = app.read_input(&visible, at).await?;
    let summary = summarise(read.conn(), &scope).await?;
    let sealed = is_sealed(read.conn(), &scope).await?;
    let register = app.commands.known_register().state;
    let areas = areas::areas_over(register.at(at.instant_of(read.as_of(), who.now)), &summary.invited);
    let answer = InputByRegionResponse {
        items: areas
            .into_iter()
            .map(|area| RegionInput::of(area, &summary, sealed))
            .collect(),
        comments_without_area: labelled(&summary, None),
        sealed,
        page: Page::new(None, read.as_of()),
    };
    Answer::page(&request, &answer.page, &answer)
}

impl RegionInput {
    fn of(area: Area, summary: &Summary, sealed: bool) -> Self {
        let codes = match area.kind {
            "region" | "subregion" => areas::states_in(&area.code).map(|(_, codes)| codes).unwrap_or_default(),
            _ => BTreeSet::new(),
        };
        let not_for_attribution = codes.iter().map(|code| labelled(summary, Some(code))).sum();
        let named = summary.tallies.iter().filter(|tally| match tally.speaker {
            Speaker::State(state) => area.states.contains(&state),
            Speaker::Labelled(_) => false,
        });
        let named: u64 = named.map(|tally| tally.comments).sum();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let lodged = area.states.intersection(&summary.lodged).count();
        Self {
            kind: area.kind,
            invited: count(area.states.len()),
            lodged: (!sealed).then(|| count(lodged)),
            silent: (!sealed).then(|| count(area.states.len() - lodged)),
            comments: named + not_for_attribution,
            not_for_attribution,
            code: area.code,
            name: area.name,
        }
    }
}

/// Comments under a label: of this area, or of none.
fn labelled(summary: &Summary, code: Option<&str>) -> u64 {
    let under = |speaker: &Speaker| matches!(speaker, Speaker::Labelled(label) if label.area_code() == code);
    summary
        .tallies
        .iter()
        .filter(|tally| under(&tally.speaker))
        .map(|tally| tally.comments)
        .sum()
}
