//! Counts over all input on a proposal: one pass, grouped by what may be seen, added up here.

use std::collections::{BTreeMap, BTreeSet};

use consultation::submission::{CommentType, Position};
use consultation::{AreaCode, AttributionLabel, LanguageTag, ParagraphId, StateCode};
use projection::sql::{Sql, ViewConn};

use super::{QueryError, Scope, count, state};

/// Who is counted: a state, or a label for a state that the viewer may not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaker {
    /// A state.
    State(StateCode),
    /// A label.
    Labelled(AttributionLabel),
}

/// Comments that are alike in all that a count asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Who speaks.
    pub speaker: Speaker,
    /// About which paragraph; none for general comments.
    pub paragraph: Option<ParagraphId>,
    /// What they ask for.
    pub kind: CommentType,
    /// In which language; none where the state may not be known.
    pub language: Option<LanguageTag>,
    /// How many.
    pub comments: u64,
}

/// What a viewer may count of the input on a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Submissions that stand. Under seal: how many states have lodged (R5).
    pub submissions: u64,
    /// Submissions that the viewer sees something late of (R12).
    pub late: u64,
    /// Submissions by position, where the position may be seen; `None`: not stated.
    pub by_position: BTreeMap<Option<Position>, u64>,
    /// States with a submission that stands.
    pub lodged: BTreeSet<StateCode>,
    /// States that were invited.
    pub invited: BTreeSet<StateCode>,
    /// How many invited states have no submission that the viewer may attribute: silent or not for attribution.
    pub silent: u64,
    /// Comments, alike ones together.
    pub tallies: Vec<Tally>,
}

/// Counts the input.
///
/// # Errors
/// [`QueryError`], when the view cannot be read.
pub async fn summarise(conn: &mut ViewConn, scope: &Scope) -> Result<Summary, QueryError> {
    let mut summary = Summary {
        tallies: tallies(conn, scope).await?,
        ..Summary::default()
    };
    summary.invited = invited(conn, scope).await?;
    count_submissions(conn, scope, &mut summary).await?;
    count_sealed(conn, scope, &mut summary).await?;
    Ok(summary)
}

/// Whether a consultation that counts is sealed and open, so that nobody is told which states have lodged (R5).
///
/// # Errors
/// [`QueryError`], when the view cannot be read.
pub async fn is_sealed(conn: &mut ViewConn, scope: &Scope) -> Result<bool, QueryError> {
    let mut query = scope.query();
    query.push("SELECT EXISTS (SELECT 1 FROM viewer CROSS JOIN @consultations k WHERE k.proposal = ");
    query.push_bind(scope.proposal.0);
    if let Some(consultation) = scope.consultation {
        query.push(" AND k.number = ").push_bind(i64::from(consultation));
    }
    query.push(" AND k.before_close = 2 AND k.open_until > viewer.now)");
    Ok(query.fetch_one(conn).await?.try_get(0)?)
}

async fn tallies(conn: &mut ViewConn, scope: &Scope) -> Result<Vec<Tally>, QueryError> {
    let sight = scope.comment_sight();
    let mut query = scope.query();
    query.push("SELECT named, speaker, paragraph, kind, language, count(*) FROM (SELECT ");
    query
        .push(&sight.named)
        .push(" AS named, CASE WHEN ")
        .push(&sight.named);
    query.push(" THEN c.state ELSE i.label END AS speaker, c.paragraph AS paragraph, c.kind AS kind, CASE WHEN ");
    query.push(&sight.named).push(
        " THEN c.language END AS language FROM viewer CROSS JOIN @comments c
          JOIN @consultations k ON k.proposal = c.proposal AND k.number = c.consultation
          JOIN @invitations i ON i.proposal = c.proposal AND i.consultation = c.consultation AND i.state = c.state
          WHERE ",
    );
    scope.push_on(&mut query, "c");
    query.push(" AND c.withdrawn_at IS NULL AND ").push(&sight.visible);
    query.push(
        ") seen GROUP BY named, speaker, paragraph, kind, language ORDER BY 1 DESC, 2, 3 NULLS FIRST, 4, 5 NULLS FIRST",
    );
    let rows = query.fetch_all(conn).await?;
    let mut tallies = Vec::with_capacity(rows.len());
    for row in rows {
        let speaker: &str = row.try_get(1)?;
        let speaker = if row.try_get(0)? {
            Speaker::State(state(speaker)?)
        } else {
            Speaker::Labelled(AreaCode::parse(speaker).map_or(AttributionLabel::Delegation, AttributionLabel::Area))
        };
        let kind: &str = row.try_get(3)?;
        let language = row.try_get::<Option<&str>>(4)?.map(LanguageTag::parse).transpose();
        tallies.push(Tally {
            speaker,
            paragraph: row.try_get::<Option<uuid::Uuid>>(2)?.map(ParagraphId),
            kind: CommentType::parse(kind).ok_or(QueryError::Column("kind"))?,
            language: language.map_err(|_error| QueryError::Column("language"))?,
            comments: count(row.try_get(5)?),
        });
    }
    Ok(tallies)
}

