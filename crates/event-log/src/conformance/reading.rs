//! Reading events back.

use super::{Factory, Fixture};
use crate::{Position, RecordedEvent, StreamId};

fn positions(events: &[RecordedEvent]) -> Vec<u64> {
    events.iter().map(|event| event.position.0).collect()
}

/// Pages follow each other without gap or overlap, and never exceed their limit.
pub async fn reads_are_in_position_order(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    for streams in [["b", "a"], ["c", "b"], ["a", "a"]] {
        fixture.appended(&streams).await;
    }
    assert_eq!(
        positions(&fixture.log.read_after(Position(0), 4).await.unwrap()),
        [1, 2, 3, 4]
    );
    assert_eq!(
        positions(&fixture.log.read_after(Position(4), 4).await.unwrap()),
        [5, 6]
    );
    assert!(fixture.log.read_after(Position(6), 4).await.unwrap().is_empty());
    assert!(fixture.log.read_after(Position(u64::MAX), 4).await.unwrap().is_empty());
    assert!(fixture.log.read_after(Position(0), 0).await.unwrap().is_empty());
}

/// A stream is read after a version, in order.
pub async fn a_stream_is_read_from_a_version(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    fixture.appended(&["a", "b", "a", "b", "a"]).await;
    let stream = StreamId("a".to_owned());
    assert_eq!(
        positions(&fixture.log.read_stream(&stream, 0).await.unwrap()),
        [1, 3, 5]
    );
    assert_eq!(positions(&fixture.log.read_stream(&stream, 2).await.unwrap()), [5]);
    assert!(fixture.log.read_stream(&stream, 3).await.unwrap().is_empty());
    assert!(
        fixture
            .log
            .read_stream(&StreamId("A".to_owned()), 0)
            .await
            .unwrap()
            .is_empty()
    );
}

/// Several streams come as one, up to a position.
pub async fn streams_are_merged_in_position_order(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    fixture.appended(&["c", "a", "b", "a", "c", "quote\"d", "a"]).await;
    let named = |names: &[&str]| {
        names
            .iter()
            .map(|name| StreamId((*name).to_owned()))
            .collect::<Vec<_>>()
    };
    let read = |names: &[&str], until| {
        let (log, streams) = (fixture.log.clone(), named(names));
        async move { positions(&log.read_streams(&streams, Position(until)).await.unwrap()) }
    };
    assert_eq!(read(&["a", "c"], 7).await, [1, 2, 4, 5, 7]);
    assert_eq!(read(&["a", "c"], 4).await, [1, 2, 4]);
    assert_eq!(read(&["quote\"d", "absent"], u64::MAX).await, [6]);
    assert_eq!(read(&["a", "a"], 7).await, [2, 4, 7]);
    assert!(read(&[], 7).await.is_empty());
    assert!(read(&["a"], 0).await.is_empty());
}

/// Every field comes back as it was, payloads byte for byte even when they are no text.
pub async fn what_is_read_is_what_was_written(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let mut append = fixture.append_to(&["a", "b", "b"]);
    append.causation_id = Some(fixture.id());
    let payloads: [&[u8]; 3] = [b"{\"b\":1,  \"a\":1.0, \"a\":2}", &[0, 0xff, 0xfe, b'"', 0], b""];
    for (event, payload) in append.events.iter_mut().zip(payloads) {
        event.payload = payload.to_vec();
        event.schema_version = u16::MAX;
    }
    let appended = fixture.log.append(append.clone()).await.unwrap();
    let expected: Vec<RecordedEvent> = (append.events.iter().zip([(1, 1), (2, 1), (3, 2)]))
        .map(|(event, (position, stream_version))| RecordedEvent {
            position: Position(position),
            stream: event.stream.clone(),
            stream_version,
            event_id: event.event_id,
            append_id: append.append_id,
            kind: event.kind.clone(),
            schema_version: event.schema_version,
            payload: event.payload.clone(),
            actor: append.actor,
            correlation_id: append.correlation_id,
            causation_id: append.causation_id,
            recorded_at: appended.recorded_at,
        })
        .collect();
    assert_eq!(fixture.everything().await, expected);
}

/// An instant means the newest position recorded at or before it.
pub async fn an_instant_means_the_last_position_until_then(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let birth = fixture.log.head().await.unwrap().recorded_at;
    assert_eq!(fixture.log.position_at(birth).await.unwrap(), Position(0));
    fixture.clock.set(birth);
    fixture.clock.move_by_seconds(10);
    let mut instants = Vec::new();
    for _ in 0..7 {
        instants.push(fixture.appended(&["a", "b"]).await);
        fixture.appended(&["a"]).await;
        fixture.clock.move_by_seconds(10);
    }
    assert_eq!(fixture.log.position_at(birth).await.unwrap(), Position(0));
    for (round, appended) in (1..).zip(&instants) {
        let last = Position(round * 3);
        let microsecond = jiff::SignedDuration::from_micros(1);
        let before = appended.recorded_at.checked_sub(microsecond).unwrap();
        let after = appended.recorded_at.checked_add(microsecond).unwrap();
        assert_eq!(fixture.log.position_at(appended.recorded_at).await.unwrap(), last);
        assert_eq!(fixture.log.position_at(after).await.unwrap(), last);
        assert_eq!(fixture.log.position_at(before).await.unwrap(), Position(last.0 - 3));
        assert_eq!(fixture.log.recorded_at(last).await.unwrap(), Some(appended.recorded_at));
    }
    assert_eq!(fixture.log.recorded_at(Position(0)).await.unwrap(), None);
    assert_eq!(fixture.log.recorded_at(Position(22)).await.unwrap(), None);
}
