//! What the members differ on, who does, and since when (R18).

use consultation::review::{DispositionKind, MemberView, Standing, convergence};
use consultation::submission::ProposedWording;
use consultation::visibility::{SeenRow, Speaker};
use consultation::{CommentId, StateCode};
use jiff::Timestamp;

use super::Reading;
use super::reserved::is_reserved;

/// A comment on which the members differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The comment.
    pub comment: CommentId,
    /// Its number as the member sees it.
    pub number: String,
    /// Who is shown as its author.
    pub from: Speaker,
    /// It is for members only, or only they may know its author: nothing of it leaves their circle.
    pub reserved: bool,
    /// The label of its paragraph in the revision that it speaks of; none for a general comment.
    pub paragraph: Option<String>,
    /// Its words.
    pub text: String,
    /// The wording that it puts forward.
    pub wording: Option<ProposedWording>,
    /// The disposition that is proposed.
    pub proposed: DispositionKind,
    /// The member that proposes it.
    pub by: StateCode,
    /// The members that differ.
    pub differing: Vec<Differs>,
    /// Since when the first of them does.
    pub since: Timestamp,
}

/// A member that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// The member.
    pub member: StateCode,
    /// Since when.
    pub since: Timestamp,
    /// Why, in its words.
    pub note: Option<String>,
}

/// The comments on which the members differ, that of longest standing first.
pub(super) fn disputes(reading: &Reading<'_, '_>) -> Vec<Dispute> {
    let mut found: Vec<Dispute> = reading.rows.iter().filter_map(|row| dispute(reading, row)).collect();
    found.sort_by_key(|one| one.since);
    found
}

/// The members that differ on a comment. None if what is proposed, or that there is no common view, was published.
pub(super) fn differing(reading: &Reading<'_, '_>, row: &SeenRow<'_>) -> Vec<StateCode> {
    let proposed = row.review.and_then(|review| review.proposed.as_ref());
    let Some(proposed) = proposed else { return Vec::new() };
    if row.published.is_some_and(|published| published.at >= proposed.at) {
        return Vec::new();
    }
    convergence(row.review, reading.members).differing
}

fn dispute(reading: &Reading<'_, '_>, row: &SeenRow<'_>) -> Option<Dispute> {
    let members = differing(reading, row);
    let review = row.review.filter(|_| !members.is_empty())?;
    let proposed = review.proposed.as_ref()?;
    let found = convergence(Some(review), reading.members);
    debug_assert_eq!(found.standing, Standing::Differing, "a member differs");
    let views = members
        .into_iter()
        .filter_map(|member| Some((member, review.views.get(&member)?)));
    let differing = views.filter(|(_, view)| view.view == MemberView::Differs);
    let label = |id| reading.dossier.proposal.label_of(row.comment.revision, id).to_owned();
    Some(Dispute {
        comment: row.id,
        number: row.number.clone(),
        from: row.speaker,
        reserved: is_reserved(row),
        paragraph: row.comment.paragraph.map(label),
        text: row.comment.text.clone(),
        wording: row.comment.proposed_wording.clone(),
        proposed: proposed.disposition.disposition,
        by: proposed.by,
        differing: differing
            .map(|(member, view)| Differs {
                member,
                since: view.at,
                note: view.note.clone(),
            })
            .collect(),
        since: found.since.unwrap_or(proposed.at),
    })
}
