//! What follows a text under silence or its adoption (R24), in answers.

use commands::Executed;
use consultation::silence::{Association, Explanation, ExplanationKind};
use consultation::{ParagraphId, Proposal, StateCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::names::ExplanationKindName;
use crate::problem::Problem;

/// A reservation or an explanation of position, as it was put on record.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExplanationResponse {
    /// The member.
    #[schema(value_type = String, example = "AUS")]
    pub by: StateCode,
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-21T09:00:00Z")]
    pub at: Timestamp,
    /// Which of the two.
    #[schema(value_type = ExplanationKindName)]
    pub kind: ExplanationKind,
    /// Labels of the paragraphs that it is about; none for the whole text.
    #[schema(example = json!(["2"]))]
    pub paragraphs: Vec<String>,
    /// Its words.
    #[schema(example = "We understand paragraph 2 to be without prejudice to national law.")]
    pub text: String,
    /// Position of the event.
    #[schema(example = 57)]
    pub log_position: u64,
}

/// A partner's association with the adopted text.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssociationResponse {
    /// The partner.
    #[schema(value_type = String, example = "FJI")]
    pub state: StateCode,
    /// When.
    #[schema(value_type = String, format = DateTime, example = "2027-03-25T09:00:00Z")]
    pub at: Timestamp,
    /// Labels of the paragraphs that it leaves out.
    #[schema(example = json!(["3"]))]
    pub except_paragraphs: Vec<String>,
    /// What it says to it.
    #[schema(example = "We look forward to working with the group.")]
    pub statement: Option<String>,
    /// Position of the event.
    #[schema(example = 58)]
    pub log_position: u64,
}

impl ExplanationResponse {
    /// The answer to a write: the explanation that it recorded.
    ///
    /// # Errors
    /// 500 if nothing was written.
    pub fn written(executed: &Executed) -> Result<Self, Problem> {
        let (proposal, log_position) = written(executed)?;
        let said = proposal.procedure.explanations.last();
        let Explanation {
            by,
            at,
            kind,
            paragraphs,
            text,
        } = said.cloned().ok_or_else(|| Problem::of("internal_error"))?;
        Ok(Self {
            by,
            at,
            kind,
            paragraphs: labels(proposal, &paragraphs),
            text,
            log_position,
        })
    }
}

impl AssociationResponse {
    /// The answer to a write: the association that it recorded.
    ///
    /// # Errors
    /// 500 if nothing was written.
    pub fn written(executed: &Executed) -> Result<Self, Problem> {
        let (proposal, log_position) = written(executed)?;
        let said = proposal.procedure.associations.last();
        let Association {
            state,
            at,
            except_paragraphs,
            statement,
        } = said.cloned().ok_or_else(|| Problem::of("internal_error"))?;
        Ok(Self {
            state,
            at,
            except_paragraphs: labels(proposal, &except_paragraphs),
            statement,
            log_position,
        })
    }
}

fn written(executed: &Executed) -> Result<(&Proposal, u64), Problem> {
    let proposal = executed.proposal.as_ref().map(|proposal| proposal.state.as_ref());
    let position = executed.appended.as_ref().map(|appended| appended.last.0);
    proposal.zip(position).ok_or_else(|| Problem::of("internal_error"))
}

/// Labels in the revision that was put under silence last; none is put there any more once a text is adopted.
fn labels(proposal: &Proposal, paragraphs: &[ParagraphId]) -> Vec<String> {
    let revision = proposal.procedure.silences.last().map_or(0, |silence| silence.revision);
    let label = |id: &ParagraphId| proposal.label_of(revision, *id).to_owned();
    paragraphs.iter().map(label).collect()
}
