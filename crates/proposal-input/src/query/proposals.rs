//! The list of proposals.

use consultation::submission::Audience;
use consultation::visibility::audience_rank;
use consultation::{ProposalId, ProposalStatus, RegisterCode, StateCode};
use jiff::Timestamp;
use projection::sql::{Row, Sql, ViewConn};
use serde::{Deserialize, Serialize};

use super::{QueryError, instant, small, state};

/// What is asked for, and by whom.
#[derive(Debug, Clone)]
pub struct ProposalFilter {
    /// The state that asks; none for anybody.
    pub viewer: Option<StateCode>,
    /// Whether that state is a member now.
    pub member: bool,
    /// The instant of the question: `status` depends on it.
    pub now: Timestamp,
    /// By status.
    pub status: Option<ProposalStatus>,
    /// By lead member.
    pub lead_member: Option<StateCode>,
    /// By focus area.
    pub focus_area: Option<RegisterCode>,
    /// By key event.
    pub key_event: Option<RegisterCode>,
}

/// Where a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalKey {
    tabled_at: i64,
    id: ProposalId,
}

/// A proposal in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalItem {
    /// Its id.
    pub id: ProposalId,
    /// Its lead member.
    pub lead_member: StateCode,
    /// Title by language.
    pub title: std::collections::BTreeMap<String, String>,
    /// Its subject.
    pub focus_area: String,
    /// The event it is meant for.
    pub key_event: Option<String>,
    /// Who may see it.
    pub audience: Audience,
    /// Where it stands.
    pub status: ProposalStatus,
    /// Number of its newest revision.
    pub revision: u32,
    /// When it was tabled.
    pub tabled_at: Timestamp,
    /// Number of its last consultation.
    pub consultation: Option<u32>,
    /// When that closes or closed.
    pub closes_at: Option<Timestamp>,
    /// Until when silence is kept, while it is.
    pub silence_until: Option<Timestamp>,
    /// When it was adopted.
    pub adopted_at: Option<Timestamp>,
}

/// One page, newest first: at most `limit` after `after`, and where it ended if there are more.
///
/// # Errors
/// [`QueryError`], when the view cannot be read.
pub async fn find_proposals(
    conn: &mut ViewConn,
    filter: &ProposalFilter,
    after: Option<&ProposalKey>,
    limit: u32,
) -> Result<(Vec<ProposalItem>, Option<ProposalKey>), QueryError> {
    let mut query = Sql::new(
        "SELECT p.id, p.lead_member, p.title, p.focus_area, p.key_event, p.audience, p.revision, p.tabled_at,
             p.withdrawn_at, p.silence_until, p.adopted_at, k.number, k.closes_at
         FROM @proposals p LEFT JOIN @consultations k ON k.proposal = p.id
             AND k.number = (SELECT max(number) FROM @consultations WHERE proposal = p.id)
         WHERE ",
    );
    push_visible(&mut query, filter);
    push_status(&mut query, filter);
    if let Some(lead_member) = filter.lead_member {
        query
            .push(" AND p.lead_member = ")
            .push_bind(lead_member.as_str().to_owned());
    }
    if let Some(focus_area) = &filter.focus_area {
        query
            .push(" AND p.focus_area = ")
            .push_bind(focus_area.as_str().to_owned());
    }
    if let Some(key_event) = &filter.key_event {
        query
            .push(" AND p.key_event = ")
            .push_bind(key_event.as_str().to_owned());
    }
    if let Some(after) = after {
        query
            .push(" AND (p.tabled_at, p.id) < (")
            .push_bind(after.tabled_at)
            .push(", ");
        query.push_bind(after.id.0).push(")");
    }
    query
        .push(" ORDER BY p.tabled_at DESC, p.id DESC LIMIT ")
        .push_bind(i64::from(limit) + 1);
    let rows = query.fetch_all(conn).await?;
    let mut items = rows
        .iter()
        .map(|row| item(row, filter.now))
        .collect::<Result<Vec<_>, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let end = items.last().filter(|_| more).map(|last| ProposalKey {
        tabled_at: last.tabled_at.as_microsecond(),
        id: last.id,
    });
    Ok((items, end))
}

/// The same as `Rights::sees_proposal`: members see all; others what was opened and is public, or invites them.
fn push_visible(query: &mut Sql, filter: &ProposalFilter) {
    if filter.member {
        query.push("true");
        return;
    }
    query
        .push("k.number IS NOT NULL AND (p.audience = ")
        .push(audience_rank(Audience::Public));
    query.push(" OR EXISTS (SELECT 1 FROM @invitations i WHERE i.proposal = p.id AND i.state = ");
    query
        .push_bind(
            filter
                .viewer
                .map(|viewer| viewer.as_str().to_owned())
                .unwrap_or_default(),
        )
        .push("))");
}

/// Neither withdrawn, nor under silence, nor adopted. A withdrawal ends a silence, and what is adopted stays so.
const IN_HAND: &str = " AND p.withdrawn_at IS NULL AND p.silence_until IS NULL AND p.adopted_at IS NULL";

fn push_status(query: &mut Sql, filter: &ProposalFilter) {
    let now = filter.now.as_microsecond();
    match filter.status {
        None => {}
        Some(ProposalStatus::Withdrawn) => {
            query.push(" AND p.withdrawn_at IS NOT NULL");
        }
        Some(ProposalStatus::UnderSilence) => {
            query.push(" AND p.silence_until IS NOT NULL");
        }
        Some(ProposalStatus::Adopted) => {
            query.push(" AND p.adopted_at IS NOT NULL");
        }
        Some(ProposalStatus::Draft) => {
            query.push(IN_HAND).push(" AND k.number IS NULL");
        }
        Some(ProposalStatus::Open) => {
            query.push(IN_HAND).push(" AND k.closes_at > ").push(now);
        }
        Some(ProposalStatus::Closed) => {
            query.push(IN_HAND).push(" AND k.closes_at <= ").push(now);
        }
    }
}

fn item(row: &Row, now: Timestamp) -> Result<ProposalItem, QueryError> {
    let closes_at = row.try_get::<Option<i64>>("closes_at")?.map(instant).transpose()?;
    let withdrawn = row.try_get::<Option<i64>>("withdrawn_at")?.is_some();
    let silence_until = row.try_get::<Option<i64>>("silence_until")?.map(instant).transpose()?;
    let adopted_at = row.try_get::<Option<i64>>("adopted_at")?.map(instant).transpose()?;
    let status = match closes_at {
        _ if withdrawn => ProposalStatus::Withdrawn,
        _ if adopted_at.is_some() => ProposalStatus::Adopted,
        _ if silence_until.is_some() => ProposalStatus::UnderSilence,
        None => ProposalStatus::Draft,
        Some(closes_at) if now < closes_at => ProposalStatus::Open,
        Some(_) => ProposalStatus::Closed,
    };
    Ok(ProposalItem {
        id: ProposalId(row.try_get("id")?),
        lead_member: state(row.try_get("lead_member")?)?,
        title: serde_json::from_str(row.try_get("title")?).map_err(|_error| QueryError::Column("title"))?,
        focus_area: row.try_get("focus_area")?,
        key_event: row.try_get("key_event")?,
        audience: super::audience_of(row.try_get("audience")?).ok_or(QueryError::Column("audience"))?,
        status,
        revision: small(row.try_get("revision")?),
        tabled_at: instant(row.try_get("tabled_at")?)?,
        consultation: row.try_get::<Option<i64>>("number")?.map(small),
        closes_at,
        silence_until,
        adopted_at,
    })
}
