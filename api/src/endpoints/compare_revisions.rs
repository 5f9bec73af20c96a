//! `compare_revisions`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use consultation::register::RegisterAt;
use consultation::{Proposal, ProposalId};
use revised_text::{behind, differences};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::app::App;
use crate::dossiers::OpenDossier;
use crate::http::answer::Answer;
use crate::http::as_of::ReadAt;
use crate::http::page::Page;
use crate::http::path::{PathId, PathNumber};
use crate::http::query::{QueryParams, invalid};
use crate::permission::Reader;
use crate::problem::Problem;
use crate::wire::changes::ParagraphChangeResponse;

/// What a revision changed since an earlier one. Never cut into pages.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "proposal_id": "01944f62-1a40-7c3e-9a43-5d5f3c0a8b11", "since": 0, "number": 1,
    "items": [{
        "change": "changed",
        "old": [{"id": "01944f62-1a40-7a11-8c0e-3f0b6d2f9a01", "label": "1", "text": "States shall name a contact."}],
        "new": {"id": "01944f62-1a40-7a11-8c0e-3f0b6d2f9a01", "label": "1", "text": "States shall name two contacts."},
        "segments": [
            {"kind": "equal", "text": "States shall name "}, {"kind": "deleted", "text": "a contact"},
            {"kind": "inserted", "text": "two contacts"}, {"kind": "equal", "text": "."}],
        "comments": []
    }],
    "page": {"next": null, "has_more": false, "as_of": {"log_position": 42, "instant": "2027-01-15T09:00:00Z"}}
}))]
pub(super) struct RevisionChangesResponse {
    /// The proposal.
    pub proposal_id: Uuid,
    /// The earlier revision; null if the zero draft is compared with nothing.
    #[schema(example = 0)]
    pub since: Option<u32>,
    /// The revision.
    #[schema(example = 1)]
    pub number: u32,
    /// Each paragraph once, in reading order of the revision; deleted ones follow what they followed.
    pub items: Vec<ParagraphChangeResponse>,
    /// Always the last page.
    pub page: Page,
}

/// Query parameters of `compare_revisions`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CompareRevisionsQuery {
    /// Number of an earlier revision; by default the one before.
    #[param(example = 0)]
    since: Option<u32>,
    /// As it stood at a log position or instant: revisions never change, the comments behind them do. What may be seen
    /// is decided by the rights of now.
    as_of: Option<String>,
    /// Answer only once this log position is included.
    at_least: Option<u64>,
}

/// Compare revisions
///
/// Paragraph by paragraph what became of an earlier revision: kept, changed, new, split, merged or deleted, with old
/// and new text, the difference word by word, and the comments behind it (R22). Over several revisions a paragraph is
/// followed through each of them.
#[utoipa::path(
    tag = "proposals",
    params(
        ("id" = Uuid, Path, description = "The proposal"),
        ("n" = u32, Path, description = "Number of the revision"),
        CompareRevisionsQuery,
    ),
    responses(
        (status = 200, description = "The changes", body = RevisionChangesResponse),
        (status = 304, description = "Known by `If-None-Match`"),
    ),
    security((), ("bearer" = [])),
)]
#[get("/v1/proposals/{id}/revisions/{n}/changes")]
pub(super) async fn compare_revisions(
    who: Reader,
    app: Data<App>,
    id: PathId<ProposalId>,
    number: PathNumber,
    request: HttpRequest,
    query: QueryParams,
) -> Result<HttpResponse, Problem> {
    let visible = app.visible_proposal(who.viewer(), *id, who.now).await?;
    let known = |proposal: &Proposal| match proposal.find_revision(number.0) {
        Some(_) => Ok(()),
        None => Err(Problem::of("not_found")),
    };
    known(&visible.proposal)?;
    let asked: CompareRevisionsQuery = query.parse()?;
    let since = match asked.since {
        Some(since) if since >= number.0 => return Err(invalid("since", "is not the number of an earlier revision")),
        Some(since) => Some(since),
        None => number.0.checked_sub(1),
    };
    let at = ReadAt::parse(asked.as_of.as_deref(), asked.at_least)?;
    let opened = app.open_dossier(who.viewer(), *id, who.now, at).await?;
    known(&opened.dossier.proposal)?;
    let register = app.commands.known_register().state;
    let items = items(&opened, (since, number.0), register.at(who.now));
    let page = Page::new(None, opened.as_of);
    let answer = RevisionChangesResponse {
        proposal_id: id.0.0,
        since,
        number: number.0,
        items,
        page,
    };
    Answer::page(&request, &answer.page, &answer)
}

fn items(
    opened: &OpenDossier,
    (since, number): (Option<u32>, u32),
    register: RegisterAt<'_>,
) -> Vec<ParagraphChangeResponse> {
    let proposal = &opened.dossier.proposal;
    let differences = differences(proposal, since, number);
    let rows = opened.rows();
    let behind = match since {
        Some(since) => behind(proposal, &rows, (since, number), &differences),
        None => differences.iter().map(|_| Vec::new()).collect(),
    };
    let items = differences.iter().zip(&behind);
    items
        .map(|(difference, behind)| ParagraphChangeResponse::of(difference, behind, register))
        .collect()
}
