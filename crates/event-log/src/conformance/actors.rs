//! The people behind actor ids (R26).

use super::{Factory, Fixture};

/// The first id given to a pair of issuer and subject stays; another pair gets its own.
pub async fn an_actor_keeps_its_id(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let (first, second, third) = (fixture.id(), fixture.id(), fixture.id());
    let storage = &fixture.storage;
    assert_eq!(storage.actor_of("https://issuer", "alice", first).await.unwrap(), first);
    assert_eq!(
        storage.actor_of("https://issuer", "alice", second).await.unwrap(),
        first
    );
    assert_eq!(
        storage.actor_of("https://other", "alice", second).await.unwrap(),
        second
    );
    assert_eq!(storage.actor_of("https://issuer", "bob", third).await.unwrap(), third);
    let racing = tokio::join!(
        storage.actor_of("https://issuer", "carol", fixture.id()),
        storage.actor_of("https://issuer", "carol", fixture.id()),
    );
    assert_eq!(racing.0.unwrap(), racing.1.unwrap());
}

/// After erasing, the pair is new again; the events keep the old id.
pub async fn an_erased_actor_is_unknown(factory: &dyn Factory) {
    let fixture = Fixture::start(factory).await;
    let (first, second) = (fixture.id(), fixture.id());
    let storage = &fixture.storage;
    storage.actor_of("https://issuer", "alice", first).await.unwrap();
    let mut append = fixture.append_to(&["a"]);
    append.actor = first;
    fixture.log.append(append).await.unwrap();

    assert!(storage.erase_actor(first).await.unwrap());
    assert!(!storage.erase_actor(first).await.unwrap());
    assert_eq!(
        storage.actor_of("https://issuer", "alice", second).await.unwrap(),
        second
    );
    assert_eq!(fixture.everything().await.first().unwrap().actor, first);
}
