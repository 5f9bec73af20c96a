//! What joining and leaving another state's words have in common.

use actix_web::HttpResponse;
use commands::Executed;
use consultation::visibility::Viewer;
use consultation::{Rejection, SubmissionId, permit};

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::AsOf;
use crate::permission::FocalPoint;
use crate::problem::Problem;
use crate::wire::alignment::AlignmentResponse;

impl App {
    /// Whether the state may join or leave what a submission says of which it sees something.
    ///
    /// # Errors
    /// 404 `not_found`, whether it is unknown or hidden (R15d).
    pub async fn may_align(&self, who: &FocalPoint, id: SubmissionId) -> Result<Result<(), Rejection>, Problem> {
        let known = self
            .visible_submission(Viewer::Delegation(who.state), id, who.now)
            .await?;
        let register = self.commands.known_register().state;
        let proposal = &known.visible.proposal;
        let permitted = permit::align(register.at(who.now), proposal, &known.submission, who.state);
        Ok(permitted.map(|_consultation| ()))
    }

    /// 201 if it was recorded, now or by the same request before; 200 if the state stood so already.
    ///
    /// # Errors
    /// 404 if the submission is hidden from the state now; 500 if the command read none.
    pub fn aligned(&self, who: &FocalPoint, id: SubmissionId, executed: &Executed) -> Result<HttpResponse, Problem> {
        let dossier = executed
            .dossier
            .as_deref()
            .ok_or_else(|| Problem::of("internal_error"))?;
        let submission = dossier.submissions.get(&id).ok_or_else(|| Problem::of("not_found"))?;
        let rights = self.rights(Viewer::Delegation(who.state), &dossier.proposal, who.now);
        let as_of = match &executed.appended {
            Some(appended) => AsOf {
                log_position: appended.last.0,
                instant: appended.recorded_at,
            },
            None => self.as_of_now(who.now),
        };
        let body = AlignmentResponse::of(dossier, submission, &rights, who.state, as_of);
        let answer = match &executed.appended {
            Some(_) => Answer::created(as_of.log_position, &format!("/v1/submissions/{id}")),
            None => Answer::written(as_of.log_position),
        };
        Ok(answer.replayed(executed.is_replay()).json(&body))
    }
}
