//! "What became of our comments": the comments of one state on a proposal, and if asked for those that it stands behind by
//! an alignment or through its group (R13), each with what the members made of it.
//!
//! The own delegation sees all its own. Whoever else may ask sees the comments that it sees under the state's name; one
//! under a label is never among them, since that would tie it to the state (R15).

use std::collections::BTreeMap;

use consultation::alignment::stances::{Asked, Stand, Through, stances};
use consultation::placement::continuations;
use consultation::proposal::ParagraphChange;
use consultation::visibility::{SeenRow, Speaker, seen_rows};
use consultation::{Comment, CommentId, Paragraph, Proposal, StateCode};

/// What became of a comment.
#[derive(Debug, Clone)]
pub struct Outcome<'a> {
    /// The comment as the viewer sees it; what is published is in it.
    pub row: SeenRow<'a>,
    /// Through what the state stands behind it.
    pub through: Through,
    /// The paragraph in the revision that the comment speaks of; none for a general comment.
    pub paragraph: Option<&'a Paragraph>,
    /// Later revisions in which the paragraph changed, was split, merged or deleted.
    pub changed_in: Vec<u32>,
    /// Why the members left it open when they put its text under silence (R23).
    pub left_open: Option<&'a str>,
    /// The state may answer what is published, and has not yet (R21).
    pub may_answer: bool,
}

/// The outcomes of a state's comments on a proposal, and `with_joined` of those that it stands behind, in reading order.
#[must_use]
pub fn outcomes(asked: Asked<'_>, state: StateCode, with_joined: bool) -> Vec<Outcome<'_>> {
    let proposal = &*asked.shown.proposal;
    let mut joined = if with_joined {
        joined(asked, state)
    } else {
        BTreeMap::new()
    };
    let rows = seen_rows(asked.rights, asked.shown).into_iter();
    let of_state = rows.filter_map(|row| {
        let through = match row.speaker {
            Speaker::State(author) if author == state => Through::Own,
            _ => joined.remove(&row.id)?,
        };
        Some(Outcome {
            through,
            paragraph: paragraph_of(proposal, &row.comment),
            changed_in: changed_in(proposal, &row.comment),
            left_open: proposal.procedure.why_left_open(row.id),
            may_answer: row.own && row.published.is_some_and(|published| published.answer.is_none()),
            row,
        })
    });
    of_state.collect()
}

/// The comments that a state stands behind, and through what; also where its own words count instead.
fn joined(asked: Asked<'_>, state: StateCode) -> BTreeMap<CommentId, Through> {
    let mut joined = BTreeMap::new();
    let places = stances(asked).paragraphs;
    let stands = places.iter().flat_map(|(_, place)| &place.stands);
    for voice in stands.filter(|stand| stand.state == state).flat_map(Stand::voices) {
        for said in &voice.said {
            joined.entry(said.id).or_insert_with(|| voice.through.clone());
        }
    }
    joined
}

fn paragraph_of<'a>(proposal: &'a Proposal, comment: &Comment) -> Option<&'a Paragraph> {
    let revision = proposal.find_revision(comment.revision)?;
    let id = comment.paragraph?;
    revision.paragraphs.iter().find(|paragraph| paragraph.id == id)
}

/// Numbers of the revisions after the one that a comment speaks of in which its paragraph is not what it was before.
#[must_use]
pub fn changed_in(proposal: &Proposal, comment: &Comment) -> Vec<u32> {
    let Some(paragraph) = comment.paragraph else {
        return Vec::new();
    };
    let mut changed = Vec::new();
    for (_, revision) in &proposal.revisions {
        if revision.number <= comment.revision {
            continue;
        }
        let present = continuations(proposal, paragraph, comment.revision, revision.number);
        if present.iter().any(|one| one.change != ParagraphChange::Kept) {
            changed.push(revision.number);
        }
        if present.is_empty() {
            // Deleted: nothing happens to it after that.
            changed.push(revision.number);
            break;
        }
    }
    changed
}
