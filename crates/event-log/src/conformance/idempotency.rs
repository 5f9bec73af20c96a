//! Idempotency keys.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::{Factory, Fixture, guard, key, versions};
use crate::{AppendError, Appended, Clock, ExpectedVersion, KnownAppend};

/// A repeated key gets the first answer again, with the versions as they were, and writes nothing.
pub async fn the_same_key_gets_the_same_answer(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    fixture.appended(&["a"]).await;
    let mut append = fixture.append_to(&["b", "a", "b"]);
    append.idempotency = Some(key(1, 1));
    let first = fixture.log.append(append.clone()).await.unwrap();
    assert_eq!(first.versions, versions(&[("b", 2), ("a", 2)]));
    fixture.clock.move_by_seconds(60);
    fixture.appended(&["a", "b"]).await;

    let replay = Appended {
        replayed: true,
        ..first
    };
    assert_eq!(fixture.log.append(append).await.unwrap(), replay);
    let mut other_ids = fixture.append_to(&["b", "a", "b"]);
    other_ids.idempotency = Some(key(1, 1));
    assert_eq!(fixture.log.append(other_ids).await.unwrap(), replay);
    let known = fixture.log.find_append(&[1; 32]).await.unwrap();
    assert_eq!(
        known,
        Some(KnownAppend {
            fingerprint: [1; 32],
            appended: replay
        })
    );
    assert_eq!(fixture.log.find_append(&[2; 32]).await.unwrap(), None);
    fixture.assert_gapless(6).await;
}

/// A key that was used for something else is refused.
pub async fn another_fingerprint_is_a_mismatch(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let mut append = fixture.append_to(&["a"]);
    append.idempotency = Some(key(1, 1));
    fixture.log.append(append.clone()).await.unwrap();
    append.idempotency = Some(key(1, 2));
    let error = fixture.log.append(append).await.unwrap_err();
    assert!(matches!(error, AppendError::IdempotencyMismatch), "{error:?}");
    fixture.assert_gapless(1).await;
}

/// An honest retry carries the versions it saw the first time; it must not get a conflict.
pub async fn a_known_key_is_answered_before_versions(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let mut append = fixture.append_to(&["a"]);
    append.guards = vec![guard("a", ExpectedVersion::NoStream)];
    append.idempotency = Some(key(1, 1));
    let first = fixture.log.append(append.clone()).await.unwrap();
    fixture.appended(&["a"]).await;
    let again = fixture.log.append(append).await.unwrap();
    assert_eq!(
        again,
        Appended {
            replayed: true,
            ..first
        }
    );
    fixture.assert_gapless(2).await;
}

/// A refusal is not remembered: the same key may succeed later.
pub async fn a_refused_append_leaves_its_key_free(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let mut append = fixture.append_to(&["a"]);
    append.guards = vec![guard("b", ExpectedVersion::Exactly(1))];
    append.idempotency = Some(key(1, 1));
    fixture.log.append(append.clone()).await.unwrap_err();
    fixture.appended(&["b"]).await;
    assert!(!fixture.log.append(append).await.unwrap().replayed);
    fixture.assert_gapless(2).await;
}

/// The second of two twins in a batch gets the answer of the first; one with another fingerprint is refused.
pub async fn twins_in_one_batch_get_one_append(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let with = |idempotency| {
        let mut append = fixture.append_to(&["a"]);
        append.idempotency = Some(idempotency);
        append
    };
    let batch = [with(key(1, 1)), with(key(2, 1)), with(key(1, 1)), with(key(1, 9))];
    let mut results = fixture.storage.commit(&batch, fixture.clock.now()).await.into_iter();
    let first = results.next().unwrap().unwrap();
    let other = results.next().unwrap().unwrap();
    let twin = results.next().unwrap().unwrap();
    let mismatch = results.next().unwrap().unwrap_err();
    assert_eq!(
        twin,
        Appended {
            replayed: true,
            ..first
        }
    );
    assert_eq!(other.versions, versions(&[("a", 2)]));
    assert!(matches!(mismatch, AppendError::IdempotencyMismatch), "{mismatch:?}");
    assert_eq!(fixture.everything().await.len(), 2);
}

/// Twins that arrive at the same time wait for each other and get one answer.
pub async fn concurrent_twins_get_one_append(factory: &dyn Factory) {
    let fixture = Arc::new(Fixture::start(factory).await);
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        let fixture = Arc::clone(&fixture);
        tasks.spawn(async move {
            let mut append = fixture.append_to(&["a"]);
            append.guards = vec![guard("a", ExpectedVersion::NoStream)];
            append.idempotency = Some(key(1, 1));
            fixture.log.append(append).await.unwrap()
        });
    }
    let results = tasks.join_all().await;
    assert_eq!(results.iter().filter(|appended| !appended.replayed).count(), 1);
    assert!(
        results
            .iter()
            .all(|appended| appended.versions == versions(&[("a", 1)]))
    );
    fixture.assert_gapless(1).await;
}

/// Keys stored before an instant are forgotten, those at the instant and later are kept, and events stay.
pub async fn keys_are_forgotten_by_age(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let mut stored_at = Vec::new();
    for number in 1..=3 {
        fixture.clock.move_by_seconds(60);
        let mut append = fixture.append_to(&["a"]);
        append.idempotency = Some(key(number, 1));
        stored_at.push(fixture.log.append(append).await.unwrap().recorded_at);
    }
    let second = *stored_at.get(1).unwrap();
    assert_eq!(
        fixture
            .storage
            .forget_appends_before(*stored_at.first().unwrap())
            .await
            .unwrap(),
        0
    );
    assert_eq!(fixture.storage.forget_appends_before(second).await.unwrap(), 1);
    assert_eq!(fixture.log.find_append(&[1; 32]).await.unwrap(), None);
    assert!(fixture.log.find_append(&[2; 32]).await.unwrap().is_some());
    assert!(fixture.log.find_append(&[3; 32]).await.unwrap().is_some());
    fixture.assert_gapless(3).await;
}
