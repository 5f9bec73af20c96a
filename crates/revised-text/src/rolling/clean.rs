//! What a paragraph reads with what was accepted. What does not go together is shown and not resolved.

use std::ops::Range;

use consultation::CommentId;
use consultation::review::DispositionKind;
use consultation::submission::WordingAction;

use super::suggestion::{Spot, Suggestion};

/// A paragraph with what was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CleanParagraph {
    /// Its text; none if it is taken out.
    pub text: Option<String>,
    /// Text to be added after it.
    pub added: Vec<String>,
    /// The accepted comments that this text follows.
    pub applied: Vec<CommentId>,
    /// Accepted wordings that do not go together: there the text is as it was circulated.
    pub conflicts: Vec<Conflict>,
    /// Accepted comments that the text does not follow yet.
    pub unapplied: Vec<Unapplied>,
}

/// Accepted wordings for the same words that do not go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The words of the text that they are about; empty where something is to be put in.
    pub words: String,
    /// The wordings, an empty one being a deletion, each with the comments that it was accepted for.
    pub wordings: Vec<(String, Vec<CommentId>)>,
}

/// An accepted comment that the text does not follow yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unapplied {
    /// The comment.
    pub comment: CommentId,
    /// Its number, as the viewer sees it.
    pub number: String,
    /// Why.
    pub why: WhyUnapplied,
}

/// Why the text does not follow an accepted comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyUnapplied {
    /// It was accepted without saying in which words.
    NoWording,
    /// It was made on an earlier revision, and a member has to look where it belongs.
    NeedsLook,
}

/// Words to be put in the place of others.
struct Edit {
    range: Range<usize>,
    /// It is about the whole paragraph.
    whole: bool,
    text: String,
    comments: Vec<CommentId>,
}

impl Edit {
    fn is_insertion(&self) -> bool {
        self.range.is_empty() && !self.whole
    }
}

/// What an accepted comment does.
enum Effect {
    Edit(Edit),
    Add(String),
}

/// What a paragraph reads with the accepted ones of what was put forward for it.
pub(super) fn clean(text: &str, suggestions: &[Suggestion<'_>]) -> CleanParagraph {
    let mut clean = CleanParagraph::default();
    let mut edits: Vec<Edit> = Vec::new();
    for one in suggestions.iter().filter(|one| one.accepted.is_some()) {
        match effect(text, one) {
            Err(why) => clean.unapplied.push(Unapplied {
                comment: one.id,
                number: one.number.clone(),
                why,
            }),
            Ok(Effect::Add(words)) => {
                if !clean.added.contains(&words) {
                    clean.added.push(words);
                }
                clean.applied.push(one.id);
            }
            Ok(Effect::Edit(edit)) => {
                let same = |known: &&mut Edit| known.range == edit.range && known.text == edit.text;
                match edits.iter_mut().find(same) {
                    Some(known) => known.comments.extend(edit.comments),
                    None => edits.push(edit),
                }
            }
        }
    }
    let mut agreed = Vec::new();
    for mut cluster in clusters(edits) {
        match cluster.len() {
            1 => agreed.append(&mut cluster),
            _ => clean.conflicts.push(conflict(text, cluster)),
        }
    }
    clean.applied.extend(agreed.iter().flat_map(|edit| &edit.comments));
    let taken_out = agreed.iter().any(|edit| edit.whole && edit.text.is_empty());
    clean.text = (!taken_out).then(|| applied(text, &agreed));
    clean
}

fn effect(text: &str, one: &Suggestion<'_>) -> Result<Effect, WhyUnapplied> {
    let modified = one
        .accepted
        .filter(|accepted| accepted.disposition == DispositionKind::AcceptedWithModification);
    let action = one.wording.as_ref().map(|wording| wording.action);
    let words = match (modified, &one.wording) {
        (Some(modified), _) => modified.wording.as_deref().ok_or(WhyUnapplied::NoWording)?,
        (None, Some(wording)) => wording.text.as_deref().unwrap_or_default(),
        (None, None) => return Err(WhyUnapplied::NoWording),
    };
    let words = words.trim().to_owned();
    let edit = |range, whole| {
        Effect::Edit(Edit {
            range,
            whole,
            text: words.clone(),
            comments: vec![one.id],
        })
    };
    match &one.spot {
        Spot::Moved(_) => Err(WhyUnapplied::NeedsLook),
        Spot::Whole if action == Some(WordingAction::Add) => Ok(Effect::Add(words)),
        Spot::Whole => Ok(edit(0..text.len(), true)),
        Spot::Stretch(range) => Ok(edit(range.clone(), false)),
    }
}

/// Edits that touch the same words together, each other one for itself.
fn clusters(mut edits: Vec<Edit>) -> Vec<Vec<Edit>> {
    if edits.iter().any(|edit| edit.whole) {
        return vec![edits];
    }
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut clusters: Vec<Vec<Edit>> = Vec::new();
    let mut reached = 0;
    for edit in edits {
        let meets = |cluster: &&mut Vec<Edit>| {
            let in_one_place = edit.is_insertion() && cluster.iter().any(|known| known.range == edit.range);
            edit.range.start < reached || in_one_place
        };
        let end = edit.range.end;
        match clusters.last_mut().filter(meets) {
            Some(cluster) => cluster.push(edit),
            None => clusters.push(vec![edit]),
        }
        reached = reached.max(end);
    }
    clusters
}

fn conflict(text: &str, cluster: Vec<Edit>) -> Conflict {
    let start = cluster.iter().map(|edit| edit.range.start).min().unwrap_or_default();
    let end = cluster.iter().map(|edit| edit.range.end).max().unwrap_or_default();
    Conflict {
        words: text.get(start..end).unwrap_or_default().to_owned(),
        wordings: cluster.into_iter().map(|edit| (edit.text, edit.comments)).collect(),
    }
}

/// The text with edits that do not touch each other, in their order.
fn applied(text: &str, edits: &[Edit]) -> String {
    if edits.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut reached = 0;
    for edit in edits {
        push_smoothly(&mut out, text.get(reached..edit.range.start).unwrap_or_default());
        if edit.is_insertion() && wants_space(&out, &edit.text) {
            out.push(' ');
        }
        push_smoothly(&mut out, &edit.text);
        reached = edit.range.end;
    }
    push_smoothly(&mut out, text.get(reached..).unwrap_or_default());
    out
}

/// Whether words put in behind others need a space before them; what begins with a mark needs none.
fn wants_space(before: &str, words: &str) -> bool {
    before.ends_with(|last: char| !last.is_whitespace()) && words.starts_with(char::is_alphanumeric)
}

/// Appends words; where words were taken out before them, no second space and no space before a mark is left.
fn push_smoothly(out: &mut String, words: &str) {
    if out.is_empty() || out.ends_with(char::is_whitespace) {
        let trimmed = words.trim_start();
        if trimmed.starts_with([',', '.', ';', ':', '!', '?', ')']) {
            out.truncate(out.trim_end().len());
        }
        out.push_str(trimmed);
    } else {
        out.push_str(words);
    }
}
