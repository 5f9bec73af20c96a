//! `get_worklist`

use std::cmp::Reverse;
use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::ProposalId;
use consultation::visibility::{ReadingKey, ReadingOrder};
use jiff::Timestamp;
use proposal_input::ProposalItem;
use review_board::{Reason, Task, tasks};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::across::{Looked, is_under_review, titles};
use crate::app::App;
use crate::http::answer::Answer;
use crate::http::page::{CursorScope, Page, limit};
use crate::http::query::{QueryParams, invalid};
use crate::permission::MemberReader;
use crate::problem::Problem;
use crate::wire::areas::name_of_speaker;
use crate::wire::names::WorklistReasonName;

/// Days after which a task is stuck, unless asked otherwise.
const STUCK_DAYS: u32 = 5;

/// Most days that may be asked for.
const MOST_DAYS: u32 = 3_650;

/// What the mission has to do, the newest proposal first, in each in reading order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorklistResponse {
    /// Comments that wait for the mission.
    pub items: Vec<TaskResponse>,
    /// How many of each kind there are in all, whatever is asked for here; every kind is there.
    #[schema(example = json!({"waiting_for_my_view": 19, "i_differ": 0, "others_differ": 1, "assigned_to_me": 3, "answered": 0}))]
    pub counts: BTreeMap<String, usize>,
    /// How many of these are stuck.
    #[schema(example = 1)]
    pub stuck: usize,
    /// Where the page stands. An item that is done meanwhile shifts nothing.
    pub page: Page,
}

/// A comment on the list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskResponse {
    /// Why it is there.
    pub reason: WorklistReasonName,
    /// Since when; null where that is not known.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-05T09:00:00Z")]
    pub since: Option<Timestamp>,
    /// It has been so for at least `stuck_days` days.
    #[schema(example = false)]
    pub stuck: bool,
    /// The proposal.
    pub proposal_id: Uuid,
    /// Its title by language.
    #[schema(example = json!({"en": "Regional cooperation on incident response"}))]
    pub title: BTreeMap<String, String>,
    /// The comment.
    pub comment_id: Uuid,
    /// Its number, as the mission sees it.
    #[schema(example = "FJI-003")]
    pub number: String,
    /// The state's name, or the words of a label.
    #[schema(example = "Fiji")]
    pub from: String,
    /// Label of its paragraph in the revision that it speaks of; null for a general comment.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
    /// Its words.
    #[schema(example = "The exchange should be mandatory.")]
    pub text: String,
}

/// Query parameters of `get_worklist`.
#[derive(Debug, Clone, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WorklistQuery {
    /// Days after which something is stuck, 0 to 3,650; by default 5.
    #[param(example = 5)]
    stuck_days: Option<u32>,
    /// Only this kind.
    reason: Option<WorklistReasonName>,
    /// Only what is stuck, or only what is not.
    #[param(example = true)]
    stuck: Option<bool>,
    /// Items on a page, 1 to 200; 50 by default.
    #[param(example = 50)]
    limit: Option<u32>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the mission's worklist
