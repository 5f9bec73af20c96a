//! Revisions and the silence procedure.

use serde_json::{Value, json};

use crate::world::{World, text};

/// In rev.1 paragraph 2 has other words around a quote that is found again, paragraph 3 is deleted, 4 is split.
pub(crate) async fn rev_1_carries_the_comments(world: &mut World) {
    world.at("2027-03-15T09:00:00Z").await;
    let id = |index: usize| world.paragraphs[index].clone();
    let revision = json!({"language": "en", "paragraphs": [
        {"from": [id(0)], "label": "1", "text": "Participating States shall name a national point of contact."},
        {"from": [id(1)], "label": "2", "text": "They shall exchange information without delay, on a voluntary basis."},
        {"from": [id(3)], "label": "3", "text": "They shall assist each other on request."},
        {"from": [id(3)], "label": "4", "text": "Assistance is given within their means."},
        {"from": [id(4)], "label": "5", "text": "They shall review this text after three years."},
        {"from": [id(5)], "label": "6", "text": "Nothing in this text affects obligations under international law."},
    ]});
    let circulated = world
        .korea()
        .post(&world.path("/revisions"), revision)
        .await
        .expect(201);
    assert_eq!(
        circulated.json["number"]
            .as_u64()
            .or(circulated.json["revision"]["number"].as_u64()),
        Some(1)
    );
    let counts = |items: &[Value], status: &str| items.iter().filter(|one| one["status"] == status).count();
    let items = placements(world, 1).await;
    assert_eq!(items.len(), 601);
    // Paragraph 3 is gone with its two comments a state and the late one; "five years" is gone from paragraph 5.
    let orphaned = counts(&items, "orphaned");
    let moved = counts(&items, "moved");
    assert!(orphaned >= 121, "{orphaned}");
    assert!(moved >= 1, "{moved}");
    assert_eq!(counts(&items, "placed") + moved + orphaned, 601);
    let looked_at = items.iter().find(|one| one["status"] == "moved").unwrap();
    let comment = text(&looked_at["comment_id"]);
    let body = json!({"revision": 1, "paragraph": "4"});
    let confirmed = world
        .korea()
        .post(&format!("/v1/comments/{comment}/placement"), body)
        .await;
    assert!([200, 201].contains(&confirmed.status), "{}", confirmed.text);
}

async fn placements(world: &World, revision: u32) -> Vec<Value> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = world.path(&format!("/revisions/{revision}/placements?limit=200{cursor}"));
        let page = world.korea().get(&path).await.expect(200);
        items.extend(page.json["items"].as_array().unwrap().iter().cloned());
        match page.json["page"]["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

/// Rev.1 goes under silence; input is refused; Türkiye breaks it on two paragraphs; one second too late is refused.
pub(crate) async fn silence_is_broken_on_two_paragraphs(world: &World) {
    let open = json!({"until": "2027-03-18T10:00:00Z"});
    let opened = world.korea().post(&world.path("/silence/open"), open).await;
    assert!([200, 201].contains(&opened.status), "{}", opened.text);
    let status = world.korea().get(&world.path("")).await.expect(200);
    assert_eq!(status.json["status"], "under_silence");
    let submission = &world.submissions["FJI"];
    let refused = world
        .app
        .focal_point("FJI")
        .with("if-match", "*")
        .post(&format!("/v1/submissions/{submission}/withdraw"), json!({}))
        .await
        .expect(409);
    assert!(refused.text.contains("silence"), "{}", refused.text);
    let revision = json!({"language": "en", "paragraphs": [{"from": [], "label": "1", "text": "Too early."}]});
    let _ = world
        .korea()
        .post(&world.path("/revisions"), revision)
        .await
        .expect(409);
    world.at("2027-03-17T09:00:00Z").await;
    let broken = json!({"paragraphs": [
        {"paragraph": "2", "rationale": "Not agreed in the capital."},
        {"paragraph": "5", "amendment": "They shall review this text after four years."}]});
    let broke = world
        .member("TUR")
        .post(&world.path("/silence/break"), broken.clone())
        .await;
    assert!([200, 201].contains(&broke.status), "{}", broke.text);
    let seen = world.app.focal_point("FJI").get(&world.path("")).await.expect(200);
    assert_eq!(seen.json["status"], "closed");
    assert!(!seen.json["silence"].to_string().contains("TUR"), "{}", seen.text);
    world.at("2027-03-18T10:00:01Z").await;
    let late = world.member("MEX").post(&world.path("/silence/break"), broken).await;
    assert_eq!(late.status, 409, "{}", late.text);
}

/// Rev.2 takes the amendment up, silence prevails, the clock adopts.
pub(crate) async fn rev_2_is_adopted(world: &mut World) {
    world.at("2027-03-22T09:00:00Z").await;
    let present = world.korea().get(&world.path("/revisions/1")).await.expect(200);
    let mut paragraphs = Vec::new();
    for paragraph in present.json["paragraphs"].as_array().unwrap() {
        let changed = paragraph["label"] == "5";
        let words = if changed {
            json!("They shall review this text after four years.")
        } else {
            paragraph["text"].clone()
        };
        paragraphs.push(json!({"from": [paragraph["id"]], "label": paragraph["label"], "text": words}));
    }
    let revision = json!({"language": "en", "paragraphs": paragraphs});
    let _ = world
        .korea()
        .post(&world.path("/revisions"), revision)
        .await
        .expect(201);
    let _ = world
        .korea()
        .get(&world.path("/revisions/2/changes?since=0"))
        .await
        .expect(200);
    let open = json!({"until": "2027-03-26T09:00:00Z"});
    let opened = world.korea().post(&world.path("/silence/open"), open).await;
    assert!([200, 201].contains(&opened.status), "{}", opened.text);
    world.at("2027-03-26T09:00:03Z").await;
    let waiting = world.korea().get(&world.path("")).await.expect(200);
    assert_eq!(
        waiting.json["status"], "under_silence",
        "breaks in flight are waited for"
    );
    let late = json!({"paragraphs": [{"paragraph": "2", "rationale": "One second too late."}]});
    let _ = world
        .member("MEX")
        .post(&world.path("/silence/break"), late)
        .await
        .expect(409);
    world.at("2027-03-26T09:00:05Z").await;
    let adopted = world.korea().get(&world.path("")).await.expect(200);
    assert_eq!(adopted.json["status"], "adopted");
    assert_eq!(adopted.json["adopted_at"], "2027-03-26T09:00:00Z");
    let explained =
        json!({"kind": "explanation_of_position", "paragraphs": ["2"], "text": "We understand this as voluntary."});
    let explained = world.member("TUR").post(&world.path("/explanations"), explained).await;
    assert!([200, 201].contains(&explained.status), "{}", explained.text);
    for state in ["FJI", "CHL"] {
        let body = json!({"except_paragraphs": ["6"]});
        let associated = world
            .app
            .focal_point(state)
            .post(&world.path("/associations"), body)
            .await;
        assert!([200, 201].contains(&associated.status), "{}", associated.text);
    }
}
