//! What every state hears of its words, and what the documents say.

use std::collections::BTreeSet;

use acceptance::Actor;
use serde_json::Value;

use crate::review::{disposition, number};
use crate::world::World;

/// Every state finds on its page each of its comments with what became of it, and nobody else's; its letter names the
/// same numbers.
pub(crate) async fn every_state_hears_the_truth(world: &World) {
    let states: BTreeSet<String> = world.said.iter().map(|said| said.state.clone()).collect();
    assert_eq!(states.len(), 61);
    for state in &states {
        let who = world.app.focal_point(state);
        let items = outcomes(&who, state).await;
        let expected = world.comments_of(state);
        assert_eq!(items.len(), expected.len(), "{state}");
        for said in expected {
            let item = items.iter().find(|item| number(item) == said.number).unwrap();
            let published = world.dispositions.get(&said.id).copied().unwrap_or_default();
            assert_eq!(disposition(item), published, "{}", said.number);
        }
        letter(world, &who, state).await;
    }
    let foreign = world.app.focal_point("FJI").get("/v1/states/WSM/outcomes").await;
    assert_eq!(foreign.status, 403, "{}", foreign.text);
}

async fn outcomes(who: &Actor, state: &str) -> Vec<Value> {
    let page = who
        .get(&format!("/v1/states/{state}/outcomes?limit=200"))
        .await
        .expect(200);
    page.json["items"].as_array().unwrap().clone()
}

async fn letter(world: &World, who: &Actor, state: &str) {
    let letter = who.get(&world.path(&format!("/letters/{state}?format=md"))).await;
    let mut own = world.comments_of(state).into_iter();
    if own.all(|said| !world.dispositions.contains_key(&said.id)) {
        assert_eq!(letter.code(), "nothing_published", "{}", letter.text);
        return;
    }
    let letter = letter.expect(200);
    for said in &world.said {
        let named = letter.text.contains(&said.number);
        assert_eq!(named, said.state == *state, "{} in the letter to {state}", said.number);
    }
}

/// Whoever may not know a state does not find it in the record, the note, or any export.
pub(crate) async fn the_record_and_the_note_name_nobody_who_is_not_to_be_named(world: &World) {
    let partner = world.app.focal_point("FJI");
    let hidden: BTreeSet<&str> = world
        .said
        .iter()
        .filter(|said| said.to_members)
        .map(|said| said.state.as_str())
        .collect();
    assert!(!hidden.is_empty());
    let record = partner
        .get(&world.path("/silence/record?format=md"))
        .await
        .expect(200)
        .text;
    let note = partner.get(&world.path("/outcome?format=md")).await.expect(200).text;
    let export = partner.get(&world.path("/export?format=csv")).await.expect(200).text;
    for said in world.said.iter().filter(|said| said.to_members) {
        for (name, document) in [("record", &record), ("note", &note), ("export", &export)] {
            assert!(!document.contains(&said.number), "{} in the {name}", said.number);
        }
    }
    assert!(record.contains("Small administrations cannot do this."), "{record}");
    assert!(note.contains("We understand this as voluntary."), "{note}");
    let to_members = world
        .korea()
        .get(&world.path("/export?format=csv"))
        .await
        .expect(200)
        .text;
    assert!(world.said.iter().all(|said| to_members.contains(&said.number)));
}
