//! `get_proposal`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::proposal::BeforeClose;
use consultation::{Audience, Consultation, Proposal, ProposalId, ProposalStatus, StateCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::{AsOf, ReadAt};
use crate::http::etag::ETag;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::names::{AudienceName, BeforeCloseName, ProposalStatusName};
use crate::wire::revision::RevisionResponse;
use crate::wire::{LocalTime, Words, words};

/// A proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalResponse {
    /// Its id.
    pub id: Uuid,
    /// Where it stands; `closed` from `closes_at` on.
    #[schema(value_type = ProposalStatusName)]
    pub status: ProposalStatus,
    /// The member that put it forward.
    #[schema(value_type = String, example = "KOR")]
    pub lead_member: StateCode,
    /// Title by language.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
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
    /// When it was withdrawn.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub withdrawn_at: Option<Timestamp>,
    /// Why it was withdrawn, if that was said.
    pub withdrawal_reason: Option<String>,
    /// Its newest text.
    pub revision: Option<RevisionResponse>,
    /// The open consultation, or else the last one.
    pub consultation: Option<ConsultationResponse>,
    /// Its stream version: what `If-Match` compares.
    #[schema(example = 1)]
    pub version: u64,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

/// A consultation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConsultationResponse {
    /// 1, 2 … within the proposal.
    #[schema(example = 1)]
    pub number: u32,
    /// The revision under consultation.
    #[schema(example = 0)]
    pub revision: u32,
    /// Whether input is on time now.
    #[schema(example = true)]
    pub open: bool,
    /// When it opened.
    #[schema(value_type = String, format = DateTime, example = "2027-01-15T09:00:00Z")]
    pub opened_at: Timestamp,
    /// When it closes or closed.
    #[schema(value_type = String, format = DateTime, example = "2027-03-01T16:00:00Z")]
    pub closes_at: Timestamp,
    /// The same in the capital of the asking state, or in the zone asked for by `tz`.
    pub closes_at_local: Option<LocalTime>,
    /// What is seen of the input before that.
    #[schema(value_type = BeforeCloseName)]
    pub before_close: BeforeClose,
    /// The invited states.
    #[schema(value_type = Vec<String>, example = json!(["FJI", "WSM"]))]
    pub invited: Vec<StateCode>,
    /// Why it was brought forward, if it was.
    pub early_closing_reason: Option<String>,
}

impl ConsultationResponse {
    /// The consultation as seen at `now`, with local time in `closes_at_local`.
    #[must_use]
    pub(super) fn of(consultation: &Consultation, now: Timestamp, closes_at_local: Option<LocalTime>) -> Self {
        Self {
            number: consultation.number,
            revision: consultation.revision,
            open: consultation.is_open_at(now),
            opened_at: consultation.opened_at,
            closes_at: consultation.closes_at,
            closes_at_local,
            before_close: consultation.before_close,
            invited: consultation.invited.keys().copied().collect(),
            early_closing_reason: consultation.early_closing_reason.clone(),
        }
    }
}

impl ProposalResponse {
    /// The proposal as of `now`, with local times for `state`.
    #[must_use]
    pub(super) fn of(app: &App, proposal: &Proposal, version: u64, now: Timestamp, state: Option<StateCode>) -> Self {
        let register = app.commands.known_register().state;
        let local = |consultation: &Consultation| LocalTime::in_capital(consultation.closes_at, register.at(now), state);
        Self::at(proposal, version, app.as_of_now(now), local)
    }

    /// The proposal as of a point, with local times as `local` gives them.
    fn at(
        proposal: &Proposal,
        version: u64,
        as_of: AsOf,
        local: impl Fn(&Consultation) -> Option<LocalTime>,
    ) -> Self {
        let consultation = proposal.current_consultation();
        Self {
            id: proposal.id.0,
            status: proposal.status_at(as_of.instant),
            lead_member: proposal.lead_member,
            title: words(&proposal.title),
            focus_area: proposal.focus_area.as_str().to_owned(),
            key_event: proposal.key_event.as_ref().map(|code| code.as_str().to_owned()),
            audience: proposal.audience,
            tabled_at: proposal.tabled_at,
            withdrawn_at: proposal.withdrawn_at,
            withdrawal_reason: proposal.withdrawal_reason.clone(),
            revision: proposal.revisions.last().map(|(at, revision)| RevisionResponse::of(*at, revision)),
            consultation: consultation.map(|now_open| ConsultationResponse::of(now_open, as_of.instant, local(now_open))),
            version,
            as_of,
        }
    }

    /// Version, and a digest of what else varies: status by time, local time by viewer.
    ///
    /// # Errors
    /// 500 if the answer cannot be written.
    pub(super) fn etag(&self) -> Result<ETag, Problem> {
        let local = self.consultation.as_ref().and_then(|consultation| consultation.closes_at_local.as_ref());
        ETag::version_of(self.version, &(self.status, local))
    }
}

/// Query parameters of `get_proposal`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GetProposalQuery {
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
    /// IANA time zone for local times; by default that of the asking state's capital.
    #[param(example = "Pacific/Fiji")]
    tz: Option<String>,
}

/// Get a proposal
///
/// Its newest text and its open or last consultation. Drafts are visible to members; after the first consultation
/// opened also to invited partners, and to everyone if the proposal is public.
#[utoipa::path(
    tag = "proposals",
    params(("id" = Uuid, Path, description = "The proposal"), GetProposalQuery),
    responses((status = 200, description = "The proposal", body = ProposalResponse), (status = 304, description = "Known by `If-None-Match`")),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}")]
pub(super) async fn get_proposal(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.visible_proposal(who.viewer(), *id, who.now).await?;
    let asked: GetProposalQuery = query.parse()?;
    let register = app.commands.known_register().state;
    let zone = match asked.tz.as_deref() {
        Some(zone) => Some(crate::wire::known_zone(zone)?),
        None => who.state().and_then(|state| register.at(who.now).time_zone_of(state)),
    };
    let local = |consultation: &Consultation| LocalTime::in_zone(consultation.closes_at, zone?);
    let answer = match ReadAt::parse(asked.as_of.as_deref(), asked.at_least)? {
        ReadAt::Now => ProposalResponse::at(&visible.proposal, visible.version, app.as_of_now(who.now), local),
        ReadAt::AtLeast(position) => {
            app.wait_for_head(position)?;
            ProposalResponse::at(&visible.proposal, visible.version, app.as_of_now(who.now), local)
        }
        ReadAt::AsOf(point) => {
            let as_of = app.resolve(point).await?;
            let position = event_log::Position(as_of.log_position);
            let past = app.commands.proposal_at(*id, position).await?.ok_or_else(|| Problem::of("not_found"))?;
            ProposalResponse::at(&past.state, past.version, as_of, local)
        }
    };
    Ok(Answer::read(answer.as_of.log_position).etag(answer.etag()?).json_unless_known(&request, &answer))
}
