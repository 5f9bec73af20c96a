//! What changed because of whom: the comments behind a change follow their words (R22, R24).

use super::*;

/// Words that wander from paragraph 2 to paragraph 3.
const WORDS: &str = "exchange information on incidents";

async fn circulate(app: &TestApp, id: &str, texts: [&str; 3]) {
    let korea = app.member_mission("KOR");
    let revision = korea.get(&format!("/v1/proposals/{id}/revisions/0")).await.expect(200);
    let paragraphs: Vec<Value> = (0..3)
        .map(|index| {
            let known = &revision.json["paragraphs"][index];
            json!({"from": [known["id"]], "label": known["label"], "text": texts[index]})
        })
        .collect();
    let body = json!({"language": "en", "paragraphs": paragraphs});
    let _ = korea
        .post(&format!("/v1/proposals/{id}/revisions"), body)
        .await
        .expect(201);
}

/// All comments are accepted by all members, and that is published.
async fn accept_all(app: &TestApp, id: &str) {
    let act = |name: &str| format!("/v1/proposals/{id}/dispositions/{name}");
    let korea = app.member_mission("KOR");
    let body = json!({"filter": {}, "disposition": "accepted"});
    let _ = korea.post(&act("bulk"), body).await.expect(200);
    for member in ["MEX", "IDN", "TUR", "AUS"] {
        let body = json!({"all_waiting": true, "view": "agrees"});
        let _ = app.member_mission(member).post(&act("views"), body).await.expect(200);
    }
    let _ = korea.post(&act("publish"), json!({})).await.expect(200);
}

#[actix_web::test]
async fn r24_a_comment_is_behind_a_change_where_its_words_stood_and_where_a_member_confirmed_them() {
    let app = TestApp::start().await;
    let id = app.opened(&["FJI", "WSM"]).await;
    let path = format!("/v1/proposals/{id}/submissions");
    let on_words = json!([{"paragraph": "2", "text": "With whom?", "quote": {"exact": WORDS}}]);
    let fiji = app.focal_point("FJI").post(&path, said(&on_words)).await.expect(201);
    let on_paragraph = json!([{"paragraph": "2", "text": "Clearer, please."}]);
    let _ = app
        .focal_point("WSM")
        .post(&path, said(&on_paragraph))
        .await
        .expect(201);
    app.clock.set(CLOSED.parse().unwrap());
    accept_all(&app, &id).await;

    let first = "Participating States shall name a national point of contact.";
    let wandered = format!("They shall report, and {WORDS} with regional centres.");
    circulate(&app, &id, [first, "They shall cooperate.", &wandered]).await;
    let place = format!(
        "/v1/comments/{}/placement",
        fiji.json["comments"][0]["id"].as_str().unwrap()
    );
    let confirmed = json!({"paragraph": "3", "quote": {"exact": WORDS}});
    let _ = app.member_mission("AUS").post(&place, confirmed).await.expect(200);
    let widened = format!("They shall report, and {WORDS} with each other.");
    circulate(&app, &id, [first, "They shall cooperate in good faith.", &widened]).await;

    let opened = silence(&app.member_mission("KOR"), &id, "open", json!({"until": UNTIL})).await;
    let _ = opened.expect(200);
    app.clock.set("2027-03-05T08:00:05Z".parse().unwrap());
    let _ = adopted_by_the_clock(&app, &id).await;
    let note = app.anonymous().get(&format!("/v1/proposals/{id}/outcome")).await;
    let note = note.expect(200).json;
    let behind = |change: &Value| {
        let comments = change["comments"].as_array().unwrap().iter();
        let numbers: Vec<&str> = comments.map(|one| one["number"].as_str().unwrap()).collect();
        format!(
            "{} {} {}",
            change["revision"],
            change["paragraph"].as_str().unwrap(),
            numbers.join(",")
        )
    };
    let changes: Vec<String> = note["changes"].as_array().unwrap().iter().map(behind).collect();
    assert_eq!(
        changes,
        ["1 2 FJI-001,WSM-001", "1 3 FJI-001", "2 2 WSM-001", "2 3 FJI-001"]
    );
}
