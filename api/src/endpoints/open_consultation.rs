//! `open_consultation`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::{Invitation, OpenConsultation};
use consultation::{BeforeClose, Command, ProposalId, RegisterCode, StateCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::instant::Instant;
use crate::wire::names::BeforeCloseName;
use crate::wire::proposal::ProposalResponse;

/// The window, and who is invited.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "closes_at": "2027-03-01T16:00:00Z",
    "invite": {"states": ["FJI"], "neighbourhoods": ["AUS"], "groups": ["ASEAN"]},
    "before_close": "open"
}))]
pub(super) struct OpenConsultationRequest {
    /// The revision on which input is invited; by default the newest.
    #[schema(example = 0)]
    pub revision: Option<u32>,
    /// When it closes by itself.
    #[schema(value_type = String, format = DateTime, example = "2027-03-01T16:00:00Z")]
    pub closes_at: Instant,
    /// Who is invited.
    pub invite: InvitationRequest,
    /// What is seen of the input before it closes: `open` (as audience and attribution say, the default),
    /// `members_see` (partners see their own only) or `sealed` (nobody sees more than how many have lodged).
    #[serde(default)]
    #[schema(value_type = BeforeCloseName, default = "open")]
    pub before_close: BeforeClose,
}

/// Partners, named one by one or together; resolved against the register now. Members are never invited: of a group
/// the partners are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationRequest {
    /// Partners (ISO 3166-1).
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["FJI"]))]
    pub states: Vec<StateCode>,
    /// All partners near these members (ISO 3166-1).
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["AUS"]))]
    pub neighbourhoods: Vec<StateCode>,
    /// All partners in these regional groups (codes of the register).
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["ASEAN"]))]
    pub groups: Vec<RegisterCode>,
}

/// Open a consultation
///
/// Lead member or chair invite partners to give input until an instant, at which the consultation closes by itself
/// (R5, R6). With the first one the draft becomes visible to those invited, and to everyone if the proposal is public.
#[utoipa::path(
    tag = "consultations",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = OpenConsultationRequest,
    responses(
        (status = 200, description = "Open", body = ProposalResponse, headers(
            ("ETag" = String, description = "Version of the proposal"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/consultation/open")]
pub(super) async fn open_consultation(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.may_steer(&who, *id).await?;
    query.none()?;
    let asked: OpenConsultationRequest = body.parse()?;
    let command = Command::OpenConsultation(OpenConsultation {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        revision: asked.revision,
        closes_at: asked.closes_at.0,
        before_close: asked.before_close,
        invite: asked.invite.into(),
    });
    app.steer(&who, &request, &body, &command).await
}

impl From<InvitationRequest> for Invitation {
    fn from(asked: InvitationRequest) -> Self {
        Self {
            states: asked.states,
            neighbourhoods: asked.neighbourhoods,
            groups: asked.groups,
        }
    }
}
