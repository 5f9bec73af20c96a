//! Who stands where, and through what (R13).

use consultation::alignment::stances::{Contradiction, NotCounted, Place, SaidComment, Stand, Through, Voice};
use consultation::register::RegisterAt;
use consultation::{ParagraphId, Proposal, StateCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::areas::name_of_state;

/// Through what a state stands somewhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThroughResponse {
    /// `own`: its own words; `alignment`: it aligned itself with another state; `group`: its regional group spoke.
    #[schema(example = "alignment")]
    pub kind: &'static str,
    /// The state that it aligned itself with.
    #[schema(value_type = Option<String>, example = "FJI")]
    pub with: Option<StateCode>,
    /// The group that spoke.
    #[schema(example = "PIF")]
    pub group: Option<String>,
}

/// Who stands where on a paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParagraphStances {
    /// The paragraph; null: general comments.
    pub paragraph_id: Option<Uuid>,
    /// Its label in the newest revision that has it.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
    /// States that stand behind comments on it, each once, by code.
    pub stands: Vec<StanceResponse>,
    /// States that are not counted through something said there, and why.
    pub not_counted: Vec<NotCountedResponse>,
    /// States that propose other wording for the same words through one thing than through another.
    pub contradictions: Vec<ContradictionResponse>,
}

/// Where a state stands on a paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub struct StanceResponse {
    /// The state.
    #[schema(value_type = String, example = "WSM")]
    pub state: StateCode,
    /// Its English name.
    #[schema(example = "Samoa")]
    pub name: String,
    /// Through what it is counted.
    pub through: ThroughResponse,
    /// Numbers of the comments that it stands behind so.
    #[schema(example = json!(["FJI-001"]))]
    pub comments: Vec<String>,
    /// One of them, or the alignment with it, came after closing.
    #[schema(example = false)]
    pub late: bool,
    /// What it also said, joined or is spoken for by, and what does not count beside.
    pub outweighed: Vec<OutweighedResponse>,
}

/// What does not count beside something weightier.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutweighedResponse {
    /// Through what.
    pub through: ThroughResponse,
    /// Numbers of the comments.
    #[schema(example = json!(["FJI-001"]))]
    pub comments: Vec<String>,
}

/// A state that is not counted through something.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotCountedResponse {
    /// The state.
    #[schema(value_type = String, example = "AUS")]
    pub state: StateCode,
    /// Its English name.
    #[schema(example = "Australia")]
    pub name: String,
    /// `member`: a member, which is never counted as a partner; `not_invited`: belongs to the group, and is not invited;
    /// `dissociated`: it stepped out; `not_confirmed`: named in a joint submission that it has not confirmed.
    #[schema(example = "member")]
    pub reason: &'static str,
    /// The group that was spoken for.
    #[schema(example = "PIF")]
    pub group: Option<String>,
    /// The state that spoke.
    #[schema(value_type = String, example = "FJI")]
    pub author: StateCode,
}

/// Two things that do not go together.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContradictionResponse {
    /// The state.
    #[schema(value_type = String, example = "WSM")]
    pub state: StateCode,
    /// Through what it says the one.
    pub one: ThroughResponse,
    /// Through what it says the other.
    pub other: ThroughResponse,
}

impl From<&Through> for ThroughResponse {
    fn from(through: &Through) -> Self {
        let (kind, with, group) = match through {
            Through::Own => ("own", None, None),
            Through::Alignment(author) => ("alignment", Some(*author), None),
            Through::Group(group) => ("group", None, Some(group.to_string())),
        };
        Self { kind, with, group }
    }
}

impl From<&Contradiction> for ContradictionResponse {
    fn from(found: &Contradiction) -> Self {
        Self {
            state: found.state,
            one: (&found.one).into(),
            other: (&found.other).into(),
        }
    }
}

impl NotCountedResponse {
    /// With the state's name.
    #[must_use]
    pub fn of(found: &NotCounted, register: RegisterAt<'_>) -> Self {
        Self {
            state: found.state,
            name: name_of_state(register, found.state),
            reason: found.reason.as_str(),
            group: found.group.as_ref().map(ToString::to_string),
            author: found.author,
        }
    }
}

impl ParagraphStances {
    /// With names and labels.
    #[must_use]
    pub fn of(
        paragraph: Option<ParagraphId>,
        place: &Place<SaidComment>,
        proposal: &Proposal,
        register: RegisterAt<'_>,
    ) -> Self {
        let not_counted = place.not_counted.iter();
        Self {
            paragraph_id: paragraph.map(|id| id.0),
            paragraph: paragraph.and_then(|id| newest_label(proposal, id)),
            stands: place
                .stands
                .iter()
                .map(|stand| StanceResponse::of(stand, register))
                .collect(),
            not_counted: not_counted.map(|one| NotCountedResponse::of(one, register)).collect(),
            contradictions: place.contradictions.iter().map(Into::into).collect(),
        }
    }
}

impl StanceResponse {
    fn of(stand: &Stand<SaidComment>, register: RegisterAt<'_>) -> Self {
        let outweighed = |voice: &Voice<SaidComment>| OutweighedResponse {
            through: (&voice.through).into(),
            comments: numbers(voice),
        };
        Self {
            state: stand.state,
            name: name_of_state(register, stand.state),
            through: (&stand.voice.through).into(),
            comments: numbers(&stand.voice),
            late: stand.voice.said.iter().any(|said| said.late),
            outweighed: stand.outweighed.iter().map(outweighed).collect(),
        }
    }
}

fn numbers(voice: &Voice<SaidComment>) -> Vec<String> {
    voice.said.iter().map(|said| said.number.clone()).collect()
}

fn newest_label(proposal: &Proposal, id: ParagraphId) -> Option<String> {
    let revisions = proposal.revisions.iter().rev();
    let mut paragraphs = revisions.flat_map(|(_, revision)| &revision.paragraphs);
    let found = paragraphs.find(|paragraph| paragraph.id == id)?;
    Some(found.label.clone())
}
