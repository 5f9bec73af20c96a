//! A comment with what became of it.

use consultation::StateCode;
use consultation::review::convergence;
use consultation::visibility::{SeenRow, Speaker};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::comment::ProposedWordingResponse;
use super::disposition::{PublishedResponse, ReviewResponse};
use super::names::CommentTypeName;
use crate::dossiers::OpenDossier;
use crate::http::as_of::AsOf;
use crate::http::etag::ETag;
use crate::problem::Problem;

/// A comment, what was published of it, and for members, what they do with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewedCommentResponse {
    /// Its id.
    pub id: Uuid,
    /// The proposal.
    pub proposal_id: Uuid,
    /// Its number.
    #[schema(example = "FJI-001")]
    pub number: String,
    /// The state; null for who may not know it.
    #[schema(value_type = Option<String>, example = "FJI")]
    pub state: Option<StateCode>,
    /// What stands for the state where it may not be named.
    #[schema(example = "a delegation from Melanesia")]
    pub label: Option<String>,
    /// Label of its paragraph in the revision that it speaks of; null for a general comment.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
    /// What it asks for.
    #[serde(rename = "type")]
    #[schema(value_type = CommentTypeName)]
    pub kind: consultation::submission::CommentType,
    /// Its words; null in an answer about the past if they were changed since and are not your own.
    #[schema(example = "Voluntary is too weak.")]
    pub text: Option<String>,
    /// Wording it proposes.
    pub proposed_wording: Option<ProposedWordingResponse>,
    /// Why.
    pub explanation: Option<String>,
    /// What became of it; null until it is published.
    pub published: Option<PublishedResponse>,
    /// What the members do with it; null for others.
    pub review: Option<ReviewResponse>,
    /// What `If-Match` compares: for members the version of their review, for others how often something was published
    /// or answered. In an answer about the past, answers to a comment under a label are not counted.
    #[schema(example = 1)]
    pub version: u64,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

impl ReviewedCommentResponse {
    /// A comment of a dossier as its viewer sees it. `members` are those of now.
    #[must_use]
    pub fn of(row: &SeenRow<'_>, opened: &OpenDossier, members: &[StateCode]) -> Self {
        let proposal = &opened.dossier.proposal;
        let number_of = |id| opened.row(id).map(|row| row.number);
        let review = || ReviewResponse::of(row, convergence(row.review, members), number_of);
        let (state, label) = match row.speaker {
            Speaker::State(state) => (Some(state), None),
            Speaker::Label(label) => (None, Some(label.words())),
        };
        let paragraph = row
            .comment
            .paragraph
            .map(|id| proposal.label_of(row.comment.revision, id).to_owned());
        Self {
            id: row.id.0,
            proposal_id: proposal.id.0,
            number: row.number.clone(),
            state,
            label,
            paragraph,
            kind: row.comment.kind,
            text: (!row.superseded).then(|| row.comment.text.clone()),
            proposed_wording: row.comment.proposed_wording.as_ref().map(ProposedWordingResponse::from),
            explanation: row.comment.explanation.clone(),
            published: PublishedResponse::of(row, number_of),
            review: opened.rights.is_member().then(review),
            version: row.version(),
            as_of: opened.as_of,
        }
    }

    /// Version and digest of all that is shown beside `as_of`.
    ///
    /// # Errors
    /// 500 if it cannot be written as JSON.
    pub fn etag(&self) -> Result<ETag, Problem> {
        let shown = (
            &self.number,
            &self.text,
            &self.published,
            &self.review,
            &self.explanation,
        );
        ETag::version_of(self.version, &shown)
    }
}
