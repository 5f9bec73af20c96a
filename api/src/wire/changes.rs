//! What became of each paragraph between two revisions (R4), and the comments behind it (R22).

use consultation::Paragraph;
use consultation::register::RegisterAt;
use consultation::review::DispositionKind;
use rolling_text::{Behind, Difference, DifferenceKind, Segment, SegmentKind};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::areas::name_of_speaker;
use super::names::{DispositionName, RevisionChangeName, SegmentKindName};

/// What became of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ParagraphChangeResponse {
    /// In a word.
    pub change: RevisionChangeName,
    /// The paragraphs of the earlier revision that it comes from; none if it is new.
    pub old: Vec<ParagraphText>,
    /// The paragraph; null if it was deleted.
    pub new: Option<ParagraphText>,
    /// Its words: equal and inserted ones make up the paragraph, deleted ones stand where they would have been. Where a
    /// paragraph was split or merged, all that belongs together is compared as one text.
    pub segments: Vec<SegmentResponse>,
    /// The comments behind the change, as far as you see them: on the paragraphs that it comes from, first those that
    /// were accepted. None where nothing changed.
    pub comments: Vec<CommentBehind>,
}

/// A paragraph in one of the two revisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ParagraphText {
    /// The same from revision to revision.
    pub id: Uuid,
    /// Its number or name in that revision.
    #[schema(example = "1")]
    pub label: String,
    /// Its text in that revision.
    #[schema(example = "Participating States shall name a national point of contact.")]
    pub text: String,
}

/// Words of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SegmentResponse {
    /// What became of them.
    pub kind: SegmentKindName,
    /// The words, with the spaces between them.
    #[schema(example = "two contacts")]
    pub text: String,
}

/// A comment behind a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CommentBehind {
    /// Its id.
    pub id: Uuid,
    /// Its number as you see it.
    #[schema(example = "FJI-003")]
    pub number: String,
    /// Whose it is: the state's English name, or what stands for it.
    #[schema(example = "Fiji")]
    pub from: String,
    /// What became of it, as published; null if nothing is.
    #[schema(value_type = Option<DispositionName>)]
    pub disposition: Option<DispositionKind>,
}

impl From<&Paragraph> for ParagraphText {
    fn from(paragraph: &Paragraph) -> Self {
        Self {
            id: paragraph.id.0,
            label: paragraph.label.clone(),
            text: paragraph.text.clone(),
        }
    }
}

impl ParagraphChangeResponse {
    /// A difference and the comments behind it.
    #[must_use]
    pub fn of(difference: Difference<'_>, behind: &[Behind<'_, '_>], register: RegisterAt<'_>) -> Self {
        Self {
            change: change_name(difference.kind),
            old: difference.old.into_iter().map(ParagraphText::from).collect(),
            new: difference.new.map(ParagraphText::from),
            segments: difference.segments.into_iter().map(SegmentResponse::from).collect(),
            comments: behind.iter().map(|one| CommentBehind::of(one, register)).collect(),
        }
    }
}

impl CommentBehind {
    fn of(behind: &Behind<'_, '_>, register: RegisterAt<'_>) -> Self {
        Self {
            id: behind.row.id.0,
            number: behind.row.number.clone(),
            from: name_of_speaker(register, behind.row.speaker),
            disposition: behind.disposition,
        }
    }
}

impl From<Segment> for SegmentResponse {
    fn from(segment: Segment) -> Self {
        let kind = match segment.kind {
            SegmentKind::Equal => SegmentKindName::equal,
            SegmentKind::Inserted => SegmentKindName::inserted,
            SegmentKind::Deleted => SegmentKindName::deleted,
        };
        Self {
            kind,
            text: segment.text,
        }
    }
}

fn change_name(kind: DifferenceKind) -> RevisionChangeName {
    match kind {
        DifferenceKind::Kept => RevisionChangeName::kept,
        DifferenceKind::Changed => RevisionChangeName::changed,
        DifferenceKind::New => RevisionChangeName::new,
        DifferenceKind::Split => RevisionChangeName::split,
        DifferenceKind::Merged => RevisionChangeName::merged,
        DifferenceKind::Deleted => RevisionChangeName::deleted,
    }
}
