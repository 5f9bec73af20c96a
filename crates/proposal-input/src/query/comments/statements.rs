//! The two statements of the comment list: comments under their state's name, and under a label.

use consultation::{AreaCode, StateCode};
use projection::sql::{Engine, Sql, ViewConn};

use super::rows::{labelled_item, named_item};
use super::{CommentFilter, CommentItem, CommentKey, GENERAL, ParagraphFilter};
use crate::query::dispositions::{Lapse, closed_long_ago, push_disposition};
use crate::query::{QueryError, Scope};

const COLUMNS: &str = "c.id, c.submission, c.consultation, c.state, c.number, c.revision, c.paragraph,
    c.paragraph_label, c.ordinal, c.kind, c.language, c.audience, c.attribution, c.on_behalf_of, c.late, c.at,
    c.unattributed, c.text, c.body, c.at_close, c.superseded_at IS NOT NULL AS superseded";

pub(super) async fn named(
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
        push_disposition(&mut query, scope, asked, &Lapse::Named);
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

pub(super) async fn labelled(
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
        let long_ago = closed_long_ago(conn, scope).await?;
        push_disposition(&mut query, scope, asked, &Lapse::Labelled(&long_ago));
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
