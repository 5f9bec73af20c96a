//! `withdraw_proposal`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::WithdrawProposal;
use consultation::visibility::Viewer;
use consultation::{Command, ProposalId, permit};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::proposal::ProposalResponse;

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Taken up in another forum."}))]
pub(super) struct WithdrawProposalRequest {
    /// The reason, at most 1,000 bytes; shown with the proposal.
    #[schema(example = "Taken up in another forum.")]
    pub reason: String,
}

/// Withdraw a proposal
///
/// Its lead member takes it back; for good; what was lodged stays in the record.
#[utoipa::path(
    tag = "proposals",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = WithdrawProposalRequest,
    responses(
        (status = 200, description = "Withdrawn", body = ProposalResponse, headers(
            ("ETag" = String, description = "Version of the proposal"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/withdraw")]
pub(super) async fn withdraw_proposal(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let visible = app.known_proposal(Viewer::Delegation(who.state), *id, who.now).await?;
    permit::withdraw(
        app.commands.known_register().state.at(who.now),
        &visible.proposal,
        who.state,
    )?;
    query.none()?;
    let asked: WithdrawProposalRequest = body.parse()?;
    let command = Command::WithdrawProposal(WithdrawProposal {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        reason: Some(asked.reason),
    });
    app.steer(&who, &request, &body, &command).await
}
