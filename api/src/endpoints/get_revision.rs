//! `get_revision`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use commands::Executed;
use consultation::{Proposal, ProposalId, Revision};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::http::answer::Answer;
use crate::http::as_of::{AsOf, ReadAt};
use crate::http::etag::ETag;
use crate::http::path::{PathId, PathNumber};
use crate::http::query::QueryParams;
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::revision::RevisionResponse;

/// A revision of a proposal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "proposal_id": "01944f62-1a40-7c3e-9a43-5d5f3c0a8b11", "number": 0, "label": "zero draft", "language": "en",
    "circulated_at": "2027-01-10T09:00:00Z", "paragraphs": [{"id": "01944f62-1a40-7a11-8c0e-3f0b6d2f9a01", "label": "1",
            "text": "Participating States shall name a national point of contact.", "change": "new", "from": []}],
    "deleted": [], "version": 1, "as_of": {"log_position": 42, "instant": "2027-01-15T09:00:00Z"}
}))]
pub(super) struct ProposalRevisionResponse {
    /// The proposal.
    pub proposal_id: Uuid,
    /// The text.
    #[serde(flatten)]
    pub revision: RevisionResponse,
    /// Stream version of the proposal: what `If-Match` compares.
    #[schema(example = 2)]
    pub version: u64,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

impl ProposalRevisionResponse {
    /// The revision, with the proposal's version.
    #[must_use]
    pub(super) fn of(proposal: &Proposal, version: u64, revision: &(Timestamp, Revision), as_of: AsOf) -> Self {
        let (circulated_at, revision) = revision;
        Self {
            proposal_id: proposal.id.0,
            revision: RevisionResponse::of(*circulated_at, revision),
            version,
            as_of,
        }
    }

    /// The answer to its circulation, the same again when the request is sent again.
    ///
    /// # Errors
    /// 500 if nothing was written.
    pub(super) fn written(executed: &Executed) -> Result<Self, Problem> {
        let written = executed.proposal.as_ref().zip(executed.appended.as_ref());
        let (proposal, appended) = written.ok_or_else(|| Problem::of("internal_error"))?;
        let as_of = AsOf {
            log_position: appended.last.0,
            instant: appended.recorded_at,
        };
        let newest = proposal
            .state
            .revisions
            .last()
            .ok_or_else(|| Problem::of("internal_error"))?;
        Ok(Self::of(&proposal.state, proposal.version, newest, as_of))
    }

    /// The proposal's version, and which of its revisions this is: its text never changes.
    ///
    /// # Errors
    /// 500 if it cannot be written.
    pub(super) fn etag(&self) -> Result<ETag, Problem> {
        ETag::version_of(self.version, &self.revision.number)
    }
}

/// Query parameters of `get_revision`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GetRevisionQuery {
    /// As it stood at a log position or instant: a revision never changes, and is unknown before it was circulated.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Get a revision
///
/// One text of a proposal, with the ids of its paragraphs and what became of each since the revision before.
#[utoipa::path(
    tag = "proposals",
    params(
        ("id" = Uuid, Path, description = "The proposal"),
        ("n" = u32, Path, description = "Number of the revision; 0 is the zero draft"),
        GetRevisionQuery,
    ),
    responses(
        (status = 200, description = "The revision", body = ProposalRevisionResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/revisions/{n}")]
pub(super) async fn get_revision(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    number: PathNumber,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.visible_proposal(who.viewer(), *id, who.now).await?;
    revision_of(&visible.proposal, number.0)?;
    let asked: GetRevisionQuery = query.parse()?;
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let (shown, as_of) = app.proposal_as_of(&visible, at).await?;
    let revision = revision_of(&shown.state, number.0)?;
    let answer = ProposalRevisionResponse::of(&shown.state, shown.version, revision, as_of);
    Ok(Answer::read(answer.as_of.log_position)
        .etag(answer.etag()?)
        .json_unless_known(&request, &answer))
}

fn revision_of(proposal: &Proposal, number: u32) -> Result<&(Timestamp, Revision), Problem> {
    let mut revisions = proposal.revisions.iter();
    let found = revisions.find(|(_, revision)| revision.number == number);
    found.ok_or_else(|| Problem::of("not_found"))
}
