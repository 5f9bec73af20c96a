//! What became of each paragraph between two revisions (R4).

use consultation::Paragraph;
use consultation::register::RegisterAt;
use consultation::review::DispositionKind;
use revised_text::{Behind, Difference, DifferenceKind, Segment, SegmentKind};
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
    /// The difference, word by word. Where a paragraph was split or merged, all that belongs together is compared as one
    /// text.
    pub segments: Vec<SegmentResponse>,
    /// Comments on what it comes from that you may see, those that moved it first: accepted, with or without modification.
    /// None for what was kept.
    pub comments: Vec<CommentBehind>,
}

/// Words of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SegmentResponse {
    /// In both texts, or in one of them.
    pub kind: SegmentKindName,
    /// The words, with what stands between them.
    #[schema(example = "two contacts")]
    pub text: String,
}

/// A comment behind a change (R22).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CommentBehind {
    /// Its id.
    pub id: Uuid,
    /// Its number, as you see it.
    #[schema(example = "FJI-003")]
    pub number: String,
    /// The state's name, or the words of a label.
    #[schema(example = "Fiji")]
    pub from: String,
    /// What became of it, as published; null before that.
    #[schema(value_type = Option<DispositionName>)]
    pub disposition: Option<DispositionKind>,
}

impl ParagraphChangeResponse {
    /// A difference with the comments behind it.
    #[must_use]
    pub fn of(difference: &Difference<'_>, behind: &[Behind<'_, '_>], register: RegisterAt<'_>) -> Self {
        Self {
            change: name(difference.kind),
            old: difference.old.iter().copied().map(ParagraphText::from).collect(),
            new: difference.new.map(ParagraphText::from),
            segments: difference.segments.iter().map(SegmentResponse::from).collect(),
            comments: behind
                .iter()
                .map(|one| CommentBehind {
                    id: one.row.id.0,
                    number: one.row.number.clone(),
                    from: name_of_speaker(register, one.row.speaker),
                    disposition: one.disposition,
                })
                .collect(),
        }
    }
}

fn name(kind: DifferenceKind) -> RevisionChangeName {
    match kind {
        DifferenceKind::Kept => RevisionChangeName::kept,
        DifferenceKind::Changed => RevisionChangeName::changed,
        DifferenceKind::New => RevisionChangeName::new,
        DifferenceKind::Split => RevisionChangeName::split,
        DifferenceKind::Merged => RevisionChangeName::merged,
        DifferenceKind::Deleted => RevisionChangeName::deleted,
    }
}

impl From<&Segment> for SegmentResponse {
    fn from(segment: &Segment) -> Self {
        Self {
            kind: match segment.kind {
                SegmentKind::Equal => SegmentKindName::equal,
                SegmentKind::Inserted => SegmentKindName::inserted,
                SegmentKind::Deleted => SegmentKindName::deleted,
            },
            text: segment.text.clone(),
        }
    }
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

impl From<&Paragraph> for ParagraphText {
    fn from(paragraph: &Paragraph) -> Self {
        Self {
            id: paragraph.id.0,
            label: paragraph.label.clone(),
            text: paragraph.text.clone(),
        }
    }
}
