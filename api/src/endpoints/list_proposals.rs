//! `list_proposals`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::{Audience, ProposalStatus, RegisterCode, StateCode};
use jiff::Timestamp;
use proposal_input::{ProposalFilter, ProposalItem, ProposalKey, find_proposals};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::page::{self, CursorScope, Page};
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::names::{AudienceName, ProposalStatusName};
use crate::wire::{LocalTime, Words, zone_for};

/// A page of proposals, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "items": [{
        "id": "01944f62-1a40-7c3e-9a43-5d5f3c0a8b11", "status": "open", "lead_member": "KOR",
        "title": {"en": "Regional cooperation on incident response"}, "focus_area": "cybersecurity",
        "key_event": "g20-2027", "audience": "public", "tabled_at": "2027-01-10T09:00:00Z", "revision": 0,
        "consultation": 1, "closes_at": "2027-03-01T16:00:00Z",
        "closes_at_local": {"local": "2027-03-02T04:00:00+12:00", "time_zone": "Pacific/Fiji"},
        "silence_until": null, "adopted_at": null
    }],
    "page": {"next": null, "has_more": false,
        "as_of": {"log_position": 42, "instant": "2027-01-15T09:00:00Z"}}
}))]
pub(super) struct ProposalsResponse {
    /// The proposals.
    pub items: Vec<ProposalItemResponse>,
    /// Where the page stands.
    pub page: Page,
}

/// A proposal in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalItemResponse {
    /// Its id.
    pub id: Uuid,
    /// Where it stands; `closed` from `closes_at` on.
    #[schema(value_type = ProposalStatusName)]
    pub status: ProposalStatus,
    /// The member that put it forward.
    #[schema(value_type = String, example = "KOR")]
    pub lead_member: StateCode,
    /// Title by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>,
        example = json!({"en": "Regional cooperation on incident response"}))]
    pub title: Words,
    /// Code of its focus area.
    #[schema(example = "cybersecurity")]
    pub focus_area: String,
    /// Code of the key event it is meant for.
    #[schema(example = "g20-2027")]
    pub key_event: Option<String>,
    /// Who may see it once a consultation has opened.
    #[schema(value_type = AudienceName)]
    pub audience: Audience,
    /// When it was tabled.
    #[schema(value_type = String, format = DateTime, example = "2027-01-10T09:00:00Z")]
    pub tabled_at: Timestamp,
    /// Number of its newest revision.
    #[schema(example = 0)]
    pub revision: u32,
    /// Number of the open consultation, or else of the last one.
    #[schema(example = 1)]
    pub consultation: Option<u32>,
    /// When that closes or closed.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-01T16:00:00Z")]
    pub closes_at: Option<Timestamp>,
    /// The same in the capital of the asking state, or in the zone asked for by `tz`.
    pub closes_at_local: Option<LocalTime>,
    /// Until when silence is kept, while it is.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub silence_until: Option<Timestamp>,
    /// When it was adopted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub adopted_at: Option<Timestamp>,
}

/// Query parameters of `list_proposals`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProposalsQuery {
    /// Where it stands now.
    status: Option<ProposalStatusName>,
    /// The member that put it forward (ISO 3166-1).
    #[param(value_type = Option<String>, example = "KOR")]
    lead_member: Option<StateCode>,
    /// Code of a focus area.
    #[param(value_type = Option<String>, example = "cybersecurity")]
    focus_area: Option<RegisterCode>,
    /// Code of a key event.
    #[param(value_type = Option<String>, example = "g20-2027")]
    key_event: Option<RegisterCode>,
    /// IANA time zone for local times; by default that of the asking state's capital.
    #[param(example = "Pacific/Fiji")]
    tz: Option<String>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Proposals on a page, 1 to 200; 50 by default.
    limit: Option<u32>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// List proposals
///
/// Those that the viewer may see, the newest first: members see all, others those of which a consultation has opened
/// and that are public or invite them. Filters are joined by "and".
#[utoipa::path(
    tag = "proposals",
    params(ProposalsQuery),
    responses(
        (status = 200, description = "A page of proposals", body = ProposalsResponse,
            headers(("Link" = String, description = "The next page, if there is one"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals")]
pub(super) async fn list_proposals(
    who: Reader,
    app: Data<App>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let asked: ProposalsQuery = query.parse()?;
    let limit = page::limit(asked.limit)?;
    let filters = (asked.status, asked.lead_member, &asked.focus_area, &asked.key_event);
    let cursors = CursorScope::new("list_proposals", &filters, "newest_first")?;
    let after: Option<ProposalKey> = cursors.after(asked.cursor.as_deref())?;
    let register = app.commands.known_register().state;
    let zone = zone_for(asked.tz.as_deref(), register.at(who.now), who.state())?;
    let member = who.state().is_some_and(|state| register.at(who.now).is_member(state));
    let filter = asked.filter(who.state(), member, who.now);
    let mut read = app.read_lists(asked.at_least).await?;
    let (found, end) = find_proposals(read.conn(), &filter, after.as_ref(), limit).await?;
    let next = cursors.next(end.as_ref())?;
    let items = found
        .into_iter()
        .map(|item| ProposalItemResponse::of(item, zone))
        .collect();
    let answer = ProposalsResponse {
        items,
        page: Page::new(next, read.as_of()),
    };
    Answer::page(&request, &answer.page, &answer)
}

impl ProposalsQuery {
    fn filter(&self, viewer: Option<StateCode>, member: bool, now: Timestamp) -> ProposalFilter {
        ProposalFilter {
            viewer,
            member,
            now,
            status: self.status.map(ProposalStatusName::status),
            lead_member: self.lead_member,
            focus_area: self.focus_area.clone(),
            key_event: self.key_event.clone(),
        }
    }
}

impl ProposalItemResponse {
    fn of(item: ProposalItem, zone: Option<&str>) -> Self {
        Self {
            id: item.id.0,
            status: item.status,
            lead_member: item.lead_member,
            title: item.title,
            focus_area: item.focus_area,
            key_event: item.key_event,
            audience: item.audience,
            tabled_at: item.tabled_at,
            revision: item.revision,
            consultation: item.consultation,
            closes_at: item.closes_at,
            closes_at_local: item
                .closes_at
                .zip(zone)
                .and_then(|(closes_at, zone)| LocalTime::in_zone(closes_at, zone)),
            silence_until: item.silence_until,
            adopted_at: item.adopted_at,
        }
    }
}
