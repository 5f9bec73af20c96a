//! The comment list: reading order, keyset pages, filters, text search.
//!
//! Named comments are in the order (paragraph, state, number). Comments whose state the viewer may not know follow
//! in each paragraph in the order of their random numbers, so that order tells nothing (R15c). Both are read from an
//! index in that order and merged.

mod rows;
mod statements;

use std::collections::BTreeSet;

use consultation::review::DispositionAsked;
use consultation::submission::{CommentType, Position};
use consultation::{
    AreaCode, Attribution, AttributionLabel, Audience, CommentId, LanguageTag, ParagraphId, StateCode, SubmissionId,
};
use jiff::Timestamp;
use projection::sql::ViewConn;
use serde::{Deserialize, Serialize};
use statements::{labelled, named};

use super::{QueryError, Scope};
use crate::rows::{AtClose, Body};

/// Which paragraph comments are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParagraphFilter {
    /// None: general comments.
    General,
    /// One of these, in whatever revision.
    AnyOf(BTreeSet<ParagraphId>),
}

/// What is asked for. A comment whose state the viewer may not know is found only by what it shows: paragraph, type,
/// words, disposition, and its label's area.
#[derive(Debug, Clone, Default)]
pub struct CommentFilter {
    /// By paragraph.
    pub paragraph: Option<ParagraphFilter>,
    /// By state: one of these.
    pub states: Option<BTreeSet<StateCode>>,
    /// Codes of areas whose labelled comments are asked for, where `states` is given.
    pub labels: BTreeSet<AreaCode>,
    /// By the submission's position; `Some(None)` for not stated.
    pub position: Option<Option<Position>>,
    /// By type.
    pub kind: Option<CommentType>,
    /// By language; `es` finds `es-MX`, too.
    pub language: Option<LanguageTag>,
    /// By lateness.
    pub late: Option<bool>,
    /// By disposition: the published one, or for members one that is proposed.
    pub disposition: Option<DispositionAsked>,
    /// By words: a substring, whatever the case.
    pub words: Option<String>,
}

impl CommentFilter {
    /// Whether a comment without a known state can match at all.
    fn admits_labelled(&self) -> bool {
        let known_only = self.position.is_some() || self.language.is_some() || self.late.is_some();
        !known_only && (self.states.is_none() || !self.labels.is_empty())
    }
}

/// Where a page ended. It holds nothing that the page did not show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentKey {
    ordinal: i64,
    /// The state, or nothing for a labelled comment.
    state: Option<StateCode>,
    number: i64,
    unattributed: String,
    id: Option<CommentId>,
}

/// How much of a comment's author is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// All.
    Named {
        /// The state.
        state: StateCode,
        /// Its submission.
        submission: SubmissionId,
        /// The language of the words.
        language: LanguageTag,
        /// The position of the submission, if the viewer may know it.
        position: Option<Position>,
        /// The group it speaks for.
        on_behalf_of: Option<String>,
        /// The instant of the version.
        at: Timestamp,
        /// That version came after closing (R12).
        late: bool,
        /// Who may read it.
        audience: Audience,
        /// Who may know the state.
        attribution: Attribution,
        /// What stood at close, if that was something else.
        at_close: Option<AtClose>,
    },
    /// A label.
    Labelled(AttributionLabel),
}

/// A comment as a viewer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentItem {
    /// Its id.
    pub id: CommentId,
    /// `FJI-001`, or `DEL-7F3A` where the state may not be named.
    pub number: String,
    /// The consultation.
    pub consultation: u32,
    /// The revision it speaks of.
    pub revision: u32,
    /// The paragraph.
    pub paragraph: Option<ParagraphId>,
    /// The paragraph's label in that revision.
    pub paragraph_label: Option<String>,
    /// What it asks for.
    pub kind: CommentType,
    /// Its words; none in an answer about the past if they were changed since and are not the viewer's own (R15b).
    pub text: Option<String>,
    /// Quote, wording, explanation, translations; empty where `text` is none.
    pub body: Body,
    /// Who speaks, as far as may be known.
    pub seen: Seen,
}

/// One page: at most `limit` comments after `after`, and where it ended if there are more.
///
/// # Errors
/// [`QueryError`], when the view cannot be read.
pub async fn find_comments(
    conn: &mut ViewConn,
    scope: &Scope,
    filter: &CommentFilter,
    after: Option<&CommentKey>,
    limit: u32,
) -> Result<(Vec<CommentItem>, Option<CommentKey>), QueryError> {
    let wanted = i64::from(limit) + 1;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut found = named(conn, scope, filter, after, wanted).await?;
    // Labelled comments follow the named ones of their paragraph: from the paragraph on in which named ones alone fill
    // the page, there is room for none.
    let before = found.get(limit).map(|(key, _)| key.ordinal);
    let from = after.map_or(GENERAL, |after| after.ordinal);
    if filter.admits_labelled() && before.is_none_or(|before| from < before) {
        found.extend(labelled(conn, scope, filter, after, before, wanted).await?);
        found.sort_by(|(a, _), (b, _)| order(a).cmp(&order(b)));
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let end = if more {
        found.last().map(|(key, _)| key.clone())
    } else {
        None
    };
    Ok((found.into_iter().map(|(_, item)| item).collect(), end))
}

/// Place of general comments in the reading order: before all paragraphs.
const GENERAL: i64 = -1;

fn order(key: &CommentKey) -> impl Ord + '_ {
    (
        key.ordinal,
        key.state.is_none(),
        key.state,
        key.number,
        key.unattributed.as_str(),
        key.id,
    )
}