async fn invited(conn: &mut ViewConn, scope: &Scope) -> Result<BTreeSet<StateCode>, QueryError> {
    let mut query = Sql::new("SELECT DISTINCT i.state FROM @invitations i WHERE ");
    scope.push_on(&mut query, "i");
    let rows = query.fetch_all(conn).await?;
    rows.iter().map(|row| state(row.try_get(0)?)).collect()
}

/// Submissions that stand and whose state the viewer may know: by their position and remarks, or by a comment.
async fn count_submissions(conn: &mut ViewConn, scope: &Scope, summary: &mut Summary) -> Result<(), QueryError> {
    let sight = scope.submission_sight().named;
    let position_sight = scope.position_sight();
    let mut query = scope.query();
    query.push("SELECT s.state, s.position, ");
    query
        .push(&position_sight)
        .push(" AS positioned, (")
        .push(&position_sight)
        .push(" AND s.speaks AND s.part_late) OR EXISTS ");
    query.push("(SELECT 1 FROM @comments c WHERE c.submission = s.id AND c.withdrawn_at IS NULL AND c.late AND ");
    query.push(scope.comment_sight().named).push(
        ") AS late FROM viewer CROSS JOIN @submissions s
          JOIN @consultations k ON k.proposal = s.proposal AND k.number = s.consultation WHERE ",
    );
    scope.push_on(&mut query, "s");
    query.push(" AND s.withdrawn_at IS NULL AND (").push(&sight);
    query.push(" OR EXISTS (SELECT 1 FROM @comments c WHERE c.submission = s.id AND c.withdrawn_at IS NULL AND ");
    query.push(scope.comment_sight().named).push("))");
    for row in query.fetch_all(conn).await? {
        summary.submissions += 1;
        summary.late += u64::from(row.try_get::<bool>(3)?);
        summary.lodged.insert(state(row.try_get(0)?)?);
        if row.try_get(2)? {
            let position = row
                .try_get::<Option<&str>>(1)?
                .map(|text| Position::parse(text).ok_or(QueryError::Column("position")));
            *summary.by_position.entry(position.transpose()?).or_default() += 1;
        }
    }
    let lodged = summary.invited.intersection(&summary.lodged).count();
    summary.silent = u64::try_from(summary.invited.len() - lodged).unwrap_or(0);
    Ok(())
}

/// R5: under seal members see how many states have lodged, and no more. Only states that they may know of at close
/// count, so that the number never tells of one that chose not to be known.
async fn count_sealed(conn: &mut ViewConn, scope: &Scope, summary: &mut Summary) -> Result<(), QueryError> {
    if !scope.rights.is_member() {
        return Ok(());
    }
    let mut query = scope.query();
    query.push(
        "SELECT count(DISTINCT s.state) FROM viewer CROSS JOIN @submissions s
         JOIN @consultations k ON k.proposal = s.proposal AND k.number = s.consultation WHERE ",
    );
    scope.push_on(&mut query, "s");
    let sight = scope.submission_sight();
    query.push(" AND s.withdrawn_at IS NULL AND k.before_close = 2 AND k.open_until > viewer.now");
    query
        // A member that was a partner when it lodged sees its own.
        .push(" AND NOT ")
        .push(sight.named)
        .push(" AND (")
        .push(sight.attributable);
    query.push(" OR EXISTS (SELECT 1 FROM @comments c WHERE c.submission = s.id AND c.withdrawn_at IS NULL AND ");
    query.push(scope.comment_sight().attributable).push("))");
    let sealed = count(query.fetch_one(conn).await?.try_get(0)?);
    summary.submissions += sealed;
    if summary.lodged.is_empty() {
        // Beside an earlier consultation the difference would need to know which states lodged again.
        summary.silent = summary.silent.saturating_sub(sealed);
    }
    Ok(())
}
