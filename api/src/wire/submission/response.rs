//! A submission as its viewer sees it.

mod comment;

use consultation::register::RegisterAt;
use consultation::submission::{Act, Entry, Position, Standing, comment_number};
use consultation::visibility::{SeenSubmission, WithdrawnComment};
use consultation::{Attribution, Audience, Proposal, StateCode};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::as_of::AsOf;
use crate::http::etag::ETag;
use crate::problem::Problem;
use crate::wire::LocalTime;
use crate::wire::areas::name_of_state;
use crate::wire::names::{ActName, AttributionName, AudienceName, PositionName, StandingName};

pub use comment::{CommentAtCloseResponse, SubmissionCommentResponse, WithdrawnCommentResponse};

/// A submission, as far as its viewer may see it. What the viewer may not see is null, or not there.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionResponse {
    /// Its id.
    pub id: Uuid,
    /// The proposal.
    pub proposal_id: Uuid,
    /// The consultation's number within the proposal.
    #[schema(example = 1)]
    pub consultation: u32,
    /// The state that speaks.
    #[schema(value_type = String, example = "FJI")]
    pub state: StateCode,
    /// Its English name.
    #[schema(example = "Fiji")]
    pub state_name: String,
    /// Its version, which `If-Match` compares; null for others than the own state.
    #[schema(example = 1)]
    pub version: Option<u64>,
    /// By what act that version came about; null for others than the own state.
    #[schema(value_type = Option<ActName>)]
    pub act: Option<Act>,
    /// Whether it is the state's own word; null for others once all that they could see is withdrawn.
    #[schema(value_type = Option<StandingName>)]
    pub standing: Option<Standing>,
    /// Something of it came after closing.
    #[schema(example = false)]
    pub late: bool,
    /// When it was first lodged or entered; for others when the earliest of what they see was said.
    #[schema(value_type = String, format = DateTime, example = "2027-01-20T10:00:00Z")]
    pub lodged_at: Timestamp,
    /// The same in the capital of the asking state, or in the zone asked for by `tz`.
    pub lodged_at_local: Option<LocalTime>,
    /// When its present version was made; for others when the newest of what they see was said.
    #[schema(value_type = String, format = DateTime, example = "2027-01-20T10:00:00Z")]
    pub revised_at: Timestamp,
    /// The same in the capital of the asking state, or in the zone asked for by `tz`.
    pub revised_at_local: Option<LocalTime>,
    /// What the state thinks of the text as a whole; null: not stated, or not for the viewer (see `audience`).
    #[schema(value_type = Option<PositionName>)]
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    #[schema(example = false)]
    pub ad_referendum: Option<bool>,
    /// Default language of its comments (BCP 47).
    #[schema(example = "en")]
    pub language: Option<String>,
    /// Who may read position and remarks; null where the viewer may not.
    #[schema(value_type = Option<AudienceName>)]
    pub audience: Option<Audience>,
    /// Who may know the state behind them.
    #[schema(value_type = Option<AttributionName>)]
    pub attribution: Option<Attribution>,
    /// The group spoken for.
    #[schema(example = "PIF")]
    pub on_behalf_of: Option<String>,
    /// What entitles the state to speak for it, where it says so.
    #[schema(example = "Decision of the Forum's officials of 14 January 2027")]
    pub mandate: Option<String>,
    /// The other states that it is joint with, whether they have confirmed it or not.
    #[schema(value_type = Vec<String>, example = json!(["TON"]))]
    pub joint_with: Vec<StateCode>,
    /// Remarks on the text as a whole.
    #[schema(example = "We thank the lead member for the text.")]
    pub general_remarks: Option<String>,
    /// Its comments under the state's name, in the state's order.
    pub comments: Vec<SubmissionCommentResponse>,
    /// True if it was withdrawn, or all of it that the viewer could see.
    #[schema(example = false)]
    pub withdrawn: bool,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub withdrawn_at: Option<Timestamp>,
    /// Comments that were withdrawn.
    pub withdrawn_comments: Vec<WithdrawnCommentResponse>,
    /// How it came, if by another channel; for members and the own state.
    pub entry: Option<EntryResponse>,
    /// Which state of the log this is.
    pub as_of: AsOf,
    /// Its position: of a write's event, or what a read reflects.
    #[schema(example = 42)]
    pub log_position: u64,
}

/// How input came that the state did not lodge itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryResponse {
    /// The channel.
    #[schema(example = "note verbale")]
    pub channel: String,
    /// When it is said to have been received.
    #[schema(value_type = String, format = DateTime, example = "2027-01-18T15:00:00Z")]
    pub received_at: Timestamp,
    /// SHA-256 of what was received, in hexadecimal.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub evidence_sha256: String,
}

