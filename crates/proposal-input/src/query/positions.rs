//! Who stands where on the text as a whole, each state once.

use consultation::submission::Position;
use consultation::{StateCode, SubmissionId};
use projection::sql::ViewConn;

use super::{QueryError, Scope, small, state};

/// A state's position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionItem {
    /// The state.
    pub state: StateCode,
    /// Its position; none if it took part without stating one.
    pub position: Option<Position>,
    /// Subject to confirmation by the capital.
    pub ad_referendum: bool,
    /// The group it speaks for.
    pub on_behalf_of: Option<String>,
    /// The submission that says so.
    pub submission: SubmissionId,
    /// Its consultation.
    pub consultation: u32,
    /// It was stated after closing.
    pub late: bool,
    /// `lodged`, `awaiting_confirmation` or `confirmed`.
    pub standing: String,
}

/// The newest position of each state that the viewer may know, by state. What a state said in a later consultation
/// replaces what it said in an earlier one.
pub async fn list_positions(conn: &mut ViewConn, scope: &Scope) -> Result<Vec<PositionItem>, QueryError> {
    let mut query = scope.query();
    query.push(
        "SELECT state, position, ad_referendum, on_behalf_of, id, consultation, part_late, standing FROM (
             SELECT s.state, s.position, s.ad_referendum, s.on_behalf_of, s.id, s.consultation, s.part_late, s.standing,
                 row_number() OVER (PARTITION BY s.state ORDER BY s.consultation DESC) AS age
             FROM viewer CROSS JOIN @submissions s JOIN @consultations k ON k.proposal = s.proposal AND k.number = s.consultation WHERE ",
    );
    scope.push_on(&mut query, "s");
    query
        .push(" AND s.withdrawn_at IS NULL AND ")
        .push(scope.position_sight());
    query.push(") newest WHERE age = 1 ORDER BY state");
    let mut items = Vec::new();
    for row in query.fetch_all(conn).await? {
        let position = row.try_get::<Option<&str>>(1)?;
        items.push(PositionItem {
            state: state(row.try_get(0)?)?,
            position: position
                .map(|text| Position::parse(text).ok_or(QueryError::Column("position")))
                .transpose()?,
            ad_referendum: row.try_get(2)?,
            on_behalf_of: row.try_get(3)?,
            submission: SubmissionId(row.try_get(4)?),
            consultation: small(row.try_get(5)?),
            late: row.try_get(6)?,
            standing: row.try_get(7)?,
        });
    }
    Ok(items)
}
