//! `list_outcomes`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::register::RegisterAt;
use consultation::visibility::seen_row;
use consultation::{CommentId, ProposalId, ProposalStatus, StateCode, permit};
use jiff::Timestamp;
use outcomes::{Outcome, outcomes};
use proposal_input::ProposalItem;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::across::{Looked, titles};
use crate::app::App;
use crate::http::answer::Answer;
use crate::http::page::{CursorScope, Page, limit};
use crate::http::path::PathState;
use crate::http::query::QueryParams;
use crate::permission::Delegation;
use crate::problem::Problem;
use crate::wire::disposition::PublishedResponse;
use crate::wire::names::ProposalStatusName;
use crate::wire::stances::ThroughResponse;

/// What became of a state's comments: newest proposal first, in each in reading order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OutcomesResponse {
    /// The comments of this page.
    pub items: Vec<OutcomeResponse>,
    /// Where the page stands in the list.
    pub page: Page,
}

/// What became of a comment.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OutcomeResponse {
    /// The proposal.
    pub proposal_id: Uuid,
    /// Its title by language.
    #[schema(example = json!({"en": "Regional cooperation on incident response"}))]
    pub title: std::collections::BTreeMap<String, String>,
    /// Where the proposal stands.
    #[schema(value_type = ProposalStatusName)]
    pub status: ProposalStatus,
    /// When its text was adopted.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-26T09:00:00Z")]
    pub adopted_at: Option<Timestamp>,
    /// The comment.
    pub id: Uuid,
    /// Its number.
    #[schema(example = "FJI-001")]
    pub number: String,
    /// Through what the state stands behind it: its own words, an alignment with those of another, or its group (R13).
    pub through: ThroughResponse,
    /// Its consultation.
    #[schema(example = 1)]
    pub consultation: u32,
    /// Label of its paragraph in the revision that it speaks of; null for a general comment.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
    /// Its words.
    #[schema(example = "The exchange should be mandatory.")]
    pub text: String,
    /// What was published about it; null before that.
    pub published: Option<PublishedResponse>,
    /// Why the members left it open when they put its text under silence, as the record of silence prints it; null if they
    /// did not.
    #[schema(example = "Taken up in the work programme of the next chair.")]
    pub left_open: Option<String>,
    /// The state may answer what is published, and has not yet.
    #[schema(example = true)]
    pub may_answer: bool,
    /// Numbers of later revisions in which its paragraph changed.
    #[schema(example = json!([1]))]
    pub changed_in: Vec<u32>,
}

/// Query parameters of `list_outcomes`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OutcomesQuery {
    /// Also the comments that it stands behind by an alignment or through its group; false by default.
    joined: Option<bool>,
    /// Items on a page, 1 to 200.
    #[param(example = 50)]
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// List what became of a state's comments
///
/// Across all proposals, for the state's own delegation and for members; with `joined=true` also what it stands behind by an
/// alignment or through its group. Members find what they see under the state's name;
/// comments that are not for attribution to them are not among these (R15). Each proposal's dossier is looked at: the first
/// page after a long pause takes longer.
#[utoipa::path(
    tag = "review",
    params(("state" = String, Path, description = "The state (ISO 3166-1 alpha-3)", example = "FJI"), OutcomesQuery),
    responses(
        (status = 200, description = "Outcomes", body = OutcomesResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security(("bearer" = [])),
)]
#[get("/v1/states/{state}/outcomes")]
pub(super) async fn list_outcomes(
    who: Delegation,
    app: Data<App>,
    state: PathState,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    may_look_at(&app, &who, state.0)?;
    let asked: OutcomesQuery = query.parse()?;
    let most = usize::try_from(limit(asked.limit)?).unwrap_or(usize::MAX);
    let joined = asked.joined.unwrap_or_default();
    let cursors = CursorScope::new("list_outcomes", &(state.0, joined), "newest_first")?;
    let after = cursors.after(asked.cursor.as_deref())?;
    let consulted = |item: &ProposalItem| item.consultation.is_some();
    let (proposals, as_of) = app
        .list_all_proposals(who.state, who.now, asked.at_least, consulted)
        .await?;
    let register = app.commands.known_register().state;
    let mut pages = Pages::new(after, most, joined);
    for item in &proposals {
        if pages.is_full() || pages.passes_over(item.id) {
            continue;
        }
        if let Some(looked) = app.look_into(item, who.state, who.now).await? {
            pages.take(&looked, state.0, register.at(who.now))?;
        }
    }
    let (items, next) = pages.end()?;
    let answer = OutcomesResponse {
        items,
        page: Page::new(cursors.next(next.as_ref())?, as_of),
    };
    Answer::page(&request, &answer.page, &answer)
}

