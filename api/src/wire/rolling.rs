//! The rolling text in answers (R22).

use consultation::{AttributionLabel, RegisterCode, StateCode};
use rolling_text::{
    Alternative, Backing, Below, CleanParagraph, Conflict, Piece, RollingParagraph, RollingText, Sayings, Unapplied,
    WhyUnapplied,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::names::{WhyUnappliedName, WordingActionName};
use crate::http::as_of::AsOf;

/// A revision with what was put forward in its place, and the text with what was accepted.
#[derive(Debug, Serialize, ToSchema)]
pub struct RollingTextResponse {
    /// The proposal.
    pub proposal_id: Uuid,
    /// Number of the revision.
    #[schema(example = 0)]
    pub revision: u32,
    /// Its label.
    #[schema(example = "zero draft")]
    pub label: String,
    /// Its paragraphs, in reading order.
    pub paragraphs: Vec<RollingParagraphResponse>,
    /// Wording put forward for no paragraph.
    pub general: Vec<AlternativeResponse>,
    /// Wording put forward on an earlier revision that is still open and has no place in this one.
    pub unplaced: Vec<BelowResponse>,
    /// Which state of the log this is.
    pub as_of: AsOf,
}

/// A paragraph with what was put forward.
#[derive(Debug, Serialize, ToSchema)]
pub struct RollingParagraphResponse {
    /// The same from revision to revision.
    pub id: Uuid,
    /// Its number or name.
    #[schema(example = "2")]
    pub label: String,
    /// Its text as circulated.
    #[schema(example = "They shall exchange information on a voluntary basis.")]
    pub text: String,
    /// In one line: words that are questioned between brackets, and after them what was put forward.
    #[schema(
        example = "They shall exchange information on a [voluntary] [mandatory] (FJI, WSM; on behalf of PIF) basis."
    )]
    pub shown: String,
    /// The same in parts, in order.
    pub pieces: Vec<PieceResponse>,
    /// What has no place of its own in the line: for the whole paragraph, overlapping with what stands there, or found
    /// again in other words.
    pub below: Vec<BelowResponse>,
    /// What it reads with the accepted ones.
    pub clean: CleanResponse,
}

/// A part of a paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub struct PieceResponse {
    /// Words of the text; null where something is to be put in.
    #[schema(example = "voluntary")]
    pub words: Option<String>,
    /// What was put forward in their place, the most supported first; none where nobody wants to change them.
    pub alternatives: Vec<AlternativeResponse>,
}

/// Something put forward, whoever stands behind it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlternativeResponse {
    /// What it does to the words.
    pub action: WordingActionName,
    /// The words; null for a deletion.
    #[schema(example = "mandatory")]
    pub text: Option<String>,
    /// Who stands behind it, in words.
    #[schema(example = "FJI, WSM; on behalf of PIF")]
    pub from: String,
    /// States that said it, or aligned themselves with who did, as far as you may know.
    #[schema(value_type = Vec<String>, example = json!(["FJI", "WSM"]))]
    pub states: Vec<StateCode>,
    /// Groups on whose behalf it was said.
    #[schema(value_type = Vec<String>, example = json!(["PIF"]))]
    pub on_behalf_of: Vec<RegisterCode>,
    /// How many stand behind it, states of the groups included; each comment under a label counts for one.
    #[schema(example = 3)]
    pub count: usize,
    /// It was accepted as it is.
    #[schema(example = false)]
    pub accepted: bool,
    /// The comments that put it forward.
    pub comments: Vec<RollingComment>,
}

/// A comment that puts something forward.
#[derive(Debug, Serialize, ToSchema)]
pub struct RollingComment {
    /// Its id.
    pub id: Uuid,
    /// Its number as you see it.
    #[schema(example = "FJI-003")]
    pub number: String,
}

/// Something put forward that stands below its paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub struct BelowResponse {
    /// The words that it is about, or behind which it is to be put in; null for the whole paragraph.
    #[schema(example = "voluntary basis")]
    pub quote: Option<String>,
    /// It was put forward on an earlier revision, and a member has to look where it belongs (R22).
    #[schema(example = false)]
    pub needs_look: bool,
    /// What was put forward.
    pub alternative: AlternativeResponse,
}

/// A paragraph with what was accepted; for members also with what they agreed on and did not publish yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct CleanResponse {
    /// Its text; null if it is taken out.
    #[schema(example = "They shall exchange information on a mandatory basis.")]
    pub text: Option<String>,
    /// Paragraphs to be added after it.
    #[schema(example = json!([]))]
    pub added: Vec<String>,
    /// The accepted comments that it follows.
    pub applied: Vec<Uuid>,
    /// Accepted wordings that do not go together: there the text is as it was circulated.
    pub conflicts: Vec<ConflictResponse>,
    /// Accepted comments that it does not follow yet.
    pub unapplied: Vec<UnappliedResponse>,
}

