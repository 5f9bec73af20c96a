//! Positions, versions, instants, and what cannot be done to them.

use super::{Factory, Fixture, guard, versions};
use crate::{AppendError, ExpectedVersion, Position, WriterLimits};

/// Versions count each stream from 1, positions count the log from 1.
pub async fn versions_start_at_one_and_are_gapless(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    assert_eq!(fixture.log.head().await.unwrap().position, Position(0));
    let first = fixture.appended(&["a"]).await;
    assert_eq!((first.first, first.last), (Position(1), Position(1)));
    assert_eq!(first.versions, versions(&[("a", 1)]));
    assert!(!first.replayed);
    let second = fixture.appended(&["b", "a", "b"]).await;
    assert_eq!((second.first, second.last), (Position(2), Position(4)));
    assert_eq!(second.versions, versions(&[("b", 2), ("a", 2)]));
    fixture.assert_gapless(4).await;
}

/// A refused append uses up no number.
pub async fn positions_are_gapless_after_refusals(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    for _ in 0..5 {
        fixture.appended(&["a"]).await;
        let mut refused = fixture.append_to(&["a", "b"]);
        refused.guards = vec![guard("a", ExpectedVersion::NoStream)];
        fixture.log.append(refused).await.unwrap_err();
    }
    assert_eq!(fixture.appended(&["b"]).await.versions, versions(&[("b", 1)]));
    fixture.assert_gapless(6).await;
}

/// All events of an append are there, or none.
pub async fn an_append_of_several_streams_is_atomic(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let taken = fixture.append_to(&["a"]);
    fixture.log.append(taken.clone()).await.unwrap();
    let mut refused = fixture.append_to(&["b", "c", "d"]);
    refused.events.last_mut().unwrap().event_id = taken.events.first().unwrap().event_id;
    let error = fixture.log.append(refused).await.unwrap_err();
    assert!(matches!(error, AppendError::DuplicateEvent), "{error:?}");
    fixture.assert_gapless(1).await;
}

/// In one batch, an append with a known event id fails, and those before and after it are committed in order.
pub async fn an_event_id_is_taken_once_and_the_rest_of_the_batch_commits(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let first = fixture.append_to(&["a"]);
    let mut in_the_log = fixture.append_to(&["b"]);
    in_the_log.events.first_mut().unwrap().event_id = fixture.id();
    fixture.log.append(in_the_log.clone()).await.unwrap();
    let mut twin_of_first = fixture.append_to(&["a"]);
    twin_of_first.events.first_mut().unwrap().event_id = first.events.first().unwrap().event_id;
    let mut twin_of_stored = fixture.append_to(&["b"]);
    twin_of_stored.events.first_mut().unwrap().event_id = in_the_log.events.first().unwrap().event_id;
    let last = fixture.append_to(&["a"]);

    let batch = [first, twin_of_first, twin_of_stored, last];
    let results = fixture.storage.commit(&batch, crate::Clock::now(&*fixture.clock)).await;
    let positions: Vec<Option<u64>> = results
        .iter()
        .map(|result| result.as_ref().ok().map(|appended| appended.last.0))
        .collect();
    assert_eq!(positions, [Some(2), None, None, Some(3)]);
    let refusals = results
        .iter()
        .filter(|result| matches!(result, Err(AppendError::DuplicateEvent)));
    assert_eq!(refusals.count(), 2);
    assert_eq!(fixture.storage.check().await.unwrap(), Vec::<String>::new());
}

/// The clock may run backwards; the log does not.
pub async fn recorded_at_never_runs_backwards(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let birth = fixture.log.head().await.unwrap().recorded_at;
    fixture.clock.set(birth);
    fixture.clock.move_by_seconds(-3_600);
    assert_eq!(fixture.appended(&["a"]).await.recorded_at, birth);
    fixture.clock.move_by_seconds(7_200);
    let later = fixture.appended(&["a"]).await.recorded_at;
    assert!(later > birth);
    fixture.clock.move_by_seconds(-7_200);
    let appended = fixture.appended(&["a"]).await;
    assert_eq!(appended.recorded_at, later);
    assert_eq!(fixture.log.recorded_at(Position(3)).await.unwrap(), Some(later));
    assert_eq!(fixture.log.head().await.unwrap().recorded_at, later);
    fixture.assert_gapless(3).await;
}

/// Appends that cannot be meant are refused before they reach the engine.
pub async fn a_malformed_append_is_invalid(factory: &dyn Factory) {
    let limits = WriterLimits {
        append_events: 3,
        append_bytes: 2_000,
        ..WriterLimits::default()
    };
    let fixture = Fixture::start_on(factory.open().await, limits, 0).await;
    let mut heavy = fixture.append_to(&["a"]);
    heavy.events.first_mut().unwrap().payload = vec![0; 2_000];
    let mut no_kind = fixture.append_to(&["a"]);
    no_kind.events.first_mut().unwrap().kind.clear();
    let mut version_zero = fixture.append_to(&["a"]);
    version_zero.events.first_mut().unwrap().schema_version = 0;
    let mut odd_guard = fixture.append_to(&["a"]);
    odd_guard.guards = vec![guard("", ExpectedVersion::Any)];
    let malformed = [
        fixture.append_to(&[]),
        fixture.append_to(&["a", "a", "a", "a"]),
        fixture.append_to(&["with space"]),
        fixture.append_to(&["naïve"]),
        fixture.append_to(&["x".repeat(201).as_str()]),
        heavy,
        no_kind,
        version_zero,
        odd_guard,
    ];
    for append in malformed {
        let error = fixture.log.append(append).await.unwrap_err();
        assert!(matches!(error, AppendError::Invalid(_)), "{error:?}");
    }
    fixture.assert_gapless(0).await;
}

/// A closed store opens at the same position, with the same identity and epoch.
pub async fn the_head_survives_reopening(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    fixture.appended(&["a", "b"]).await;
    let head = fixture.log.head().await.unwrap();
    assert_eq!((fixture.log.log_id(), fixture.log.epoch()), (head.log_id, head.epoch));
    fixture.log.close().await;

    let again = Fixture::start_on(factory.open().await, WriterLimits::default(), 1_000).await;
    assert_eq!(again.log.head().await.unwrap(), head);
    assert_eq!(again.log.known_head(), Position(2));
    assert_eq!(again.appended(&["a"]).await.versions, versions(&[("a", 2)]));
    again.assert_gapless(3).await;
}

/// The database itself refuses to change or delete an event.
pub async fn events_are_never_changed_or_deleted(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    fixture.appended(&["a", "a"]).await;
    let before = fixture.everything().await;
    for sql in [
        "UPDATE events SET kind = 'forged' WHERE position = 1",
        "DELETE FROM events WHERE position = 2",
        "DELETE FROM events",
    ] {
        let refusal = factory.execute(sql).await.unwrap_err();
        assert!(refusal.contains("append-only"), "{refusal}");
    }
    assert_eq!(fixture.everything().await, before);
}
