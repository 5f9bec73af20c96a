//! `break_silence`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::{BreakSilence, BrokenParagraphDraft};
use consultation::visibility::Viewer;
use consultation::{Command, ProposalId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::MemberMission;
use crate::problem::Problem;
use crate::wire::proposal::ProposalResponse;

/// On what silence is broken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "paragraphs": [{"paragraph": "2", "rationale": "\"Voluntary\" does not go far enough.",
        "amendment": "They shall exchange information on incidents."}],
    "disclosed": false
}))]
pub(super) struct BreakSilenceRequest {
    /// The paragraphs, each with a rationale or an amendment.
    pub paragraphs: Vec<BrokenParagraphRequest>,
    /// Whether others than members may know who broke silence, and why.
    #[serde(default)]
    #[schema(example = false)]
    pub disclosed: bool,
}

/// A paragraph on which silence is broken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BrokenParagraphRequest {
    /// Its label or id in the revision under silence.
    #[schema(example = "2")]
    pub paragraph: String,
    /// Why, at most 64 KiB.
    #[schema(example = "\"Voluntary\" does not go far enough.")]
    pub rationale: Option<String>,
    /// The text that you would accept, at most 64 KiB.
    #[schema(example = "They shall exchange information on incidents.")]
    pub amendment: Option<String>,
}

/// Break a silence
///
/// Any member, on named paragraphs, each with a rationale or an amendment (R23). It stops the whole text and is announced at
/// once; who broke it is known to members, and to others only if `disclosed`. Further members may add theirs until the
/// silence's instant. The instant of the request decides: at or after `until` it is refused with `silence_over`.
#[utoipa::path(
    tag = "silence",
    params(("id" = Uuid, Path, description = "The proposal")),
    request_body = BreakSilenceRequest,
    responses(
        (status = 200, description = "Broken", body = ProposalResponse, headers(
            ("ETag" = String, description = "Version of the proposal"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/silence/break")]
pub(super) async fn break_silence(
    who: MemberMission,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.known_proposal(Viewer::Delegation(who.state), *id, who.now).await?;
    query.none()?;
    let asked: BreakSilenceRequest = body.parse()?;
    let command = Command::BreakSilence(BreakSilence {
        proposal: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        paragraphs: asked.paragraphs.into_iter().map(draft).collect(),
        disclosed: asked.disclosed,
    });
    app.steer(&who, &request, &body, &command).await
}

fn draft(asked: BrokenParagraphRequest) -> BrokenParagraphDraft {
    BrokenParagraphDraft {
        paragraph: asked.paragraph,
        rationale: asked.rationale,
        amendment: asked.amendment,
    }
}
