//! What the operations on submissions share: what the caller may know of, and the answer to a write.

use std::sync::Arc;

use actix_web::HttpResponse;
use commands::Executed;
use consultation::command::EnteredBy;
use consultation::visibility::{SeenSubmission, Viewer, entered_submission, seen_submission};
use consultation::{Consultation, Proposal, ProposalId, Rejection, StateCode, Submission, SubmissionId};
use jiff::Timestamp;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::AsOf;
use crate::problem::Problem;
use crate::reads::Visible;
use crate::wire::submission::{SubmissionContext, SubmissionResponse};

/// A submission of which its viewer sees something.
#[derive(Debug, Clone)]
pub struct VisibleSubmission {
    /// The submission as it stands.
    pub submission: Arc<Submission>,
    /// Its proposal, and the viewer's rights.
    pub visible: Visible,
}

impl VisibleSubmission {
    /// What its viewer sees of it as it stood in `shown`.
    ///
    /// # Errors
    /// 404 `not_found` if that is nothing.
    pub fn seen<'a>(&self, shown: &'a Submission) -> Result<SeenSubmission<'a>, Problem> {
        let consultation = consultation_of(&self.visible.proposal, &self.submission)?;
        seen_submission(&self.visible.rights, consultation, &self.submission, shown)
            .ok_or_else(|| Problem::of("not_found"))
    }
}

fn consultation_of<'a>(proposal: &'a Proposal, submission: &Submission) -> Result<&'a Consultation, Problem> {
    proposal
        .find_consultation(submission.consultation)
        .ok_or_else(|| Problem::of("not_found"))
}

/// The parsed request, unless the act is not permitted: then its mistakes are not told either. A request without
/// mistakes goes on, since the log must be asked first whether it is a retry; the rules refuse it there.
///
/// # Errors
/// What the request's mistakes are, or the refusal instead.
pub fn parsed_if_permitted<T>(permitted: Result<(), Rejection>, parsed: Result<T, Problem>) -> Result<T, Problem> {
    parsed.map_err(|mistake| permitted.err().map_or(mistake, Problem::from))
}

impl App {
    /// The submission, if the viewer sees anything of it; read from the log, so that it is never behind.
    ///
    /// # Errors
    /// 404 `not_found`, whether it is unknown or hidden (R15d).
    pub async fn visible_submission(
        &self,
        viewer: Viewer,
        id: SubmissionId,
        now: Timestamp,
    ) -> Result<VisibleSubmission, Problem> {
        let not_found = || Problem::of("not_found");
        let submission = self.commands.find_submission(id).await?.ok_or_else(not_found)?;
        let found = self
            .commands
            .find_proposal(submission.proposal)
            .await?
            .ok_or_else(not_found)?;
        let rights = self.rights(viewer, &found.state, now);
        let visible = Visible {
            proposal: found.state,
            version: found.version,
            rights,
        };
        let known = VisibleSubmission { submission, visible };
        known.seen(&known.submission)?;
        Ok(known)
    }

    /// The submission at one of its versions; read from the log.
    ///
    /// # Errors
    /// 404 `not_found` if it has no such version.
    pub async fn submission_in_version(&self, id: SubmissionId, version: u64) -> Result<Submission, Problem> {
        let unavailable = |error| Problem::of("unavailable").caused_by(error);
        let stream = event_log::StreamId(consultation::event::streams::submission(id));
        let before = version.checked_sub(1).ok_or_else(|| Problem::of("not_found"))?;
        let events = self.log().read_stream(&stream, before).await.map_err(unavailable)?;
        let Some(made) = events.first().filter(|event| event.stream_version == version) else {
            return Err(Problem::of("not_found"));
        };
        self.commands
            .submission_at(id, made.position)
            .await?
            .ok_or_else(|| Problem::of("not_found"))
    }

    /// The proposal, if whoever enters input may know of it (R16).
    ///
    /// # Errors
    /// 404 `not_found`, whether it is unknown or hidden (R15d).
    pub async fn proposal_to_enter(&self, by: EnteredBy, id: ProposalId, now: Timestamp) -> Result<(), Problem> {
        let viewer = match by {
            EnteredBy::Operator => Viewer::Anonymous,
            EnteredBy::Member(state) => Viewer::Delegation(state),
        };
        let known = match self.commands.known_proposal(id) {
            Some(known) if !known.state.consultations.is_empty() => Some(known),
            _ => self.commands.find_proposal(id).await?,
        };
        let may_know =
            known.is_some_and(|known| self.rights(viewer, &known.state, now).may_enter_into(&known.state, by));
        if may_know {
            Ok(())
        } else {
            Err(Problem::of("not_found"))
        }
    }

