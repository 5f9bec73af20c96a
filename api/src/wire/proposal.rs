//! A proposal and its consultations in answers.

use commands::Executed;
use consultation::proposal::BeforeClose;
use consultation::{Audience, Consultation, Proposal, ProposalStatus, StateCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::{AudienceName, BeforeCloseName, ProposalStatusName};
use super::revision::RevisionResponse;
use super::silence::SilenceResponse;
use super::{LocalTime, Words, words};
use crate::app::App;
use crate::http::as_of::AsOf;
use crate::http::etag::ETag;
use crate::problem::Problem;

/// A proposal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01944f62-1a40-7c3e-9a43-5d5f3c0a8b11", "status": "open", "lead_member": "KOR",
    "title": {"en": "Regional cooperation on incident response"}, "focus_area": "cybersecurity",
    "key_event": "g20-2027", "audience": "public", "tabled_at": "2027-01-10T09:00:00Z",
    "withdrawn_at": null, "withdrawal_reason": null,
    "revision": {
        "number": 0, "label": "zero draft", "language": "en", "circulated_at": "2027-01-10T09:00:00Z",
        "paragraphs": [{"id": "01944f62-1a40-7a11-8c0e-3f0b6d2f9a01", "label": "1",
            "text": "Participating States shall name a national point of contact.", "change": "new", "from": []}],
        "deleted": []
    },
    "consultation": {
        "number": 1, "revision": 0, "open": true, "opened_at": "2027-01-15T09:00:00Z",
        "closes_at": "2027-03-01T16:00:00Z",
        "closes_at_local": {"local": "2027-03-02T04:00:00+12:00", "time_zone": "Pacific/Fiji"},
        "before_close": "open", "invited": ["FJI", "WSM"], "early_closing_reason": null
    },
    "silence": null, "adopted_at": null, "adopted_revision": null,
    "version": 2, "as_of": {"log_position": 42, "instant": "2027-01-15T09:00:00Z"}
}))]
pub struct ProposalResponse {
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
    /// The last silence on it, kept or ended.
    pub silence: Option<SilenceResponse>,
    /// When it was adopted.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub adopted_at: Option<Timestamp>,
    /// The revision that was adopted.
    pub adopted_revision: Option<u32>,
    /// Its stream version: what `If-Match` compares.
    #[schema(example = 1)]
    pub version: u64,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

/// A consultation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsultationResponse {
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
    /// The consultation as of an instant, with local time in `zone`.
    #[must_use]
    pub fn at(consultation: &Consultation, instant: Timestamp, zone: Option<&str>) -> Self {
        Self {
            number: consultation.number,
            revision: consultation.revision,
            open: consultation.is_open_at(instant),
            opened_at: consultation.opened_at,
            closes_at: consultation.closes_at,
            closes_at_local: zone.and_then(|zone| LocalTime::in_zone(consultation.closes_at, zone)),
            before_close: consultation.before_close,
            invited: consultation.invited.keys().copied().collect(),
            early_closing_reason: consultation.early_closing_reason.clone(),
        }
    }
}

impl ProposalResponse {
    /// The answer to a member's write: the proposal right after it, the same again when the request is sent again.
    ///
    /// # Errors
    /// 500 if nothing was written.
    pub fn written(app: &App, executed: &Executed, state: StateCode) -> Result<Self, Problem> {
        let (Some(written), Some(appended)) = (&executed.proposal, &executed.appended) else {
            return Err(Problem::of("internal_error"));
        };
        let (register, instant) = (app.commands.known_register().state, appended.recorded_at);
        let zone = register.at(instant).time_zone_of(state);
        let as_of = AsOf {
            log_position: appended.last.0,
            instant,
        };
        Ok(Self::at(&written.state, written.version, as_of, zone, true))
    }

    /// The proposal as of a point, with local times in `zone`, for a member or another viewer.
    #[must_use]
    pub fn at(proposal: &Proposal, version: u64, as_of: AsOf, zone: Option<&str>, member: bool) -> Self {
        let consultation = proposal.current_consultation();
        let adoption = proposal.procedure.adoption.as_ref();
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
            revision: proposal
                .revisions
                .last()
                .map(|(at, revision)| RevisionResponse::of(*at, revision)),
            consultation: consultation.map(|current| ConsultationResponse::at(current, as_of.instant, zone)),
            silence: SilenceResponse::last_of(proposal, member, zone),
            adopted_at: adoption.map(|adoption| adoption.adopted_at),
            adopted_revision: adoption.map(|adoption| adoption.revision),
            version,
            as_of,
        }
    }

    /// Version, and a digest of what else varies: status by time, local time and what is told of silence by viewer.
    ///
    /// # Errors
    /// 500 if the answer cannot be written.
    pub fn etag(&self) -> Result<ETag, Problem> {
        let local = self
            .consultation
            .as_ref()
            .and_then(|consultation| consultation.closes_at_local.as_ref());
        match &self.silence {
            None => ETag::version_of(self.version, &(self.status, local)),
            Some(silence) => ETag::version_of(self.version, &(self.status, local, silence)),
        }
    }
}
