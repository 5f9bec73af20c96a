//! `get_convergence`

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::{ProposalStatus, StateCode};
use jiff::Timestamp;
use review_board::{Board, board};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::across::{is_under_review, titles};
use crate::app::App;
use crate::http::answer::Answer;
use crate::http::page::Page;
use crate::http::query::QueryParams;
use crate::permission::MemberReader;
use crate::problem::Problem;
use crate::wire::names::ProposalStatusName;

/// How far the members are with every proposal under review, the newest first. Never cut into pages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConvergenceBoardResponse {
    /// Proposals.
    pub items: Vec<ConvergenceOfProposal>,
    /// Always the last page.
    pub page: Page,
}

/// How far the members are with a proposal's comments.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConvergenceOfProposal {
    /// The proposal.
    pub proposal_id: Uuid,
    /// Its title by language.
    #[schema(example = json!({"en": "Regional cooperation on incident response"}))]
    pub title: BTreeMap<String, String>,
    /// Where it stands.
    #[schema(value_type = ProposalStatusName)]
    pub status: ProposalStatus,
    /// Comments by where the members stand: `agreed`, `differing`, `waiting`, `not_proposed`.
    #[schema(example = json!({"agreed": 580, "differing": 1, "waiting": 19, "not_proposed": 0}))]
    pub counts: BTreeMap<String, usize>,
    /// Comments with a published disposition.
    #[schema(example = 0)]
    pub published: usize,
    /// The earliest differing view that stands.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-05T09:00:00Z")]
    pub differing_since: Option<Timestamp>,
    /// The earliest proposed disposition that waits for a member's view.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-05T09:00:00Z")]
    pub waiting_since: Option<Timestamp>,
    /// For each member, how many proposed dispositions wait for its view.
    #[schema(value_type = BTreeMap<String, usize>, example = json!({"AUS": 0, "IDN": 19}))]
    pub waiting_for: BTreeMap<StateCode, usize>,
    /// For each member, on how many it differs.
    #[schema(value_type = BTreeMap<String, usize>, example = json!({"AUS": 0, "TUR": 1}))]
    pub differing: BTreeMap<StateCode, usize>,
    /// Until when a package of dispositions is under silence; null if none is.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-12T09:00:00Z")]
    pub package_until: Option<Timestamp>,
    /// From when what still differs is published as "no common view"; null if no date is set.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-20T09:00:00Z")]
    pub cut_off_at: Option<Timestamp>,
}

/// Query parameters of `get_convergence`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ConvergenceQuery {
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the convergence board
///
/// For every proposal that has been opened and is neither adopted nor withdrawn: how many comments the members agree on,
/// differ on, wait for (R18). Computed from the views of the states that are members now.
#[utoipa::path(
    tag = "review",
    params(ConvergenceQuery),
    responses(
        (status = 200, description = "The board", body = ConvergenceBoardResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security(("bearer" = [])),
)]
#[get("/v1/convergence")]
pub(super) async fn get_convergence(
    who: MemberReader,
    app: Data<App>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let asked: ConvergenceQuery = query.parse()?;
    let (proposals, as_of) = app
        .list_all_proposals(who.state, who.now, asked.at_least, is_under_review)
        .await?;
    let members = app.members_at(who.now);
    let mut items = Vec::new();
    for item in &proposals {
        if let Some(looked) = app.look_into(item, who.state, who.now).await? {
            let board = board(&looked.rights, &looked.dossier, &members);
            let proposal = &looked.dossier.proposal;
            items.push(ConvergenceOfProposal {
                proposal_id: proposal.id.0,
                title: titles(proposal),
                status: proposal.status_at(who.now),
                ..ConvergenceOfProposal::from(board)
            });
        }
    }
    let answer = ConvergenceBoardResponse {
        items,
        page: Page::new(None, as_of),
    };
    Answer::page(&request, &answer.page, &answer)
}

impl From<Board> for ConvergenceOfProposal {
    fn from(board: Board) -> Self {
        let counts = board.counts.into_iter();
        Self {
            proposal_id: Uuid::nil(),
            title: BTreeMap::new(),
            status: ProposalStatus::Closed,
            counts: counts
                .map(|(standing, count)| (standing.as_str().to_owned(), count))
                .collect(),
            published: board.published,
            differing_since: board.differing_since,
            waiting_since: board.waiting_since,
            waiting_for: board.waiting_for,
            differing: board.differing,
            package_until: board.package.map(|package| package.until),
            cut_off_at: board.cut_off_at,
        }
    }
}