/// The state's own delegation and members.
fn may_look_at(app: &App, who: &Delegation, state: StateCode) -> Result<(), Problem> {
    if who.state == state {
        return Ok(());
    }
    let register = app.commands.known_register().state;
    if permit::table(register.at(who.now), who.state).is_ok() {
        return Ok(());
    }
    let detail = format!("What became of the comments of {state} is for its delegation and for members.");
    Err(Problem::of("not_a_member").detail(detail))
}

/// Where a page ended.
type Key = (ProposalId, CommentId);

/// Collects one page, and one item more to know whether there is another.
struct Pages {
    /// The item after which the page begins, until it is reached.
    after: Option<Key>,
    most: usize,
    joined: bool,
    items: Vec<(Key, OutcomeResponse)>,
}

impl Pages {
    fn new(after: Option<Key>, most: usize, joined: bool) -> Self {
        Self {
            after,
            most,
            joined,
            items: Vec::new(),
        }
    }

    fn is_full(&self) -> bool {
        self.items.len() > self.most
    }

    /// Whether the page begins in a later proposal.
    fn passes_over(&self, proposal: ProposalId) -> bool {
        self.after.is_some_and(|(after, _)| after != proposal)
    }

    fn take(&mut self, looked: &Looked, state: StateCode, register: RegisterAt<'_>) -> Result<(), Problem> {
        let all = outcomes(looked.asked(register), state, self.joined);
        let begin = match self.after.take() {
            None => 0,
            Some((_, last)) => {
                let found = all.iter().position(|outcome| outcome.row.id == last);
                found.ok_or_else(|| Problem::of("invalid_cursor"))? + 1
            }
        };
        let room = self.most + 1 - self.items.len();
        let proposal = looked.dossier.proposal.id;
        for outcome in all.iter().skip(begin).take(room) {
            let item = OutcomeResponse::of(outcome, looked, looked.rights.now());
            self.items.push(((proposal, outcome.row.id), item));
        }
        Ok(())
    }

    fn end(mut self) -> Result<(Vec<OutcomeResponse>, Option<Key>), Problem> {
        if self.after.is_some() {
            return Err(Problem::of("invalid_cursor"));
        }
        let more = self.items.len() > self.most;
        self.items.truncate(self.most);
        let next = self.items.last().map(|(key, _)| *key).filter(|_| more);
        Ok((self.items.into_iter().map(|(_, item)| item).collect(), next))
    }
}

impl OutcomeResponse {
    fn of(outcome: &Outcome<'_>, looked: &Looked, now: Timestamp) -> Self {
        let proposal = &looked.dossier.proposal;
        let row = &outcome.row;
        let number_of = |id| {
            let (submission, comment) = looked.dossier.find_comment(id)?;
            Some(seen_row(&looked.rights, &looked.dossier, submission, comment)?.number)
        };
        Self {
            proposal_id: proposal.id.0,
            title: titles(proposal),
            status: proposal.status_at(now),
            adopted_at: proposal.procedure.adoption.as_ref().map(|adoption| adoption.adopted_at),
            id: row.id.0,
            number: row.number.clone(),
            through: ThroughResponse::from(&outcome.through),
            consultation: row.consultation.number,
            paragraph: outcome.paragraph.map(|paragraph| paragraph.label.clone()),
            text: row.comment.text.clone(),
            published: PublishedResponse::of(row, number_of),
            left_open: outcome.left_open.map(ToOwned::to_owned),
            may_answer: outcome.may_answer,
            changed_in: outcome.changed_in.clone(),
        }
    }
}