    /// The answer to a state that wrote its own submission.
    ///
    /// # Errors
    /// 500 if the command wrote none.
    pub fn written_by_own(&self, state: StateCode, now: Timestamp, executed: &Executed) -> Result<Written, Problem> {
        let (proposal, submission) = written(executed)?;
        let rights = self.rights(Viewer::Delegation(state), proposal, now);
        let seen = seen_submission(&rights, consultation_of(proposal, submission)?, submission, submission);
        let seen = seen.ok_or_else(|| Problem::of("internal_error"))?;
        Ok(self.written(&seen, proposal, Some(state), now, executed))
    }

    /// The answer to whoever entered a state's input: what they sent.
    ///
    /// # Errors
    /// 500 if the command wrote none.
    pub fn written_by_entering(
        &self,
        command: &consultation::command::EnterSubmission,
        executed: &Executed,
    ) -> Result<Written, Problem> {
        let (proposal, submission) = written(executed)?;
        let seen = entered_submission(command, proposal, submission).ok_or_else(|| Problem::of("internal_error"))?;
        let reader = match command.by {
            EnteredBy::Operator => None,
            EnteredBy::Member(state) => Some(state),
        };
        Ok(self.written(&seen, proposal, reader, command.at, executed))
    }

    /// What a lodging would record, as its state would see it.
    ///
    /// # Errors
    /// 500 if the events make no submission.
    pub async fn would_be_lodged(
        &self,
        state: StateCode,
        now: Timestamp,
        visible: &Visible,
        events: &[consultation::Event],
    ) -> Result<SubmissionResponse, Problem> {
        let internal = || Problem::of("internal_error");
        let first = events.first().ok_or_else(internal)?;
        let id = first.submission_head().ok_or_else(internal)?.submission_id;
        let submission = match self.commands.find_submission(id).await? {
            Some(known) => {
                let mut next = Submission::clone(&known);
                next.evolve(first);
                next
            }
            None => Submission::initial(first).ok_or_else(internal)?,
        };
        let consultation = consultation_of(&visible.proposal, &submission)?;
        let seen = seen_submission(&visible.rights, consultation, &submission, &submission).ok_or_else(internal)?;
        Ok(self.respond(&seen, &visible.proposal, Some(state), now, self.as_of_now(now)))
    }

    fn written(
        &self,
        seen: &SeenSubmission<'_>,
        proposal: &Proposal,
        reader: Option<StateCode>,
        now: Timestamp,
        executed: &Executed,
    ) -> Written {
        let as_of = match &executed.appended {
            Some(appended) => AsOf {
                log_position: appended.last.0,
                instant: appended.recorded_at,
            },
            None => self.as_of_now(now),
        };
        Written {
            answer: self.respond(seen, proposal, reader, now, as_of),
            replayed: executed.is_replay(),
        }
    }

    fn respond(
        &self,
        seen: &SeenSubmission<'_>,
        proposal: &Proposal,
        reader: Option<StateCode>,
        now: Timestamp,
        as_of: AsOf,
    ) -> SubmissionResponse {
        let register = self.commands.known_register().state;
        let register = register.at(now);
        let zone = reader.and_then(|state| register.time_zone_of(state));
        SubmissionResponse::of(
            seen,
            SubmissionContext {
                register,
                proposal,
                zone,
                as_of,
            },
        )
    }
}

fn written(executed: &Executed) -> Result<(&Proposal, &Submission), Problem> {
    let proposal = executed.proposal.as_ref().map(|proposal| proposal.state.as_ref());
    proposal
        .zip(executed.submission.as_deref())
        .ok_or_else(|| Problem::of("internal_error"))
}

/// The answer to a write of a submission; the first one again on a replay.
#[derive(Debug)]
pub struct Written {
    answer: SubmissionResponse,
    replayed: bool,
}

impl Written {
    /// 201: there was none before, or it had been withdrawn.
    ///
    /// # Errors
    /// 500 if the answer cannot be written as JSON.
    pub fn created(self) -> Result<HttpResponse, Problem> {
        let location = format!("/v1/submissions/{}", self.answer.id);
        self.end(Answer::created(self.answer.log_position, &location))
    }

    /// 200: it has a new version, or already was as asked for.
    ///
    /// # Errors
    /// 500 if the answer cannot be written as JSON.
    pub fn ok(self) -> Result<HttpResponse, Problem> {
        self.end(Answer::written(self.answer.log_position))
    }

    fn end(&self, answer: Answer) -> Result<HttpResponse, Problem> {
        Ok(answer
            .etag(self.answer.etag()?)
            .replayed(self.replayed)
            .json(&self.answer))
    }
}