/// Accepted wordings that do not go together.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConflictResponse {
    /// The words of the text that they are about; empty where something is to be put in.
    #[schema(example = "voluntary")]
    pub words: String,
    /// The wordings.
    pub wordings: Vec<ConflictingWording>,
}

/// One of several accepted wordings.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConflictingWording {
    /// The words; empty for a deletion.
    #[schema(example = "mandatory")]
    pub text: String,
    /// The comments that it was accepted for.
    pub comments: Vec<Uuid>,
}

/// An accepted comment that the text does not follow yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnappliedResponse {
    /// The comment.
    pub id: Uuid,
    /// Its number as you see it.
    #[schema(example = "FJI-003")]
    pub number: String,
    /// Why.
    pub why: WhyUnappliedName,
}

/// Our own words in a rolling text, in English.
#[derive(Debug, Clone, Copy)]
pub struct EnglishSayings;

impl Sayings for EnglishSayings {
    fn label(&self, label: AttributionLabel) -> String {
        label.words()
    }

    fn on_behalf_of(&self, groups: &str) -> String {
        format!("on behalf of {groups}")
    }
}

impl RollingTextResponse {
    /// A rolling text of a proposal.
    #[must_use]
    pub fn of(proposal_id: Uuid, text: &RollingText<'_>, as_of: AsOf) -> Self {
        Self {
            proposal_id,
            revision: text.revision.number,
            label: text.revision.label.clone(),
            paragraphs: text.paragraphs.iter().map(Into::into).collect(),
            general: text.general.iter().map(Into::into).collect(),
            unplaced: text.unplaced.iter().map(Into::into).collect(),
            as_of,
        }
    }
}

impl From<&RollingParagraph<'_>> for RollingParagraphResponse {
    fn from(one: &RollingParagraph<'_>) -> Self {
        Self {
            id: one.paragraph.id.0,
            label: one.paragraph.label.clone(),
            text: one.paragraph.text.clone(),
            shown: one.shown(&EnglishSayings),
            pieces: one.pieces.iter().map(Into::into).collect(),
            below: one.below.iter().map(Into::into).collect(),
            clean: (&one.clean).into(),
        }
    }
}

impl From<&Piece> for PieceResponse {
    fn from(piece: &Piece) -> Self {
        match piece {
            Piece::Text(text) => Self {
                words: Some(text.clone()),
                alternatives: Vec::new(),
            },
            Piece::Stretch(stretch) => Self {
                words: stretch.words.clone(),
                alternatives: stretch.alternatives.iter().map(Into::into).collect(),
            },
        }
    }
}

impl From<&Alternative> for AlternativeResponse {
    fn from(one: &Alternative) -> Self {
        let backing: &Backing = &one.backing;
        let comments = one.comments.iter();
        Self {
            action: one.action.into(),
            text: one.text.clone(),
            from: backing.shown(&EnglishSayings),
            states: backing.states.iter().copied().collect(),
            on_behalf_of: backing.groups.iter().cloned().collect(),
            count: backing.count(),
            accepted: one.accepted,
            comments: comments
                .map(|(id, number)| RollingComment {
                    id: id.0,
                    number: number.clone(),
                })
                .collect(),
        }
    }
}

impl From<&Below> for BelowResponse {
    fn from(below: &Below) -> Self {
        Self {
            quote: below.quote.clone(),
            needs_look: below.needs_look,
            alternative: (&below.alternative).into(),
        }
    }
}

impl From<&CleanParagraph> for CleanResponse {
    fn from(clean: &CleanParagraph) -> Self {
        Self {
            text: clean.text.clone(),
            added: clean.added.clone(),
            applied: clean.applied.iter().map(|id| id.0).collect(),
            conflicts: clean.conflicts.iter().map(Into::into).collect(),
            unapplied: clean.unapplied.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Conflict> for ConflictResponse {
    fn from(conflict: &Conflict) -> Self {
        let wordings = conflict.wordings.iter().map(|(text, comments)| ConflictingWording {
            text: text.clone(),
            comments: comments.iter().map(|id| id.0).collect(),
        });
        Self {
            words: conflict.words.clone(),
            wordings: wordings.collect(),
        }
    }
}

impl From<&Unapplied> for UnappliedResponse {
    fn from(one: &Unapplied) -> Self {
        Self {
            id: one.comment.0,
            number: one.number.clone(),
            why: match one.why {
                WhyUnapplied::NoWording => WhyUnappliedName::no_wording,
                WhyUnapplied::NeedsLook => WhyUnappliedName::needs_look,
            },
        }
    }
}
