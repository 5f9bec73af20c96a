//! `get_calendar`

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use brief::Says;
use comment_sheets::words;
use consultation::register::RegisterAt;
use consultation::{Dossier, ProposalStatus};
use jiff::Timestamp;
use review_board::{Deadline, DeadlineKind, deadlines, key_event};
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
use crate::wire::deadline::{CountedBack, days_left, deadline_name};
use crate::wire::names::{DeadlineName, DeadlineStandingName, ProposalStatusName, RemedyName};
use crate::wire::{LocalTime, time_zone, zone_for};

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
    /// What it is for. Counted back: `comment` (what is said by then can be answered with the rest), `dispose` (put under
    /// silence by then, dispositions are published in time), `circulate` and `open_silence` (silence still ends before the
    /// key event). Set: `consultation_closes`, `cut_off`, `package_ends`, `silence_ends`, `key_event`.
    pub kind: DeadlineName,
    /// The instant; of those counted back, with the ordinary times of the rules.
    #[schema(value_type = String, format = DateTime, example = "2027-11-26T23:59:55Z")]
    pub at: Timestamp,
    /// The same in the capital of the mission's state, or in `?tz=`.
    pub at_local: Option<LocalTime>,
    /// Of those counted back: with the shortest times.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-11-28T23:59:55Z")]
    pub at_the_latest: Option<Timestamp>,
    /// Whether it can still be kept.
    pub standing: DeadlineStandingName,
    /// What can still be done where it is not ahead any more, the first to think of first.
    pub still_possible: Vec<RemedyName>,
    /// Whole days left until then; null once it has passed.
    #[schema(example = 12)]
    pub days_left: Option<i64>,
    /// All of it in a sentence.
    #[schema(
        example = "Silence opened by 2027-11-27 08:59 UTC+09:00 ends before G20 Leaders' Summit 2027, United Kingdom."
    )]
    pub says: String,
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
    /// Language of the sentences (BCP 47): English, Spanish, French, Indonesian, Korean, Turkish.
    #[param(example = "ko")]
    language: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get the calendar
///
/// Of every proposal that is not withdrawn and whose key event has not begun: what was set, and what is counted back from
/// the key event's day in UTC by the times that the rules need: until when to comment, to put dispositions under silence,
/// to circulate, to open silence. What is too late for the ordinary times, or for all, says so, and what can still be done.
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
    let words = words(asked.language.as_deref().unwrap_or("en"));
    let place = time_zone(zone.as_deref());
    let telling = Telling {
        register,
        zone: zone.as_deref(),
        says: Says {
            words: &words,
            zone: &place,
        },
    };
    let mut items = Vec::new();
    for item in &proposals {
        if let Some(looked) = app.look_into(item, who.state, who.now).await? {
            items.extend(telling.deadlines(&looked.dossier));
        }
    }
    items.sort_by_key(|item| (item.at, item.proposal_id));
    let answer = CalendarResponse {
        items,
        page: Page::new(None, as_of),
    };
    Answer::page(&request, &answer.page, &answer)
}

/// As of when, where and in which words deadlines are told.
struct Telling<'t> {
    register: RegisterAt<'t>,
    zone: Option<&'t str>,
    says: Says<'t>,
}

impl Telling<'_> {
    /// The deadlines of a proposal; none once its key event has begun.
    fn deadlines(&self, dossier: &Dossier) -> Vec<DeadlineResponse> {
        let (proposal, now) = (&dossier.proposal, self.register.instant());
        let found = deadlines(self.register, dossier);
        if found
            .iter()
            .any(|one| one.kind == DeadlineKind::KeyEvent && one.at <= now)
        {
            return Vec::new();
        }
        let event = key_event(self.register, proposal);
        let event = event.map_or_else(String::new, |event| self.says.named(event.named));
        let one = |deadline: &Deadline| {
            let told = CountedBack::of(deadline, self.zone);
            DeadlineResponse {
                kind: deadline_name(deadline.kind),
                at: told.at,
                at_local: told.at_local,
                at_the_latest: told.at_the_latest,
                standing: told.standing,
                still_possible: told.still_possible,
                days_left: days_left(now, deadline.at),
                says: self.says.deadline(deadline, &event),
                proposal_id: proposal.id.0,
                title: titles(proposal),
                status: proposal.status_at(now),
                key_event: proposal.key_event.as_ref().map(|code| code.as_str().to_owned()),
            }
        };
        found.iter().map(one).collect()
    }
}
