//! The comment list: reading order, keyset pages, filters, text search.
//!
//! Named comments are in the order (paragraph, state, number). Comments whose state the viewer may not know follow
//! in each paragraph in the order of their random numbers, so that order tells nothing (R15c). Both are read from an
//! index in that order and merged.

use std::collections::BTreeSet;

use consultation::review::DispositionAsked;
use consultation::submission::{CommentType, Position, comment_number};
use consultation::{
    AreaCode, Attribution, AttributionLabel, Audience, CommentId, LanguageTag, ParagraphId, StateCode, SubmissionId,
};
use jiff::Timestamp;
use projection::sql::{Engine, Row, Sql, ViewConn};
use serde::{Deserialize, Serialize};

use super::dispositions::{self, push_disposition};
use super::{QueryError, Scope, attribution_of, audience_of, instant, small, state};
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

/// Place of general comments in the reading order: before all paragraphs.
const GENERAL: i64 = -1;

const COLUMNS: &str = "c.id, c.submission, c.consultation, c.state, c.number, c.revision, c.paragraph,
    c.paragraph_label, c.ordinal, c.kind, c.language, c.audience, c.attribution, c.on_behalf_of, c.late, c.at,
    c.unattributed, c.text, c.body, c.at_close, c.superseded_at IS NOT NULL AS superseded";

async fn named(
    conn: &mut ViewConn,
    scope: &Scope,
    filter: &CommentFilter,
    after: Option<&CommentKey>,
    wanted: i64,
) -> Result<Vec<(CommentKey, CommentItem)>, QueryError> {
    let stated_position_sight = scope.stated_position_sight();
    let mut query = scope.query();
    query.push("SELECT ");
    query
        .push(COLUMNS)
        .push(", CASE WHEN ")
        .push(&stated_position_sight)
        .push(" THEN s.position END AS position");
    query.push(conn.dialect(
        " FROM viewer CROSS JOIN @comments c INDEXED BY @comments_in_order",
        " FROM viewer CROSS JOIN @comments c",
    ));
    query.push(
        "
          JOIN @consultations k ON k.proposal = c.proposal AND k.number = c.consultation
          JOIN @submissions s ON s.id = c.submission WHERE ",
    );
    scope.push_on(&mut query, "c");
    query
        .push(" AND c.withdrawn_at IS NULL AND ")
        .push(scope.comment_sight().named);
    push_shared(&mut query, conn.engine(), scope, filter, "c.search");
    if let Some(asked) = filter.disposition {
        push_disposition(&mut query, scope, asked, dispositions::NAMED);
    }
    push_stretch(&mut query, scope, filter, after.is_some(), false);
    if let Some(states) = &filter.states {
        query
            .push(" AND c.state IN (")
            .push(literals(states.iter().map(StateCode::as_str)))
            .push(")");
    }
    match filter.position {
        Some(Some(position)) => {
            query
                .push(" AND ")
                .push(&stated_position_sight)
                .push(" AND s.position = ")
                .push_bind(position.as_str());
        }
        Some(None) => {
            query
                .push(" AND ")
                .push(scope.position_sight())
                .push(" AND s.position IS NULL");
        }
        None => {}
    }
    if let Some(language) = &filter.language {
        query
            .push(" AND (c.language = ")
            .push_bind(language.as_str().to_owned());
        query
            .push(" OR c.language LIKE ")
            .push_bind(format!("{language}-%"))
            .push(")");
    }
    if let Some(late) = filter.late {
        query.push(" AND c.late = ").push_bind(late);
    }
    match after {
        // Within a paragraph labelled comments come last, so all named ones of it are behind.
        Some(CommentKey {
            ordinal, state: None, ..
        }) => {
            query.push(" AND c.ordinal > ").push_bind(*ordinal);
        }
        Some(CommentKey {
            ordinal,
            state: Some(state),
            number,
            ..
        }) => {
            query
                .push(" AND (c.ordinal, c.state, c.number) > (")
                .push_bind(*ordinal)
                .push(", ");
            query
                .push_bind(state.as_str().to_owned())
                .push(", ")
                .push_bind(*number)
                .push(")");
        }
        None => {}
    }
    query
        .push(" ORDER BY c.ordinal, c.state, c.number LIMIT ")
        .push_bind(wanted);
    let rows = query.fetch_all(conn).await?;
    rows.iter().map(|row| named_item(scope, row)).collect()
}

