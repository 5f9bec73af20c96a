//! The list of submissions whose state the viewer may know.

use consultation::submission::Position;
use consultation::{StateCode, SubmissionId};
use jiff::Timestamp;
use projection::sql::{Row, ViewConn};
use serde::{Deserialize, Serialize};

use super::{QueryError, Scope, count, instant, small, state};

/// Where a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionKey {
    consultation: u32,
    state: StateCode,
}

/// A submission in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionItem {
    /// Its id.
    pub id: SubmissionId,
    /// Its consultation.
    pub consultation: u32,
    /// The state that speaks.
    pub state: StateCode,
    /// Its version; for the own state only, since it counts changes that others may not see.
    pub version: Option<u64>,
    /// Whether the viewer may see its position and remarks; for others than the own state not once it is withdrawn.
    pub positioned: bool,
    /// Its position, where that may be seen.
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    pub ad_referendum: bool,
    /// Its default language, where its position may be seen.
    pub language: Option<String>,
    /// The group it speaks for.
    pub on_behalf_of: Option<String>,
    /// Something that the viewer sees of it came after closing.
    pub late: bool,
    /// `lodged`, `awaiting_confirmation` or `confirmed`; none for others once all that they could see is withdrawn.
    pub standing: Option<String>,
    /// When the earliest of what the viewer sees of it was said; for the own state when it was first lodged or entered.
    pub lodged_at: Timestamp,
    /// When the newest of what the viewer sees of it was said; for the own state when its present version was made.
    pub revised_at: Timestamp,
    /// When it was withdrawn; for others when all that they see of it was.
    pub withdrawn_at: Option<Timestamp>,
    /// How many of its comments the viewer may read under the state's name.
    pub comments: u64,
}

/// One page by consultation and state: at most `limit` after `after`, and where it ended if there are more. A
/// submission that was withdrawn stays in the list for whoever could read it (R15b).
///
/// # Errors
/// [`QueryError`], when the view cannot be read.
pub async fn find_submissions(
    conn: &mut ViewConn,
    scope: &Scope,
    speaker: Option<StateCode>,
    after: Option<&SubmissionKey>,
    limit: u32,
) -> Result<(Vec<SubmissionItem>, Option<SubmissionKey>), QueryError> {
    let sight = scope.submission_sight().named;
    let named = format!(
        "FROM @comments c WHERE c.submission = s.id AND {}",
        scope.comment_sight().named
    );
    let mut query = scope.query();
    query.push(
        "SELECT s.id, s.consultation, s.state, s.version, s.position, s.ad_referendum, s.language, s.on_behalf_of,
             s.standing, s.lodged_at, s.revised_at, s.part_at, s.part_late, s.withdrawn_at, ",
    );
    query.push(&sight).push(" AND s.speaks AS part, ");
    query.push(scope.position_sight()).push(" AS positioned, ");
    query
        .push("(SELECT count(*) ")
        .push(&named)
        .push(" AND c.withdrawn_at IS NULL) AS comments, ");
    query.push("(SELECT min(c.at) ").push(&named).push(") AS first_at, ");
    query.push("(SELECT max(c.at) ").push(&named).push(") AS last_at, ");
    query
        .push("(SELECT max(c.withdrawn_at) ")
        .push(&named)
        .push(") AS gone_at, ");
    query
        .push("EXISTS (SELECT 1 ")
        .push(&named)
        .push(" AND c.withdrawn_at IS NULL AND c.late) AS late_comment");
    query.push(
        " FROM viewer CROSS JOIN @submissions s JOIN @consultations k ON k.proposal = s.proposal AND k.number = s.consultation WHERE ",
    );
    scope.push_on(&mut query, "s");
    query
        .push(" AND (")
        .push(&sight)
        .push(" OR EXISTS (SELECT 1 ")
        .push(&named)
        .push("))");
    if let Some(speaker) = speaker {
        query.push(" AND s.state = ").push_bind(speaker.as_str().to_owned());
    }
    if let Some(after) = after {
        query
            .push(" AND (s.consultation, s.state) > (")
            .push_bind(i64::from(after.consultation))
            .push(", ");
        query.push_bind(after.state.as_str().to_owned()).push(")");
    }
    query
        .push(" ORDER BY s.consultation, s.state LIMIT ")
        .push_bind(i64::from(limit) + 1);
    let rows = query.fetch_all(conn).await?;
    let mut items = rows.iter().map(|row| item(scope, row)).collect::<Result<Vec<_>, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let end = items.last().filter(|_| more).map(|last| SubmissionKey {
        consultation: last.consultation,
        state: last.state,
    });
    Ok((items, end))
}

fn item(scope: &Scope, row: &Row) -> Result<SubmissionItem, QueryError> {
    let positioned: bool = row.try_get("positioned")?;
    // What it says beside its comments counts, though it may not be read any more.
    let of_part: bool = row.try_get("part")?;
    let position = row.try_get::<Option<&str>>("position")?.filter(|_| positioned);
    let speaker = state(row.try_get("state")?)?;
    let own = scope.rights.is_own(speaker);
    let part = |column| {
        Ok::<_, QueryError>(if of_part {
            Some(row.try_get::<i64>(column)?)
        } else {
            None
        })
    };
    let (first, last) = if own {
        (row.try_get("lodged_at")?, row.try_get("revised_at")?)
    } else {
        let part_at = part("part_at")?;
        let first = [part_at, row.try_get("first_at")?].into_iter().flatten().min();
        let last = [part_at, row.try_get("last_at")?].into_iter().flatten().max();
        (
            first.ok_or(QueryError::Column("first_at"))?,
            last.ok_or(QueryError::Column("last_at"))?,
        )
    };
    let part_late: bool = row.try_get("part_late")?;
    let comments = count(row.try_get("comments")?);
    let withdrawn_at: Option<i64> = row.try_get("withdrawn_at")?;
    // A submission that goes on with nothing for the viewer is withdrawn to him: he may not see that it goes on.
    let live = comments > 0 || (of_part && withdrawn_at.is_none());
    let withdrawn_at = match (own, live) {
        (true, _) => withdrawn_at,
        (false, true) => None,
        (false, false) => [withdrawn_at.filter(|_| of_part), row.try_get("gone_at")?]
            .into_iter()
            .flatten()
            .max(),
    };
    Ok(SubmissionItem {
        id: SubmissionId(row.try_get("id")?),
        consultation: small(row.try_get("consultation")?),
        state: speaker,
        version: if own {
            Some(count(row.try_get("version")?))
        } else {
            None
        },
        positioned,
        position: position
            .map(|text| Position::parse(text).ok_or(QueryError::Column("position")))
            .transpose()?,
        ad_referendum: positioned && row.try_get("ad_referendum")?,
        language: if positioned { row.try_get("language")? } else { None },
        on_behalf_of: if positioned { row.try_get("on_behalf_of")? } else { None },
        late: (of_part && part_late) || row.try_get("late_comment")?,
        standing: if own || live {
            Some(row.try_get("standing")?)
        } else {
            None
        },
        lodged_at: instant(first)?,
        revised_at: instant(last)?,
        withdrawn_at: withdrawn_at.map(instant).transpose()?,
        comments,
    })
}
