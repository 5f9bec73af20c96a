//! Builds a revision from its author's draft (R4): stable paragraph ids, and what became of each paragraph.

use std::collections::BTreeSet;

use crate::command::{ParagraphDraft, RevisionDraft};
use crate::proposal::ParagraphChange;
use crate::{ContentCode, ContentError, Paragraph, ParagraphId, Revision, limits};

/// Builds the revision after `before`; pointers in errors begin with `pointer`.
pub(super) fn build(
    before: Option<&Revision>,
    draft: &RevisionDraft,
    pointer: &str,
) -> Result<Revision, Vec<ContentError>> {
    let errors = check(before, draft, pointer);
    if !errors.is_empty() {
        return Err(errors);
    }
    let number = before.map_or(0, |revision| revision.number + 1);
    let mut continued = BTreeSet::new();
    let mut paragraphs = Vec::with_capacity(draft.paragraphs.len());
    for paragraph in &draft.paragraphs {
        // Split: the first part keeps the identity. Merged: the first source does.
        let id = match paragraph.from.first() {
            Some(first) if continued.insert(*first) => *first,
            _ => paragraph.new_id,
        };
        paragraphs.push(Paragraph {
            id,
            label: paragraph.label.trim().to_owned(),
            text: paragraph.text.clone(),
            from: paragraph.from.clone(),
            change: change_of(before, draft, paragraph),
        });
    }
    let named: BTreeSet<ParagraphId> = draft
        .paragraphs
        .iter()
        .flat_map(|paragraph| paragraph.from.iter().copied())
        .collect();
    let deleted = before.map_or_else(Vec::new, |revision| {
        revision
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.id)
            .filter(|id| !named.contains(id))
            .collect()
    });
    let default_label = || {
        if number == 0 {
            "zero draft".to_owned()
        } else {
            format!("rev.{number}")
        }
    };
    Ok(Revision {
        number,
        label: draft.label.clone().unwrap_or_else(default_label),
        language: draft.language.clone(),
        paragraphs,
        deleted,
    })
}

fn change_of(before: Option<&Revision>, draft: &RevisionDraft, paragraph: &ParagraphDraft) -> ParagraphChange {
    let [source] = paragraph.from.as_slice() else {
        return if paragraph.from.is_empty() {
            ParagraphChange::New
        } else {
            ParagraphChange::Merged
        };
    };
    let parts = draft
        .paragraphs
        .iter()
        .filter(|other| other.from.contains(source))
        .count();
    let same_text = before
        .and_then(|revision| revision.paragraphs.iter().find(|old| old.id == *source))
        .is_some_and(|old| old.text == paragraph.text);
    match (parts, same_text) {
        (2.., _) => ParagraphChange::Split,
        (_, true) => ParagraphChange::Kept,
        (_, false) => ParagraphChange::Changed,
    }
}

fn check(before: Option<&Revision>, draft: &RevisionDraft, pointer: &str) -> Vec<ContentError> {
    let mut errors = Vec::new();
    let mut report = |at: String, code, detail: String| errors.push(ContentError::new(at, code, detail));
    if draft.paragraphs.is_empty() {
        report(
            format!("{pointer}/paragraphs"),
            ContentCode::Empty,
            "a text has at least one paragraph".into(),
        );
    }
    if draft.paragraphs.len() > limits::PARAGRAPHS {
        report(
            format!("{pointer}/paragraphs"),
            ContentCode::TooLong,
            format!("at most {} paragraphs", limits::PARAGRAPHS),
        );
    }
    if draft
        .label
        .as_ref()
        .is_some_and(|label| label.trim().is_empty() || label.len() > limits::LINE_BYTES)
    {
        report(
            format!("{pointer}/label"),
            ContentCode::Invalid,
            format!("1 to {} bytes", limits::LINE_BYTES),
        );
    }
    let mut labels = BTreeSet::new();
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        let at = format!("{pointer}/paragraphs/{index}");
        let label = paragraph.label.trim();
        if label.is_empty() {
            report(
                format!("{at}/label"),
                ContentCode::Empty,
                "a paragraph has a label such as 1 or 2 bis".into(),
            );
        } else if label.len() > limits::LINE_BYTES {
            report(
                format!("{at}/label"),
                ContentCode::TooLong,
                format!("at most {} bytes", limits::LINE_BYTES),
            );
        } else if label.parse::<uuid::Uuid>().is_ok() {
            report(
                format!("{at}/label"),
                ContentCode::LabelLooksLikeId,
                "a label may not look like a UUID".into(),
            );
        } else if !labels.insert(label) {
            report(
                format!("{at}/label"),
                ContentCode::Duplicate,
                format!("another paragraph is labelled {label:?}"),
            );
        }
        if paragraph.text.trim().is_empty() {
            report(
                format!("{at}/text"),
                ContentCode::Empty,
                "a paragraph has a text".into(),
            );
        } else if paragraph.text.len() > limits::PARAGRAPH_BYTES {
            report(
                format!("{at}/text"),
                ContentCode::TooLong,
                format!("at most {} bytes", limits::PARAGRAPH_BYTES),
            );
        }
        let mut sources = BTreeSet::new();
        for (source_index, source) in paragraph.from.iter().enumerate() {
            let known = before.is_some_and(|revision| revision.paragraphs.iter().any(|old| old.id == *source));
            if !known {
                let detail = format!("the revision before has no paragraph {source}");
                report(
                    format!("{at}/from/{source_index}"),
                    ContentCode::UnknownParagraph,
                    detail,
                );
            } else if !sources.insert(source) {
                report(
                    format!("{at}/from/{source_index}"),
                    ContentCode::Duplicate,
                    "named twice".into(),
                );
            }
        }
    }
    errors
}
