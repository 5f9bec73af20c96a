//! What a batch is judged by, in one statement, so of one snapshot.

use std::collections::HashMap;

use sqlx::{PgConnection, Row};

use crate::Append;
use crate::judge::{Facts, streams_of};
use crate::postgres::failure::unsigned;
use crate::postgres::{keys, rows};

/// The head; the version of every named stream, by one look into the streams' index each; and what is stored under
/// known keys. The first column tells them apart: 0 the head, above 0 a stream's place, null a key.
const READ: &str = "
    SELECT 0::bigint, h.position, NULL::bytea, NULL::bytea, NULL::bigint, NULL::bigint, h.recorded_at, h.log_id, h.epoch
        FROM log.head h
    UNION ALL
    SELECT s.place, (SELECT e.stream_version FROM log.events e WHERE e.stream = s.name COLLATE \"C\"
            ORDER BY e.stream_version DESC LIMIT 1), NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM unnest($1::text[]) WITH ORDINALITY AS s (name, place)
    UNION ALL
    SELECT NULL, NULL, i.key, i.fingerprint, i.first_position, i.last_position, NULL, NULL, NULL
        FROM log.idempotency i WHERE i.key = ANY($2)";

pub(super) async fn read<'a>(connection: &mut PgConnection, batch: &'a [Append]) -> Result<Facts<'a>, sqlx::Error> {
    let streams = streams_of(batch);
    let sent: Vec<&[u8]> = batch
        .iter()
        .filter_map(|append| append.idempotency.as_ref())
        .map(|sent| sent.key.as_slice())
        .collect();
    let found = sqlx::query(READ)
        .bind(&streams)
        .bind(sent)
        .fetch_all(&mut *connection)
        .await?;
    let (mut head, mut versions, mut stored) = (None, HashMap::with_capacity(streams.len()), Vec::new());
    for row in found {
        match row.try_get::<Option<i64>, _>(0)? {
            None => stored.push(keys::Stored::of(&row, 2)?),
            Some(0) => head = Some(rows::head_at(&row, [1, 6, 7, 8])?),
            Some(place) => {
                let place = usize::try_from(place).unwrap_or(0).saturating_sub(1);
                let version: Option<i64> = row.try_get(1)?;
                if let (Some(stream), Some(_)) = (streams.get(place), version) {
                    versions.insert(*stream, unsigned(&row, 1)?);
                }
            }
        }
    }
    let head = head.ok_or(sqlx::Error::RowNotFound)?;
    let known = keys::known(connection, stored).await?;
    Ok(Facts { head, versions, known })
}
