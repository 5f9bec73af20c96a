//! `enter_submission`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use consultation::command::EnterSubmission;
use consultation::submission::Position;
use consultation::{Attribution, Audience, Command, LanguageTag, ProposalId, RegisterCode, StateCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, expected};
use crate::http::body::JsonBody;
use crate::http::path::PathId;
use crate::http::query::QueryParams;
use crate::permission::Registrar;
use crate::problem::Problem;
use crate::wire::instant::Instant;
use crate::wire::names::{AttributionName, AudienceName, PositionName};
use crate::wire::submission::{CommentRequest, SubmissionRequest, SubmissionResponse, named, participants};

/// A state's input that came by another channel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "state": "WSM", "channel": "note verbale", "received_at": "2027-01-18T15:00:00Z",
    "evidence_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "language": "en",
    "comments": [{"reference": "row 1", "paragraph": "2", "text": "Please add a reporting period."}]
}))]
pub(super) struct EnterSubmissionRequest {
    /// The state that speaks.
    #[schema(value_type = String, example = "WSM")]
    pub state: StateCode,
    /// By what channel it came.
    #[schema(example = "note verbale")]
    pub channel: String,
    /// When it is said to have been received; with an offset from UTC, and not in the future.
    #[schema(value_type = String, format = DateTime, example = "2027-01-18T15:00:00Z")]
    pub received_at: Instant,
    /// SHA-256 of what was received, as 64 hexadecimal digits.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub evidence_sha256: String,
    /// What the state thinks of the text as a whole; null or absent: not stated, or as entered before.
    #[schema(value_type = Option<PositionName>)]
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    #[serde(default)]
    #[schema(default = false)]
    pub ad_referendum: bool,
    /// The language of the remarks and, unless they say otherwise, of the comments (BCP 47).
    #[schema(value_type = String, example = "en")]
    pub language: LanguageTag,
    /// Who may read position and remarks and, unless they say otherwise, the comments.
    #[serde(default = "participants")]
    #[schema(value_type = AudienceName, default = "participants")]
    pub audience: Audience,
    /// Who may know the state behind them.
    #[serde(default = "named")]
    #[schema(value_type = AttributionName, default = "named")]
    pub attribution: Attribution,
    /// Code of the regional group that is spoken for.
    #[schema(value_type = Option<String>, example = "PIF")]
    pub on_behalf_of: Option<RegisterCode>,
    /// What entitles the state to speak for that group. Not needed: the evidence is on record.
    #[schema(example = "Decision of the Forum's officials of 14 January 2027")]
    pub mandate: Option<String>,
    /// Remarks on the text as a whole, at most 64 KiB.
    #[schema(example = "We thank the lead member for the text.")]
    pub general_remarks: Option<String>,
    /// Rows, at most 2,000, known again by state, `reference` and paragraph: equal ones are skipped, changed ones
    /// revise their comment, and comments that no row names stay.
    #[serde(default)]
    #[schema(max_items = 2000)]
    pub comments: Vec<CommentRequest>,
}

impl EnterSubmissionRequest {
    fn into_command(self, app: &App, proposal: ProposalId, who: &Registrar) -> EnterSubmission {
        let said = SubmissionRequest {
            position: self.position,
            ad_referendum: self.ad_referendum,
            language: self.language,
            audience: self.audience,
            attribution: self.attribution,
            on_behalf_of: self.on_behalf_of,
            mandate: self.mandate,
            joint_with: Vec::new(),
            general_remarks: self.general_remarks,
            comments: self.comments,
        };
        EnterSubmission {
            proposal,
            by: who.by,
            at: who.now,
            expected: consultation::command::Expected::Unstated,
            state: self.state,
            channel: self.channel,
            received_at: self.received_at.0,
            evidence_sha256: self.evidence_sha256,
            draft: said.into_draft(app.ids.as_ref()),
        }
    }
}

/// Enter a submission
///
/// Input by note verbale, e-mail or sheet, put in by an operator or the mission in the chair: never the same as
/// lodged. It awaits confirmation until the state confirms or replaces it (R16). Sent again, it changes nothing. What
/// a state lodged itself is not changed. The answer repeats what was sent, with ids and numbers, and nothing else
/// that the submission says.
#[utoipa::path(
    tag = "submissions",
    params(("id" = Uuid, Path, description = "The proposal; its current consultation is meant")),
    request_body = EnterSubmissionRequest,
    responses(
        (status = 201, description = "Entered; the state had no submission", body = SubmissionResponse, headers(
            ("Location" = String, description = "Path of the submission"),
            ("ETag" = String, description = "Begins with the version of the submission"),
            ("Log-Position" = u64, description = "Position of the event"))),
        (status = 200, description = "Added to what was entered before, or known already", body = SubmissionResponse, headers(
            ("ETag" = String, description = "Begins with the version of the submission"),
            ("Log-Position" = u64, description = "Position of the event"))),
    ),
    security(("bearer" = [])),
)]
#[post("/v1/proposals/{id}/submissions/entered")]
pub(super) async fn enter_submission(
    who: Registrar,
    app: Data<App>,
    id: PathId<ProposalId>,
    request: HttpRequest,
    query: QueryParams,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    app.proposal_to_enter(who.by, *id, who.now).await?;
    query.none()?;
    let asked: EnterSubmissionRequest = body.parse()?;
    let entry = EnterSubmission {
        expected: expected(&request)?,
        ..asked.into_command(&app, *id, &who)
    };
    let command = Command::EnterSubmission(entry.clone());
    let executed = app.execute(&who.identity, &request, &body, &command).await?;
    let first = executed
        .submission
        .as_ref()
        .is_some_and(|entered| entered.version() == 1);
    let written = app.written_by_entering(&entry, &executed)?;
    if first && executed.appended.is_some() {
        written.created()
    } else {
        written.ok()
    }
}