async fn labelled(
    conn: &mut ViewConn,
    scope: &Scope,
    filter: &CommentFilter,
    after: Option<&CommentKey>,
    before: Option<i64>,
    wanted: i64,
) -> Result<Vec<(CommentKey, CommentItem)>, QueryError> {
    let sight = scope.comment_sight();
    let mut query = scope.query();
    query.push("SELECT ");
    query.push(COLUMNS).push(conn.dialect(
        ", i.label FROM viewer CROSS JOIN @comments c INDEXED BY @comments_unattributed",
        ", i.label FROM viewer CROSS JOIN @comments c",
    ));
    query.push(
        "
          JOIN @consultations k ON k.proposal = c.proposal AND k.number = c.consultation
          JOIN @invitations i ON i.proposal = c.proposal AND i.consultation = c.consultation AND i.state = c.state
          WHERE c.attribution > 0 AND ",
    );
    scope.push_on(&mut query, "c");
    query
        .push(" AND c.withdrawn_at IS NULL AND NOT ")
        .push(sight.named)
        .push(" AND ")
        .push(sight.visible);
    let untranslated = conn.dialect(UNTRANSLATED_SQLITE, UNTRANSLATED_POSTGRES);
    push_shared(&mut query, conn.engine(), scope, filter, untranslated);
    if let Some(asked) = filter.disposition {
        push_disposition(&mut query, scope, asked, dispositions::LABELLED);
    }
    push_stretch(&mut query, scope, filter, after.is_some(), before.is_some());
    if let Some(before) = before {
        query.push(" AND c.ordinal < ").push_bind(before);
    }
    if filter.states.is_some() {
        query
            .push(" AND i.label IN (")
            .push(literals(filter.labels.iter().map(AreaCode::as_str)))
            .push(")");
    }
    if let Some(after) = after {
        if after.state.is_some() {
            query.push(" AND c.ordinal >= ").push_bind(after.ordinal);
        } else {
            query
                .push(" AND (c.ordinal, c.unattributed, c.id) > (")
                .push_bind(after.ordinal)
                .push(", ");
            query.push_bind(after.unattributed.clone()).push(", ");
            query.push_bind(after.id.map(|id| id.0)).push(")");
        }
    }
    query
        .push(" ORDER BY c.ordinal, c.unattributed, c.id LIMIT ")
        .push_bind(wanted);
    let rows = query.fetch_all(conn).await?;
    rows.iter().map(labelled_item).collect()
}

/// The searched words of a comment that is shown without its translations: the languages of these point to the state.
/// The sign is `TRANSLATIONS_FOLLOW` of `rows`.
const UNTRANSLATED_SQLITE: &str = "CASE instr(c.search, char(1)) WHEN 0 THEN c.search
    ELSE substr(c.search, 1, instr(c.search, char(1)) - 1) END";

/// The same for PostgreSQL.
const UNTRANSLATED_POSTGRES: &str = "split_part(c.search, chr(1), 1)";

/// Conditions on what is shown of every comment. Words that are withheld are not searched.
fn push_shared(query: &mut Sql, engine: Engine, scope: &Scope, filter: &CommentFilter, searched: &'static str) {
    match &filter.paragraph {
        Some(ParagraphFilter::General) => {
            query.push(" AND c.paragraph IS NULL");
        }
        Some(ParagraphFilter::AnyOf(paragraphs)) => {
            query.push(" AND c.paragraph IN (");
            query
                .push_list(paragraphs.iter().map(|paragraph| paragraph.0))
                .push(")");
        }
        None => {}
    }
    if let Some(kind) = filter.kind {
        query.push(" AND c.kind = ").push_bind(kind.as_str());
    }
    if let Some(words) = &filter.words {
        query
            .push(match engine {
                Engine::Sqlite => " AND instr(",
                Engine::Postgres => " AND strpos(",
            })
            .push(searched)
            .push(", ")
            .push_bind(consultation::text::search_copy(words.trim()))
            .push(") > 0");
        query.push(" AND (c.superseded_at IS NULL OR c.state = ");
        query
            .push_bind(
                scope
                    .rights
                    .own_state()
                    .map(|own| own.as_str().to_owned())
                    .unwrap_or_default(),
            )
            .push(")");
    }
}

/// The index that comments are read from is in reading order, so the paragraphs asked for are a stretch of it: of one
/// paragraph no other comment is read. An end that the page has anyway is left out, since an index is entered at one
/// bound and left at one.
fn push_stretch(query: &mut Sql, scope: &Scope, filter: &CommentFilter, is_begun: bool, is_ended: bool) {
    match &filter.paragraph {
        Some(ParagraphFilter::General) if !is_ended => {
            query.push(" AND c.ordinal <= ").push(GENERAL);
        }
        Some(ParagraphFilter::AnyOf(paragraphs)) => {
            let ends = [(is_begun, ">= (SELECT min"), (is_ended, "<= (SELECT max")];
            for (_, end) in ends.into_iter().filter(|(is_there, _)| !is_there) {
                query.push(" AND c.ordinal ").push(end);
                query
                    .push("(p.place) FROM @paragraphs p WHERE p.proposal = ")
                    .push_bind(scope.proposal.0);
                query
                    .push(" AND p.id IN (")
                    .push_list(paragraphs.iter().map(|paragraph| paragraph.0))
                    .push("))");
            }
        }
        Some(ParagraphFilter::General) | None => {}
    }
}

