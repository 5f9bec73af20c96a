//! Where a state stands on what another said (R13).

use consultation::alignment::{Direction, Target};
use consultation::visibility::{Rights, SeenRow, seen_row};
use consultation::{Dossier, StateCode, Submission};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::as_of::AsOf;

/// Where the asking state stands on another's submission.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlignmentResponse {
    /// The submission.
    pub submission_id: Uuid,
    /// The proposal.
    pub proposal_id: Uuid,
    /// The consultation's number within the proposal.
    #[schema(example = 1)]
    pub consultation: u32,
    /// The state whose submission that is.
    #[schema(value_type = String, example = "FJI")]
    pub author: StateCode,
    /// The state that asks.
    #[schema(value_type = String, example = "WSM")]
    pub state: StateCode,
    /// On what it says beside its comments: `aligned`, `dissociated`, or null where the state said nothing of it.
    #[schema(example = "aligned")]
    pub whole: Option<&'static str>,
    /// On each of its comments that the state sees.
    pub comments: Vec<CommentAlignment>,
    /// The newest of what the state said of it came after closing.
    #[schema(example = false)]
    pub late: bool,
    /// Which state of the log this is.
    pub as_of: AsOf,
    /// Its position: of the event, or what the answer reflects.
    #[schema(example = 42)]
    pub log_position: u64,
}

/// Where the asking state stands on a comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentAlignment {
    /// The comment.
    pub id: Uuid,
    /// Its number.
    #[schema(example = "FJI-001")]
    pub number: String,
    /// Its paragraph's id; null for a general comment.
    pub paragraph_id: Option<Uuid>,
    /// The group it speaks for.
    #[schema(example = "PIF")]
    pub on_behalf_of: Option<String>,
    /// `aligned`, `dissociated`, or null where the state said nothing of it.
    #[schema(example = "aligned")]
    pub standing: Option<&'static str>,
}

impl AlignmentResponse {
    /// Where a state stands, by its own rights.
    #[must_use]
    pub fn of(dossier: &Dossier, submission: &Submission, rights: &Rights, state: StateCode, as_of: AsOf) -> Self {
        let standing = |target| name_of(dossier.alignments.standing(state, submission.id, target));
        let current = submission.current().filter(|_| submission.withdrawn_at.is_none());
        let said = current.into_iter().flat_map(|version| &version.content.comments);
        let seen = said.filter_map(|comment| seen_row(rights, dossier, submission, comment));
        let comment = |row: SeenRow<'_>| CommentAlignment {
            id: row.id.0,
            standing: standing(Target::Comment {
                id: Some(row.id),
                paragraph: row.comment.paragraph,
            }),
            paragraph_id: row.comment.paragraph.map(|paragraph| paragraph.0),
            on_behalf_of: row.comment.on_behalf_of.as_ref().map(ToString::to_string),
            number: row.number,
        };
        let mut acts = dossier.alignments.acts.iter().rev();
        let newest = acts.find(|act| act.by == state && act.submission == submission.id);
        Self {
            submission_id: submission.id.0,
            proposal_id: submission.proposal.0,
            consultation: submission.consultation,
            author: submission.state,
            state,
            whole: standing(Target::Whole),
            comments: seen.filter(SeenRow::is_named).map(comment).collect(),
            late: newest.is_some_and(|act| act.late),
            as_of,
            log_position: as_of.log_position,
        }
    }
}

fn name_of(standing: Option<Direction>) -> Option<&'static str> {
    standing.map(|direction| match direction {
        Direction::Aligned => "aligned",
        Direction::Dissociated => "dissociated",
    })
}
