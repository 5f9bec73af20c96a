//! What stays of a comment that a row continues.

use consultation::command::{CommentDraft, Inherited};
use consultation::submission::Comment;

/// The old words if the new ones are the same but for spaces at the edges and the kind of line ends, which programs for
/// sheets do not keep.
pub(super) fn same_or(new: String, old: &str) -> String {
    if same(&new, old) { old.to_owned() } else { new }
}

/// Whether two texts are the same but for that.
pub(super) fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.trim().replace("\r\n", "\n");
    plain(one) == plain(other)
}

/// As [`same_or`], for words that may be missing.
pub(super) fn unless_same(new: Option<String>, old: Option<&String>) -> Option<String> {
    match (new, old) {
        (Some(new), Some(old)) => Some(same_or(new, old)),
        (new, _) => new,
    }
}

/// A comment as a draft that changes nothing of it.
pub(super) fn as_it_stands(old: &Comment) -> CommentDraft {
    CommentDraft {
        new_id: old.id,
        id: Some(old.id),
        number: None,
        revision: Some(old.revision),
        paragraph: old.paragraph.map(|id| id.to_string()),
        quote: old.quote.clone(),
        kind: old.kind,
        text: old.text.clone(),
        language: Inherited::Own(old.language.clone()),
        proposed_wording: old.proposed_wording.clone(),
        explanation: old.explanation.clone(),
        translations: old.translations.clone(),
        audience: Inherited::Own(old.audience),
        attribution: Inherited::Own(old.attribution),
        on_behalf_of: Inherited::Own(old.on_behalf_of.clone()),
        mandate: old.mandate.clone(),
        reference: old.reference.clone(),
    }
}
