//! What is entered at once: the rows of one state.

use std::collections::{BTreeMap, HashMap};

use consultation::command::{CommentDraft, SubmissionDraft};
use consultation::submission::Position;
use consultation::{Attribution, Audience, LanguageTag, StateCode, limits};
use jiff::Timestamp;

use super::rows::{Refusal, Row, SheetComment};

/// About how much text goes into one request, in bytes: well inside the largest body (4 MiB, ADR-0007), also as JSON.
/// A state that says more gets a further version of its submission for each further request.
const BATCH_BYTES: usize = 1024 * 1024;

/// Audience and attribution of a row that states none.
pub(crate) const DEFAULTS: (Audience, Attribution) = (Audience::Participants, Attribution::Named);

/// Rows of one state, each with its place in the sheet's list of rows.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) state: StateCode,
    pub(crate) position: Option<Position>,
    pub(crate) ad_referendum: bool,
    pub(crate) language: LanguageTag,
    pub(crate) received_at: Option<Timestamp>,
    pub(crate) comments: Vec<(usize, CommentDraft)>,
    /// Rows that give the position and no comment.
    pub(crate) wordless: Vec<usize>,
}

/// Why a batch was not entered.
#[derive(Debug)]
pub(crate) struct Refused {
    /// The reason for all of it.
    pub(crate) whole: Refusal,
    /// Reasons for single comments, by their place in the batch.
    pub(crate) by_comment: BTreeMap<usize, Refusal>,
    /// Whether every further batch would end the same.
    pub(crate) stops: bool,
}

impl Batch {
    /// Its comments as a submission.
    pub(crate) fn submission(&self) -> SubmissionDraft {
        SubmissionDraft {
            joint_with: Vec::new(),
            mandate: None,
            position: self.position,
            ad_referendum: self.ad_referendum,
            language: self.language.clone(),
            audience: DEFAULTS.0,
            attribution: DEFAULTS.1,
            on_behalf_of: None,
            general_remarks: None,
            comments: self.comments.iter().map(|(_, draft)| draft.clone()).collect(),
        }
    }

    /// Whether no row of it is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.comments.is_empty() && self.wordless.is_empty()
    }

    /// Every row of it.
    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> {
        let commenting = self.comments.iter().map(|(row, _)| *row);
        commenting.chain(self.wordless.iter().copied())
    }

    /// Takes comments out, by their place; answers their rows.
    pub(crate) fn take_out(&mut self, mut refused: BTreeMap<usize, Refusal>) -> Vec<(usize, Refusal)> {
        let mut out = Vec::new();
        let mut place = 0;
        self.comments.retain(|(row, _)| {
            let refusal = refused.remove(&place);
            place += 1;
            refusal.map(|refusal| out.push((*row, refusal))).is_none()
        });
        out
    }
}

/// Batches in the order in which the states first appear, and the rows that are in none of them.
pub(crate) fn by_state(rows: Vec<Row>) -> (Vec<Batch>, Vec<(usize, Refusal)>) {
    let mut order: Vec<StateCode> = Vec::new();
    let mut states: HashMap<StateCode, Vec<(usize, SheetComment)>> = HashMap::new();
    let mut refused = Vec::new();
    for (place, row) in rows.into_iter().enumerate() {
        match row.content {
            Err(refusal) => refused.push((place, refusal)),
            Ok(comment) => {
                let state = comment.state;
                let of_state = states.entry(state).or_insert_with(|| {
                    order.push(state);
                    Vec::new()
                });
                of_state.push((place, comment));
            }
        }
    }
    let mut batches = Vec::new();
    for state in order {
        let of_state = states.remove(&state).unwrap_or_default();
        batches.extend(of_one_state(state, of_state, &mut refused));
    }
    (batches, refused)
}

fn of_one_state(
    state: StateCode,
    comments: Vec<(usize, SheetComment)>,
    refused: &mut Vec<(usize, Refusal)>,
) -> Vec<Batch> {
    let position = comments.iter().find_map(|(_, comment)| comment.position);
    let language = most_frequent(comments.iter().map(|(_, comment)| &comment.language));
    let Some(language) = language else { return Vec::new() };
    let received_at = comments.iter().filter_map(|(_, comment)| comment.received_at).max();
    let ad_referendum = comments.iter().any(|(_, comment)| comment.ad_referendum);
    let new_batch = || Batch {
        state,
        position,
        ad_referendum,
        language: language.clone(),
        received_at,
        comments: Vec::new(),
        wordless: Vec::new(),
    };
    let mut cutting = Cutting::default();
    let mut batches: Vec<Batch> = Vec::new();
    for (taken, (row, comment)) in comments.into_iter().enumerate() {
        if comment.position.is_some_and(|own| Some(own) != position) {
            let reason = format!("an earlier row of {state} states another position; a state has one");
            refused.push((row, Refusal::new("conflicting_position", reason)));
        } else if taken >= limits::COMMENTS {
            let reason = format!("a submission holds at most {} comments", limits::COMMENTS);
            refused.push((row, Refusal::new("too_long", reason)));
        } else {
            let place = comment.draft.as_ref().map_or(0, |draft| cutting.batch_of(draft));
            if batches.len() <= place {
                batches.push(new_batch());
            }
            if let Some(batch) = batches.get_mut(place) {
                match comment.draft {
                    Some(draft) => batch.comments.push((row, draft)),
                    None => batch.wordless.push(row),
                }
            }
        }
    }
    batches
}

/// Where one batch ends and the next begins. Rows with the same reference and paragraph stay together: which of them
/// continues which known comment follows from their order within a request.
#[derive(Default)]
struct Cutting {
    known: HashMap<(Option<String>, Option<String>), usize>,
    last: usize,
    bytes: usize,
}

impl Cutting {
    fn batch_of(&mut self, draft: &CommentDraft) -> usize {
        let size = bytes_of(draft);
        let key = (draft.reference.clone(), draft.paragraph.clone());
        if let Some(place) = self.known.get(&key) {
            return *place;
        }
        if self.bytes > 0 && self.bytes.saturating_add(size) > BATCH_BYTES {
            self.last += 1;
            self.bytes = 0;
        }
        self.bytes = self.bytes.saturating_add(size);
        self.known.insert(key, self.last);
        self.last
    }
}

/// About what a comment takes in a request.
fn bytes_of(draft: &CommentDraft) -> usize {
    let wording = draft
        .proposed_wording
        .as_ref()
        .and_then(|wording| wording.text.as_ref());
    let texts = [
        Some(&draft.text),
        draft.explanation.as_ref(),
        wording,
        draft.quote.as_ref().map(|quote| &quote.exact),
    ];
    texts
        .into_iter()
        .flatten()
        .map(String::len)
        .sum::<usize>()
        .saturating_add(512)
}

/// The first one, if several are as frequent.
fn most_frequent<'a>(tags: impl Iterator<Item = &'a LanguageTag>) -> Option<LanguageTag> {
    let mut counts: Vec<(&LanguageTag, u64)> = Vec::new();
    for tag in tags {
        match counts.iter_mut().find(|(known, _)| *known == tag) {
            Some((_, count)) => *count += 1,
            None => counts.push((tag, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(tag, _)| tag.clone())
}
