//! `get_submission`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::{Submission, SubmissionId};
use event_log::Position;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::{AsOf, ReadAt};
use crate::http::path::PathId;
use crate::http::query::{QueryParams, invalid};
use crate::permission::Reader;
use crate::problem::Problem;
use crate::submissions::VisibleSubmission;
use crate::wire::submission::{SubmissionContext, SubmissionResponse};

/// Query parameters of `get_submission`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GetSubmissionQuery {
    /// An earlier version, for the own state only; 404 for others. Not beside `as_of`.
    #[param(example = 1)]
    version: Option<u64>,
    /// As it stood at a log position or instant. What may be seen is decided by the rights of now; what was changed
    /// since is without words for others than the own state.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
    /// IANA time zone for local times; by default that of the asking state's capital.
    #[param(example = "Pacific/Fiji")]
    tz: Option<String>,
}

/// Get a submission
///
/// As much of it as the viewer may read under the state's name: decided for each comment, and apart from them for
/// position and remarks. Comments that are not for attribution to the viewer are not here; they stand in the list of
/// comments under a label. 404 where nothing of it is for the viewer.
#[utoipa::path(
    tag = "submissions",
    params(("id" = Uuid, Path, description = "The submission"), GetSubmissionQuery),
    responses(
        (status = 200, description = "The submission", body = SubmissionResponse, headers(
            ("ETag" = String, description = "For the own state it begins with the version"))),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/submissions/{id}")]
pub(super) async fn get_submission(
    who: Reader,
    app: Data<App>,
    id: PathId<SubmissionId>,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let known = app.visible_submission(who.viewer(), *id, who.now).await?;
    let asked: GetSubmissionQuery = query.parse()?;
    let register = app.commands.known_register().state;
    let register = register.at(who.now);
    let zone = match asked.tz.as_deref() {
        Some(zone) => Some(crate::wire::known_zone(zone)?),
        None => who.state().and_then(|state| register.time_zone_of(state)),
    };
    let (shown, as_of) = shown(&app, &who, &known, &asked).await?;
    let context = SubmissionContext {
        register,
        proposal: &known.visible.proposal,
        zone,
        as_of,
    };
    let answer = SubmissionResponse::of(&known.seen(&shown)?, context);
    Ok(Answer::read(answer.log_position)
        .etag(answer.etag()?)
        .json_unless_known(&request, &answer))
}

/// The state of the submission that is asked for.
async fn shown(
    app: &App,
    who: &Reader,
    known: &VisibleSubmission,
    asked: &GetSubmissionQuery,
) -> Result<(Arc<Submission>, AsOf), Problem> {
    let present = Arc::clone(&known.submission);
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    if let ReadAt::AtLeast(position) = at {
        app.wait_for_head(position).await?;
    }
    match (at, asked.version) {
        (ReadAt::AsOf(_), Some(_)) => Err(invalid("version", "is not taken beside as_of")),
        (ReadAt::AsOf(point), None) => {
            let as_of = app.resolve(point).await?;
            let past = app
                .commands
                .submission_at(present.id, Position(as_of.log_position))
                .await?;
            Ok((Arc::new(past.ok_or_else(|| Problem::of("not_found"))?), as_of))
        }
        (ReadAt::Now | ReadAt::AtLeast(_), None) => Ok((present, app.as_of_now(who.now))),
        // Versions count what others may not see: to them there is none, not even the present one.
        (ReadAt::Now | ReadAt::AtLeast(_), Some(version)) if known.visible.rights.is_own(present.state) => {
            let earlier = app.submission_in_version(present.id, version).await?;
            Ok((Arc::new(earlier), app.as_of_now(who.now)))
        }
        (ReadAt::Now | ReadAt::AtLeast(_), Some(_)) => Err(Problem::of("not_found")),
    }
}
