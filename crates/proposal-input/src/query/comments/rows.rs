//! What the rows of the comment list show, as far as the viewer may know who speaks.

use consultation::submission::{CommentType, Position, comment_number};
use consultation::visibility::{InputFacts, Sight};
use consultation::{
    AreaCode, AttributionLabel, BeforeClose, CommentId, LanguageTag, ParagraphId, StateCode, SubmissionId,
};
use jiff::Timestamp;
use projection::sql::Row;

use super::{CommentItem, CommentKey, Seen};
use crate::query::{QueryError, Scope, attribution_of, audience_of, instant, small, state};
use crate::rows::{AtClose, Body};

pub(super) fn named_item(scope: &Scope, row: &Row) -> Result<(CommentKey, CommentItem), QueryError> {
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
    let facts = InputFacts {
        state: speaker,
        audience: at_close.audience,
        attribution: at_close.attribution,
        // A late version exists, so the consultation has closed.
        before_close: BeforeClose::Open,
        closes_at: Timestamp::MIN,
        on_behalf_of: at_close.on_behalf_of.as_ref(),
        joint_with: &at_close.joint_with,
    };
    let named = scope.rights.sight(&facts) == Sight::Named;
    Ok((named && (!superseded || scope.rights.is_own(speaker))).then_some(at_close))
}

pub(super) fn labelled_item(row: &Row) -> Result<(CommentKey, CommentItem), QueryError> {
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