/// What an answer needs beside the submission.
#[derive(Debug, Clone, Copy)]
pub struct SubmissionContext<'a> {
    /// Names of states.
    pub register: RegisterAt<'a>,
    /// Labels of paragraphs.
    pub proposal: &'a Proposal,
    /// Zone of local times.
    pub zone: Option<&'a str>,
    /// Which state of the log is shown.
    pub as_of: AsOf,
}

impl SubmissionResponse {
    /// The submission as seen.
    #[must_use]
    pub fn of(seen: &SeenSubmission<'_>, context: SubmissionContext<'_>) -> Self {
        let local = |instant| LocalTime::in_zone(instant, context.zone?);
        let part = seen.part.as_ref();
        let comment = |seen_comment| SubmissionCommentResponse::of(seen_comment, seen.state, context.proposal);
        let gone = |comment: &WithdrawnComment| WithdrawnCommentResponse {
            id: comment.id.0,
            number: comment_number(seen.state, comment.number),
            withdrawn_at: comment.at,
        };
        Self {
            id: seen.id.0,
            proposal_id: seen.proposal.0,
            consultation: seen.consultation,
            state: seen.state,
            state_name: name_of_state(context.register, seen.state),
            version: seen.version,
            act: seen.act,
            standing: seen.standing,
            late: seen.late,
            lodged_at: seen.lodged_at,
            lodged_at_local: local(seen.lodged_at),
            revised_at: seen.revised_at,
            revised_at_local: local(seen.revised_at),
            position: part.and_then(|part| part.position),
            ad_referendum: part.map(|part| part.ad_referendum),
            language: part.map(|part| part.language.as_str().to_owned()),
            audience: part.map(|part| part.audience),
            attribution: part.map(|part| part.attribution),
            on_behalf_of: part
                .and_then(|part| part.on_behalf_of)
                .map(|group| group.as_str().to_owned()),
            mandate: part.and_then(|part| part.mandate).map(str::to_owned),
            joint_with: part.map(|part| part.joint_with.to_vec()).unwrap_or_default(),
            general_remarks: part.and_then(|part| part.general_remarks).map(str::to_owned),
            comments: seen.comments.iter().map(comment).collect(),
            withdrawn: seen.withdrawn_at.is_some(),
            withdrawn_at: seen.withdrawn_at,
            withdrawn_comments: seen.withdrawn_comments.iter().map(gone).collect(),
            entry: seen.entry.as_deref().map(EntryResponse::from),
            as_of: context.as_of,
            log_position: context.as_of.log_position,
        }
    }

    /// For the own state the version and a digest of the rest; for others a digest only, since versions count what
    /// they may not see. The log's position moves with every event anywhere and is not in it.
    ///
    /// # Errors
    /// 500 if the answer cannot be written as JSON.
    pub fn etag(&self) -> Result<ETag, Problem> {
        let mut content = serde_json::to_value(self).map_err(Problem::internal)?;
        if let Some(content) = content.as_object_mut() {
            content.remove("as_of");
            content.remove("log_position");
        }
        match self.version {
            Some(version) => ETag::version_of(version, &content),
            None => ETag::of(&content),
        }
    }
}

/// Fields of [`SubmissionResponse`] that a state does not write.
const ANSWERED: &[&str] = &[
    "id",
    "proposal_id",
    "consultation",
    "state",
    "state_name",
    "version",
    "act",
    "standing",
    "late",
    "lodged_at",
    "lodged_at_local",
    "revised_at",
    "revised_at_local",
    "withdrawn",
    "withdrawn_at",
    "withdrawn_comments",
    "entry",
    "as_of",
    "log_position",
];

/// Fields of [`SubmissionCommentResponse`] that a state does not write.
const ANSWERED_OF_COMMENTS: &[&str] = &[
    "paragraph_id",
    "ambiguous",
    "explanation_awaited",
    "late",
    "at",
    "at_close",
    "superseded",
];

/// Takes out of a body what only answers have, so that an answer that was edited is a request.
pub fn without_what_is_answered(body: &mut Value) {
    let Some(body) = body.as_object_mut() else { return };
    body.retain(|name, _| !ANSWERED.contains(&name.as_str()));
    let comments = body.get_mut("comments").and_then(Value::as_array_mut);
    for comment in comments.into_iter().flatten().filter_map(Value::as_object_mut) {
        comment.retain(|name, _| !ANSWERED_OF_COMMENTS.contains(&name.as_str()));
    }
}

impl From<&Entry> for EntryResponse {
    fn from(entry: &Entry) -> Self {
        Self {
            channel: entry.channel.clone(),
            received_at: entry.received_at,
            evidence_sha256: entry.evidence_sha256.clone(),
        }
    }
}
