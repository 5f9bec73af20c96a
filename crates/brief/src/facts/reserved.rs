//! What must not leave the members' circle with a printed brief (R15): comments for members only, and names that only
//! members may know.

use std::collections::BTreeSet;

use consultation::visibility::SeenRow;
use consultation::{Attribution, Audience};

/// Whether nothing of a comment, or not its author, is for others than members. Under a label nobody is named.
pub(super) fn is_reserved(row: &SeenRow<'_>) -> bool {
    let comment = &row.comment;
    keeps(comment.audience, comment.attribution) && (row.is_named() || comment.audience == Audience::MembersOnly)
}

/// Whether what is said so is not for others than members under its author's name.
pub(super) fn keeps(audience: Audience, attribution: Attribution) -> bool {
    audience == Audience::MembersOnly || attribution != Attribution::Named
}

/// Of states or groups that stand somewhere through several things, those that do so by reserved ones alone.
pub(super) fn by_reserved_alone<T: Ord + Clone>(stands: impl IntoIterator<Item = (T, bool)>) -> BTreeSet<T> {
    let (mut openly, mut reserved) = (BTreeSet::new(), BTreeSet::new());
    for (who, is_reserved) in stands {
        let list = if is_reserved { &mut reserved } else { &mut openly };
        list.insert(who);
    }
    reserved.difference(&openly).cloned().collect()
}