///
/// Comments whose proposed disposition waits for the mission's view, on which it or others differ, that it is to prepare,
/// and answers of states, on every proposal under review.
#[utoipa::path(
    tag = "review",
    params(WorklistQuery),
    responses(
        (status = 200, description = "The list", body = WorklistResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security(("bearer" = [])),
)]
#[get("/v1/worklist")]
pub(super) async fn get_worklist(
    who: MemberReader,
    app: Data<App>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let asked: WorklistQuery = query.parse()?;
    let stuck_days = asked.stuck_days.unwrap_or(STUCK_DAYS);
    if stuck_days > MOST_DAYS {
        return Err(invalid("stuck_days", "is not between 0 and 3,650"));
    }
    let most = usize::try_from(limit(asked.limit)?).unwrap_or(usize::MAX);
    let cursors = CursorScope::new("get_worklist", &(who.state, asked.without_page()), "newest_first")?;
    let after: Option<Key> = cursors.after(asked.cursor.as_deref())?;
    let (proposals, as_of) = app
        .list_all_proposals(who.state, who.now, asked.at_least, is_under_review)
        .await?;
    let members = app.members_at(who.now);
    let register = app.commands.known_register().state;
    let mut list = Collected::new();
    for item in &proposals {
        let Some(looked) = app.look_into(item, who.state, who.now).await? else {
            continue;
        };
        let order = ReadingOrder::of(&looked.dossier);
        for task in tasks(&looked.rights, &looked.dossier, &members, who.state, stuck_days) {
            list.count(&task);
            let key = key(item, order.key(&task.row));
            let is_after = after.as_ref().is_none_or(|after| key > *after);
            if asked.wants(&task) && is_after && list.items.len() <= most {
                let from = name_of_speaker(register.at(who.now), task.row.speaker);
                list.items.push((key, TaskResponse::of(&task, &looked, from)));
            }
        }
    }
    let has_more = list.items.len() > most;
    list.items.truncate(most);
    let end = list.items.last().filter(|_| has_more);
    let next = end.map(|(key, _)| cursors.encode(key)).transpose()?;
    let answer = WorklistResponse {
        items: list.items.into_iter().map(|(_, item)| item).collect(),
        counts: list.counts,
        stuck: list.stuck,
        page: Page::new(next, as_of),
    };
    Answer::page(&request, &answer.page, &answer)
}

/// Where an item stands in the list: the newest proposal first, in it the reading order.
type Key = (Reverse<Timestamp>, Reverse<ProposalId>, ReadingKey);

fn key(item: &ProposalItem, reading: ReadingKey) -> Key {
    (Reverse(item.tabled_at), Reverse(item.id), reading)
}

/// One page, and one item more to know whether there is another; and the counts of all.
struct Collected {
    items: Vec<(Key, TaskResponse)>,
    counts: BTreeMap<String, usize>,
    stuck: usize,
}

impl Collected {
    fn new() -> Self {
        let every = WorklistReasonName::ALL.iter();
        Self {
            items: Vec::new(),
            counts: every.map(|reason| ((*reason).to_owned(), 0)).collect(),
            stuck: 0,
        }
    }

    fn count(&mut self, task: &Task<'_>) {
        *self.counts.entry(word(task.reason).to_owned()).or_default() += 1;
        self.stuck += usize::from(task.stuck);
    }
}

impl WorklistQuery {
    fn wants(&self, task: &Task<'_>) -> bool {
        let of_kind = self.reason.is_none_or(|wanted| wanted == name(task.reason));
        of_kind && self.stuck.is_none_or(|wanted| wanted == task.stuck)
    }

    /// What a cursor is bound to.
    fn without_page(&self) -> Self {
        Self {
            limit: None,
            cursor: None,
            at_least: None,
            ..self.clone()
        }
    }
}

fn name(reason: Reason) -> WorklistReasonName {
    match reason {
        Reason::WaitingForMyView => WorklistReasonName::waiting_for_my_view,
        Reason::IDiffer => WorklistReasonName::i_differ,
        Reason::OthersDiffer => WorklistReasonName::others_differ,
        Reason::AssignedToMe => WorklistReasonName::assigned_to_me,
        Reason::Answered => WorklistReasonName::answered,
    }
}

fn word(reason: Reason) -> &'static str {
    match reason {
        Reason::WaitingForMyView => "waiting_for_my_view",
        Reason::IDiffer => "i_differ",
        Reason::OthersDiffer => "others_differ",
        Reason::AssignedToMe => "assigned_to_me",
        Reason::Answered => "answered",
    }
}

impl TaskResponse {
    fn of(task: &Task<'_>, looked: &Looked, from: String) -> Self {
        let (proposal, row) = (&looked.dossier.proposal, &task.row);
        let paragraph = row
            .comment
            .paragraph
            .map(|paragraph| proposal.label_of(row.comment.revision, paragraph).to_owned());
        Self {
            reason: name(task.reason),
            since: task.since,
            stuck: task.stuck,
            proposal_id: proposal.id.0,
            title: titles(proposal),
            comment_id: row.id.0,
            number: row.number.clone(),
            from,
            paragraph,
            text: row.comment.text.clone(),
        }
    }
}