/// Codes that consist of letters or digits only, as SQL literals. None of them is a null, which nothing equals: an empty
/// list is no SQL everywhere.
fn literals<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let literals: Vec<String> = codes.map(|code| format!("'{code}'")).collect();
    if literals.is_empty() {
        return "NULL".to_owned();
    }
    literals.join(",")
}

fn named_item(scope: &Scope, row: &Row) -> Result<(CommentKey, CommentItem), QueryError> {
    let speaker = state(row.try_get("state")?)?;
    let number: i64 = row.try_get("number")?;
    let own = scope.rights.is_own(speaker);
    let position: Option<String> = row.try_get("position")?;
    let at_close = at_close(scope, speaker, row)?;
    let seen = Seen::Named {
        state: speaker,
        submission: SubmissionId(row.try_get("submission")?),
        language: LanguageTag::parse(row.try_get("language")?).map_err(|_error| QueryError::Column("language"))?,
        position: position.as_deref().and_then(Position::parse),
        on_behalf_of: row.try_get("on_behalf_of")?,
        at: instant(row.try_get("at")?)?,
        late: row.try_get("late")?,
        audience: audience_of(row.try_get("audience")?).ok_or(QueryError::Column("audience"))?,
        attribution: attribution_of(row.try_get("attribution")?).ok_or(QueryError::Column("attribution"))?,
        at_close,
    };
    let shown = comment_number(speaker, small(number));
    let item = item(row, shown, seen, own)?;
    let ordinal = row.try_get("ordinal")?;
    let key = CommentKey {
        ordinal,
        state: Some(speaker),
        number,
        unattributed: String::new(),
        id: None,
    };
    Ok((key, item))
}

/// What stood at close, for those who may also read that version and know its state. In an answer about the past it
/// is withheld like any earlier version.
fn at_close(scope: &Scope, speaker: StateCode, row: &Row) -> Result<Option<AtClose>, QueryError> {
    let Some(stored) = row.try_get::<Option<String>>("at_close")? else {
        return Ok(None);
    };
    let at_close: AtClose = serde_json::from_str(&stored).map_err(|_error| QueryError::Column("at_close"))?;
    let superseded: bool = row.try_get("superseded")?;
    let facts = consultation::visibility::InputFacts {
        state: speaker,
        audience: at_close.audience,
        attribution: at_close.attribution,
        // A late version exists, so the consultation has closed.
        before_close: consultation::BeforeClose::Open,
        closes_at: Timestamp::MIN,
        on_behalf_of: at_close.on_behalf_of.as_ref(),
        joint_with: &at_close.joint_with,
    };
    let named = scope.rights.sight(&facts) == consultation::visibility::Sight::Named;
    Ok((named && (!superseded || scope.rights.is_own(speaker))).then_some(at_close))
}

fn labelled_item(row: &Row) -> Result<(CommentKey, CommentItem), QueryError> {
    let unattributed: String = row.try_get("unattributed")?;
    let label: &str = row.try_get("label")?;
    let label = AreaCode::parse(label).map_or(AttributionLabel::Delegation, AttributionLabel::Area);
    let mut item = item(row, unattributed.clone(), Seen::Labelled(label), false)?;
    // The sender's own reference, its mandate and the languages of translations point to the state.
    item.body.reference = None;
    item.body.mandate = None;
    item.body.translations.clear();
    let key = CommentKey {
        ordinal: row.try_get("ordinal")?,
        state: None,
        number: 0,
        unattributed,
        id: Some(item.id),
    };
    Ok((key, item))
}

fn item(row: &Row, number: String, seen: Seen, own: bool) -> Result<CommentItem, QueryError> {
    let withheld = row.try_get::<bool>("superseded")? && !own;
    let kind: &str = row.try_get("kind")?;
    let body = if withheld { Body::default() } else { body(row)? };
    Ok(CommentItem {
        id: CommentId(row.try_get("id")?),
        number,
        consultation: small(row.try_get("consultation")?),
        revision: small(row.try_get("revision")?),
        paragraph: row.try_get::<Option<uuid::Uuid>>("paragraph")?.map(ParagraphId),
        paragraph_label: row.try_get("paragraph_label")?,
        kind: CommentType::parse(kind).ok_or(QueryError::Column("kind"))?,
        text: if withheld { None } else { Some(row.try_get("text")?) },
        body,
        seen,
    })
}

fn body(row: &Row) -> Result<Body, QueryError> {
    Body::from_column(row.try_get("body")?).map_err(|_error| QueryError::Column("body"))
}
