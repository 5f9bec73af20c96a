//! `list_positions`

use std::collections::BTreeSet;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::alignment::stances::{Place, SaidPosition, Stand, stances};
use consultation::register::RegisterAt;
use consultation::submission::Position;
use consultation::{ProposalId, StateCode};
use participation::{TookPart, took_part};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::dossiers::OpenDossier;
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
use crate::wire::stances::{ContradictionResponse, NotCountedResponse, ParagraphStances, ThroughResponse};

/// Who stands where on the text as a whole, each state once. Never cut into pages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PositionsResponse {
    /// Every position, then `not_stated`: took part without stating one.
    pub items: Vec<PositionGroup>,
    /// States that are not counted through something said of the text as a whole, and why.
    pub not_counted: Vec<NotCountedResponse>,
    /// States that hold one position through one thing and another through another.
    pub contradictions: Vec<ContradictionResponse>,
    /// Who stands where on each paragraph that the viewer sees comments on, in reading order.
    pub paragraphs: Vec<ParagraphStances>,
    /// States that take part and hold no position here: it is not for the viewer, or they speak on paragraphs only.
    pub undisclosed: StateList,
    /// Invited states that say nothing that the viewer may know of, through anything: silent, or not for attribution.
    /// Under seal they are counted and not named.
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
    /// Through what it is counted.
    pub through: ThroughResponse,
    /// Subject to confirmation by the capital.
    #[schema(example = false)]
    pub ad_referendum: bool,
    /// The group that the submission speaks for.
    #[schema(example = "PIF")]
    pub on_behalf_of: Option<String>,
    /// The submission that says so: its own, or the one that it aligned itself with, or that speaks for its group.
    pub submission_id: Uuid,
    /// Its consultation.
    #[schema(example = 1)]
    pub consultation: u32,
    /// It was stated, or joined, after closing.
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
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// List positions
///
/// Each state once, on the text as a whole and on each paragraph: its own words outweigh its alignment with another
/// state, which outweighs what its regional group said (R13). What a state said of the whole in a later consultation
/// replaces what it said before. Members are never counted, nor are states of a group that are not invited. What was
/// outweighed, and what contradicts, is listed.
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
    let consultation = input::scope(&visible, asked.consultation)?.consultation;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let opened = app.open_dossier(who.viewer(), *id, who.now, at).await?;
    let register = app.commands.known_register().state;
    let register = register.at(at.instant_of(opened.as_of, who.now));
    let answer = PositionsResponse::of(&opened, register, consultation);
    Answer::page(&request, &answer.page, &answer)
}

impl PositionsResponse {
    fn of(opened: &OpenDossier, register: RegisterAt<'_>, consultation: Option<u32>) -> Self {
        let asked = opened.asked(register, consultation);
        let stances = stances(asked);
        let part = took_part(asked, &stances);
        let whole = &stances.whole;
        let placed: BTreeSet<StateCode> = whole.stands.iter().map(|stand| stand.state).collect();
        let spoke = &part.invited - &part.silent;
        let not_counted = whole.not_counted.iter();
        let paragraphs = stances.paragraphs.iter();
        let proposal = &opened.dossier.proposal;
        Self {
            items: groups(whole, register),
            not_counted: not_counted.map(|one| NotCountedResponse::of(one, register)).collect(),
            contradictions: whole.contradictions.iter().map(Into::into).collect(),
            paragraphs: paragraphs
                .map(|(paragraph, place)| ParagraphStances::of(*paragraph, place, proposal, register))
                .collect(),
            undisclosed: StateList::of(spoke.difference(&placed)),
            silent: StateList::silent(&part),
            sealed: part.under_seal.is_some(),
            page: Page::new(None, opened.as_of),
        }
    }
}

impl StateList {
    fn silent(part: &TookPart) -> Self {
        match part.under_seal {
            None => Self::of(part.silent.iter()),
            Some(lodged) => Self {
                count: part.silent.len().saturating_sub(lodged),
                states: Vec::new(),
            },
        }
    }

    fn of<'a>(states: impl Iterator<Item = &'a StateCode>) -> Self {
        let states: Vec<StateCode> = states.copied().collect();
        Self {
            count: states.len(),
            states,
        }
    }
}

fn groups(whole: &Place<SaidPosition>, register: RegisterAt<'_>) -> Vec<PositionGroup> {
    let held: Vec<Option<Position>> = Position::ALL.iter().copied().map(Some).chain([None]).collect();
    let counted: Vec<(&Stand<SaidPosition>, &SaidPosition)> = whole
        .stands
        .iter()
        .filter_map(|stand| Some((stand, stand.voice.said.first()?)))
        .collect();
    let group = |position: Option<Position>| {
        let holders = counted.iter().filter(|(_, said)| said.position == position);
        let states: Vec<_> = holders
            .map(|(stand, said)| StatePosition::of(stand, said, register))
            .collect();
        PositionGroup {
            position: input::position_name(position),
            count: states.len(),
            states,
        }
    };
    held.into_iter().map(group).collect()
}

impl StatePosition {
    fn of(stand: &Stand<SaidPosition>, said: &SaidPosition, register: RegisterAt<'_>) -> Self {
        Self {
            state: stand.state,
            name: name_of_state(register, stand.state),
            through: (&stand.voice.through).into(),
            ad_referendum: said.ad_referendum,
            on_behalf_of: said.on_behalf_of.as_ref().map(ToString::to_string),
            submission_id: said.submission.0,
            consultation: said.consultation,
            late: said.late,
            standing: said.standing.as_str().to_owned(),
        }
    }
}
