//! `revise_submission`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, put};
use consultation::command::{ReviseSubmission, SubmissionDraft};
use consultation::submission::Position;
use consultation::visibility::Viewer;
use consultation::{
    Attribution, Audience, Command, LanguageTag, RegisterCode, StateCode, Submission, SubmissionId, permit,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::ids::IdSource;
use crate::permission::FocalPoint;
use crate::problem::Problem;
use crate::wire::names::{AttributionName, AudienceName, PositionName};
use crate::wire::submission::{
    CommentRequest, SubmissionRequest, SubmissionResponse, named, participants, without_what_is_answered,
};

/// All that a state says on the text from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "position": "supports", "language": "en",
    "comments": [{"number": "FJI-001", "paragraph": "2", "text": "The exchange should be mandatory for all incidents."}]
}))]
pub(super) struct ReviseSubmissionRequest {
    /// What the state thinks of the text as a whole; null or absent: not stated.
    #[schema(value_type = Option<PositionName>)]
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    #[serde(default)]
    #[schema(default = false)]
    pub ad_referendum: bool,
    /// The language of the remarks and, unless they say otherwise, of the comments (BCP 47).
    #[schema(value_type = String, example = "es")]
    pub language: LanguageTag,
    /// Who may read position and remarks and, unless they say otherwise, the comments; null or absent: as before. A comment
    /// that is continued is opened to more only by its own `audience`.
    #[schema(value_type = Option<AudienceName>)]
    pub audience: Option<Audience>,
    /// Who may know the state behind them; null or absent: as before. A comment that is continued is opened to more only
    /// by its own `attribution`.
    #[schema(value_type = Option<AttributionName>)]
    pub attribution: Option<Attribution>,
    /// Code of the regional group that is spoken for; null or absent: the state speaks for itself.
    #[schema(value_type = Option<String>, example = "PIF")]
    pub on_behalf_of: Option<RegisterCode>,
    /// What entitles the state to speak for that group, at most 1,000 bytes.
    #[schema(example = "Decision of the Forum's officials of 14 January 2027")]
    pub mandate: Option<String>,
    /// Other invited partners that the submission is joint with.
    #[serde(default)]
    #[schema(value_type = Vec<String>, example = json!(["TON"]))]
    pub joint_with: Vec<StateCode>,
    /// Remarks on the text as a whole, at most 64 KiB.
    #[schema(example = "We thank the lead member for the text.")]
    pub general_remarks: Option<String>,
    /// All comments from now on, at most 2,000. One that is not among them is withdrawn, so the list cannot be left out.
    #[schema(max_items = 2000)]
    pub comments: Vec<CommentRequest>,
}

impl ReviseSubmissionRequest {
    /// The draft that the rules judge. Who may read and know stays as it is where nothing is said of it.
    fn into_draft(self, present: &Submission, ids: &dyn IdSource) -> SubmissionDraft {
        let before = present.current().map(|version| &version.content);
        let audience = self.audience.or_else(|| before.map(|content| content.audience));
        let attribution = self.attribution.or_else(|| before.map(|content| content.attribution));
        let said = SubmissionRequest {
            position: self.position,
            ad_referendum: self.ad_referendum,
            language: self.language,
            audience: audience.unwrap_or_else(participants),
            attribution: attribution.unwrap_or_else(named),
            on_behalf_of: self.on_behalf_of,
            mandate: self.mandate,
            joint_with: self.joint_with,
            general_remarks: self.general_remarks,
            comments: self.comments,
        };
        said.into_draft(ids)
    }
}

/// Revise a submission
///
/// Replaces all that the submission says. A comment with `id` or `number` of the present version stays the same
/// comment, one without is new, one that is left out is withdrawn; numbers are not given again (R8). A comment is opened
/// to more readers, or its state to more who know it, only where it says so itself (R15). What is sent
/// after closing is late, and what stood at close is kept beside it (R12). Revising an entered submission makes it
/// the state's own (R16). The same words again change nothing.
///
/// The answer of `get_submission` with words changed is a valid body: fields that only answers have (of the submission
/// `id`, `proposal_id`, `consultation`, `state`, `state_name`, `version`, `act`, `standing`, `late`, `lodged_at`,
/// `lodged_at_local`, `revised_at`, `revised_at_local`, `withdrawn`, `withdrawn_at`, `withdrawn_comments`, `entry`,
/// `as_of`, `log_position`; of a comment `paragraph_id`, `ambiguous`, `explanation_awaited`, `late`, `at`, `at_close`,
/// `superseded`) are ignored. Any other unknown field is 422.
#[utoipa::path(
    tag = "submissions",
    params(
        ("id" = Uuid, Path, description = "The submission"),
        ("If-Match" = String, Header, description = "ETag or quoted version that the state has seen", example = "\"1\"")),
    request_body = ReviseSubmissionRequest,
    responses((status = 200, description = "Revised", body = SubmissionResponse, headers(
        ("ETag" = String, description = "Begins with the version of the submission"),
        ("Log-Position" = u64, description = "Position of the event")))),
    security(("bearer" = [])),
)]
#[put("/v1/submissions/{id}")]
pub(super) async fn revise_submission(
    who: FocalPoint,
    app: Data<App>,
    id: PathId<SubmissionId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let known = app
        .visible_submission(Viewer::Delegation(who.state), *id, who.now)
        .await?;
    permit::change(&known.submission, who.state)?;
    query.none()?;
    let asked: ReviseSubmissionRequest = body.parse_prepared(without_what_is_answered)?;
    let command = Command::ReviseSubmission(ReviseSubmission {
        submission: *id,
        by: who.state,
        at: who.now,
        expected: expected(&request)?,
        draft: asked.into_draft(&known.submission, app.ids.as_ref()),
    });
    let executed = app.execute_on_version(&who.identity, &request, &body, &command).await?;
    app.written_by_own(who.state, who.now, &executed)?.ok()
}
