//! The one statement that writes a batch: events, keys and the head.

use sqlx::PgConnection;
use uuid::Uuid;

use super::failure::signed;
use crate::Head;
use crate::judge::Verdict;

/// Arrays of columns become rows on the server: one text for batches of every size. Nothing is written unless the head
/// is still where the batch was judged: the update waits for whoever holds the row, and then looks at the row as it is.
/// All parts of the statement see the same snapshot, which is enough, since none reads what another writes.
const WRITE: &str = "
    WITH moved AS (
        UPDATE log.head SET position = $17, recorded_at = $12 WHERE position = $18 AND epoch = $19 RETURNING 1
    ), new_events AS (
        INSERT INTO log.events (position, stream, stream_version, event_id, append_id, kind, schema_version, payload,
            actor, correlation_id, causation_id, recorded_at)
        SELECT n.*, $12 FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::uuid[], $5::uuid[], $6::text[],
            $7::int[], $8::bytea[], $9::uuid[], $10::uuid[], $11::uuid[]) AS n
        WHERE EXISTS (SELECT FROM moved)
    ), new_keys AS (
        INSERT INTO log.idempotency (first_position, last_position, key, fingerprint)
        SELECT * FROM unnest($13::bigint[], $14::bigint[], $15::bytea[], $16::bytea[]) WHERE EXISTS (SELECT FROM moved)
    )
    SELECT count(*) FROM moved";

/// Writes the batch and moves the head from where it was judged. False, and nothing is written, if it is elsewhere.
pub(super) async fn write(
    connection: &mut PgConnection,
    verdict: &Verdict<'_>,
    head: &Head,
) -> Result<bool, sqlx::Error> {
    let (events, keys) = (&verdict.events, &verdict.keys);
    let positions: Vec<i64> = events.iter().map(|numbered| signed(numbered.position)).collect();
    let streams: Vec<&str> = events.iter().map(|numbered| numbered.event.stream.as_str()).collect();
    let versions: Vec<i64> = events.iter().map(|numbered| signed(numbered.stream_version)).collect();
    let event_ids: Vec<Uuid> = events.iter().map(|numbered| numbered.event.event_id).collect();
    let append_ids: Vec<Uuid> = events.iter().map(|numbered| numbered.append.append_id).collect();
    let kinds: Vec<&str> = events.iter().map(|numbered| numbered.event.kind.as_str()).collect();
    let schema_versions: Vec<i32> = events
        .iter()
        .map(|numbered| i32::from(numbered.event.schema_version))
        .collect();
    let payloads: Vec<&[u8]> = events
        .iter()
        .map(|numbered| numbered.event.payload.as_slice())
        .collect();
    let actors: Vec<Uuid> = events.iter().map(|numbered| numbered.append.actor).collect();
    let correlations: Vec<Uuid> = events.iter().map(|numbered| numbered.append.correlation_id).collect();
    let causations: Vec<Option<Uuid>> = events.iter().map(|numbered| numbered.append.causation_id).collect();
    let first_positions: Vec<i64> = keys.iter().map(|key| signed(key.first.0)).collect();
    let last_positions: Vec<i64> = keys.iter().map(|key| signed(key.last.0)).collect();
    let key_bytes: Vec<&[u8]> = keys.iter().map(|key| key.key.as_slice()).collect();
    let fingerprints: Vec<&[u8]> = keys.iter().map(|key| key.fingerprint.as_slice()).collect();
    let moved: i64 = sqlx::query_scalar(WRITE)
        .bind(positions)
        .bind(streams)
        .bind(versions)
        .bind(event_ids)
        .bind(append_ids)
        .bind(kinds)
        .bind(schema_versions)
        .bind(payloads)
        .bind(actors)
        .bind(correlations)
        .bind(causations)
        .bind(verdict.recorded_at.as_microsecond())
        .bind(first_positions)
        .bind(last_positions)
        .bind(key_bytes)
        .bind(fingerprints)
        .bind(signed(verdict.position.0))
        .bind(signed(head.position.0))
        .bind(head.epoch)
        .fetch_one(connection)
        .await?;
    Ok(moved == 1)
}
