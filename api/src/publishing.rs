//! The answers to publishing dispositions and to acts on a package (R19, R20).

use actix_web::{HttpRequest, HttpResponse};
use consultation::review::{Obstacle, Publishing, convergence, publishing};
use consultation::{Command, Event};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::AsOf;
use crate::http::body::JsonBody;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::package::PackageStateResponse;

/// What was published, and what is left.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedActResponse {
    /// Comments whose proposed disposition was published.
    #[schema(example = 580)]
    pub published: usize,
    /// Comments on which the members had no common view at the cut-off.
    #[schema(example = 2)]
    pub no_common_view: usize,
    /// Comments that you see and that have no published disposition as proposed.
    pub left: LeftResponse,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

/// Comments that were left out, by what is in the way.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct LeftResponse {
    /// Nothing is proposed.
    #[schema(example = 11)]
    pub not_proposed: usize,
    /// Members differ.
    #[schema(example = 3)]
    pub differing: usize,
    /// Members have not said yet.
    #[schema(example = 4)]
    pub waiting: usize,
    /// Silence is kept on them.
    #[schema(example = 0)]
    pub under_silence: usize,
}

impl App {
    /// Publishes, and answers how many comments, and what is left.
    ///
    /// # Errors
    /// As [`App::execute`].
    pub async fn publish(
        &self,
        who: &MemberMission,
        request: &HttpRequest,
        body: &JsonBody,
        command: &Command,
    ) -> Result<HttpResponse, Problem> {
        let executed = self.execute(&who.identity, request, body, command).await?;
        let events = match &executed.appended {
            Some(appended) if appended.replayed => self.events_between(appended.first.0, appended.last.0).await?,
            _ => executed.events.clone(),
        };
        let opened = self.reviewed(who.state, who.now, &executed)?;
        let members = self.members_at(who.now);
        let cut_off = opened.dossier.review.cut_off_at.is_some_and(|at| at <= who.now);
        let mut answer = PublishedActResponse {
            published: 0,
            no_common_view: 0,
            left: LeftResponse::default(),
            as_of: opened.as_of,
        };
        for event in &events {
            if let Event::DispositionsPublished(published) = event {
                answer.published += published.comments.len();
                answer.no_common_view += published.no_common_view.len();
            }
        }
        for row in opened.rows() {
            let standing = convergence(row.review, &members);
            match publishing(row.review, &standing, cut_off) {
                Publishing::Not(Obstacle::NotProposed) => answer.left.not_proposed += 1,
                Publishing::Not(Obstacle::Differing) | Publishing::NoCommonView => answer.left.differing += 1,
                Publishing::Not(Obstacle::Waiting) => answer.left.waiting += 1,
                Publishing::Not(Obstacle::UnderSilence) => answer.left.under_silence += 1,
                Publishing::Not(Obstacle::Published) | Publishing::AsProposed => {}
            }
        }
        Ok(Answer::written(answer.as_of.log_position)
            .replayed(executed.is_replay())
            .json(&answer))
    }

    /// Carries out an act on a package or the cut-off, and answers how these stand after it.
    ///
    /// # Errors
    /// As [`App::execute`].
    pub async fn review_package(
        &self,
        who: &MemberMission,
        request: &HttpRequest,
        body: &JsonBody,
        command: &Command,
    ) -> Result<HttpResponse, Problem> {
        let executed = self.execute(&who.identity, request, body, command).await?;
        let answer = PackageStateResponse::of(&self.reviewed(who.state, who.now, &executed)?);
        Ok(Answer::written(answer.as_of.log_position)
            .replayed(executed.is_replay())
            .json(&answer))
    }
}
