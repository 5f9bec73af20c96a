//! `list_consultations`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::ProposalId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::page::{self, CursorScope, Page};
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::proposal::ConsultationResponse;
use crate::wire::zone_for;

/// A page of consultations, by number.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "items": [{
        "number": 1, "revision": 0, "open": true, "opened_at": "2027-01-15T09:00:00Z",
        "closes_at": "2027-03-01T16:00:00Z",
        "closes_at_local": {"local": "2027-03-02T04:00:00+12:00", "time_zone": "Pacific/Fiji"},
        "before_close": "open", "invited": ["FJI", "WSM"], "early_closing_reason": null
    }],
    "page": {"next": null, "has_more": false, "as_of": {"log_position": 42, "instant": "2027-01-15T09:00:00Z"}}
}))]
pub(super) struct ConsultationsResponse {
    /// The consultations.
    pub items: Vec<ConsultationResponse>,
    /// Where the page stands.
    pub page: Page,
}

/// Query parameters of `list_consultations`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ConsultationsQuery {
    /// IANA time zone for local times; by default that of the asking state's capital.
    #[param(example = "Pacific/Fiji")]
    tz: Option<String>,
    /// Where the page before ended.
    cursor: Option<String>,
    /// Consultations on a page, 1 to 200; 50 by default.
    limit: Option<u32>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// List consultations
///
/// Every window in which input was or is invited on the proposal, by number; the last is the current one.
#[utoipa::path(
    tag = "consultations",
    params(("id" = Uuid, Path, description = "The proposal"), ConsultationsQuery),
    responses(
        (status = 200, description = "A page of consultations", body = ConsultationsResponse,
            headers(("Link" = String, description = "The next page, if there is one"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/consultations")]
pub(super) async fn list_consultations(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.visible_proposal(who.viewer(), *id, who.now).await?;
    let asked: ConsultationsQuery = query.parse()?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let limit = usize::try_from(page::limit(asked.limit)?).map_err(Problem::internal)?;
    let cursors = CursorScope::new("list_consultations", &(id.0, &asked.as_of), "number")?;
    let after: u32 = cursors.after(asked.cursor.as_deref())?.unwrap_or(0);
    let register = app.commands.known_register().state;
    let zone = zone_for(asked.tz.as_deref(), register.at(who.now), who.state())?;
    let (shown, as_of) = app.proposal_as_of(&visible, at).await?;
    let mut rest = shown
        .state
        .consultations
        .iter()
        .filter(|consultation| consultation.number > after);
    let items: Vec<_> = rest
        .by_ref()
        .take(limit)
        .map(|one| ConsultationResponse::at(one, as_of.instant, zone))
        .collect();
    let more = rest.next().and(items.last());
    let next = cursors.next(more.map(|last| &last.number))?;
    let answer = ConsultationsResponse {
        items,
        page: Page::new(next, as_of),
    };
    Answer::page(&request, &answer.page, &answer)
}
