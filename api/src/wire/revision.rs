//! A revision in requests and answers.

use consultation::command::{ParagraphDraft, RevisionDraft};
use consultation::proposal::ParagraphChange;
use consultation::{LanguageTag, ParagraphId, Revision};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::ParagraphChangeName;
use crate::ids::IdSource;

/// A text as its author writes it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevisionRequest {
    /// What it is called; by default `zero draft`, `rev.1` …
    #[schema(example = "zero draft")]
    pub label: Option<String>,
    /// The language it is written in (BCP 47).
    #[schema(value_type = String, example = "en")]
    pub language: LanguageTag,
    /// Its paragraphs in reading order.
    pub paragraphs: Vec<ParagraphRequest>,
}

/// A paragraph as its author writes it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParagraphRequest {
    /// Ids of the paragraphs of the revision before that it comes from; none: it is new. Paragraphs that no
    /// paragraph comes from are deleted.
    #[serde(default)]
    pub from: Vec<Uuid>,
    /// Its number or name, unique in the revision; never like a UUID.
    #[schema(example = "1")]
    pub label: String,
    /// Its text.
    #[schema(example = "Participating States shall exchange information on incidents on a voluntary basis.")]
    pub text: String,
}

impl RevisionRequest {
    /// The draft that the rules judge.
    #[must_use]
    pub fn into_draft(self, ids: &dyn IdSource) -> RevisionDraft {
        let paragraph = |paragraph: ParagraphRequest| ParagraphDraft {
            new_id: ParagraphId(ids.v7()),
            from: paragraph.from.into_iter().map(ParagraphId).collect(),
            label: paragraph.label,
            text: paragraph.text,
        };
        RevisionDraft {
            label: self.label,
            language: self.language,
            paragraphs: self.paragraphs.into_iter().map(paragraph).collect(),
        }
    }
}

/// A text of a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionResponse {
    /// 0 is the zero draft.
    #[schema(example = 0)]
    pub number: u32,
    /// What it is called.
    #[schema(example = "zero draft")]
    pub label: String,
    /// The language it is written in (BCP 47).
    #[schema(example = "en")]
    pub language: String,
    /// When it was circulated.
    #[schema(value_type = String, format = DateTime, example = "2027-01-10T09:00:00Z")]
    pub circulated_at: Timestamp,
    /// Its paragraphs in reading order.
    pub paragraphs: Vec<ParagraphResponse>,
    /// Paragraphs of the revision before that are gone.
    pub deleted: Vec<Uuid>,
}

/// A paragraph of a revision.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParagraphResponse {
    /// The same from revision to revision.
    pub id: Uuid,
    /// Its number or name in this revision.
    #[schema(example = "1")]
    pub label: String,
    /// Its text.
    #[schema(example = "Participating States shall exchange information on incidents on a voluntary basis.")]
    pub text: String,
    /// What became of it in this revision.
    #[schema(value_type = ParagraphChangeName)]
    pub change: ParagraphChange,
    /// The paragraphs of the revision before that it comes from.
    pub from: Vec<Uuid>,
}

impl RevisionResponse {
    /// The revision, and when it was circulated.
    #[must_use]
    pub fn of(circulated_at: Timestamp, revision: &Revision) -> Self {
        let paragraphs = revision.paragraphs.iter().map(|paragraph| ParagraphResponse {
            id: paragraph.id.0,
            label: paragraph.label.clone(),
            text: paragraph.text.clone(),
            change: paragraph.change,
            from: paragraph.from.iter().map(|id| id.0).collect(),
        });
        Self {
            number: revision.number,
            label: revision.label.clone(),
            language: revision.language.as_str().to_owned(),
            circulated_at,
            paragraphs: paragraphs.collect(),
            deleted: revision.deleted.iter().map(|id| id.0).collect(),
        }
    }
}
