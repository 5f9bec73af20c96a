//! The members dispose of the comments together.

use serde_json::{Value, json};

use crate::world::{World, text};

/// Comments that the members look at one by one.
const THAT_MATTER: usize = 20;

const OTHERS: [&str; 4] = ["MEX", "IDN", "TUR", "AUS"];

/// Twenty are looked at one by one. Türkiye differs on one for days, then goes along.
pub(crate) async fn twenty_matter_and_one_differs_for_days(world: &mut World) {
    world.at("2027-03-05T09:00:00Z").await;
    let matter: Vec<String> = world
        .said
        .iter()
        .take(THAT_MATTER)
        .map(|said| said.id.clone())
        .collect();
    for id in &matter {
        let body = json!({"disposition": "accepted_with_modification", "wording": "mandatory basis",
            "response": "Taken up in other words."});
        let proposed = world
            .korea()
            .with("if-none-match", "*")
            .put(&format!("/v1/comments/{id}/disposition"), body)
            .await;
        assert!([200, 201].contains(&proposed.status), "{}", proposed.text);
        world.dispositions.insert(id.clone(), "accepted_with_modification");
        for member in OTHERS {
            let differs = member == "TUR" && *id == matter[0];
            let body = if differs {
                json!({"view": "differs", "note": "Not agreed in the capital."})
            } else {
                json!({"view": "agrees"})
            };
            let path = format!("/v1/comments/{id}/views/{member}");
            let recorded = world.member(member).put(&path, body).await;
            assert!([200, 201].contains(&recorded.status), "{}", recorded.text);
        }
    }
    a_second_mission_is_told_why(world, &matter[1]).await;
    world.at("2027-03-09T09:00:00Z").await;
    let differing = world.matrix(&world.korea(), "convergence=differing").await;
    assert_eq!(differing.len(), 1, "{differing:?}");
    let publish = json!({"comments": [matter[0]]});
    let refused = world
        .korea()
        .post(&world.path("/dispositions/publish"), publish)
        .await
        .expect(409);
    assert!(refused.text.contains("differing"), "{}", refused.text);
    let path = format!("/v1/comments/{}/views/TUR", matter[0]);
    let recorded = world.member("TUR").put(&path, json!({"view": "can_go_along"})).await;
    assert!([200, 201].contains(&recorded.status), "{}", recorded.text);
    let differing = world.matrix(&world.korea(), "convergence=differing").await;
    assert!(differing.is_empty(), "{differing:?}");
}

/// Two missions answer the same comment at the same moment: the second gets 412 and sees why.
async fn a_second_mission_is_told_why(world: &World, id: &str) {
    let body = json!({"disposition": "noted"});
    let second = world
        .member("MEX")
        .with("if-none-match", "*")
        .put(&format!("/v1/comments/{id}/disposition"), body)
        .await
        .expect(412);
    assert!(second.text.contains("KOR"), "{}", second.text);
}

/// The other 580 are proposed as one selection and put under silence as one act; nobody breaks it.
pub(crate) async fn the_others_go_under_silence_as_one_act(world: &mut World) {
    let before: Vec<Value> = world.matrix(&world.app.focal_point("FJI"), "").await;
    assert!(
        before
            .iter()
            .all(|row| row["published"].is_null() && row["disposition"].is_null()),
        "{:?}",
        before[0]
    );
    let rest: Vec<String> = world
        .said
        .iter()
        .skip(THAT_MATTER)
        .take(580)
        .map(|said| said.id.clone())
        .collect();
    let body = json!({"comments": rest, "disposition": "noted", "response": "Taken note of."});
    let bulk = world.korea().post(&world.path("/dispositions/bulk"), body).await;
    assert!([200, 201].contains(&bulk.status), "{}", bulk.text);
    for id in rest {
        world.dispositions.insert(id, "noted");
    }
    let open = json!({"until": "2027-03-12T09:00:00Z"});
    // In the chair since 1 March.
    let opened = world
        .member("TUR")
        .post(&world.path("/dispositions/silence/open"), open)
        .await;
    assert!([200, 201].contains(&opened.status), "{}", opened.text);
    world.at("2027-03-12T09:00:10Z").await;
    let agreed = world.matrix(&world.korea(), "convergence=agreed").await;
    assert_eq!(agreed.len(), 600);
}

/// Published together; Fiji objects to what became of its first comment.
pub(crate) async fn dispositions_are_published_together_and_one_state_objects(world: &World) {
    let published = world
        .korea()
        .post(&world.path("/dispositions/publish"), json!({}))
        .await;
    assert!([200, 201].contains(&published.status), "{}", published.text);
    let rows = world.matrix(&world.app.focal_point("FJI"), "").await;
    let disposed = rows.iter().filter(|row| !disposition(row).is_empty()).count();
    assert_eq!(disposed, 600, "{:?}", rows[0]);
    let mine = world.comments_of("FJI")[0].clone();
    let body = json!({"satisfied": false, "justification": "Small administrations cannot do this.",
        "suggestion": "A longer transition."});
    let answered = world
        .app
        .focal_point("FJI")
        .post(&format!("/v1/comments/{}/answer", mine.id), body.clone())
        .await;
    assert!([200, 201].contains(&answered.status), "{}", answered.text);
    let foreign = world
        .app
        .focal_point("WSM")
        .post(&format!("/v1/comments/{}/answer", mine.id), body)
        .await;
    assert_eq!(foreign.status, 403, "{}", foreign.text);
}

/// The published disposition of a row, or nothing.
pub(crate) fn disposition(row: &Value) -> String {
    let published = row.get("published").unwrap_or(&Value::Null);
    published["disposition"].as_str().unwrap_or_default().to_owned()
}

pub(crate) fn number(row: &Value) -> String {
    text(&row["number"])
}
