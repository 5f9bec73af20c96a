//! What the operations share by which a member steers a proposal: open, extend, close, withdraw.

use actix_web::{HttpRequest, HttpResponse};
use consultation::visibility::Viewer;
use consultation::{Command, ProposalId, permit};

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::body::JsonBody;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::proposal::ProposalResponse;

impl App {
    /// Lets only the lead member and the chair pass (R3, R2), before anything is said about the body.
    ///
    /// # Errors
    /// 404 `not_found` if the proposal is not the member's to know of; 403 `not_lead_member_or_chair`.
    pub async fn may_steer(&self, who: &MemberMission, id: ProposalId) -> Result<(), Problem> {
        let visible = self.known_proposal(Viewer::Delegation(who.state), id, who.now).await?;
        let register = self.commands.known_register().state;
        permit::steer(register.at(who.now), &visible.proposal, who.state)?;
        Ok(())
    }

    /// Carries out the command and answers 200 with the proposal as it stands after it.
    ///
    /// # Errors
    /// As [`App::execute`].
    pub async fn steer(
        &self,
        who: &MemberMission,
        request: &HttpRequest,
        body: &JsonBody,
        command: &Command,
    ) -> Result<HttpResponse, Problem> {
        let executed = self.execute(&who.identity, request, body, command).await?;
        let answer = ProposalResponse::written(self, &executed, who.state)?;
        Ok(Answer::written(answer.as_of.log_position)
            .etag(answer.etag()?)
            .replayed(executed.is_replay())
            .json(&answer))
    }
}
