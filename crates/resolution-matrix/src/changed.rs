//! What changed in the text after a comment.

use consultation::proposal::ParagraphChange;
use consultation::{Comment, Proposal};

/// Numbers of the later revisions in which the comment's paragraph was changed, split, merged or left out.
#[must_use]
pub fn changed_in(proposal: &Proposal, comment: &Comment) -> Vec<u32> {
    let Some(paragraph) = comment.paragraph else {
        return Vec::new();
    };
    let revisions = proposal.revisions.iter().map(|(_, revision)| revision);
    let later = revisions.filter(|revision| revision.number > comment.revision);
    let changed = later.filter(|revision| {
        revision.deleted.contains(&paragraph)
            || revision.paragraphs.iter().any(|one| {
                let comes_from_it = one.id == paragraph || one.from.contains(&paragraph);
                comes_from_it && one.change != ParagraphChange::Kept
            })
    });
    changed.map(|revision| revision.number).collect()
}
