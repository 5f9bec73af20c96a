//! `get_calendar`

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::ProposalStatus;
use jiff::Timestamp;
use review_board::{DeadlineKind, deadlines};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::across::{is_not_finished, titles};
use crate::app::App;
use crate::http::answer::Answer;
use crate::http::page::Page;
use crate::http::query::QueryParams;
use crate::permission::MemberReader;
use crate::problem::Problem;
use crate::wire::names::{DeadlineName, ProposalStatusName};
use crate::wire::{LocalTime, zone_for};

/// Deadlines of all proposals, the earliest first. Never cut into pages.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CalendarResponse {
    /// Deadlines.
    pub items: Vec<DeadlineResponse>,
    /// Always the last page.
    pub page: Page,
}

/// A deadline.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeadlineResponse {
    /// The instant.
    #[schema(value_type = String, format = DateTime, example = "2027-11-26T23:59:55Z")]
    pub at: Timestamp,
    /// The same in the capital of the mission's state, or in `?tz=`.
    pub at_local: Option<LocalTime>,
    /// What it is for: `comment` (comments are on time until then), `dispose` (the cut-off), `circulate` and `open_silence`
    /// (the last instant from which the ordinary silence ends before the key event), `silence_ends`, `key_event`.
    pub kind: DeadlineName,
    /// It has passed.
    #[schema(example = false)]
    pub passed: bool,
    /// The proposal.
    pub proposal_id: Uuid,
    /// Its title by language.
    #[schema(example = json!({"en": "Regional cooperation on incident response"}))]
    pub title: BTreeMap<String, String>,
    /// Where it stands.
    #[schema(value_type = ProposalStatusName)]
    pub status: ProposalStatus,
    /// The key event that it is meant for; null for none.
    #[schema(example = "g20-2027")]
    pub key_event: Option<String>,
}

/// Query parameters of `get_calendar`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CalendarQuery {
    /// Show local times in this IANA zone instead of the capital's.
    #[param(example = "Asia/Seoul")]
    tz: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the calendar
///
/// Of every proposal that is not withdrawn and whose key event has not begun: until when comments are on time, when the
/// members' cut-off is, and the last instants, counted back from the key event's day in UTC, at which a text can be
/// circulated and put under the ordinary silence.
#[utoipa::path(
    tag = "review",
    params(CalendarQuery),
    responses(
        (status = 200, description = "Deadlines", body = CalendarResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security(("bearer" = [])),
)]
#[get("/v1/calendar")]
pub(super) async fn get_calendar(
    who: MemberReader,
    app: Data<App>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let asked: CalendarQuery = query.parse()?;
    let register = app.commands.known_register().state;
    let register = register.at(who.now);
    let zone = zone_for(asked.tz.as_deref(), register, Some(who.state))?.map(str::to_owned);
    let (proposals, as_of) = app
        .list_all_proposals(who.state, who.now, asked.at_least, is_not_finished)
        .await?;
    let mut items = Vec::new();
    for item in &proposals {
        let Some(looked) = app.look_into(item, who.state, who.now).await? else {
            continue;
        };
        let proposal = &looked.dossier.proposal;
        let found = deadlines(register, &looked.dossier);
        let over = |kind| found.iter().any(|one| one.kind == kind && one.at <= who.now);
        if over(DeadlineKind::KeyEvent) {
            continue;
        }
        items.extend(found.iter().map(|deadline| DeadlineResponse {
            at: deadline.at,
            at_local: zone.as_deref().and_then(|zone| LocalTime::in_zone(deadline.at, zone)),
            kind: name(deadline.kind),
            passed: deadline.at <= who.now,
            proposal_id: proposal.id.0,
            title: titles(proposal),
            status: proposal.status_at(who.now),
            key_event: proposal.key_event.as_ref().map(|code| code.as_str().to_owned()),
        }));
    }
    items.sort_by_key(|item| (item.at, item.proposal_id));
    let answer = CalendarResponse {
        items,
        page: Page::new(None, as_of),
    };
    Answer::page(&request, &answer.page, &answer)
}

fn name(kind: DeadlineKind) -> DeadlineName {
    match kind {
        DeadlineKind::Comment => DeadlineName::comment,
        DeadlineKind::Dispose => DeadlineName::dispose,
        DeadlineKind::Circulate => DeadlineName::circulate,
        DeadlineKind::OpenSilence => DeadlineName::open_silence,
        DeadlineKind::SilenceEnds => DeadlineName::silence_ends,
        DeadlineKind::KeyEvent => DeadlineName::key_event,
    }
}
