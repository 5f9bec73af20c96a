//! `open_silence`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::{DeferralDraft, OpenSilence};
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::instant::Instant;
use crate::wire::proposal::ProposalResponse;

/// What goes under silence, and until when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "until": "2027-03-20T16:00:00Z",
    "deferred": [{"comment": "FJI-003", "reason": "Taken up in the work programme of the next chair."}]
}))]
pub(super) struct OpenSilenceRequest {
    /// The revision; the newest, and by default that.
    #[schema(example = 1)]
    pub revision: Option<u32>,
    /// Until when silence is kept: at least 72 hours away, or 24 if the chair states urgency. By default 72 hours.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-03-20T16:00:00Z")]
    pub until: Option<Instant>,
    /// Why less than 72 hours are given, at most 1,000 bytes; only the chair may.
    #[schema(example = "The summit begins on Friday.")]
    pub urgency: Option<String>,
    /// Comments that are left open, besides those deferred before.
    #[serde(default)]
    pub deferred: Vec<DeferredCommentRequest>,
}

/// A comment that is left open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeferredCommentRequest {
    /// Its id, or its number as you see it.
    #[schema(example = "FJI-003")]
    pub comment: String,
    /// Why, at most 1,000 bytes; printed in the record.
    #[schema(example = "Taken up in the work programme of the next chair.")]
    pub reason: String,
}

/// Put a text under silence
///
/// Lead member or chair, once every comment that stood at close has a published disposition or a reason to be left open
/// (R23); 409 `gate_not_met` names those that have neither. Late ones are noted and listed in the record. From then on the
/// text takes no input and no changes. If no member breaks silence, the text is adopted at `until`.
#[utoipa::path(
    tag = "silence",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = OpenSilenceRequest,
    responses(
        (status = 200, description = "Under silence", body = ProposalResponse, headers(
            ("ETag" = String, description = "Version of the proposal"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/silence/open")]
pub(super) async fn open_silence(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.may_steer(&who, *id).await?;
    query.none()?;
    let asked: OpenSilenceRequest = body.parse()?;
    let command = Command::OpenSilence(OpenSilence {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        revision: asked.revision,
        until: asked.until.map(|until| until.0),
        urgency: asked.urgency,
        deferred: asked.deferred.into_iter().map(draft).collect(),
        shortest_seconds: app.config.silence.shortest_seconds(),
    });
    app.steer(&who, &request, &body, &command).await
}

fn draft(asked: DeferredCommentRequest) -> DeferralDraft {
    DeferralDraft {
        comment: asked.comment,
        reason: asked.reason,
    }
}
