//! What the members differ on, who does, and since when (R18).

use consultation::review::{MemberView, Standing, convergence};
use consultation::visibility::SeenRow;

use super::{Dispute, Reading};

/// The comments on which the members differ, that of longest standing first.
pub(super) fn disputes(reading: &Reading<'_, '_>) -> Vec<Dispute> {
    let mut found: Vec<Dispute> = reading.rows.iter().filter_map(|row| dispute(reading, row)).collect();
    found.sort_by_key(|one| one.since);
    found
}

/// What the members differ on in a comment. None if what is proposed, or that there is no common view, was published.
pub(super) fn dispute(reading: &Reading<'_, '_>, row: &SeenRow<'_>) -> Option<Dispute> {
    let review = row.review?;
    let proposed = review.proposed.as_ref()?;
    let published = row.published.is_some_and(|published| published.at >= proposed.at);
    let found = convergence(Some(review), reading.members);
    if published || found.standing != Standing::Differing {
        return None;
    }
    let views = found
        .differing
        .iter()
        .filter_map(|member| Some((*member, review.views.get(member)?)));
    let differing = views.filter(|(_, view)| view.view == MemberView::Differs);
    Some(Dispute {
        comment: row.id,
        number: row.number.clone(),
        from: row.speaker,
        paragraph: row
            .comment
            .paragraph
            .map(|id| reading.dossier.proposal.label_of(row.comment.revision, id).to_owned()),
        proposed: proposed.disposition.disposition,
        by: proposed.by,
        differing: differing.map(|(member, view)| (member, view.at)).collect(),
        since: found.since.unwrap_or(proposed.at),
    })
}
